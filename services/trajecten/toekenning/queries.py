"""Reading toekenningen."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.toekenning.domain import LOPEND, VERBRUIKT
from services.trajecten.toekenning.models import Toekenning


async def toekenning(session: AsyncSession, toekenning_id: UUID) -> Toekenning | None:
    """One toekenning."""
    return await session.get(Toekenning, toekenning_id)


def toekenningen(
    persoon_ref: UUID | None, status: str | None, gemeente: str | None
) -> Select[Toekenning]:
    """Toekenningen, newest first."""
    query = select(Toekenning).order_by(Toekenning.id.desc())
    if persoon_ref:
        query = query.where(Toekenning.persoon_ref == persoon_ref)
    if status:
        query = query.where(Toekenning.status == status)
    return query.where(Toekenning.gemeente == gemeente) if gemeente else query


async def op_slot(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Toekenning]:
    """These toekenningen, locked in one order until the transaction ends."""
    query = (
        select(Toekenning)
        .where(Toekenning.id.in_(sorted(ids)))
        .order_by(Toekenning.id)
        .with_for_update()
    )
    return {row.id: row for row in await session.scalars(query)}


async def eerdere(
    session: AsyncSession, gemeente: str, persoon_ref: UUID, product: str
) -> tuple[int, list[str]]:
    """How many of this product a person used up in a gemeente, and the re-integration products that run."""
    query = select(Toekenning.product, Toekenning.status, Toekenning.re_integratie).where(
        Toekenning.gemeente == gemeente,
        Toekenning.persoon_ref == persoon_ref,
        Toekenning.status.in_(VERBRUIKT),
    )
    rows = (await session.execute(query.order_by(Toekenning.id))).all()
    lopend = [row.product for row in rows if row.re_integratie and row.status in LOPEND]
    return sum(row.product == product for row in rows), lopend


async def aantallen(
    session: AsyncSession, gemeente: str, refs: Collection[UUID]
) -> dict[UUID, int]:
    """How many toekenningen each of these persons has in a gemeente, whatever became of them."""
    query = select(Toekenning.persoon_ref, func.count()).where(
        Toekenning.gemeente == gemeente, Toekenning.persoon_ref.in_(sorted(refs))
    )
    rows = await session.execute(query.group_by(Toekenning.persoon_ref))
    return {ref: int(aantal) for ref, aantal in rows}
