"""The productenboek in the API: what can be granted on a day, and its versions."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.trajecten.productenboek import handlers, queries
from services.trajecten.productenboek.domain import BoekOnbekend
from services.trajecten.productenboek.schemas import (
    BoekAntwoord,
    BoekBody,
    BoekDetail,
    ProductAntwoord,
)
from shared.clock import kalenderdag
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router
from shared.schemas import Datum, Gemeentecode, Optioneel

router = Router("trajecten", "producten", "De voorzieningen van een gemeente en hun regels")


@router.lists("/producten", ProductAntwoord, tekst="Toon het productenboek van een dag")
async def producten(
    call: Reads,
    paging: AskedPage,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
    op: Annotated[Optioneel[Datum], Query(description="Dag; zonder waarde vandaag")] = None,
) -> Response:
    dag = op or kalenderdag(call.runtime.clock.now())
    gekozen = {call.caller.gemeente(gemeente)} if gemeente else call.caller.gemeenten or set()
    async with call.read() as session:
        boeken = [(g, await queries.boek(session, g, dag)) for g in sorted(gekozen)]
    gevonden = [
        ProductAntwoord.of(plaats, code, product, boek[0], dag)
        for plaats, boek in boeken
        if boek
        for code, product in boek[1].items()
    ]
    begin = (paging.page - 1) * paging.page_size
    return call.page(gevonden[begin : begin + paging.page_size], len(gevonden), paging)


@router.lists("/productenboeken", BoekAntwoord, tekst="Toon de versies van het productenboek")
async def versies(
    call: Reads,
    paging: AskedPage,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        total, rows = await paging.take(session, queries.versies(gemeente))
        return call.page([BoekAntwoord.of(row) for row in rows], total, paging)


@router.reads(
    "/productenboeken/{versie_id:uuid}",
    BoekDetail,
    tekst="Toon een versie van het productenboek met haar producten",
)
async def versie(versie_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        koppen = await queries.versie(session, versie_id)
        if not koppen:
            raise BoekOnbekend
        inhoud = await queries.producten(session, koppen[0].gemeente, versie_id)
        return call.ok(BoekDetail.van(koppen, inhoud))


@router.creates(
    "/productenboeken", BoekDetail, tekst="Geef een nieuwe versie van het productenboek uit"
)
async def publiceer(body: BoekBody, call: Creates) -> Response:
    opdracht = body.command(call.caller)
    posten = {g: await handlers.lees_posten(call.elders, g) for g in opdracht.gemeenten}
    async with call.tx() as tx:
        koppen = await handlers.publiceer(tx, opdracht, posten)
        inhoud = await queries.producten(tx.session, koppen[0].gemeente, koppen[0].id)
        return call.created(BoekDetail.van(koppen, inhoud), koppen[0].id)
