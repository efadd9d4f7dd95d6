"""What is here of what was brought over."""

from collections.abc import Mapping

from sqlalchemy import extract, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.overname.domain import TRAJECT
from services.trajecten.traject.models import Traject
from shared.conversie.runs import Plaats, Som, overgenomen


async def trajecten(session: AsyncSession, gemeente: str) -> Mapping[Plaats, Som]:
    """How many trajecten that were brought over there are, by the year they opened in."""
    jaar = extract("year", Traject.geopend_op)
    query = select(jaar, func.count()).where(
        Traject.gemeente == gemeente, Traject.id.in_(overgenomen(TRAJECT))
    )
    rows = await session.execute(query.group_by(jaar))
    return {(TRAJECT, int(jaar)): Som(aantal) for jaar, aantal in rows}
