"""`/v1/beginstanden`: what posts had at go-live, and the report of what differs from the file."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Query, Response

from services.budget.beginstand import handlers, queries
from services.budget.beginstand.domain import BEGINSTAND, Herkomst
from services.budget.beginstand.schemas import Beginstand, BeginstandRegel
from shared.conversie.api import Gevraagd, conversie_router, neem_over
from shared.conversie.runs import Plaats, Som
from shared.paging import AskedPage
from shared.routing import Call, Reads, Router, Stores
from shared.schemas import Gemeentecode, Jaar, Optioneel

router = Router(
    "budget", "beginstanden", "Wat er voor de overgang al verplicht en gerealiseerd was"
)


@router.bulk(
    "/beginstanden/_bulk",
    "Neem de beginstand van posten over uit een ander grootboek, een bedrag per regel",
    scope="budget.converteren",
)
async def bulk(call: Stores, van: Gevraagd) -> Response:
    return await neem_over(call, van, BEGINSTAND, BeginstandRegel, handlers.bereid)


@router.lists("/beginstanden", Beginstand, "Toon de beginstand per post en jaar")
async def beginstanden(
    call: Reads,
    paging: AskedPage,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
    jaar: Annotated[Optioneel[Jaar], Query()] = None,
    soort: Annotated[Optioneel[Herkomst], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        found = await queries.standen(session, gemeente, jaar, soort)
    return await call.results(paging, [Beginstand.of(stand) for stand in found])


async def _overgenomen(call: Call, gemeente: str) -> Mapping[Plaats, Som]:
    async with call.read() as session:
        found = await queries.standen(session, gemeente, None, "grootboek")
    return {(b.post, b.jaar): Som(b.aantal, b.verplicht, b.gerealiseerd) for b in found}


verschillen = conversie_router("budget", {BEGINSTAND: _overgenomen})
