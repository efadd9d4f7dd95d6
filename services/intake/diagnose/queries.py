"""Reading diagnoses."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.intake.diagnose.domain import DiagnoseNietGevonden
from services.intake.diagnose.models import Diagnose


def alle(persoon_ref: UUID | None, te_meten_voor: date | None = None) -> Select[Diagnose]:
    """All diagnoses, or those of one person, in the order in which they were recorded.

    With `te_meten_voor` only the last one of a person, when a next measurement was due before that day (W-015).
    """
    query = select(Diagnose).order_by(Diagnose.id)
    if persoon_ref is not None:
        query = query.where(Diagnose.persoon_ref == persoon_ref)
    if te_meten_voor is not None:
        later = aliased(Diagnose)
        nieuwer = exists().where(
            later.persoon_ref == Diagnose.persoon_ref,
            tuple_(later.vastgesteld_op, later.id) > tuple_(Diagnose.vastgesteld_op, Diagnose.id),
        )
        query = query.where(Diagnose.volgende_meting_voor < te_meten_voor, ~nieuwer)
    return query


async def diagnose(session: AsyncSession, diagnose_id: UUID) -> Diagnose:
    """The diagnose; raises DiagnoseNietGevonden."""
    query = select(Diagnose).where(Diagnose.id == diagnose_id)
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise DiagnoseNietGevonden("deze diagnose is niet bekend")
    return found
