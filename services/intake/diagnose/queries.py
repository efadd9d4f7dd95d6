"""Reading diagnoses."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.diagnose.domain import DiagnoseNietGevonden
from services.intake.diagnose.models import Diagnose


def alle(persoon_ref: UUID | None) -> Select[Diagnose]:
    """All diagnoses, or those of one person, in the order in which they were recorded."""
    query = select(Diagnose).order_by(Diagnose.id)
    return query if persoon_ref is None else query.where(Diagnose.persoon_ref == persoon_ref)


async def diagnose(session: AsyncSession, diagnose_id: UUID) -> Diagnose:
    """The diagnose; raises DiagnoseNietGevonden."""
    query = select(Diagnose).where(Diagnose.id == diagnose_id)
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise DiagnoseNietGevonden("deze diagnose is niet bekend")
    return found
