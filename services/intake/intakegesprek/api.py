"""The routes of intakegesprekken."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.intake.intakegesprek import handlers, queries
from services.intake.intakegesprek.schemas import (
    GesprekAanmaken,
    Inhoud,
    Intakegesprek,
    IntakegesprekDetail,
)
from shared.auth import GEZONDHEID
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router
from shared.schemas import Optioneel, Ref

router = Router("intake", "intakegesprek", verwerking="intake")

EEN = "/intakegesprekken/{gesprek_id:uuid}"


@router.creates("/intakegesprekken", Intakegesprek, "Leg het eerste gesprek vast")
async def voer(body: GesprekAanmaken, call: Creates) -> Response:
    async with call.tx() as tx:
        beleid, ring = call.runtime.policy.intakegesprek, call.runtime.sleutels
        row = await handlers.voer(tx, body.command(), beleid, ring)
        return call.created(Intakegesprek.of(row), row.id)


@router.lists("/intakegesprekken", Intakegesprek, "Toon de intakegesprekken")
async def lijst(
    call: Reads,
    paging: AskedPage,
    persoon_ref: Annotated[
        Optioneel[Ref], Query(alias="persoonRef", description="Alleen van deze persoon")
    ] = None,
) -> Response:
    async with call.read() as session:
        total, rows = await paging.take(session, queries.alle(persoon_ref))
        return call.page([Intakegesprek.of(row) for row in rows], total, paging)


@router.reads(EEN, IntakegesprekDetail, "Toon een intakegesprek")
async def toon(gesprek_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        row = await queries.gesprek(session, gesprek_id)
        said = await handlers.lees(session, call.runtime.sleutels, row)
        gezondheid = GEZONDHEID in call.caller.scopes
        return call.ok(IntakegesprekDetail.met(row, said, gezondheid=gezondheid))


@router.records(EEN + "/_aanvullen", Intakegesprek, "Vul een intakegesprek aan")
async def vul_aan(gesprek_id: UUID, body: Inhoud, call: Creates) -> Response:
    async with call.tx() as tx:
        beleid, ring = call.runtime.policy.intakegesprek, call.runtime.sleutels
        row = await handlers.vul_aan(tx, gesprek_id, body.waarde(), beleid, ring)
        return call.done(Intakegesprek.of(row))
