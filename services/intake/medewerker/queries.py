"""Reading medewerkers."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.medewerker.domain import MedewerkerNietGevonden
from services.intake.medewerker.models import Medewerker


def alle(team: str | None) -> Select[Medewerker]:
    """All medewerkers, or those of a team, in the order in which they were recorded."""
    query = select(Medewerker).order_by(Medewerker.id)
    return query if team is None else query.where(Medewerker.team == team)


async def medewerker(session: AsyncSession, medewerker_id: UUID) -> Medewerker:
    """The medewerker; raises MedewerkerNietGevonden."""
    query = select(Medewerker).where(Medewerker.id == medewerker_id)
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise MedewerkerNietGevonden("deze medewerker is niet bekend")
    return found


async def op_slot(
    session: AsyncSession, gemeente: str, codes: Collection[str]
) -> dict[str, Medewerker]:
    """The medewerkers with these codes that exist, locked in the order of their codes."""
    query = (
        select(Medewerker)
        .where(Medewerker.gemeente == gemeente, Medewerker.code.in_(codes))
        .order_by(Medewerker.code)
        .with_for_update()
    )
    return {row.code: row for row in await session.scalars(query)}


async def team_op_slot(
    session: AsyncSession, gemeente: str, team: str, rollen: Collection[str]
) -> Sequence[Medewerker]:
    """The medewerkers of a team in one of the roles, locked in the order of their codes."""
    query = (
        select(Medewerker)
        .where(Medewerker.gemeente == gemeente, Medewerker.team == team, Medewerker.rol.in_(rollen))
        .order_by(Medewerker.code)
        .with_for_update()
    )
    return (await session.scalars(query)).all()
