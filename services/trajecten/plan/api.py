"""Plannen in the API: fill, agree on, evaluate."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.plan import handlers, queries
from services.trajecten.plan.schemas import (
    EvaluatieBody,
    PlanAntwoord,
    PlanBody,
    PlanDetail,
    VaststelBody,
)
from shared.clock import kalenderdag
from shared.paging import AskedPage
from shared.routing import Reads, Replaces, Router, Writes
from shared.schemas import Gemeentecode, Optioneel, Vraagvlag

router = Router(
    "trajecten", "plannen", "Het plan van aanpak bij een traject", verwerking="traject-en-plan"
)

EEN = "/plannen/{plan_id:uuid}"


@router.lists("/plannen", PlanAntwoord, tekst="Toon plannen, de nieuwste eerst")
async def lijst(
    call: Reads,
    paging: AskedPage,
    persoon_ref: Annotated[Optioneel[UUID], Query(alias="persoonRef")] = None,
    te_laat: Annotated[
        Optioneel[Vraagvlag],
        Query(alias="teLaat", description="Alleen waar de evaluatie te laat is"),
    ] = None,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    op = kalenderdag(call.runtime.clock.now()) if te_laat else None
    async with call.read() as session:
        total, rows = await paging.take(session, queries.plannen(persoon_ref, gemeente, op))
        wie = await queries.personen(session, rows)
        return call.page([PlanAntwoord.of(row, wie[row.id]) for row in rows], total, paging)


@router.reads(EEN, PlanDetail, tekst="Toon een plan met zijn delen", versioned=True)
async def detail(plan_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        found = await _detail(session, plan_id)
        return call.ok(found[0], versie=found[1])


@router.replaces(EEN, PlanDetail, tekst="Vul de delen van een plan in")
async def vul(plan_id: UUID, body: PlanBody, call: Replaces) -> Response:
    async with call.tx() as tx:
        row = await queries.plan(tx.session, plan_id, op_slot=True)
        call.expects(row.versie)
        handlers.vul(tx, row, body.command())
        found = await _detail(tx.session, plan_id)
        return call.ok(found[0], versie=found[1])


@router.changes(EEN + "/_vaststellen", PlanDetail, tekst="Stel een plan vast")
async def vaststellen(plan_id: UUID, body: VaststelBody, call: Writes) -> Response:
    async with call.tx() as tx:
        await handlers.stel_vast(tx, plan_id, body.datum)
        return call.ok((await _detail(tx.session, plan_id))[0])


@router.changes(EEN + "/_evalueren", PlanDetail, tekst="Leg een evaluatie van een plan vast")
async def evalueren(plan_id: UUID, body: EvaluatieBody, call: Writes) -> Response:
    async with call.tx() as tx:
        await handlers.evalueer(tx, plan_id, body.command())
        return call.ok((await _detail(tx.session, plan_id))[0])


async def _detail(session: AsyncSession, plan_id: UUID) -> tuple[PlanDetail, int]:
    """The plan as the API shows it, and the version of its row."""
    row = await queries.plan(session, plan_id)
    wie = await queries.personen(session, [row])
    evaluaties = await queries.evaluaties(session, plan_id)
    return PlanDetail.van(row, wie[plan_id], evaluaties), row.versie
