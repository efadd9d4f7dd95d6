"""Besluiten and betaalopdrachten in the API: what the kernapplicatie reads, pays and confirms."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.trajecten.besluit import handlers, queries
from services.trajecten.besluit.domain import Status
from services.trajecten.besluit.schemas import (
    BesluitAntwoord,
    BetaalopdrachtAntwoord,
    BevestigBody,
    GeefAntwoord,
    GeefBody,
    OordeelBody,
)
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router, Writes
from shared.schemas import Gemeentecode, Optioneel

router = Router("trajecten", "besluiten", verwerking="voorzieningen")

OPDRACHT = "/betaalopdrachten/{betaalopdracht_id:uuid}"


@router.lists("/besluiten", BesluitAntwoord, tekst="Toon besluiten, de nieuwste eerst")
async def besluiten(
    call: Reads,
    paging: AskedPage,
    persoon_ref: Annotated[Optioneel[UUID], Query(alias="persoonRef")] = None,
    toekenning: Annotated[Optioneel[UUID], Query()] = None,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        query = queries.besluiten(persoon_ref, toekenning, gemeente)
        total, rows = await paging.take(session, query)
        return call.page([BesluitAntwoord.of(row) for row in rows], total, paging)


@router.reads("/besluiten/{besluit_id:uuid}", BesluitAntwoord, tekst="Toon een besluit")
async def besluit(besluit_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(BesluitAntwoord.of(await queries.besluit(session, besluit_id)))


@router.lists("/betaalopdrachten", BetaalopdrachtAntwoord, tekst="Toon betaalopdrachten per maand")
async def betaalopdrachten(
    call: Reads,
    paging: AskedPage,
    toekenning: Annotated[Optioneel[UUID], Query()] = None,
    status: Annotated[Optioneel[Status], Query()] = None,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        query = queries.betaalopdrachten(toekenning, status, gemeente)
        total, rows = await paging.take(session, query)
        return call.page([BetaalopdrachtAntwoord.of(row) for row in rows], total, paging)


@router.reads(OPDRACHT, BetaalopdrachtAntwoord, tekst="Toon een betaalopdracht")
async def betaalopdracht(betaalopdracht_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        row = await queries.betaalopdracht(session, betaalopdracht_id)
        return call.ok(BetaalopdrachtAntwoord.of(row))


@router.changes("/betaalopdrachten/_geef", GeefAntwoord, tekst="Geef wat betaald moet worden")
async def geef(body: GeefBody, call: Writes) -> Response:
    gemeente = call.caller.gemeente(body.gemeente)
    async with call.tx() as tx:
        gegeven = await handlers.geef(tx, gemeente, body.tot)
        call.raakt(*gegeven)
        return call.ok(GeefAntwoord(gegeven=len(gegeven)))


@router.records(
    OPDRACHT + "/_bevestigen", BetaalopdrachtAntwoord, tekst="Meld of een opdracht is betaald"
)
async def bevestigen(betaalopdracht_id: UUID, body: BevestigBody, call: Creates) -> Response:
    async with call.tx() as tx:
        row = await handlers.bevestig(tx, betaalopdracht_id, body.command())
        return call.done(BetaalopdrachtAntwoord.of(row))


@router.changes(
    OPDRACHT + "/_beoordelen",
    BetaalopdrachtAntwoord,
    tekst="Oordeel over de inzet van een halfjaar",
)
async def beoordelen(betaalopdracht_id: UUID, body: OordeelBody, call: Writes) -> Response:
    async with call.tx() as tx:
        row = await handlers.beoordeel(tx, betaalopdracht_id, voldoende=body.voldoende)
        return call.ok(BetaalopdrachtAntwoord.of(row))
