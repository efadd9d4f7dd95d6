"""Reading reviews."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.kwaliteitstoets.models import Kwaliteitstoets


async def kwaliteitstoets(session: AsyncSession, toekenning_id: UUID) -> Kwaliteitstoets | None:
    """The review of a toekenning; None when it was not put forward."""
    return await session.get(Kwaliteitstoets, toekenning_id)
