"""Reading counted events."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.monitor.indicator.models import Gebeurtenis

Q = TypeVar("Q", bound=Select[Any])


async def van_onderwerpen(
    session: AsyncSession, onderwerpen: Collection[UUID]
) -> Sequence[Gebeurtenis]:
    """What was counted about these subjects, oldest first."""
    query = (
        select(Gebeurtenis)
        .where(Gebeurtenis.onderwerp.in_(sorted(onderwerpen)))
        .order_by(Gebeurtenis.gebeurd_op, Gebeurtenis.event_id)
    )
    return (await session.scalars(query)).all()


async def aantallen(
    session: AsyncSession, gemeente: str | None, jaar: int | None
) -> dict[tuple[str, int, str], int]:
    """What counts now, by gemeente, year and code of the indicator; zero where nothing is left of it."""
    plaats = (Gebeurtenis.gemeente, Gebeurtenis.jaar, Gebeurtenis.indicator)
    telt = func.sum(case((Gebeurtenis.telt, 1), else_=0))
    query = _van(select(*plaats, telt.label("aantal")), gemeente, jaar).group_by(*plaats)
    rows = await session.execute(query)
    return {(row.gemeente, row.jaar, row.indicator): row.aantal for row in rows}


def achter(code: str, gemeente: str | None, jaar: int | None) -> Select[Gebeurtenis]:
    """The events that count in an indicator, oldest first."""
    query = select(Gebeurtenis).where(Gebeurtenis.indicator == code, Gebeurtenis.telt)
    return _van(query, gemeente, jaar).order_by(Gebeurtenis.gebeurd_op, Gebeurtenis.event_id)


def _van(query: Q, gemeente: str | None, jaar: int | None) -> Q:
    if gemeente is not None:
        query = query.where(Gebeurtenis.gemeente == gemeente)
    return query if jaar is None else query.where(Gebeurtenis.jaar == jaar)
