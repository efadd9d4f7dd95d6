"""The routes of indicators."""

from typing import Annotated

from fastapi import Query, Response

from services.monitor.indicator import handlers, queries
from services.monitor.indicator.domain import zoek
from services.monitor.indicator.policy import van_gemeente
from services.monitor.indicator.schemas import Gebeurtenis, Indicator
from shared.clock import kalenderdag
from shared.paging import AskedPage
from shared.routing import Reads, Router
from shared.schemas import Code, Gemeentecode, Jaar, Optioneel

AlleenGemeente = Annotated[Optioneel[Gemeentecode], Query(description="Alleen van deze gemeente")]
AlleenJaar = Annotated[Optioneel[Jaar], Query(description="Alleen van dit kalenderjaar")]

router = Router("monitor", "indicator", "Cijfers met de gebeurtenissen erachter")


@router.lists(
    "/indicatoren",
    Indicator,
    "Toon de indicatoren per gemeente en jaar, met hun doel",
    stream=True,
)
async def lijst(
    call: Reads, paging: AskedPage, gemeente: AlleenGemeente = None, jaar: AlleenJaar = None
) -> Response:
    eigen = call.caller.gemeente(gemeente) if gemeente else None
    vandaag = kalenderdag(call.runtime.clock.now())
    async with call.read() as session:
        found = await handlers.bereken_standen(session, call.runtime.policy, vandaag, eigen, jaar)
    return await call.results(paging, [Indicator.of(stand) for stand in found])


@router.lists(
    "/indicatoren/{code}/gebeurtenissen", Gebeurtenis, "Toon de gebeurtenissen achter een cijfer"
)
async def gebeurtenissen(
    code: Code,
    call: Reads,
    paging: AskedPage,
    gemeente: AlleenGemeente = None,
    jaar: AlleenJaar = None,
) -> Response:
    eigen = call.caller.gemeente(gemeente) if gemeente else None
    indicator = zoek(van_gemeente(call.runtime.policy.indicator, eigen), code)
    query = queries.achter(indicator, eigen, jaar)
    async with call.read() as session:
        total, rows = await paging.take(session, query)
        return call.page([Gebeurtenis.of(row) for row in rows], total, paging)
