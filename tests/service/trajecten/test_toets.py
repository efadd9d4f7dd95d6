"""`_toets` and the productenboek: the same rules, nothing kept."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from services.trajecten.app import SERVICE
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.service.trajecten.bouw import een_persoon, een_prb, een_toekenning, gezegd, vraag

RUIMTE = {
    "gemeente": "GM0090",
    "post": "werktrajecten-en-voorzieningen",
    "jaar": 2023,
    "modus": "signaleren",
    "regel": "S-142",
    "bron": "Focus op Werk 2020-2024, par. 8.1",
    "begrootCenten": 1_000_000,
    "beschikbaarCenten": 250_000,
}
PLAFOND = {
    "code": "prb",
    "modus": "weigeren",
    "plaatsen": 20,
    "vrij": 0,
    "regel": "S-091",
    "bron": "Focus op Werk 2020-2024, par. 6.4",
}


@pytest.fixture
async def met_budget(tmp_path: Path) -> AsyncIterator[tuple[ServiceUnderTest, list[Any]]]:
    asked: list[Any] = []
    budget = FastAPI()

    @budget.get("/v1/beschikbaar")
    async def beschikbaar(
        gemeente: str, post: str, jaar: int, fonds: str, plafond: str | None = None
    ) -> dict[str, Any]:
        asked.append((gemeente, post, jaar, fonds, plafond))
        return {**RUIMTE, "plafond": PLAFOND} if plafond else RUIMTE

    transport = httpx.ASGITransport(budget)
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://budget/v1") as client,
        service_under_test(
            SERVICE, tmp_path, FakeClock(date(2023, 3, 1)), clients={"budget": client}
        ) as running,
    ):
        yield running, asked


async def _toets(dienst: ServiceUnderTest, body: dict[str, Any]) -> dict[str, Any]:
    answer = await dienst.client.post("/toekenningen/_toets", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _per_naam(toetsing: dict[str, Any]) -> dict[str, str]:
    return {u["voorwaarde"]: u["uitkomst"] for u in toetsing["uitkomsten"]}


async def test_budget_is_asked_per_year_and_the_plafond_in_the_year_of_the_decision(
    met_budget: tuple[ServiceUnderTest, list[Any]],
) -> None:
    dienst, asked = met_budget
    ref = await een_persoon(dienst)
    toetsing = await _toets(dienst, een_prb(ref, einddatum="2024-01-31"))
    post = "werktrajecten-en-voorzieningen"
    assert sorted(asked) == [
        ("GM0090", post, 2023, "regulier", "prb"),
        ("GM0090", post, 2024, "regulier", None),
    ]
    found = _per_naam(toetsing)
    assert (found["budget-2023"], found["budget-2024"]) == ("voldoet", "voldoet")
    assert (found["plafond"], toetsing["oordeel"]) == ("voldoet-niet", "voldoet-niet")


async def test_a_full_plafond_is_for_budget_to_refuse(
    met_budget: tuple[ServiceUnderTest, list[Any]],
) -> None:
    dienst, asked = met_budget
    answer = await vraag(dienst, een_prb(await een_persoon(dienst)))
    assert (answer.status_code, asked) == (201, [])


async def test_without_budget_it_cannot_be_determined(dienst: ServiceUnderTest) -> None:
    toetsing = await _toets(dienst, een_prb(await een_persoon(dienst)))
    found = _per_naam(toetsing)
    open_ = {naam for naam, uitkomst in found.items() if uitkomst != "voldoet"}
    assert open_ == {"budget-2023", "plafond"}
    assert toetsing["oordeel"] == "niet-te-bepalen"


async def test_nothing_is_kept(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    said = await gezegd(dienst)
    await _toets(dienst, een_prb(ref))
    assert await gezegd(dienst) == said
    assert (await dienst.client.get("/toekenningen")).json()["count"] == 0


async def test_an_unknown_person_gives_200(dienst: ServiceUnderTest) -> None:
    found = _per_naam(await _toets(dienst, een_prb(str(uuid4()))))
    for naam in ("afstand", "eenmalig", "geen-re-integratietraject"):
        assert found[naam] == "niet-te-bepalen"


async def test_a_second_prb_gives_200(dienst: ServiceUnderTest) -> None:
    eerste = await een_toekenning(dienst)
    found = _per_naam(await _toets(dienst, een_prb(eerste["persoonRef"])))
    assert found["eenmalig"] == "voldoet-niet"


@pytest.mark.parametrize(
    ("anders", "voorwaarde", "regel"),
    [
        ({"besluitdatum": "2019-12-31"}, "geldigheid", "S-001"),
        ({"einddatum": "2023-03-31"}, "periode", "D7"),
        ({"einddatum": "2099-12-31"}, "periode", "D7"),
    ],
)
async def test_a_refusal_gives_200(
    dienst: ServiceUnderTest, anders: dict[str, str], voorwaarde: str, regel: str
) -> None:
    toetsing = await _toets(dienst, een_prb(await een_persoon(dienst), **anders))
    (found,) = [u for u in toetsing["uitkomsten"] if u["voorwaarde"] == voorwaarde]
    assert (found["uitkomst"], found["regel"]) == ("voldoet-niet", regel)
    assert toetsing["oordeel"] == "voldoet-niet"


@pytest.mark.parametrize(
    ("anders", "status"),
    [({"product": "onbekend"}, 409), ({"bedragCenten": 0}, 400), ({"gemeente": "GM9999"}, 403)],
)
async def test_bad_input(dienst: ServiceUnderTest, anders: dict[str, Any], status: int) -> None:
    body = een_prb(str(uuid4()), **anders)
    answer = await dienst.client.post("/toekenningen/_toets", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("params", "codes"),
    [
        ({"pageSize": "2"}, ["assessment", "bab-baan-vast"]),
        ({"op": "2026-03-01", "gemeente": "GM0090", "pageSize": "1"}, ["assessment"]),
        ({"op": "2026-03-01", "pageSize": "1", "page": "15"}, ["jobcoaching-extern"]),
        ({"op": "2026-03-01", "gemeente": "GM0098", "pageSize": "1", "page": "4"}, ["oh-p1"]),
        ({"op": "2029-01-01", "gemeente": "GM0098"}, []),
        ({"op": "2019-12-31"}, []),
    ],
)
async def test_the_productenboek_of_a_day(
    dienst: ServiceUnderTest, params: dict[str, str], codes: list[str]
) -> None:
    answer = await dienst.client.get("/producten", params=params)
    assert answer.status_code == 200
    assert [product["code"] for product in answer.json()["results"]] == codes


async def test_a_product_names_its_rules_and_sources(dienst: ServiceUnderTest) -> None:
    lijst = (await dienst.client.get("/producten", params={"pageSize": "100"})).json()["results"]
    (prb,) = [product for product in lijst if product["code"] == "prb"]
    assert (prb["post"], prb["plafond"]) == ("werktrajecten-en-voorzieningen", "prb")
    bedrag = {v["naam"]: v for v in prb["voorwaarden"]}["bedrag"]
    assert bedrag == {
        "naam": "bedrag",
        "toets": "bedrag-hoogstens",
        "regel": {
            "id": "S-091",
            "bron": "Focus op Werk 2020-2024, par. 6.4",
            "parameter": "250000",
            "geldigVanaf": "2020-01-01",
        },
    }
    assert all(v["regel"]["bron"] for v in prb["voorwaarden"])


async def test_producten_of_a_foreign_gemeente(dienst: ServiceUnderTest) -> None:
    answer = await dienst.client.get("/producten", params={"gemeente": "GM0001"})
    assert answer.status_code == 403
