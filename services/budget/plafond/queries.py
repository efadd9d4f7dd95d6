"""Reading plafonds."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.plafond.models import Plafond


async def aantallen(
    session: AsyncSession, sleutels: Collection[tuple[int, int]]
) -> dict[tuple[int, int], int]:
    """The number of places for each (post, jaar) that has a plafond then."""
    if not sleutels:
        return {}
    posts = sorted({post for post, _ in sleutels})
    rows = (await session.scalars(select(Plafond).where(Plafond.post_id.in_(posts)))).all()
    return {
        (row.post_id, jaar): row.aantal
        for row in rows
        for post, jaar in sleutels
        if post == row.post_id and row.vanaf_jaar <= jaar <= (row.tot_jaar or jaar)
    }
