"""The page of today: what waits for the budgethouder, which posts need attention, what does not add up."""

import asyncio
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import Query, Response

from services.monitor.indicator import handlers as indicatoren
from services.monitor.vandaag.domain import (
    Bevinding,
    Budget,
    Post,
    Uitputting,
    Verplichting,
    kies_jaar,
)
from shared.clock import kalenderdag
from shared.gemeenten import GEMEENTEN
from shared.paging import MEEST_PER_PAGINA
from shared.routing import Call, Reads
from shared.schemas import Gemeentecode
from shared.web.charts import Stand
from shared.web.pages import PageRouter

T = TypeVar("T")
Lijst = tuple[int, list[T]]

router = PageRouter("monitor", Path(__file__).with_name("templates"))
_REDEN = {
    "tekort": "te weinig geld op de post",
    "geen-begroting": "geen begroting voor dit jaar",
    "plafond": "geen plek vrij",
    "na-einde-fonds": "na het einde van het fonds",
}

_STROOM = (
    ("Aangemeld", "aanmeldingen", "toegewezen", "aanmeldingen-toegewezen"),
    ("Diagnose", "diagnoses", "intakes", "intakegesprekken-compleet"),
    ("Met een plan", "plannen-vastgesteld", "trajecten", "trajecten-geopend"),
    ("Gestart", "toekenningen-gestart", "verleend", "toekenningen-verleend"),
    ("Geplaatst", "plaatsingen", "vacatures", "vacatures"),
    ("Naar werk", "uitstroom-naar-werk", "uit de uitkering", "uitstroom"),
)
"""The main flow in six figures, each with one beside it: word, indicator, word, indicator."""


@router.page("/")
async def vandaag(
    call: Reads, gemeente: Annotated[Gemeentecode | None, Query()] = None
) -> Response:
    plaatsen = sorted(call.caller.gemeenten or ())
    plaats = call.caller.gemeente(gemeente or plaatsen[0])
    dag = kalenderdag(call.runtime.clock.now())
    budget = await _budget(call, plaats)
    async with call.read() as session:
        jaar = budget.jaar if budget else dag.year
        geteld = await indicatoren.bereken_standen(session, call.runtime.policy, dag, plaats, jaar)
    cijfers = {stand.indicator.code: stand.aantal for stand in geteld}
    return router.toon(
        call,
        "vandaag.html",
        actief="Vandaag",
        gemeente=GEMEENTEN[plaats].naam,
        code=plaats,
        plaatsen=[GEMEENTEN[ander] for ander in plaatsen],
        dag=dag,
        jaar=jaar,
        stappen=[(wat, cijfers[code], bij, cijfers[ook]) for wat, code, bij, ook in _STROOM],
        doelen=[stand for stand in geteld if stand.doel],
        **(_getoond(budget) if budget else {"budget": None}),
    )


def _getoond(budget: Budget) -> dict[str, Any]:
    rijen = [
        (u, Stand(u.begroot_centen or 0, u.gerealiseerd_centen, u.verplicht_centen))
        for u in budget.geld
    ]
    standen = [stand for _, stand in rijen]
    return {
        "budget": budget,
        "rijen": [(u, stand) for u, stand in rijen if stand.chips],
        "totaal": Stand(
            sum(s.begroot for s in standen),
            sum(s.gerealiseerd for s in standen),
            sum(s.verplicht for s in standen),
        ),
        "tekort": [u.naam for u, stand in rijen if stand.vrij < 0],
        "bijna": [u.naam for u, stand in rijen if stand.chips == ("bijna op",)],
        "namen": {post.code: post.naam for post in budget.posten},
        "redenen": _REDEN,
    }


async def _budget(call: Call, plaats: str) -> Budget | None:
    """What budget says, asked outside any transaction; None when it does not answer: then nothing can be determined."""
    posten = await _lijst(call, "/posten", Post, gemeente=plaats)
    if posten is None:
        return None
    jaar = kies_jaar(posten[1], kalenderdag(call.runtime.clock.now()))
    uitputting, wacht, gevonden = await asyncio.gather(
        _lijst(call, "/uitputting", Uitputting, gemeente=plaats, jaar=jaar),
        _lijst(call, "/verplichtingen", Verplichting, gemeente=plaats, status="aangehouden"),
        _lijst(call, "/bevindingen", Bevinding, gemeente=plaats, jaar=jaar),
    )
    if uitputting is None or wacht is None or gevonden is None:
        return None
    return Budget(jaar, posten[1], uitputting[1], *wacht, gevonden[1])


async def _lijst(call: Call, pad: str, soort: type[T], **params: str | int) -> Lijst[T] | None:
    answer = await call.elders.get("budget", pad, params | {"pageSize": MEEST_PER_PAGINA})
    try:
        return answer and (answer["count"], msgspec.convert(answer["results"], list[soort]))  # type: ignore[valid-type]
    except (msgspec.ValidationError, KeyError, TypeError):
        return None
