"""Decision 62: a client fills every resource, one of another gemeente asks for all of it and gets nothing.

The routes come from the documents of the services, so that a new one cannot be forgotten.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from shared.db import fence
from shared.testing.clock import FakeClock
from tests.contract.gemeenten.indringer import Indringer, bewerkingen, geheimen, leesvragen
from tests.contract.gemeenten.klant import Klant
from tests.contract.gemeenten.suite import Suite, suite
from tests.contract.gemeenten.vulling import vul_daar, vul_hier

GM0090, GM0098 = "GM0090", "GM0098"
ONGEVULD = {("monitor", "GET", "/gebeurtenissen"): "monitor says nothing itself"}
"""Operations that the walk does not reach, each with the reason."""


@pytest.fixture
async def samen(urls: Callable[[str], str], tmp_path: Path) -> AsyncIterator[Suite]:
    async with suite(urls, tmp_path, FakeClock(date(2026, 7, 3))) as running:
        yield running


async def _lees_alles(klant: Klant, indringer: Indringer) -> set[tuple[str, str, str]]:
    """The intruder reads what the client can read; gives the routes that showed the client something."""
    getoond = set()
    for vraag in leesvragen(klant):
        answer = await klant.stuur(vraag)
        assert answer.status_code == 200, (vraag, answer.text)
        # what both may see, such as the id of a shared version, is no secret
        eigen = geheimen(vraag, answer) | set(vraag.ids.values()) | {klant.gemeente}
        if any(een in answer.text for een in eigen):
            getoond.add(vraag.waar)
        await indringer.lees(vraag, eigen)
    return getoond


async def test_nobody_of_another_gemeente_reads_or_writes_anything(samen: Suite) -> None:
    hier, daar = Klant(samen, "hier", GM0090), Klant(samen, "daar", GM0098)
    bij_hier = Indringer(Klant(samen, "indringer", GM0098))
    bij_daar = Indringer(Klant(samen, "indringer", GM0090))
    hier.vooraf, daar.vooraf = bij_hier.schrijf, bij_daar.schrijf
    await vul_hier(hier)
    await vul_daar(daar)
    gezien = await _lees_alles(hier, bij_hier) | await _lees_alles(daar, bij_daar)
    assert bij_hier.lekken + bij_daar.lekken == []
    gedaan = gezien | {vraag.waar for vraag in (*hier.gevraagd, *daar.gevraagd)}
    alle = {(service, method, route) for service, method, route, _ in bewerkingen()}
    assert alle - gedaan == set(ONGEVULD)


@pytest.fixture
def zonder_hek() -> Iterator[None]:
    """Sessions that have lost their filter."""
    stappen = (
        ("do_orm_execute", fence._fence_statement),
        ("before_flush", fence._refuse_foreign_rows),
    )
    for naam, stap in stappen:
        event.remove(fence.FencedSession, naam, stap)
    yield
    for naam, stap in stappen:
        event.listen(fence.FencedSession, naam, stap)


@pytest.mark.usefixtures("zonder_hek")
async def test_without_the_fence_only_the_wall_of_postgresql_holds(samen: Suite) -> None:
    hier = Klant(samen, "hier", GM0090)
    indringer = Indringer(Klant(samen, "indringer", GM0098), streng=False)
    await vul_hier(hier)
    await _lees_alles(hier, indringer)
    for vraag in hier.gevraagd:
        await indringer.schrijf(vraag)
    if samen.services["intake"].database.has_broker:
        assert indringer.lekken == []
    else:
        routes = {lek.split()[2] for lek in indringer.lekken}
        assert {
            "/inwoners",
            "/toekenningen",
            "/plannen/{plan_id}",
            "/facturen/{factuur_id}",
        } <= routes
