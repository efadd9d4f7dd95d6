"""Plaatsingen in the API."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.trajecten.plaatsing import handlers, queries
from services.trajecten.plaatsing.schemas import (
    PlaatsingAntwoord,
    PlaatsingBody,
    PlaatsingEindeBody,
)
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router, Writes
from shared.schemas import Gemeentecode, KvkNummer, Optioneel

router = Router("trajecten", "plaatsingen", verwerking="plaatsing-en-nazorg")

EEN = "/plaatsingen/{plaatsing_id:uuid}"


@router.creates("/plaatsingen", PlaatsingAntwoord, tekst="Leg vast dat iemand aan het werk gaat")
async def begin(body: PlaatsingBody, call: Creates) -> Response:
    command = body.command(call.caller)
    async with call.tx() as tx:
        row = await handlers.begin(tx, command)
        return call.created(PlaatsingAntwoord.of(row), row.id)


@router.lists("/plaatsingen", PlaatsingAntwoord, tekst="Toon plaatsingen, de nieuwste eerst")
async def lijst(
    call: Reads,
    paging: AskedPage,
    persoon_ref: Annotated[Optioneel[UUID], Query(alias="persoonRef")] = None,
    kvk_nummer: Annotated[Optioneel[KvkNummer], Query(alias="kvkNummer")] = None,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        query = queries.plaatsingen(persoon_ref, kvk_nummer, gemeente)
        total, rows = await paging.take(session, query)
        return call.page([PlaatsingAntwoord.of(row) for row in rows], total, paging)


@router.reads(EEN, PlaatsingAntwoord, tekst="Toon een plaatsing")
async def detail(plaatsing_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(PlaatsingAntwoord.of(await queries.plaatsing(session, plaatsing_id)))


@router.changes(EEN + "/_beeindigen", PlaatsingAntwoord, tekst="Beëindig een plaatsing")
async def beeindigen(plaatsing_id: UUID, body: PlaatsingEindeBody, call: Writes) -> Response:
    async with call.tx() as tx:
        row = await handlers.beeindig(tx, plaatsing_id, body.command())
        return call.ok(PlaatsingAntwoord.of(row))
