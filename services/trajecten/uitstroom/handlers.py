"""Registering outflow when a benefit ends, and marking it when the benefit is back too soon (D9)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.persoon.domain import binnen
from services.trajecten.uitstroom import queries
from services.trajecten.uitstroom.domain import NazorgBuitenTermijn, NazorgGesloten, nazorg
from services.trajecten.uitstroom.models import Nazorgcontact, Uitstroom
from services.trajecten.uitstroom.policy import UitstroomBeleid
from shared.consumer import Handler
from shared.contracts.intake import UitkeringBeeindigd, UitkeringBegonnen
from shared.contracts.trajecten import UitstroomGeregistreerd
from shared.db.uow import Tx
from shared.events import Received
from shared.identifiers import nieuw_id

Feit = Received[UitkeringBeeindigd | UitkeringBegonnen]


async def verwerk(tx: Tx, events: Sequence[Feit]) -> None:
    """One registration per end of a benefit, whatever is told twice."""
    beleid: UitstroomBeleid = tx.policy.uitstroom
    rows = await queries.van_personen(tx.session, {UUID(r.event.persoon_ref) for r in events})
    for event in (received.event for received in events):
        if isinstance(event, UitkeringBeeindigd):
            _registreer(tx, event, beleid, rows)
        else:
            await _markeer_terugval(tx, event, beleid, rows)


async def verleg(session: AsyncSession, gemeente: str, van: UUID, naar: UUID) -> None:
    """The outflow of a person proves to be that of another one; one end of a benefit stays one."""
    rows = await queries.van_personen(session, [van, naar])
    eigen = [row for row in rows if row.gemeente == gemeente]
    bekend = {row.laatste_uitkeringsdag for row in eigen if row.persoon_ref == naar}
    for row in eigen:
        if row.persoon_ref == van and row.laatste_uitkeringsdag not in bekend:
            row.persoon_ref = naar


def _registreer(
    tx: Tx, event: UitkeringBeeindigd, beleid: UitstroomBeleid, rows: list[Uitstroom]
) -> None:
    dag, ref = event.beeindigd_op, UUID(event.persoon_ref)
    if event.uitkering_soort not in beleid.uitkeringen.op(dag).waarde:
        return
    mine = [row for row in rows if (row.persoon_ref, row.gemeente) == (ref, event.gemeente)]
    if any(row.laatste_uitkeringsdag == dag for row in mine):
        return
    row = Uitstroom(
        id=nieuw_id(tx.moment),
        gemeente=event.gemeente,
        persoon_ref=ref,
        reden=event.reden,
        laatste_uitkeringsdag=dag,
        geregistreerd_op=tx.vandaag,
    )
    tx.add(row)
    rows.append(row)
    if row.reden == "werk":
        _plan_nazorg(tx, row)
    tx.emit(
        UitstroomGeregistreerd(
            gemeente=row.gemeente,
            uitstroom_id=str(row.id),
            persoon_ref=event.persoon_ref,
            reden=row.reden,
            laatste_uitkeringsdag=dag,
        )
    )


def _plan_nazorg(tx: Tx, row: Uitstroom) -> None:
    for soort, uiterlijk in nazorg(tx.policy.nazorg, row.gemeente, row.laatste_uitkeringsdag):
        tx.add(
            Nazorgcontact(
                id=nieuw_id(tx.moment),
                gemeente=row.gemeente,
                uitstroom_id=row.id,
                soort=soort,
                vanaf=row.laatste_uitkeringsdag,
                uiterlijk=uiterlijk,
            )
        )


async def rond_af(tx: Tx, contact_id: UUID, datum: date) -> Nazorgcontact:
    """The contact was made; raises NazorgOnbekend, NazorgGesloten or NazorgBuitenTermijn."""
    row = await queries.nazorgcontact_op_slot(tx.session, contact_id)
    if row.afgerond_op or row.vervallen_op:
        raise NazorgGesloten
    if not row.vanaf <= datum <= tx.vandaag:
        raise NazorgBuitenTermijn(row.vanaf, tx.vandaag)
    row.afgerond_op = datum
    return row


async def _markeer_terugval(
    tx: Tx, event: UitkeringBegonnen, beleid: UitstroomBeleid, rows: Sequence[Uitstroom]
) -> None:
    if event.uitkering_soort not in beleid.uitkeringen.op(event.vanaf).waarde:
        return
    sleutel = (UUID(event.persoon_ref), event.gemeente)
    for row in rows:
        dagen = beleid.terugval_dagen.op(row.laatste_uitkeringsdag).waarde
        if (
            (row.persoon_ref, row.gemeente) == sleutel
            and row.terugval_op is None
            and binnen(row.laatste_uitkeringsdag, event.vanaf, dagen)
        ):
            row.terugval_op = event.vanaf
            await _laat_nazorg_vervallen(tx, row)


async def wis(tx: Tx, gemeente: str, persoon_ref: UUID) -> None:
    """There is nobody to contact any more; the counted outflow stays."""
    for row in await queries.van_personen(tx.session, [persoon_ref]):
        if row.gemeente == gemeente:
            await _laat_nazorg_vervallen(tx, row)


async def _laat_nazorg_vervallen(tx: Tx, row: Uitstroom) -> None:
    for contact in await queries.open_contacten(tx.session, row.id):
        contact.vervallen_op = tx.vandaag


HANDLERS = Handler(frozenset({UitkeringBeeindigd, UitkeringBegonnen}), verwerk)
