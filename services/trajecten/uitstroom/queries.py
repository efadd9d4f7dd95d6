"""Reading outflow."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.uitstroom.domain import NazorgOnbekend, UitstroomOnbekend
from services.trajecten.uitstroom.models import Nazorgcontact, Uitstroom


async def uitstroom(session: AsyncSession, uitstroom_id: UUID) -> Uitstroom:
    """One registration; raises UitstroomOnbekend."""
    row = await session.get(Uitstroom, uitstroom_id)
    if row is None:
        raise UitstroomOnbekend
    return row


def registraties(persoon_ref: UUID | None, gemeente: str | None) -> Select[Uitstroom]:
    """Registrations, newest first."""
    query = select(Uitstroom).order_by(Uitstroom.id.desc())
    if persoon_ref:
        query = query.where(Uitstroom.persoon_ref == persoon_ref)
    return query.where(Uitstroom.gemeente == gemeente) if gemeente else query


async def van_personen(session: AsyncSession, refs: Collection[UUID]) -> list[Uitstroom]:
    """All registrations of these persons, locked in one order."""
    query = (
        select(Uitstroom)
        .where(Uitstroom.persoon_ref.in_(sorted(refs)))
        .order_by(Uitstroom.id)
        .with_for_update()
    )
    return list(await session.scalars(query))


def nazorgcontacten(gemeente: str | None, te_doen_op: date | None) -> Select[Nazorgcontact]:
    """Contacts to be made, the first one due first; `te_doen_op`: only the open ones due by that day."""
    query = select(Nazorgcontact).order_by(Nazorgcontact.uiterlijk, Nazorgcontact.id)
    if te_doen_op:
        query = query.where(
            Nazorgcontact.afgerond_op.is_(None),
            Nazorgcontact.vervallen_op.is_(None),
            Nazorgcontact.uiterlijk <= te_doen_op,
        )
    return query.where(Nazorgcontact.gemeente == gemeente) if gemeente else query


async def nazorgcontact_op_slot(session: AsyncSession, contact_id: UUID) -> Nazorgcontact:
    """One contact, locked; raises NazorgOnbekend."""
    row = await session.get(Nazorgcontact, contact_id, with_for_update=True)
    if row is None:
        raise NazorgOnbekend
    return row


async def open_contacten(session: AsyncSession, uitstroom_id: UUID) -> Sequence[Nazorgcontact]:
    """The contacts of an outflow that are still to be made."""
    query = select(Nazorgcontact).where(
        Nazorgcontact.uitstroom_id == uitstroom_id,
        Nazorgcontact.afgerond_op.is_(None),
        Nazorgcontact.vervallen_op.is_(None),
    )
    return (await session.scalars(query)).all()


async def personen(session: AsyncSession, rows: Collection[Nazorgcontact]) -> dict[UUID, UUID]:
    """Whom these contacts are with: persoonRef by uitstroom."""
    query = select(Uitstroom.id, Uitstroom.persoon_ref).where(
        Uitstroom.id.in_({row.uitstroom_id for row in rows})
    )
    return {row.id: row.persoon_ref for row in await session.execute(query)}
