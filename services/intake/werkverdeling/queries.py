"""Reading werkverdelingen."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.werkverdeling.domain import WerkverdelingNietGevonden
from services.intake.werkverdeling.models import Werkverdeling


async def werkverdeling(session: AsyncSession, werkverdeling_id: UUID) -> Werkverdeling:
    """The werkverdeling; raises WerkverdelingNietGevonden."""
    query = select(Werkverdeling).where(Werkverdeling.id == werkverdeling_id)
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise WerkverdelingNietGevonden("deze werkverdeling is niet bekend")
    return found
