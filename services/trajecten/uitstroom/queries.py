"""Reading outflow."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.uitstroom.domain import UitstroomOnbekend
from services.trajecten.uitstroom.models import Uitstroom


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
