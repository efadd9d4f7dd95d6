"""Reading persons."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.persoon.models import Persoon


async def persoon(session: AsyncSession, gemeente: str, persoon_ref: UUID) -> Persoon | None:
    """The person as this gemeente knows them."""
    return await session.get(Persoon, _sleutel(gemeente, persoon_ref))


async def persoon_op_slot(
    session: AsyncSession, gemeente: str, persoon_ref: UUID
) -> Persoon | None:
    """The person, locked until the transaction ends."""
    return await session.get(Persoon, _sleutel(gemeente, persoon_ref), with_for_update=True)


async def personen_op_slot(
    session: AsyncSession, refs: Collection[UUID]
) -> dict[tuple[UUID, str], Persoon]:
    """The persons of a batch by (persoonRef, gemeente), locked in one order."""
    query = (
        select(Persoon)
        .where(Persoon.persoon_ref.in_(sorted(refs)))
        .order_by(Persoon.persoon_ref, Persoon.gemeente)
        .with_for_update()
    )
    return {(row.persoon_ref, row.gemeente): row for row in await session.scalars(query)}


async def overal(session: AsyncSession, persoon_ref: UUID) -> Sequence[Persoon]:
    """The person in every gemeente that knows them, the one with the newest diagnose first."""
    query = (
        select(Persoon)
        .where(Persoon.persoon_ref == persoon_ref)
        .order_by(Persoon.diagnose_volgnummer.desc(), Persoon.gemeente)
    )
    return (await session.scalars(query)).all()


async def bladzij(
    session: AsyncSession, gemeente: str, begin: int, aantal: int
) -> tuple[int, Sequence[Persoon]]:
    """How many persons a gemeente has, and a page of them, the newest first."""
    count = select(func.count(Persoon.persoon_ref)).where(Persoon.gemeente == gemeente)
    query = (
        select(Persoon)
        .where(Persoon.gemeente == gemeente)
        .order_by(Persoon.persoon_ref.desc())
        .offset(begin)
        .limit(aantal)
    )
    totaal = (await session.execute(count)).scalar_one()
    return totaal, (await session.scalars(query)).all()


def _sleutel(gemeente: str, persoon_ref: UUID) -> dict[str, object]:
    return {"persoon_ref": persoon_ref, "gemeente": gemeente}
