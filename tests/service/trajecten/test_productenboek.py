"""The productenboek as people edit it: versions from a date on, tied to the posts of budget (decisions 9, 12, 42)."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.budget.app import SERVICE as BUDGET
from services.trajecten.app import SERVICE, seed
from shared.tenancy import SYSTEEM
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.service.trajecten.bouw import een_persoon, een_prb, vraag

BRON = {"regel": "S-149", "bron": "Uitvoeringsplan 2024, besluit van het college"}


@pytest.fixture
async def dienst(tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    """trajecten, with the real budget to read from."""
    clock = FakeClock(date(2023, 3, 1))
    async with (
        service_under_test(BUDGET, tmp_path, clock) as budget,
        service_under_test(SERVICE, tmp_path, clock, clients={"budget": budget.client}) as running,
    ):
        yield running


def _product(**anders: Any) -> dict[str, Any]:
    fonds = {"toets": "fonds", "parameter": {"regulier": None}, "vanaf": "2020-01-01", **BRON}
    return {
        "naam": "Taaltraining",
        "post": "scholingsvoorzieningen",
        "re-integratie": False,
        "voorwaarden": {"fonds": [fonds]},
        **BRON,
        **anders,
    }


async def _publiceer(
    dienst: ServiceUnderTest, *producten: dict[str, Any], **anders: Any
) -> httpx.Response:
    body = {
        "gemeenten": ["GM0090"],
        "vanaf": "2023-04-01",
        "producten": {f"taal-{i}": product for i, product in enumerate(producten)},
        **BRON,
        **anders,
    }
    sleutel = {"Idempotency-Key": str(uuid4())}
    return await dienst.client.post("/productenboeken", json=body, headers=sleutel)


async def _codes(dienst: ServiceUnderTest, op: str, gemeente: str = "GM0090") -> set[str]:
    vraagt = {"op": op, "gemeente": gemeente, "pageSize": "100"}
    lijst = (await dienst.client.get("/producten", params=vraagt)).json()["results"]
    return {product["code"] for product in lijst}


async def test_a_version_holds_from_its_day_and_keeps_the_other_products(
    dienst: ServiceUnderTest,
) -> None:
    answer = await _publiceer(dienst, _product())
    assert answer.status_code == 201, answer.text
    (versie,) = answer.json()["versies"]
    assert (versie["nummer"], versie["vanaf"]) == (2, "2023-04-01")
    eerder, later = await _codes(dienst, "2023-03-31"), await _codes(dienst, "2023-04-01")
    assert later - eerder == {"taal-0"}
    assert eerder < later
    detail = (await dienst.client.get(answer.headers["location"].removeprefix("/v1"))).json()
    assert detail == answer.json()
    assert set(detail["producten"]) == later


async def test_what_is_read_can_be_published_again(dienst: ServiceUnderTest) -> None:
    eerste = (await _publiceer(dienst, _product())).json()
    weer = await _publiceer(dienst, producten=eerste["producten"], overnemen=False)
    assert weer.status_code == 201, weer.text
    assert weer.json()["producten"] == eerste["producten"]
    versies = (await dienst.client.get("/productenboeken", params={"gemeente": "GM0090"})).json()
    assert [versie["nummer"] for versie in versies["results"]] == [3, 2, 1]


async def test_a_product_can_lapse_and_the_last_published_of_a_day_holds(
    dienst: ServiceUnderTest,
) -> None:
    await _publiceer(dienst, _product())
    await _publiceer(dienst, vervallen=["prb"])
    assert "prb" not in await _codes(dienst, "2023-04-01")
    ref = await een_persoon(dienst)
    weg = await vraag(dienst, een_prb(ref, besluitdatum="2023-04-01"))
    assert (weg.status_code, weg.json()["code"]) == (409, "geen-geldige-regel")
    assert (await vraag(dienst, een_prb(ref))).status_code == 201


async def test_decision_42_a_toekenning_keeps_the_version_it_was_asked_under(
    dienst: ServiceUnderTest,
) -> None:
    ref = await een_persoon(dienst)
    oud = (await vraag(dienst, een_prb(ref))).json()
    await _publiceer(dienst, _product(), vanaf="2023-01-01")
    nieuw = (await vraag(dienst, een_prb(await een_persoon(dienst)))).json()
    assert oud["boekversieId"] != nieuw["boekversieId"]
    weer = (await dienst.client.get(f"/toekenningen/{oud['id']}")).json()
    assert weer["boekversieId"] == oud["boekversieId"]


async def test_W_099_a_version_is_shared_by_a_set_of_gemeenten(dienst: ServiceUnderTest) -> None:
    samen = _product(post="buig")
    samen["voorwaarden"]["fonds"][0]["parameter"] = {"buig": None}
    answer = await _publiceer(dienst, samen, gemeenten=["GM0098", "GM0090"], vanaf="2026-01-01")
    assert answer.status_code == 201, answer.text
    assert [versie["gemeente"] for versie in answer.json()["versies"]] == ["GM0090", "GM0098"]
    assert "taal-0" in await _codes(dienst, "2026-01-01", "GM0090")
    assert {"taal-0", "oh-p1"} <= await _codes(dienst, "2026-01-01", "GM0098")


@pytest.mark.parametrize(
    ("anders", "wat"),
    [
        ({"post": "bestaat-niet"}, "post bestaat-niet bestaat niet"),
        ({"post": "buig"}, "post buig heeft geen geld uit fonds regulier"),
        ({"plafond": {"code": "weg", **BRON}}, "plafond weg bestaat niet"),
    ],
)
async def test_decision_9_a_product_without_its_post_or_plafond_is_refused(
    dienst: ServiceUnderTest, anders: dict[str, Any], wat: str
) -> None:
    answer = await _publiceer(dienst, _product(**anders))
    assert (answer.status_code, answer.json()["code"]) == (409, "productenboek-sluit-niet-aan")
    assert answer.json()["detail"] == f"taal-0: {wat}"
    assert [regel["parameter"] for regel in answer.json()["regels"]] == [wat]
    assert "taal-0" not in await _codes(dienst, "2023-04-01")


async def test_decision_41_without_amount_it_stands_in_the_book_and_cannot_be_asked(
    dienst: ServiceUnderTest,
) -> None:
    onbekend = {"soort": "onbekend", "reden": "het plan geeft geen tarief", **BRON}
    await _publiceer(dienst, _product(bekostiging=onbekend), vanaf="2023-01-01")
    lijst = (await dienst.client.get("/producten", params={"gemeente": "GM0090"})).json()
    (taal,) = [product for product in lijst["results"] if product["code"] == "taal-0"]
    assert (taal["toekenbaar"], taal["bekostiging"]["reden"]) == (False, onbekend["reden"])
    ref = await een_persoon(dienst)
    answer = await vraag(dienst, een_prb(ref, product="taal-0", bedragCenten=None))
    assert answer.status_code == 409
    (regel,) = answer.json()["regels"]
    assert (regel["id"], regel["parameter"]) == ("S-149", "het plan geeft geen tarief")


@pytest.mark.parametrize(
    ("anders", "status", "veld"),
    [
        ({"producten": {"taal": {"naam": "x"}}}, 409, "producten.taal"),
        ({"producten": {"taal": _product(prijs=1)}}, 409, "producten.taal"),
        ({"producten": {"Taal!": _product()}}, 400, "producten.Taal!.[key]"),
        ({"gemeenten": []}, 400, "gemeenten"),
        ({"bron": " "}, 400, "bron"),
        ({"tot": "2023-03-31"}, 409, "tot"),
        ({"vanaf": "ooit"}, 400, "vanaf"),
    ],
)
async def test_bad_input(
    dienst: ServiceUnderTest, anders: dict[str, Any], status: int, veld: str
) -> None:
    answer = await _publiceer(dienst, **anders)
    assert answer.status_code == status, answer.text
    assert [p["name"] for p in answer.json()["invalidParams"]] == [veld]


async def test_a_foreign_gemeente_and_an_unknown_version(dienst: ServiceUnderTest) -> None:
    assert (await _publiceer(dienst, gemeenten=["GM0001"])).status_code == 403
    assert (await dienst.client.get(f"/productenboeken/{uuid4()}")).status_code == 404


async def test_without_budget_nothing_is_published(tmp_path: Path) -> None:
    async with service_under_test(SERVICE, tmp_path, FakeClock(date(2023, 3, 1))) as alleen:
        answer = await _publiceer(alleen, _product())
        assert (answer.status_code, answer.json()["code"]) == (409, "posten-niet-te-bepalen")


async def test_seeding_again_changes_nothing(dienst: ServiceUnderTest) -> None:
    await _publiceer(dienst, _product())
    async with dienst.uow(SYSTEEM) as tx:
        await seed(tx, dienst.runtime.policy)
    assert "taal-0" in await _codes(dienst, "2023-04-01")
