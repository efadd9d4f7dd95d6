"""Reading and cleaning up sessions."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.monitor.sessie.models import Aanmeldpoging, Sessie


async def neem_poging(session: AsyncSession, state: str, nu: datetime) -> Aanmeldpoging | None:
    """The attempt, taken away so that it serves once; None when there is none, or none in time."""
    query = select(Aanmeldpoging).where(Aanmeldpoging.state == state).with_for_update()
    found = (await session.scalars(query)).one_or_none()
    if found is not None:
        await session.delete(found)
    return found if found is not None and found.tot >= nu else None


async def sessie(session: AsyncSession, sleutel: str, nu: datetime) -> Sessie | None:
    """The session that runs at this moment."""
    query = select(Sessie).where(Sessie.sleutel == sleutel, Sessie.tot >= nu)
    return (await session.scalars(query)).one_or_none()


async def ruim_op(session: AsyncSession, nu: datetime) -> None:
    """Forget what is over."""
    for kind in (Aanmeldpoging, Sessie):
        await session.execute(delete(kind).where(kind.tot < nu))


async def beeindig(session: AsyncSession, sleutel: str) -> None:
    """End a session."""
    await session.execute(delete(Sessie).where(Sessie.sleutel == sleutel))
