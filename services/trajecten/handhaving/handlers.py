"""Giving and closing signals for enforcement; they never travel as events."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.handhaving import queries
from services.trajecten.handhaving.domain import GeefSignaal, RondAf, SignaalAfgerond
from services.trajecten.handhaving.models import Handhavingssignaal
from services.trajecten.persoon import queries as personen
from shared.db.reading import ask
from shared.db.uow import Tx
from shared.errors import controleer_datum
from shared.identifiers import nieuw_id


async def geef(tx: Tx, command: GeefSignaal) -> Handhavingssignaal:
    """Record a signal; raises DatumBuitenTermijn, NogNietVerwerkt or PersoonGewist."""
    controleer_datum(command.gegeven_op, None, tx.vandaag)
    await ask(tx.session, personen.op_slot(command.gemeente, command.persoon_ref))
    row = Handhavingssignaal(
        id=nieuw_id(tx.moment),
        gemeente=command.gemeente,
        persoon_ref=command.persoon_ref,
        gegeven_op=command.gegeven_op,
        medewerker=command.medewerker,
    )
    tx.add(row)
    return row


async def rond_af(tx: Tx, signaal_id: UUID, command: RondAf) -> Handhavingssignaal:
    """Enforcement is done; raises SignaalOnbekend, SignaalAfgerond or DatumBuitenTermijn."""
    row = await queries.signaal(tx.session, signaal_id, op_slot=True)
    if row.afgerond_op is not None:
        raise SignaalAfgerond(row.afgerond_op)
    controleer_datum(command.datum, row.gegeven_op, tx.vandaag)
    row.uitkomst, row.afgerond_op = command.uitkomst, command.datum
    return row


async def verleg(session: AsyncSession, gemeente: str, van: UUID, naar: UUID) -> None:
    """The signals about a person prove to be about another one."""
    for row in await queries.van_persoon(session, gemeente, van):
        row.persoon_ref = naar


async def wis(tx: Tx, gemeente: str, persoon_ref: UUID) -> None:
    """There is nobody to look at any more, and what came of it is forgotten."""
    for row in await queries.van_persoon(tx.session, gemeente, persoon_ref):
        row.uitkomst, row.afgerond_op = None, row.afgerond_op or tx.vandaag
