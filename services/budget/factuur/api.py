"""`/v1/facturen`: what was really paid for a toekenning."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.factuur import handlers, queries
from services.budget.factuur.schemas import Factuur, FactuurVerzoek
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router
from shared.schemas import Gemeentecode, Jaar, Optioneel

router = Router("budget", "facturen", "Rekeningen op een toekenning", bewerken="budget.boeken")


@router.creates("/facturen", Factuur, tekst="Boek een factuur op een toekenning")
async def boek(body: FactuurVerzoek, call: Creates) -> Response:
    command = body.command(call.caller)
    async with call.tx() as tx:
        row = await handlers.boek(tx, command)
        return call.created(Factuur.of(row), row.id)


@router.lists("/facturen", Factuur, tekst="De geboekte facturen")
async def facturen(
    call: Reads,
    paging: AskedPage,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
    toekenning: Annotated[Optioneel[UUID], Query()] = None,
    jaar: Annotated[Optioneel[Jaar], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        total, rows = await paging.take(session, queries.facturen(gemeente, toekenning, jaar))
        return call.page([Factuur.of(row) for row in rows], total, paging)


@router.reads("/facturen/{factuur_id:uuid}", Factuur, tekst="Een geboekte factuur")
async def factuur(factuur_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(Factuur.of(await queries.factuur(session, factuur_id)))
