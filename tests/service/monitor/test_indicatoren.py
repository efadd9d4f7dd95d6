"""Figures from events, delivered once, twice, late and in one batch."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.contracts.trajecten import (
    Maandbedrag,
    ToekenningAangehouden,
    ToekenningAangevraagd,
    ToekenningBeeindigd,
    ToekenningEvent,
    ToekenningGestart,
    ToekenningGeweigerd,
    ToekenningIngetrokken,
    ToekenningVerleend,
)
from shared.contracts.werkgevers import WerkgeverscontactmomentVastgelegd
from shared.events import Event, read_event_id
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest

DAG = date(2023, 5, 1)
PERSOON = str(uuid4())


class Toekenning:
    """The events of one toekenning."""

    def __init__(self, gemeente: str = "GM0090", besluit: date = DAG, product: str = "prb") -> None:
        self.id = str(uuid4())
        self._kern = {"gemeente": gemeente, "toekenning_id": self.id}
        self._besluit = {"persoon_ref": PERSOON, "product": product, "besluitdatum": besluit}

    def aangevraagd(self, versie: int = 1) -> Event:
        maand = Maandbedrag(maand=DAG.replace(day=1), bedrag_centen=250_000)
        return self._van(
            ToekenningAangevraagd, versie, **self._besluit, post="werkpremies", kosten=(maand,)
        )

    def verleend(self, versie: int = 1) -> Event:
        return self._van(ToekenningVerleend, versie, **self._besluit)

    def aangehouden(self) -> Event:
        return self._van(ToekenningAangehouden, 1, **self._besluit)

    def geweigerd(self) -> Event:
        return self._van(ToekenningGeweigerd, 1, **self._besluit, regel="S-091")

    def gestart(self) -> Event:
        return self._van(ToekenningGestart, 2, startdatum=DAG)

    def beeindigd(self) -> Event:
        return self._van(ToekenningBeeindigd, 3, beeindigd_op=DAG, reden="afgerond")

    def ingetrokken(self, op: date = date(2024, 1, 5)) -> Event:
        return self._van(ToekenningIngetrokken, 2, ingetrokken_op=op)

    def _van(self, soort: type[ToekenningEvent], versie: int, **velden: Any) -> Event:
        return soort(**self._kern, versie=versie, **velden)


def een_contact(datum: date = date(2026, 11, 21)) -> Event:
    return WerkgeverscontactmomentVastgelegd(
        gemeente="GM0098",
        contactmoment_id=str(uuid4()),
        kvk_nummer="12345678",
        datum=datum,
        soort="gesprek",
        tweezijdig=True,
    )


async def cijfers(monitor: ServiceUnderTest, **asked: Any) -> dict[str, int]:
    """The figures that are not zero, by `gemeente jaar code`."""
    found = await alle(monitor, **asked)
    return {
        f"{one['gemeente']} {one['jaar']} {one['code'].removeprefix('toekenningen-')}": one[
            "aantal"
        ]
        for one in found
        if one["aantal"]
    }


async def alle(monitor: ServiceUnderTest, **asked: Any) -> list[dict[str, Any]]:
    """Every figure, of all pages."""
    found: list[dict[str, Any]] = []
    for page in range(1, 10):
        params = {"pageSize": 100, "page": page, **asked}
        answer = await monitor.client.get("/indicatoren", params=params)
        assert answer.status_code == 200, answer.text
        found += answer.json()["results"]
        if "next" not in answer.json():
            break
    return found


async def achter(monitor: ServiceUnderTest, code: str, **asked: Any) -> list[dict[str, Any]]:
    answer = await monitor.client.get(f"/indicatoren/{code}/gebeurtenissen", params=asked)
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    assert answer.json()["count"] == len(results)
    return results


async def test_a_grant_counts_and_can_be_followed(monitor: ServiceUnderTest) -> None:
    toekenning = Toekenning()
    messages = await monitor.receive(toekenning.aangevraagd(), toekenning.verleend())
    assert await cijfers(monitor) == {"GM0090 2023 aangevraagd": 1, "GM0090 2023 verleend": 1}
    event_id = read_event_id(dict(messages[1].headers))
    assert await achter(monitor, "toekenningen-verleend", gemeente="GM0090", jaar=2023) == [
        {
            "eventId": str(event_id),
            "gemeente": "GM0090",
            "jaar": 2023,
            "datum": "2023-05-01",
            "onderwerp": toekenning.id,
            "kenmerk": "prb",
            "gebeurdOp": "2026-11-24T12:00:00Z",
        }
    ]


async def test_every_event_twice_counts_once(monitor: ServiceUnderTest) -> None:
    toekenning = Toekenning()
    events = (toekenning.aangevraagd(), toekenning.verleend(), toekenning.ingetrokken())
    messages = await monitor.receive(*events)
    before = await cijfers(monitor)
    await monitor.redeliver("trajecten.events", messages)
    await monitor.redeliver("trajecten.events", messages[:1])
    assert await cijfers(monitor) == before
    assert before == {"GM0090 2023 aangevraagd": 1, "GM0090 2023 ingetrokken": 1}


async def test_the_same_event_twice_in_one_batch(monitor: ServiceUnderTest) -> None:
    message = monitor.message(Toekenning().aangevraagd())
    await monitor.redeliver("trajecten.events", [message, message])
    assert await cijfers(monitor) == {"GM0090 2023 aangevraagd": 1}


@pytest.mark.parametrize("together", [True, False])
async def test_the_last_event_of_a_toekenning_decides(
    monitor: ServiceUnderTest, clock: FakeClock, together: bool
) -> None:
    toekenning = Toekenning()
    events = [
        toekenning.aangevraagd(),
        toekenning.aangehouden(),
        toekenning.verleend(),
        toekenning.ingetrokken(),
    ]
    if together:
        await monitor.receive(*events)
    else:
        seen = []
        for event in events:
            clock.advance(timedelta(seconds=1))
            await monitor.receive(event)
            seen.append(sorted(await cijfers(monitor)))
        vraag = "GM0090 2023 aangevraagd"
        assert seen == [
            [vraag],
            ["GM0090 2023 aangehouden", vraag],
            [vraag, "GM0090 2023 verleend"],
            [vraag, "GM0090 2023 ingetrokken"],
        ]
    assert await cijfers(monitor) == {"GM0090 2023 aangevraagd": 1, "GM0090 2023 ingetrokken": 1}
    assert await achter(monitor, "toekenningen-verleend") == []


async def test_a_withdrawal_counts_in_the_year_of_the_decision(monitor: ServiceUnderTest) -> None:
    toekenning = Toekenning(besluit=date(2023, 12, 31))
    await monitor.receive(toekenning.aangevraagd(), toekenning.verleend())
    await monitor.receive(toekenning.ingetrokken(date(2024, 1, 5)))
    [counted] = await achter(monitor, "toekenningen-ingetrokken")
    assert (counted["jaar"], counted["datum"], counted["kenmerk"]) == (2023, "2023-12-31", "prb")


async def test_a_grant_that_started_and_ended_stays_granted(monitor: ServiceUnderTest) -> None:
    toekenning = Toekenning()
    await monitor.receive(toekenning.aangevraagd(), toekenning.verleend())
    await monitor.receive(toekenning.gestart(), toekenning.beeindigd())
    assert await cijfers(monitor) == {
        "GM0090 2023 aangevraagd": 1,
        "GM0090 2023 verleend": 1,
        "GM0090 2023 gestart": 1,
        "GM0090 2023 beeindigd": 1,
    }
    [begun] = await achter(monitor, "toekenningen-gestart")
    assert begun["kenmerk"] == "prb"


async def test_a_toekenning_granted_again_counts_once(monitor: ServiceUnderTest) -> None:
    toekenning = Toekenning()
    await monitor.receive(toekenning.aangevraagd(), toekenning.verleend())
    await monitor.receive(toekenning.aangevraagd(2), toekenning.verleend(2))
    assert await cijfers(monitor) == {"GM0090 2023 aangevraagd": 1, "GM0090 2023 verleend": 1}


async def test_figures_per_gemeente_and_year(monitor: ServiceUnderTest) -> None:
    await monitor.receive(
        *(Toekenning().verleend() for _ in range(3)),
        Toekenning(besluit=date(2024, 1, 1)).verleend(),
        Toekenning("GM0098", date(2026, 2, 1), "oh-p1").geweigerd(),
    )
    await monitor.receive(een_contact(), een_contact(date(2025, 12, 31)))
    everything = {
        "GM0090 2023 verleend": 3,
        "GM0090 2024 verleend": 1,
        "GM0098 2025 nieuwe-werkgevers": 1,
        "GM0098 2025 werkgeverscontactmomenten": 1,
        "GM0098 2026 geweigerd": 1,
        "GM0098 2026 werkgeverscontactmomenten": 1,
    }
    assert await cijfers(monitor) == everything
    for asked in ({"gemeente": "GM0098"}, {"jaar": 2026}, {"gemeente": "GM0098", "jaar": 2026}):
        wanted = {k: v for k, v in everything.items() if all(str(a) in k for a in asked.values())}
        assert await cijfers(monitor, **asked) == wanted


async def test_every_figure_equals_the_events_behind_it(monitor: ServiceUnderTest) -> None:
    een, twee = Toekenning(), Toekenning()
    await monitor.receive(een.aangevraagd(), twee.aangevraagd(), een.aangehouden(), twee.verleend())
    await monitor.receive(een.geweigerd(), Toekenning("GM0098").verleend())
    await monitor.receive(een_contact())
    found = await alle(monitor)
    assert sum(one["aantal"] for one in found) == 7, "a new employer counts twice"
    for one in found:
        place = {"gemeente": one["gemeente"], "jaar": one["jaar"]}
        assert len(await achter(monitor, one["code"], **place)) == one["aantal"]


async def test_a_gemeente_and_year_without_events_give_zeros(monitor: ServiceUnderTest) -> None:
    page = (await monitor.client.get("/indicatoren?gemeente=GM0098&jaar=2026&pageSize=100")).json()
    assert {one["aantal"] for one in page["results"]} == {0}
    assert len({one["code"] for one in page["results"]}) == page["count"] > 30
    [verleend] = [one for one in page["results"] if one["code"] == "toekenningen-verleend"]
    assert verleend == {
        "code": "toekenningen-verleend",
        "naam": "Toekenningen verleend",
        "stap": "voorziening",
        "definitie": (
            "Toekenningen die verleend en niet ingetrokken zijn, naar het jaar van de besluitdatum"
        ),
        "gemeente": "GM0098",
        "jaar": 2026,
        "aantal": 0,
    }
    assert (await monitor.client.get("/indicatoren")).json() == {"count": 0, "results": []}


async def test_the_lists_come_in_pages(monitor: ServiceUnderTest, clock: FakeClock) -> None:
    for _ in range(3):
        clock.advance(timedelta(seconds=1))
        await monitor.receive(Toekenning().verleend())
    for path, size in (
        ("/indicatoren", 7),
        ("/indicatoren/toekenningen-verleend/gebeurtenissen", 2),
    ):
        whole = (await monitor.client.get(path, params={"pageSize": 100})).json()["results"]
        total = len(whole)
        found: list[Any] = []
        address: str | None = f"/v1{path}?pageSize={size}"
        while address:
            page = (await monitor.client.get(f"http://test{address}")).json()
            assert page["count"] == total
            found += page["results"]
            address = page.get("next")
        assert found == whole


async def test_an_unknown_indicator(monitor: ServiceUnderTest) -> None:
    unknown = await monitor.client.get("/indicatoren/gewenst/gebeurtenissen")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "indicator-niet-gevonden")


@pytest.mark.parametrize(
    "path", ["/indicatoren", "/indicatoren/toekenningen-verleend/gebeurtenissen"]
)
async def test_filters_that_are_wrong(monitor: ServiceUnderTest, path: str) -> None:
    foreign = await monitor.client.get(path, params={"gemeente": "GM0014"})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "gemeente-niet-toegestaan")
    wrong = await monitor.client.get(path, params={"gemeente": "0090", "jaar": "x", "maand": 1})
    assert wrong.status_code == 400
    names = {fault["name"] for fault in wrong.json()["invalidParams"]}
    assert names == {"gemeente", "jaar", "maand"}
