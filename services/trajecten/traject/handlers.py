"""Opening trajecten."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.trajecten.traject import queries
from services.trajecten.traject.models import Traject
from shared.consumer import Handler
from shared.contracts.intake import DiagnoseVastgesteld
from shared.contracts.trajecten import TrajectAfgesloten, TrajectGeopend
from shared.db.uow import Tx
from shared.events import Received
from shared.identifiers import nieuw_id


async def open_trajecten(tx: Tx, events: Sequence[Received[DiagnoseVastgesteld]]) -> None:
    """A diagnose opens a traject on its day, unless the person has an open one (architecture §3.1)."""
    refs = {UUID(received.event.persoon_ref) for received in events}
    served = await queries.met_open_traject(tx.session, refs)
    for event in (received.event for received in events):
        key = (UUID(event.persoon_ref), event.gemeente)
        if key not in served:
            served.add(key)
            open_traject(tx, event.gemeente, key[0], event.vastgesteld_op, UUID(event.diagnose_id))


def sluit(tx: Tx, row: Traject, dag: date) -> None:
    """The traject comes to its end on `dag`, or on the day it opened when that is later."""
    row.status, row.afgesloten_op = "afgesloten", max(dag, row.geopend_op)
    tx.emit(
        TrajectAfgesloten(
            gemeente=row.gemeente,
            traject_id=str(row.id),
            persoon_ref=str(row.persoon_ref),
            afgesloten_op=row.afgesloten_op,
        )
    )


async def verleg(tx: Tx, gemeente: str, van: UUID, naar: UUID) -> None:
    """The trajecten of a person prove to be those of another one; of two open ones the newer closes."""
    rows = await queries.van_personen(tx.session, gemeente, [van, naar])
    for row in [row for row in rows if row.status == "open"][1:]:
        sluit(tx, row, tx.vandaag)
    await tx.session.flush()
    for row in rows:
        row.persoon_ref = naar


def open_traject(
    tx: Tx, gemeente: str, persoon_ref: UUID, geopend_op: date, diagnose_id: UUID | None = None
) -> Traject:
    """Open a traject for a person who has no open one."""
    row = Traject(
        id=nieuw_id(tx.moment),
        gemeente=gemeente,
        persoon_ref=persoon_ref,
        diagnose_id=diagnose_id,
        geopend_op=geopend_op,
        status="open",
    )
    tx.add(row)
    tx.emit(
        TrajectGeopend(
            gemeente=gemeente,
            traject_id=str(row.id),
            persoon_ref=str(persoon_ref),
            geopend_op=geopend_op,
        )
    )
    return row


HANDLERS = Handler(frozenset({DiagnoseVastgesteld}), open_trajecten)
