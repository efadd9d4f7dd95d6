"""The routes of diagnoses."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.intake.diagnose import handlers, queries
from services.intake.diagnose.schemas import Diagnose, DiagnoseAanmaken
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router
from shared.schemas import Optioneel, Ref, Vraagvlag

router = Router("intake", "diagnose", "Trede, afstand tot werk of profiel", verwerking="diagnose")


@router.creates("/diagnoses", Diagnose, "Stel een diagnose vast")
async def stel_vast(body: DiagnoseAanmaken, call: Creates) -> Response:
    async with call.tx() as tx:
        row = await handlers.stel_vast(tx, body.command(), call.runtime.policy.diagnose)
        return call.created(Diagnose.of(row), row.id)


@router.lists("/diagnoses", Diagnose, "Toon de diagnoses")
async def lijst(
    call: Reads,
    paging: AskedPage,
    persoon_ref: Annotated[
        Optioneel[Ref], Query(alias="persoonRef", description="Alleen van deze persoon")
    ] = None,
    meting_te_laat: Annotated[
        Optioneel[Vraagvlag],
        Query(alias="metingTeLaat", description="true: de volgende meting had er moeten zijn"),
    ] = None,
) -> Response:
    async with call.read() as session:
        query = queries.alle(persoon_ref, call.vandaag if meting_te_laat else None)
        total, rows = await paging.take(session, query)
        return call.page([Diagnose.of(row) for row in rows], total, paging)


@router.reads("/diagnoses/{diagnose_id:uuid}", Diagnose, "Toon een diagnose")
async def toon(diagnose_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(Diagnose.of(await queries.diagnose(session, diagnose_id)))
