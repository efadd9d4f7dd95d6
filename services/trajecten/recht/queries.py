"""Reading what a fact can end."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.recht.domain import Voorziening
from services.trajecten.toekenning import queries as toekenningen


async def voorzieningen(
    session: AsyncSession, gemeente: str, persoon_ref: UUID
) -> dict[UUID, Voorziening]:
    """What can still end or be withdrawn of a person in a gemeente, by toekenning, locked in one order."""
    rows = await toekenningen.niet_afgedane(session, gemeente, persoon_ref)
    return {
        row.id: Voorziening(
            row.product, row.status, row.besluitdatum, row.einddatum, row.gestart_op
        )
        for row in rows
    }
