"""Reading the posts."""

from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.begroting.domain import Budgetpost
from services.budget.begroting.models import Post

_FIELDS = [getattr(Post, field.name) for field in fields(Budgetpost)]


async def posten(session: AsyncSession) -> dict[int, Budgetpost]:
    """All posts the caller may see, by id; a few dozen rows."""
    rows = await session.execute(select(*_FIELDS).order_by(Post.id))
    return {row[0]: Budgetpost(*row) for row in rows}
