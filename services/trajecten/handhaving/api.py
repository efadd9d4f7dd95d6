"""Signals for enforcement in the API."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.trajecten.handhaving import handlers, queries
from services.trajecten.handhaving.schemas import (
    AfrondBody,
    HandhavingssignaalAntwoord,
    HandhavingssignaalBody,
)
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router, Writes
from shared.schemas import Gemeentecode, Optioneel, Vraagvlag

router = Router(
    "trajecten",
    "handhavingssignalen",
    "Handhaving vragen nader te kijken",
    lezen="trajecten.bewerken",
    verwerking="handhaving",
)

EEN = "/handhavingssignalen/{signaal_id:uuid}"


@router.creates(
    "/handhavingssignalen", HandhavingssignaalAntwoord, tekst="Geef een signaal aan handhaving"
)
async def geef(body: HandhavingssignaalBody, call: Creates) -> Response:
    command = body.command(call.caller)
    async with call.tx() as tx:
        row = await handlers.geef(tx, command)
        return call.created(HandhavingssignaalAntwoord.of(row), row.id)


@router.lists(
    "/handhavingssignalen", HandhavingssignaalAntwoord, tekst="Toon signalen, de nieuwste eerst"
)
async def lijst(
    call: Reads,
    paging: AskedPage,
    persoon_ref: Annotated[Optioneel[UUID], Query(alias="persoonRef")] = None,
    open_: Annotated[
        Optioneel[Vraagvlag], Query(alias="open", description="Alleen wat niet af is")
    ] = None,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        query = queries.signalen(persoon_ref, gemeente, open_=bool(open_))
        total, rows = await paging.take(session, query)
        return call.page([HandhavingssignaalAntwoord.of(row) for row in rows], total, paging)


@router.reads(EEN, HandhavingssignaalAntwoord, tekst="Toon een signaal")
async def detail(signaal_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(HandhavingssignaalAntwoord.of(await queries.signaal(session, signaal_id)))


@router.changes(EEN + "/_afronden", HandhavingssignaalAntwoord, tekst="Rond een signaal af")
async def afronden(signaal_id: UUID, body: AfrondBody, call: Writes) -> Response:
    async with call.tx() as tx:
        row = await handlers.rond_af(tx, signaal_id, body.command())
        return call.ok(HandhavingssignaalAntwoord.of(row))
