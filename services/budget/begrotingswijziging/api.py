"""`/v1/begrotingswijzigingen`: the council gives a post another amount."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.begroting import queries as begroting
from services.budget.begrotingswijziging import handlers, queries
from services.budget.begrotingswijziging.schemas import Begrotingswijziging, WijzigingVerzoek
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router
from shared.schemas import Code, Gemeentecode, Jaar, Optioneel

router = Router(
    "budget",
    "begrotingswijzigingen",
    "Wat de raad aan de begroting wijzigt",
    bewerken="budget.boeken",
)


@router.creates(
    "/begrotingswijzigingen",
    Begrotingswijziging,
    tekst="Leg een besluit van de raad over de begroting van een post vast",
)
async def wijzig(body: WijzigingVerzoek, call: Creates) -> Response:
    command = body.command(call.caller)
    async with call.tx() as tx:
        row, post = await handlers.wijzig(tx, command)
        return call.created(Begrotingswijziging.of(row, post), row.id)


@router.lists(
    "/begrotingswijzigingen", Begrotingswijziging, tekst="De wijzigingen van de begroting"
)
async def wijzigingen(
    call: Reads,
    paging: AskedPage,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
    post: Annotated[Optioneel[Code], Query()] = None,
    jaar: Annotated[Optioneel[Jaar], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        total, rows = await paging.take(session, queries.wijzigingen(gemeente, post, jaar))
        bekend = await begroting.posten(session)
        results = [Begrotingswijziging.of(row, bekend[row.post_id]) for row in rows]
        return call.page(results, total, paging)


@router.reads(
    "/begrotingswijzigingen/{wijziging_id:uuid}",
    Begrotingswijziging,
    tekst="Een wijziging van de begroting",
)
async def wijziging(wijziging_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        row = await queries.wijziging(session, wijziging_id)
        bekend = await begroting.posten(session)
        return call.ok(Begrotingswijziging.of(row, bekend[row.post_id]))
