"""Reading trajecten."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.traject.models import Traject
from shared.db.direct import Rows, value
from shared.db.reading import Asked, Reading


async def traject(session: AsyncSession, traject_id: UUID) -> Traject | None:
    """One traject."""
    return await session.get(Traject, traject_id)


def trajecten(persoon_ref: UUID | None, gemeente: str | None) -> Select[Traject]:
    """Trajecten, newest first."""
    query = select(Traject).order_by(Traject.id.desc())
    if persoon_ref:
        query = query.where(Traject.persoon_ref == persoon_ref)
    return query.where(Traject.gemeente == gemeente) if gemeente else query


async def open_traject(session: AsyncSession, gemeente: str, persoon_ref: UUID) -> Traject | None:
    """The open traject of a person in a gemeente."""
    query = select(Traject).where(
        Traject.persoon_ref == persoon_ref,
        Traject.gemeente == gemeente,
        Traject.status == "open",
    )
    return (await session.scalars(query)).one_or_none()


async def open_trajecten(
    session: AsyncSession, gemeente: str, refs: Collection[UUID]
) -> dict[UUID, UUID]:
    """The open traject of each of these persons who has one."""
    query = select(Traject.persoon_ref, Traject.id).where(
        Traject.persoon_ref.in_(sorted(refs)),
        Traject.gemeente == gemeente,
        Traject.status == "open",
    )
    return {row.persoon_ref: row.id for row in await session.execute(query)}


def open_traject_id(gemeente: str, persoon_ref: UUID) -> Asked[UUID | None]:
    """The id of the open traject of a person in a gemeente."""
    return _OPEN.ask(_enige, gemeente=gemeente, persoon_ref=persoon_ref)


def _enige(rows: Rows) -> UUID | None:
    return next((id_ for (id_,) in rows), None)


_OPEN = Reading(
    select(Traject.id).where(
        Traject.persoon_ref == value("persoon_ref"),
        Traject.gemeente == value("gemeente"),
        Traject.status == "open",
    )
)


async def van_personen(
    session: AsyncSession, gemeente: str, refs: Collection[UUID]
) -> Sequence[Traject]:
    """The trajecten of these persons in a gemeente, the oldest first, locked in one order."""
    query = (
        select(Traject)
        .where(Traject.persoon_ref.in_(sorted(refs)), Traject.gemeente == gemeente)
        .order_by(Traject.geopend_op, Traject.id)
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def met_open_traject(session: AsyncSession, refs: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Which of these persons have an open traject, by (persoonRef, gemeente)."""
    query = select(Traject.persoon_ref, Traject.gemeente).where(
        Traject.persoon_ref.in_(sorted(refs)), Traject.status == "open"
    )
    return {(ref, gemeente) for ref, gemeente in await session.execute(query)}
