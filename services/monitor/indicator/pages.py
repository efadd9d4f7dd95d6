"""The pages of the figures: all of a year per step of the main flow, and the events behind one."""

from collections import defaultdict
from pathlib import Path
from typing import Annotated, Final

from fastapi import Query, Response

from services.monitor.indicator import handlers, queries
from services.monitor.indicator.domain import Stand, zoek
from services.monitor.indicator.policy import Stap, van_gemeente
from shared.clock import kalenderdag
from shared.gemeenten import GEMEENTEN
from shared.paging import MEEST_PER_PAGINA
from shared.routing import Reads
from shared.schemas import Code, Gemeentecode, Jaar
from shared.web.pages import PageRouter

router = PageRouter("monitor", Path(__file__).with_name("templates"))
_STAPPEN: Final[dict[Stap, str]] = {
    "aanmelding": "Aanmelding",
    "intake": "Intake en diagnose",
    "traject": "Traject en plan",
    "voorziening": "Voorzieningen",
    "geld": "Betaald",
    "werkgever": "Werkgevers",
    "werk": "Werk en uitstroom",
}


@router.page("/indicatoren")
async def cijfers(
    call: Reads,
    gemeente: Annotated[Gemeentecode | None, Query()] = None,
    jaar: Annotated[Jaar | None, Query()] = None,
) -> Response:
    plaats = call.caller.gemeente(gemeente or min(call.caller.gemeenten or ()))
    dag = kalenderdag(call.runtime.clock.now())
    gekozen = jaar or dag.year
    async with call.read() as session:
        found = await handlers.bereken_standen(session, call.runtime.policy, dag, plaats, gekozen)
    per_stap: defaultdict[str, list[Stand]] = defaultdict(list)
    for stand in found:
        per_stap[stand.indicator.stap].append(stand)
    return router.toon(
        call,
        "cijfers.html",
        actief="Monitor",
        gemeente=GEMEENTEN[plaats].naam,
        code=plaats,
        jaar=gekozen,
        stappen=[(naam, per_stap[stap]) for stap, naam in _STAPPEN.items()],
    )


@router.page("/indicatoren/{indicator}")
async def gebeurtenissen(
    indicator: Code,
    call: Reads,
    gemeente: Annotated[Gemeentecode | None, Query()] = None,
    jaar: Annotated[Jaar | None, Query()] = None,
) -> Response:
    plaats = call.caller.gemeente(gemeente or min(call.caller.gemeenten or ()))
    gekozen = jaar or kalenderdag(call.runtime.clock.now()).year
    wat = zoek(van_gemeente(call.runtime.policy.indicator, plaats), indicator)
    async with call.read() as session:
        query = queries.achter(wat, plaats, gekozen)
        rows = (await session.scalars(query.limit(MEEST_PER_PAGINA))).all()
    return router.toon(
        call,
        "gebeurtenissen.html",
        actief="Monitor",
        gemeente=GEMEENTEN[plaats].naam,
        code=plaats,
        jaar=gekozen,
        indicator=wat,
        rijen=rows,
        meest=MEEST_PER_PAGINA,
    )
