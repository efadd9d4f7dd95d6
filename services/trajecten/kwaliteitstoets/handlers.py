"""Putting a toekenning forward, and what the second person says."""

from uuid import UUID

from services.trajecten.kwaliteitstoets import queries
from services.trajecten.kwaliteitstoets.domain import ZelfdeBeoordelaar
from services.trajecten.kwaliteitstoets.models import Kwaliteitstoets
from services.trajecten.productenboek import queries as boeken
from services.trajecten.toekenning import handlers as toekenning
from services.trajecten.toekenning.domain import OvergangNietToegestaan, volgende
from shared.db.uow import Tx
from shared.errors import Regel


async def leg_voor(tx: Tx, toekenning_id: UUID, medewerker: str) -> Kwaliteitstoets:
    """Ask a second person to look; raises ToekenningOnbekend or OvergangNietToegestaan."""
    row = await toekenning.op_slot(tx, toekenning_id)
    row.status = volgende(row.status, "leg_voor")
    gevraagd = Kwaliteitstoets(
        gemeente=row.gemeente,
        toekenning_id=row.id,
        voorgelegd_door=medewerker,
        voorgelegd_op=tx.vandaag,
    )
    tx.add(gevraagd)
    return gevraagd


async def beoordeel(
    tx: Tx, toekenning_id: UUID, medewerker: str, *, akkoord: bool
) -> Kwaliteitstoets:
    """The second person agrees, and budget is asked; or does not, and it is refused.

    Raises ToekenningOnbekend, OvergangNietToegestaan or ZelfdeBeoordelaar.
    """
    row = await toekenning.op_slot(tx, toekenning_id)
    toets = await queries.kwaliteitstoets(tx.session, toekenning_id)
    if toets is None or row.status != "ter_toetsing":
        raise OvergangNietToegestaan(row.status, "beoordeel")
    regel = await _regel(tx, row.boekversie_id, row.gemeente, row.product)
    if toets.voorgelegd_door == medewerker:
        raise ZelfdeBeoordelaar(regel)
    toets.beoordeeld_door, toets.beoordeeld_op = medewerker, tx.vandaag
    toets.akkoord = akkoord
    if akkoord:
        toekenning.vraag_budget(tx, row)
    else:
        toekenning.weiger(tx, row, regel.id)
    return toets


async def _regel(tx: Tx, versie: UUID | None, gemeente: str, code: str) -> Regel:
    """The rule that asks for a second person, as the book had it."""
    product = versie and await boeken.in_versie(tx.session, versie, gemeente, code)
    eis = product.vier_ogen if product else None
    assert eis is not None, "ter_toetsing zonder vier ogen"
    return Regel(eis.regel, eis.bron)
