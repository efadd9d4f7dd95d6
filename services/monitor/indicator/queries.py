"""Reading counted events."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.monitor.indicator.models import Gebeurtenis


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
    aantal = func.sum(case((Gebeurtenis.telt, 1), else_=0)).label("aantal")
    query = select(*plaats, aantal).where(*_van(gemeente, jaar)).group_by(*plaats)
    rows = await session.execute(query)
    return {(row.gemeente, row.jaar, row.indicator): row.aantal for row in rows}


def achter(code: str, gemeente: str | None, jaar: int | None) -> Select[Gebeurtenis]:
    """The events that count in an indicator, oldest first."""
    return (
        select(Gebeurtenis)
        .where(Gebeurtenis.indicator == code, Gebeurtenis.telt, *_van(gemeente, jaar))
        .order_by(Gebeurtenis.gebeurd_op, Gebeurtenis.event_id)
    )


def _van(gemeente: str | None, jaar: int | None) -> list[ColumnElement[bool]]:
    asked = ((Gebeurtenis.gemeente, gemeente), (Gebeurtenis.jaar, jaar))
    return [column == value for column, value in asked if value is not None]
