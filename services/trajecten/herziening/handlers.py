"""Doing a herziening."""

from collections.abc import Sequence

import msgspec

from services.trajecten.aanvraag.domain import Aanvraag
from services.trajecten.bekostiging.domain import kosten
from services.trajecten.bekostiging.policy import Loonkostensubsidie
from services.trajecten.herziening import queries
from services.trajecten.herziening.domain import Herzie, herzien, vanaf_dag
from services.trajecten.herziening.models import HerzieneToekenning, Herziening
from services.trajecten.loonkostensubsidie.domain import minimumloon
from services.trajecten.productenboek import queries as boeken
from services.trajecten.toekenning import handlers as toekenningen
from shared.contracts.trajecten import Maandbedrag
from shared.db.uow import Tx
from shared.identifiers import nieuw_id


async def herzie(
    tx: Tx, command: Herzie
) -> tuple[Herziening, list[HerzieneToekenning], Sequence[queries.Subsidie]]:
    """Set the running subsidies anew; what it already costs stays as it is, so doing it again changes nothing.

    Gives what changed, and all that was looked at. Raises MinimumloonOnbekend when the wage of 1 January is not loaded.
    """
    minimumloon(tx.policy.loonkostensubsidie, command.vanaf)
    rows = await queries.lopend(tx.session, command.gemeente, command.vanaf)
    row = Herziening(
        id=nieuw_id(tx.moment),
        gemeente=command.gemeente,
        jaar=command.jaar,
        gedaan_op=tx.moment,
        bekeken=len(rows),
    )
    tx.add(row)
    await tx.session.flush()
    gevonden = [await _een(tx, row, toekenning, command) for toekenning in rows]
    gewijzigd = [een for een in gevonden if een]
    tx.session.add_all(gewijzigd)
    return row, gewijzigd, rows


async def _een(
    tx: Tx, herziening: Herziening, row: queries.Subsidie, command: Herzie
) -> HerzieneToekenning | None:
    oud = msgspec.convert(row.kosten, tuple[Maandbedrag, ...])
    nieuw = herzien(oud, await _gerekend(tx, row) or oud, command.vanaf)
    if nieuw == oud:
        return None
    await toekenningen.wijzig(tx, row, nieuw)
    return HerzieneToekenning(
        herziening_id=herziening.id,
        toekenning_id=row.id,
        gemeente=row.gemeente,
        versie=row.versie,
        was_centen=vanaf_dag(oud, command.vanaf),
        wordt_centen=vanaf_dag(nieuw, command.vanaf),
    )


async def _gerekend(tx: Tx, row: queries.Subsidie) -> tuple[Maandbedrag, ...]:
    """The months by the law as it is now; none for what is not a loonkostensubsidie."""
    if row.boekversie_id is None or row.gevraagd is None:
        return ()
    product = await boeken.in_versie(tx.session, row.boekversie_id, row.gemeente, row.product)
    if product is None or not isinstance(product.bekostiging, Loonkostensubsidie):
        return ()
    aanvraag = msgspec.convert(row.gevraagd, Aanvraag)
    return kosten(product.bekostiging, aanvraag, tx.policy.loonkostensubsidie).maanden
