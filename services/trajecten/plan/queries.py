"""Reading plannen; whose plan it is, its traject knows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.plan.domain import PlanOnbekend
from services.trajecten.plan.models import Plan, Planevaluatie
from services.trajecten.traject.models import Traject


@dataclass(frozen=True, slots=True)
class OpenTraject:
    """A traject that may need a plan."""

    id: UUID
    gemeente: str
    geopend_op: date


async def plan(session: AsyncSession, plan_id: UUID, *, op_slot: bool = False) -> Plan:
    """One plan, locked if asked for; raises PlanOnbekend."""
    row = await session.get(Plan, plan_id, with_for_update=op_slot or None)
    if row is None:
        raise PlanOnbekend
    return row


def plannen(
    persoon_ref: UUID | None, gemeente: str | None, te_laat_op: date | None
) -> Select[Plan]:
    """Plannen, the newest first; `te_laat_op`: only of open trajecten whose evaluation was due before that day."""
    query = select(Plan).join(Traject, Traject.id == Plan.traject_id).order_by(Plan.id.desc())
    if persoon_ref:
        query = query.where(Traject.persoon_ref == persoon_ref)
    if te_laat_op:
        query = query.where(Traject.status == "open", Plan.volgende_evaluatie < te_laat_op)
    return query.where(Plan.gemeente == gemeente) if gemeente else query


async def van_persoon(session: AsyncSession, gemeente: str, persoon_ref: UUID) -> Sequence[Plan]:
    """The plannen of a person in a gemeente, locked in one order."""
    query = (
        select(Plan)
        .join(Traject, Traject.id == Plan.traject_id)
        .where(Traject.persoon_ref == persoon_ref, Traject.gemeente == gemeente)
        .order_by(Plan.id)
        .with_for_update(of=Plan)
    )
    return (await session.scalars(query)).all()


async def personen(session: AsyncSession, rows: Collection[Plan]) -> dict[UUID, UUID]:
    """Whose plannen these are: persoonRef by plan."""
    query = (
        select(Plan.id, Traject.persoon_ref.label("ref"))
        .join(Traject, Traject.id == Plan.traject_id)
        .where(Plan.id.in_([row.id for row in rows]))
    )
    return {row.id: row.ref for row in await session.execute(query)}


async def zonder_plan(session: AsyncSession, refs: Collection[UUID]) -> list[OpenTraject]:
    """The open trajecten of these persons that have no plan yet."""
    query = (
        select(Traject.id, Traject.gemeente, Traject.geopend_op)
        .outerjoin(Plan, Plan.traject_id == Traject.id)
        .where(Traject.persoon_ref.in_(sorted(refs)), Traject.status == "open", Plan.id.is_(None))
        .order_by(Traject.id)
    )
    return [OpenTraject(*row) for row in await session.execute(query)]


async def laatste_evaluatie(session: AsyncSession, plan_id: UUID) -> date | None:
    """The day of the last evaluation of a plan."""
    query = select(func.max(Planevaluatie.datum)).where(Planevaluatie.plan_id == plan_id)
    return (await session.execute(query)).scalar_one_or_none()


async def evaluaties(session: AsyncSession, plan_id: UUID) -> Sequence[Planevaluatie]:
    """The evaluations of a plan, the oldest first."""
    query = select(Planevaluatie).where(Planevaluatie.plan_id == plan_id)
    return (await session.scalars(query.order_by(Planevaluatie.datum, Planevaluatie.id))).all()
