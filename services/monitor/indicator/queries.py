"""Reading counted events."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.monitor.indicator.domain import Geteld
from services.monitor.indicator.models import Gebeurtenis
from services.monitor.indicator.policy import Indicator
from shared.inzage import Deel

DELEN: Final = (Deel(Gebeurtenis.onderwerp),)
"""What is counted of somebody: what is known of him, each by its own mark."""


async def van_groepen(session: AsyncSession, groepen: Collection[str]) -> Sequence[Gebeurtenis]:
    """What was counted in these groups, oldest first."""
    query = (
        select(Gebeurtenis)
        .where(Gebeurtenis.groep.in_(sorted(groepen)))
        .order_by(Gebeurtenis.gebeurd_op, Gebeurtenis.event_id)
    )
    return (await session.scalars(query)).all()


async def geteld(session: AsyncSession, gemeente: str | None, jaar: int | None) -> list[Geteld]:
    """What counts now, by all that an indicator can ask for."""
    wat = (
        Gebeurtenis.gemeente,
        Gebeurtenis.jaar,
        Gebeurtenis.soort,
        Gebeurtenis.kenmerk,
        Gebeurtenis.stilte,
    )
    aantal = func.sum(case((Gebeurtenis.telt, 1), else_=0))
    query = select(*wat, aantal).where(*_van(gemeente, jaar)).group_by(*wat)
    return [Geteld(*row) for row in await session.execute(query)]


def achter(indicator: Indicator, gemeente: str | None, jaar: int | None) -> Select[Gebeurtenis]:
    """The events that count in an indicator, oldest first."""
    return (
        select(Gebeurtenis)
        .where(*_telt(indicator), *_van(gemeente, jaar))
        .order_by(Gebeurtenis.gebeurd_op, Gebeurtenis.event_id)
    )


def _telt(indicator: Indicator) -> Iterator[ColumnElement[bool]]:
    yield Gebeurtenis.soort == indicator.soort
    yield Gebeurtenis.telt.is_(True)
    if indicator.kenmerken:
        yield Gebeurtenis.kenmerk.in_(indicator.kenmerken)
    if indicator.stilte is not None:
        yield or_(Gebeurtenis.stilte.is_(None), Gebeurtenis.stilte >= indicator.stilte)


def _van(gemeente: str | None, jaar: int | None) -> list[ColumnElement[bool]]:
    asked = ((Gebeurtenis.gemeente, gemeente), (Gebeurtenis.jaar, jaar))
    return [column == value for column, value in asked if value is not None]
