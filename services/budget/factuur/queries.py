"""Reading invoices."""

from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.factuur.domain import FactuurOnbekend
from services.budget.factuur.models import FactuurRow


def facturen(gemeente: str | None, toekenning: UUID | None, jaar: int | None) -> Select[FactuurRow]:
    """The invoices that match, in the order they were booked."""
    filters = {
        FactuurRow.gemeente: gemeente,
        FactuurRow.toekenning: toekenning,
        FactuurRow.boekjaar: jaar,
    }
    return (
        select(FactuurRow)
        .where(*(column == value for column, value in filters.items() if value is not None))
        .order_by(FactuurRow.id)
    )


async def factuur(session: AsyncSession, id_: UUID) -> FactuurRow:
    """One invoice; raises FactuurOnbekend."""
    row = (await session.scalars(select(FactuurRow).where(FactuurRow.id == id_))).one_or_none()
    if row is None:
        raise FactuurOnbekend("deze factuur is niet bekend")
    return row


async def is_geboekt(session: AsyncSession, toekenning: UUID, factuurnummer: str) -> bool:
    """Whether this invoice was booked on this toekenning; certain while its dossier is locked."""
    there = exists().where(
        FactuurRow.toekenning == toekenning, FactuurRow.factuurnummer == factuurnummer
    )
    return (await session.scalars(select(there))).one()
