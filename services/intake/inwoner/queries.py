"""Reading inwoners."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.inwoner.domain import InwonerNietGevonden, PersoonOnbekend
from services.intake.inwoner.models import Inwoner


def alle() -> Select[Inwoner]:
    """All inwoners, in the order in which they were registered."""
    return select(Inwoner).order_by(Inwoner.persoon_ref)


async def zoek(session: AsyncSession, persoon_ref: UUID) -> Inwoner | None:
    """The inwoner, None when unknown to this caller."""
    query = select(Inwoner).where(Inwoner.persoon_ref == persoon_ref)
    return (await session.scalars(query)).one_or_none()


async def inwoner(session: AsyncSession, persoon_ref: UUID) -> Inwoner:
    """The inwoner; raises InwonerNietGevonden."""
    found = await zoek(session, persoon_ref)
    if found is None:
        raise InwonerNietGevonden("deze inwoner is niet bekend")
    return found


async def inwoner_op_slot(session: AsyncSession, persoon_ref: UUID) -> Inwoner:
    """The inwoner, locked: changes of one inwoner get their versie one after the other. Raises InwonerNietGevonden."""
    found = await _op_slot(session, persoon_ref)
    if found is None:
        raise InwonerNietGevonden("deze inwoner is niet bekend")
    return found


async def genoemd_op_slot(session: AsyncSession, persoon_ref: UUID) -> Inwoner:
    """The inwoner whom a body names, locked. Raises PersoonOnbekend."""
    found = await _op_slot(session, persoon_ref)
    if found is None:
        raise PersoonOnbekend("persoonRef is niet bekend")
    return found


async def _op_slot(session: AsyncSession, persoon_ref: UUID) -> Inwoner | None:
    query = select(Inwoner).where(Inwoner.persoon_ref == persoon_ref).with_for_update()
    return (await session.scalars(query)).one_or_none()
