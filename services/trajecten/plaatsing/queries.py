"""Reading plaatsingen."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.plaatsing.domain import PlaatsingOnbekend, Plaatsingsfeiten
from services.trajecten.plaatsing.models import Plaatsing


async def plaatsing(session: AsyncSession, plaatsing_id: UUID) -> Plaatsing:
    """One plaatsing; raises PlaatsingOnbekend."""
    return _gevonden(await session.get(Plaatsing, plaatsing_id))


async def op_slot(session: AsyncSession, plaatsing_id: UUID) -> Plaatsing:
    """One plaatsing, locked until the transaction ends; raises PlaatsingOnbekend."""
    return _gevonden(await session.get(Plaatsing, plaatsing_id, with_for_update=True))


def plaatsingen(
    persoon_ref: UUID | None, kvk_nummer: str | None, gemeente: str | None
) -> Select[Plaatsing]:
    """Plaatsingen, newest first."""
    query = select(Plaatsing).order_by(Plaatsing.id.desc())
    if persoon_ref:
        query = query.where(Plaatsing.persoon_ref == persoon_ref)
    if kvk_nummer:
        query = query.where(Plaatsing.kvk_nummer == kvk_nummer)
    return query.where(Plaatsing.gemeente == gemeente) if gemeente else query


async def van_persoon(
    session: AsyncSession, gemeente: str, persoon_ref: UUID
) -> Sequence[Plaatsing]:
    """The plaatsingen of a person in a gemeente, locked in one order."""
    query = (
        select(Plaatsing)
        .where(Plaatsing.persoon_ref == persoon_ref, Plaatsing.gemeente == gemeente)
        .order_by(Plaatsing.id)
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def lopende(
    session: AsyncSession, gemeente: str, persoon_ref: UUID, na: date
) -> list[Plaatsing]:
    """Those of them that nobody ended and that go on after this day."""
    rows = await van_persoon(session, gemeente, persoon_ref)
    open_ = [row for row in rows if row.geeindigd_op is None]
    return [row for row in open_ if row.einddatum is None or row.einddatum > na]


async def feiten(
    session: AsyncSession, gemeente: str, persoon_ref: UUID, plaatsing_id: UUID
) -> Plaatsingsfeiten | None:
    """What rules ask of a plaatsing; None when it is not one of this person in this gemeente."""
    row = await session.get(Plaatsing, plaatsing_id)
    if row is None or (row.persoon_ref, row.gemeente) != (persoon_ref, gemeente):
        return None
    return row.feiten()


def _gevonden(row: Plaatsing | None) -> Plaatsing:
    if row is None:
        raise PlaatsingOnbekend
    return row
