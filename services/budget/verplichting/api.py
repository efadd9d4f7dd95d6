"""`/v1/verplichtingen`: what is held for each toekenning, and the decision of the budgethouder."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.grootboek.domain import Status
from services.budget.verplichting import handlers, queries
from services.budget.verplichting.schemas import BesluitVerzoek, Verplichting
from shared.paging import AskedPage
from shared.routing import Reads, Router, Writes
from shared.schemas import Gemeentecode, Optioneel

router = Router("budget", "verplichtingen", "Het geld dat voor een toekenning vastligt")


@router.lists("/verplichtingen", Verplichting, tekst="De verplichtingen, per toekenning")
async def verplichtingen(
    call: Reads,
    paging: AskedPage,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
    status: Annotated[Optioneel[Status], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        total, rows = await paging.take(session, queries.dossiers(gemeente, status))
        held = await queries.verplichtingen(session, rows)
        return call.page([Verplichting.of(row) for row in held], total, paging)


@router.reads("/verplichtingen/{toekenning_id:uuid}", Verplichting, tekst="Een verplichting")
async def verplichting(toekenning_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(Verplichting.of(await queries.verplichting(session, toekenning_id)))


@router.changes(
    "/verplichtingen/{toekenning_id:uuid}/_besluit",
    Verplichting,
    tekst="Besluit als budgethouder over een aangehouden verplichting",
)
async def besluit(toekenning_id: UUID, body: BesluitVerzoek, call: Writes) -> Response:
    async with call.tx() as tx:
        await handlers.beslis(tx, body.command(toekenning_id))
        held = await queries.verplichting(tx.session, toekenning_id)
        return call.ok(Verplichting.of(held))
