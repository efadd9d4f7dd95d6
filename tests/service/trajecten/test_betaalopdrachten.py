"""Besluiten on toekenningen, and what the kernapplicatie pays out for them."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.budget.app import SERVICE as BUDGET
from services.trajecten.app import SERVICE
from shared.contracts.budget import VerplichtingGeweigerd, VerplichtingVastgelegd
from shared.contracts.intake import InwonerSamengevoegd, InwonerVertrokken
from shared.contracts.trajecten import BesluitGenomen, BetaalopdrachtGegeven
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.service.trajecten.bouw import (
    begin_plaatsing,
    een_feit,
    een_persoon,
    een_prb,
    een_toekenning,
    gezegd,
    toestand,
    vraag,
    zet,
)

BRON = {"regel": "W-093", "bron": "Uitvoeringsplan 2025-2028, begroting"}
UITBETALINGEN: dict[str, dict[str, Any]] = {
    "werkvoucher": {"soort": "werkvoucher", "ontvanger": "werkgever", "ritme": "bij-verlening"},
    "premie": {
        "soort": "participatiepremie",
        "ontvanger": "inwoner",
        "ritme": "per-maand",
        "oordeel": True,
    },
    "subsidie": {"soort": "loonkostensubsidie", "ontvanger": "werkgever", "ritme": "per-maand"},
}


def _product(uitbetaling: dict[str, Any]) -> dict[str, Any]:
    fonds = {"toets": "fonds", "parameter": {"regulier": None}, "vanaf": "2020-01-01", **BRON}
    return {
        "naam": "Proefvoorziening",
        "post": "scholingsvoorzieningen",
        "re-integratie": False,
        "voorwaarden": {"fonds": [fonds]},
        "uitbetaling": uitbetaling,
        **BRON,
    }


@pytest.fixture
async def dienst(tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    """trajecten on 1 July 2023, with a book of products that pay out."""
    clock = FakeClock(date(2023, 7, 1))
    async with (
        service_under_test(BUDGET, tmp_path, clock) as budget,
        service_under_test(SERVICE, tmp_path, clock, clients={"budget": budget.client}) as running,
    ):
        producten = {code: _product(uit) for code, uit in UITBETALINGEN.items()}
        body = {"gemeenten": ["GM0090"], "vanaf": "2023-02-01", "producten": producten, **BRON}
        sleutel = {"Idempotency-Key": str(uuid4())}
        answer = await running.client.post("/productenboeken", json=body, headers=sleutel)
        assert answer.status_code == 201, answer.text
        yield running


async def _verleend(dienst: ServiceUnderTest, product: str, **anders: Any) -> str:
    """A toekenning of 3 months from April to June, granted."""
    ref = anders.pop("ref", None) or await een_persoon(dienst)
    body = een_prb(ref, product=product, bedragCenten=90_000, feiten=None, **anders)
    answer = await vraag(dienst, body)
    assert answer.status_code == 201, answer.text
    id_ = str(answer.json()["id"])
    await dienst.receive(_vastgelegd(id_))
    return id_


def _vastgelegd(id_: str) -> VerplichtingVastgelegd:
    return VerplichtingVastgelegd(
        gemeente="GM0090", toekenning_id=id_, versie=1, bedrag_centen=90_000
    )


async def _opdrachten(dienst: ServiceUnderTest, id_: str) -> list[dict[str, Any]]:
    answer = await dienst.client.get("/betaalopdrachten", params={"toekenning": id_})
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


async def _standen(dienst: ServiceUnderTest, id_: str) -> list[tuple[str, str]]:
    return [(each["maand"], each["status"]) for each in await _opdrachten(dienst, id_)]


async def _geef(dienst: ServiceUnderTest, tot: str) -> int:
    body = {"gemeente": "GM0090", "tot": tot}
    answer = await dienst.client.post("/betaalopdrachten/_geef", json=body)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["gegeven"])


async def _bevestig(
    dienst: ServiceUnderTest, id_: str, datum: str, uitkomst: str = "betaald", sleutel: str = ""
) -> httpx.Response:
    kop = {"Idempotency-Key": sleutel or str(uuid4())}
    body = {"uitkomst": uitkomst, "datum": datum}
    return await dienst.client.post(f"/betaalopdrachten/{id_}/_bevestigen", json=body, headers=kop)


async def _beoordeel(dienst: ServiceUnderTest, id_: str, *, voldoende: bool) -> int:
    body = {"voldoende": voldoende}
    answer = await dienst.client.post(f"/betaalopdrachten/{id_}/_beoordelen", json=body)
    return answer.status_code


async def test_a_grant_is_a_besluit_and_a_werkvoucher_is_to_be_paid_at_once(
    dienst: ServiceUnderTest,
) -> None:
    ref = await een_persoon(dienst)
    werk = (await begin_plaatsing(dienst, ref)).json()["id"]
    id_ = await _verleend(dienst, "werkvoucher", ref=ref, plaatsingId=werk, einddatum=None)
    (opdracht,) = await _opdrachten(dienst, id_)
    besluit, gegeven = [received.event for received in (await dienst.emitted())[-2:]]
    assert isinstance(besluit, BesluitGenomen)
    assert (besluit.soort, besluit.besluitdatum) == ("verlening", date(2023, 3, 1))
    assert gegeven == BetaalopdrachtGegeven(
        gemeente="GM0090",
        toekenning_id=id_,
        versie=1,
        betaalopdracht_id=opdracht["id"],
        persoon_ref=ref,
        soort="werkvoucher",
        ontvanger="werkgever",
        kvk_nummer="01234567",
        bedrag_centen=90_000,
        maand=date(2023, 4, 1),
        betaalbaar_vanaf=date(2023, 7, 1),
    )
    lijst = (await dienst.client.get("/besluiten", params={"toekenning": id_})).json()["results"]
    assert [each["soort"] for each in lijst] == ["verlening"]
    een = await dienst.client.get(f"/besluiten/{lijst[0]['id']}")
    assert een.json() == lijst[0]


async def test_a_product_that_pays_nothing_out_only_has_its_besluiten(
    dienst: ServiceUnderTest,
) -> None:
    geweigerd = (await een_toekenning(dienst))["id"]
    await dienst.receive(
        VerplichtingGeweigerd(
            gemeente="GM0090",
            toekenning_id=geweigerd,
            versie=1,
            reden="plafond",
            post="prb",
            regel="S-091",
            beschikbaar=0,
            gevraagd=1,
        )
    )
    id_ = (await een_toekenning(dienst))["id"]
    await dienst.receive(_vastgelegd(id_))
    await zet(dienst, id_, "_starten", datum="2023-04-01")
    await zet(dienst, id_, "_beeindigen", datum="2023-05-01", reden="afgerond")
    ingetrokken = (await een_toekenning(dienst))["id"]
    await zet(dienst, ingetrokken, "_intrekken", datum="2023-04-01")
    besluiten = [
        (received.event.toekenning_id, received.event.soort, received.event.regel)
        for received in await dienst.emitted()
        if isinstance(received.event, BesluitGenomen)
    ]
    assert besluiten == [
        (geweigerd, "weigering", "S-091"),
        (id_, "verlening", None),
        (id_, "beeindiging", None),
        (ingetrokken, "intrekking", None),
    ]
    assert "BetaalopdrachtGegeven" not in await gezegd(dienst)


async def test_months_are_given_when_they_are_over_and_only_once(dienst: ServiceUnderTest) -> None:
    id_ = await _verleend(dienst, "subsidie")
    assert await _geef(dienst, "2023-04-29") == 0
    assert await _geef(dienst, "2023-04-30") == 1
    assert await _geef(dienst, "2023-04-30") == 0
    assert await _geef(dienst, "2023-06-29") == 1
    wie = (await toestand(dienst, id_))["persoonRef"]
    assert await dienst.verwerkt("betaalopdrachtenGeef") == [wie, wie]
    assert await _standen(dienst, id_) == [
        ("2023-04-01", "gegeven"),
        ("2023-05-01", "gegeven"),
        ("2023-06-01", "gepland"),
    ]
    assert (await gezegd(dienst)).count("BetaalopdrachtGegeven") == 2


async def test_S_128_a_premie_waits_for_the_judgement_and_S_130_a_no_ends_it(
    dienst: ServiceUnderTest,
) -> None:
    id_ = await _verleend(dienst, "premie")
    assert await _geef(dienst, "2023-12-31") == 0
    april, mei, _ = [each["id"] for each in await _opdrachten(dienst, id_)]
    assert await _beoordeel(dienst, april, voldoende=True) == 200
    assert await _beoordeel(dienst, mei, voldoende=False) == 200
    assert await _beoordeel(dienst, mei, voldoende=True) == 409
    assert await _geef(dienst, "2023-12-31") == 1
    assert await _standen(dienst, id_) == [
        ("2023-04-01", "gegeven"),
        ("2023-05-01", "vervallen"),
        ("2023-06-01", "gepland"),
    ]
    zonder = await _verleend(dienst, "subsidie")
    (eerste, *_) = await _opdrachten(dienst, zonder)
    assert await _beoordeel(dienst, eerste["id"], voldoende=True) == 409


async def test_the_kernapplicatie_confirms_once(dienst: ServiceUnderTest) -> None:
    id_ = await _verleend(dienst, "subsidie")
    april, mei, _ = [each["id"] for each in await _opdrachten(dienst, id_)]
    assert (await _bevestig(dienst, april, "2023-05-02")).json()["code"] == (
        "betaalopdracht-niet-gegeven"
    )
    await _geef(dienst, "2023-05-31")
    for te_vroeg_of_later in ("2023-04-29", "2023-07-02"):
        fout = await _bevestig(dienst, april, te_vroeg_of_later)
        assert (fout.status_code, fout.json()["code"]) == (409, "bevestiging-buiten-termijn")
    eerste = await _bevestig(dienst, april, "2023-05-02", sleutel="een")
    weer = await _bevestig(dienst, april, "2023-05-02", sleutel="een")
    assert (eerste.status_code, weer.json()) == (200, eerste.json())
    assert (await _bevestig(dienst, april, "2023-05-02")).status_code == 409
    await _bevestig(dienst, mei, "2023-06-02", "afgewezen")
    assert [stand for _, stand in await _standen(dienst, id_)] == [
        "betaald",
        "afgewezen",
        "gepland",
    ]
    assert (await gezegd(dienst)).count("BetaalopdrachtBevestigd") == 2
    assert (await _bevestig(dienst, str(uuid4()), "2023-05-02")).status_code == 404


async def test_decision_47_what_is_not_paid_for_later_months_lapses(
    dienst: ServiceUnderTest,
) -> None:
    ref = await een_persoon(dienst)
    id_ = await _verleend(dienst, "subsidie", ref=ref)
    await zet(dienst, id_, "_starten", datum="2023-04-01")
    await _geef(dienst, "2023-06-30")
    (april, *_) = await _opdrachten(dienst, id_)
    await _bevestig(dienst, april["id"], "2023-05-02")
    await dienst.receive(een_feit(InwonerVertrokken, ref, 2, vertrokken_op=date(2023, 5, 16)))
    assert await _standen(dienst, id_) == [
        ("2023-04-01", "betaald"),
        ("2023-05-01", "gegeven"),
        ("2023-06-01", "vervallen"),
    ]
    assert (await gezegd(dienst)).count("BetaalopdrachtVervallen") == 1


async def test_a_withdrawal_takes_back_everything(dienst: ServiceUnderTest) -> None:
    id_ = await _verleend(dienst, "werkvoucher")
    assert {stand for _, stand in await _standen(dienst, id_)} == {"gegeven"}
    await zet(dienst, id_, "_intrekken", datum="2023-03-02")
    assert {stand for _, stand in await _standen(dienst, id_)} == {"vervallen"}
    assert (await gezegd(dienst)).count("BetaalopdrachtVervallen") == 3


async def test_what_is_planned_goes_to_the_person_who_remains(dienst: ServiceUnderTest) -> None:
    ref, blijft = await een_persoon(dienst), await een_persoon(dienst)
    id_ = await _verleend(dienst, "subsidie", ref=ref)
    await _geef(dienst, "2023-04-30")
    await dienst.receive(een_feit(InwonerSamengevoegd, ref, 2, blijft_ref=blijft))
    wie = [each["persoonRef"] for each in await _opdrachten(dienst, id_)]
    assert wie == [ref, blijft, blijft]
