"""Reading who inwoners are."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.identiteit.models import Identiteit


async def van(session: AsyncSession, persoon_ref: UUID) -> Identiteit | None:
    """Who this is; None when that was never kept, or was erased."""
    query = select(Identiteit).where(Identiteit.persoon_ref == persoon_ref)
    return (await session.scalars(query)).one_or_none()


async def bezet(
    session: AsyncSession, gemeente: str, indexen: Collection[bytes]
) -> Sequence[bytes]:
    """Which of these indexes somebody in the gemeente has."""
    query = select(Identiteit.bsn_index).where(
        Identiteit.gemeente == gemeente, Identiteit.bsn_index.in_(indexen)
    )
    return [index for index in await session.scalars(query) if index is not None]


async def met_bsn(
    session: AsyncSession, gemeente: str, indexen: Collection[bytes]
) -> Identiteit | None:
    """Who has the BSN with one of these indexes in the gemeente."""
    query = select(Identiteit).where(
        Identiteit.gemeente == gemeente, Identiteit.bsn_index.in_(indexen)
    )
    return (await session.scalars(query)).one_or_none()
