"""Reading herzieningen, and the subsidies that one is about."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.herziening.models import HerzieneToekenning, Herziening
from services.trajecten.toekenning.models import Toekenning

Subsidie: TypeAlias = Toekenning
"""A toekenning that is paid from BUIG."""


async def lopend(session: AsyncSession, gemeente: str, dag: date) -> Sequence[Subsidie]:
    """What was granted from BUIG before a day and runs on it, locked in one order (S-143)."""
    query = select(Toekenning).where(
        Toekenning.gemeente == gemeente,
        Toekenning.fonds == "buig",
        Toekenning.status.in_(["verleend", "gestart"]),
        Toekenning.startdatum < dag,
        Toekenning.einddatum >= dag,
    )
    return (await session.scalars(query.order_by(Toekenning.id).with_for_update())).all()


async def herziening(session: AsyncSession, id_: UUID) -> Herziening | None:
    """One herziening."""
    return await session.get(Herziening, id_)


def herzieningen() -> Select[Herziening]:
    """All herzieningen, newest first."""
    return select(Herziening).order_by(Herziening.id.desc())


async def van(
    session: AsyncSession, gewijzigd: Collection[HerzieneToekenning]
) -> Sequence[Subsidie]:
    """The subsidies that these changes are about."""
    ids = {row.toekenning_id for row in gewijzigd}
    return (await session.scalars(select(Toekenning).where(Toekenning.id.in_(ids)))).all()


async def gewijzigd(
    session: AsyncSession, ids: Collection[UUID]
) -> dict[UUID, list[HerzieneToekenning]]:
    """What each of these herzieningen changed."""
    query = select(HerzieneToekenning).where(HerzieneToekenning.herziening_id.in_(sorted(ids)))
    gevonden: dict[UUID, list[HerzieneToekenning]] = {id_: [] for id_ in ids}
    for row in await session.scalars(query.order_by(HerzieneToekenning.toekenning_id)):
        gevonden[row.herziening_id].append(row)
    return gevonden
