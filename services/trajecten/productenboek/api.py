"""`GET /v1/producten`: what can be granted, with every rule and where it stands."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Query, Response

from services.trajecten.productenboek.domain import geldige_producten
from services.trajecten.productenboek.policy import Productenboek
from services.trajecten.productenboek.schemas import ProductAntwoord
from shared.clock import kalenderdag
from shared.paging import AskedPage
from shared.routing import Reads, Router
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
    boeken: Mapping[str, Productenboek] = call.runtime.policy.productenboek
    gekozen = {call.caller.gemeente(gemeente)} if gemeente else call.caller.gemeenten or set()
    gevonden = [
        ProductAntwoord.of(plaats, code, product, versie, dag)
        for plaats in sorted(gekozen & boeken.keys())
        for code, product, versie in geldige_producten(boeken[plaats], dag)
    ]
    begin = (paging.page - 1) * paging.page_size
    return call.page(gevonden[begin : begin + paging.page_size], len(gevonden), paging)
