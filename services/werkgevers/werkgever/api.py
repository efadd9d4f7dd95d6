"""The routes of werkgevers."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.werkgevers.werkgever import handlers, queries
from services.werkgevers.werkgever.schemas import SbiCode, Werkgever, WerkgeverAanmaken
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router
from shared.schemas import KvkNummer, Optioneel

PAD = "/werkgevers"

router = Router("werkgevers", "werkgever", "Bedrijven zoals de gemeente ze kent")


@router.creates(PAD, Werkgever, "Registreer een werkgever")
async def registreer(body: WerkgeverAanmaken, call: Creates) -> Response:
    command = body.command(call.caller)
    async with call.tx() as tx:
        row = await handlers.registreer(tx, command)
        return call.created(Werkgever.of(row), row.id)


@router.lists(PAD, Werkgever, "Toon de werkgevers")
async def lijst(
    call: Reads,
    paging: AskedPage,
    kvk_nummer: Annotated[
        Optioneel[KvkNummer], Query(alias="kvkNummer", description="Alleen met dit KvK-nummer")
    ] = None,
    sector: Annotated[
        Optioneel[SbiCode], Query(description="Alleen met een SBI-code die hiermee begint")
    ] = None,
) -> Response:
    async with call.read() as session:
        total, rows = await paging.take(session, queries.alle(kvk_nummer, sector))
        return call.page([Werkgever.of(row) for row in rows], total, paging)


@router.reads(PAD + "/{werkgever_id:uuid}", Werkgever, "Toon een werkgever")
async def toon(werkgever_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(Werkgever.of(await queries.werkgever(session, werkgever_id)))
