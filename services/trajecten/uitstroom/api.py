"""Outflow in the API: read only, the end of a benefit registers it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.trajecten.uitstroom import queries
from services.trajecten.uitstroom.schemas import UitstroomAntwoord
from shared.paging import AskedPage
from shared.routing import Reads, Router
from shared.schemas import Gemeentecode, Optioneel

router = Router("trajecten", "uitstroom")


@router.lists(
    "/uitstroomregistraties", UitstroomAntwoord, tekst="Toon de uitstroom, de nieuwste eerst"
)
async def lijst(
    call: Reads,
    paging: AskedPage,
    persoon_ref: Annotated[Optioneel[UUID], Query(alias="persoonRef")] = None,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        total, rows = await paging.take(session, queries.registraties(persoon_ref, gemeente))
        return call.page([UitstroomAntwoord.of(row) for row in rows], total, paging)


@router.reads(
    "/uitstroomregistraties/{uitstroom_id:uuid}", UitstroomAntwoord, tekst="Toon een uitstroom"
)
async def detail(uitstroom_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(UitstroomAntwoord.of(await queries.uitstroom(session, uitstroom_id)))
