"""Reading werkgevers."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.werkgevers.werkgever.domain import WerkgeverNietGevonden
from services.werkgevers.werkgever.models import Werkgever


def alle(kvk_nummer: str | None, sector: str | None) -> Select[Werkgever]:
    """The employers by name; of one KvK number, or whose SBI code begins with `sector`."""
    query = select(Werkgever).order_by(Werkgever.naam, Werkgever.id)
    if kvk_nummer is not None:
        query = query.where(Werkgever.kvk_nummer == kvk_nummer)
    if sector is not None:
        query = query.where(Werkgever.sector.startswith(sector))
    return query


async def werkgever(session: AsyncSession, werkgever_id: UUID) -> Werkgever:
    """The employer; raises WerkgeverNietGevonden."""
    query = select(Werkgever).where(Werkgever.id == werkgever_id)
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise WerkgeverNietGevonden("deze werkgever is niet bekend")
    return found


async def met_nummer(session: AsyncSession, gemeente: str, kvk_nummer: str) -> Werkgever:
    """The employer with this KvK number that is known to exist."""
    query = select(Werkgever).where(
        Werkgever.gemeente == gemeente, Werkgever.kvk_nummer == kvk_nummer
    )
    return (await session.scalars(query)).one()


async def namen(
    session: AsyncSession, gemeente: str, kvk_nummers: Collection[str]
) -> dict[str, str]:
    """The names of those employers that the gemeente knows, by KvK number."""
    query = select(Werkgever.kvk_nummer, Werkgever.naam).where(
        Werkgever.gemeente == gemeente, Werkgever.kvk_nummer.in_(kvk_nummers)
    )
    return {row.kvk_nummer: row.naam for row in await session.execute(query)}


async def aantal(session: AsyncSession, gemeente: str) -> int:
    """How many employers the gemeente knows."""
    query = select(func.count()).select_from(Werkgever).where(Werkgever.gemeente == gemeente)
    return (await session.execute(query)).scalar_one()
