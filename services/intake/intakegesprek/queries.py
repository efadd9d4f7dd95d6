"""Reading intakegesprekken."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.intakegesprek.domain import GesprekNietGevonden
from services.intake.intakegesprek.models import Intakegesprek


def alle(persoon_ref: UUID | None) -> Select[Intakegesprek]:
    """All talks, or those of one person, in the order in which they were recorded."""
    query = select(Intakegesprek).order_by(Intakegesprek.id)
    return query if persoon_ref is None else query.where(Intakegesprek.persoon_ref == persoon_ref)


async def gesprek(session: AsyncSession, gesprek_id: UUID) -> Intakegesprek:
    """The talk; raises GesprekNietGevonden."""
    return await _een(session, select(Intakegesprek).where(Intakegesprek.id == gesprek_id))


async def gesprek_op_slot(session: AsyncSession, gesprek_id: UUID) -> Intakegesprek:
    """The talk, locked; raises GesprekNietGevonden."""
    query = select(Intakegesprek).where(Intakegesprek.id == gesprek_id).with_for_update()
    return await _een(session, query)


async def _een(session: AsyncSession, query: Select[Intakegesprek]) -> Intakegesprek:
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise GesprekNietGevonden("dit intakegesprek is niet bekend")
    return found
