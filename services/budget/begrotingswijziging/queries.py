"""Reading changes of the begroting."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.begroting.models import Post
from services.budget.begrotingswijziging.domain import WijzigingOnbekend
from services.budget.begrotingswijziging.models import WijzigingRow
from services.budget.grootboek.domain import Rekening
from services.budget.grootboek.models import Boeking, Saldo


def wijzigingen(gemeente: str | None, post: str | None, jaar: int | None) -> Select[WijzigingRow]:
    """The changes that match, in the order they were recorded."""
    filters = {WijzigingRow.gemeente: gemeente, Post.code: post, WijzigingRow.jaar: jaar}
    return (
        select(WijzigingRow)
        .join(Post, Post.id == WijzigingRow.post_id)
        .where(*(column == value for column, value in filters.items() if value is not None))
        .order_by(WijzigingRow.id)
    )


async def wijziging(session: AsyncSession, id_: UUID) -> WijzigingRow:
    """One change; raises WijzigingOnbekend."""
    row = (await session.scalars(select(WijzigingRow).where(WijzigingRow.id == id_))).one_or_none()
    if row is None:
        raise WijzigingOnbekend("deze begrotingswijziging is niet bekend")
    return row


async def aantallen(
    session: AsyncSession, posten: Collection[int], tot: datetime | None = None
) -> dict[tuple[int, int], int]:
    """How often the begroting of each (post, jaar) of these posts was changed, before `tot` when it is given."""
    where = (WijzigingRow.post_id, WijzigingRow.jaar)
    query = select(*where, func.count()).where(WijzigingRow.post_id.in_(posten))
    if tot is not None:
        query = query.where(WijzigingRow.vastgelegd_op < tot)
    rows = await session.execute(query.group_by(*where))
    return {(post, jaar): aantal for post, jaar, aantal in rows}


async def geboekt(session: AsyncSession, gebeurtenis: UUID) -> int:
    """What a change of the begroting came to in cents, negative when it was lowered."""
    query = select(Boeking.bedrag, Boeking.credit).where(Boeking.gebeurtenis == gebeurtenis)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return 0
    bedrag: int = row.bedrag
    return bedrag if row.credit == Rekening.BEGROTING else -bedrag


async def overschrijding(session: AsyncSession, post: int, jaar: int) -> int:
    """What lies above the begroting of a post in a year."""
    query = select(Saldo.overschrijding).where(Saldo.post_id == post, Saldo.jaar == jaar)
    return (await session.scalars(query)).one()
