"""Reading contactmomenten."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.werkgevers.contactmoment.domain import (
    CONTACTMOMENT,
    ContactmomentNietGevonden,
    EersteContact,
)
from services.werkgevers.contactmoment.models import Contactmoment
from shared.conversie.runs import Plaats, Som, overgenomen


def alle(kvk_nummer: str | None, jaar: int | None) -> Select[Contactmoment]:
    """The contactmomenten of an employer, of a calendar year, or all; the oldest first."""
    query = select(Contactmoment).order_by(Contactmoment.datum, Contactmoment.id)
    if kvk_nummer is not None:
        query = query.where(Contactmoment.kvk_nummer == kvk_nummer)
    if jaar is not None:
        query = query.where(_in_jaar(jaar))
    return query


async def contactmoment(session: AsyncSession, contactmoment_id: UUID) -> Contactmoment:
    """The contactmoment; raises ContactmomentNietGevonden."""
    query = select(Contactmoment).where(Contactmoment.id == contactmoment_id)
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise ContactmomentNietGevonden("dit contactmoment is niet bekend")
    return found


async def vorige(session: AsyncSession, rows: Sequence[Contactmoment]) -> dict[UUID, date]:
    """Of each of these the day of the last two-way contact about the target group before it, where there is one.

    Per employer and gemeente; of two on one day the one recorded first comes before. Computed when asked, because
    contact of long ago may be recorded afterwards.
    """
    dit, eerder = aliased(Contactmoment), aliased(Contactmoment)
    query = (
        select(dit.id, func.max(eerder.datum).label("dag"))
        .join(
            eerder,
            and_(
                eerder.gemeente == dit.gemeente,
                eerder.kvk_nummer == dit.kvk_nummer,
                eerder.tweezijdig,
                eerder.doelgroep_participatiewet,
                or_(eerder.datum < dit.datum, and_(eerder.datum == dit.datum, eerder.id < dit.id)),
            ),
        )
        .where(dit.id.in_([row.id for row in rows]))
        .group_by(dit.id)
    )
    return {row.id: row.dag for row in await session.execute(query)}


async def eerste_contacten(session: AsyncSession, gemeente: str, jaar: int) -> list[EersteContact]:
    """Per employer the first two-way contact about the target group in the calendar year; the earliest first.

    Only the first one of a year can make an employer new: the ones after it have it before them.
    """
    dag, begin = Contactmoment.datum, date(jaar, 1, 1)
    eerste = func.min(case((dag >= begin, dag)))
    query = (
        select(Contactmoment.kvk_nummer, eerste, func.max(case((dag < begin, dag))))
        .where(
            Contactmoment.gemeente == gemeente,
            Contactmoment.tweezijdig,
            Contactmoment.doelgroep_participatiewet,
            dag <= date(jaar, 12, 31),
        )
        .group_by(Contactmoment.kvk_nummer)
        .having(eerste.is_not(None))
        .order_by(eerste, Contactmoment.kvk_nummer)
    )
    return [EersteContact(*row) for row in await session.execute(query)]


def _in_jaar(jaar: int) -> ColumnElement[bool]:
    return Contactmoment.datum.between(date(jaar, 1, 1), date(jaar, 12, 31))


async def telling(session: AsyncSession, gemeente: str, jaar: int) -> tuple[int, int]:
    """How many contactmomenten there were in a calendar year, and how many of them count (D1)."""
    telt = and_(Contactmoment.tweezijdig, Contactmoment.doelgroep_participatiewet)
    query = select(func.count(), func.count(case((telt, 1)))).where(
        Contactmoment.gemeente == gemeente, _in_jaar(jaar)
    )
    alles, tellend = (await session.execute(query)).one()
    return alles, tellend


async def overgenomen_per_jaar(session: AsyncSession, gemeente: str) -> Mapping[Plaats, Som]:
    """How many contactmomenten that were brought over there are, per calendar year."""
    jaar = extract("year", Contactmoment.datum)
    query = select(jaar, func.count()).where(
        Contactmoment.gemeente == gemeente, Contactmoment.id.in_(overgenomen(CONTACTMOMENT))
    )
    rows = await session.execute(query.group_by(jaar))
    return {(CONTACTMOMENT, int(jaar)): Som(aantal) for jaar, aantal in rows}


async def laatste(
    session: AsyncSession, gemeente: str, jaar: int, aantal: int
) -> Sequence[Contactmoment]:
    """The last contactmomenten of a calendar year, the latest first."""
    query = select(Contactmoment).where(Contactmoment.gemeente == gemeente, _in_jaar(jaar))
    query = query.order_by(Contactmoment.datum.desc(), Contactmoment.id.desc())
    return (await session.scalars(query.limit(aantal))).all()
