"""Asking for a toekenning: what is stored, said, and refused with nothing kept."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.trajecten.aanvraag.domain import Aanvraag
from services.trajecten.persoon.domain import Persoonsfeiten
from services.trajecten.toekenning.domain import Dossier, situatie
from services.trajecten.toekenning.queries import eerdere
from shared.contracts.budget import VerplichtingGeweigerd, VerplichtingVastgelegd
from shared.db.reading import ask
from shared.tenancy import SYSTEEM
from shared.testing.service import ServiceUnderTest
from tests.service.trajecten.bouw import (
    FEITEN,
    een_diagnose,
    een_inwoner,
    een_persoon,
    een_prb,
    een_toekenning,
    gezegd,
    toestand,
    vraag,
    zet,
)


async def _vastgelegd(dienst: ServiceUnderTest, id_: str) -> None:
    await dienst.receive(
        VerplichtingVastgelegd(
            gemeente="GM0090", toekenning_id=id_, versie=1, bedrag_centen=250_000
        )
    )


async def _niets_bewaard(dienst: ServiceUnderTest, eerder: int = 0) -> None:
    assert (await dienst.client.get("/toekenningen")).json()["count"] == eerder
    assert (await gezegd(dienst)).count("ToekenningAangevraagd") == eerder


async def test_a_request_is_stored_with_its_toetsing_and_said_to_budget(
    dienst: ServiceUnderTest,
) -> None:
    ref = await een_persoon(dienst)
    answer = await vraag(dienst, een_prb(ref))
    body = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/toekenningen/{body['id']}"
    assert body["status"] == "aangevraagd"
    assert body["versie"] == 1
    assert [m["bedragCenten"] for m in body["kosten"]] == [83_334, 83_333, 83_333]
    assert body["toetsing"]["oordeel"] == "voldoet"
    assert await toestand(dienst, body["id"]) == body
    geopend, gevraagd = [received.event for received in await dienst.emitted()]
    assert body["trajectId"] == geopend.traject_id
    assert (gevraagd.toekenning_id, gevraagd.persoon_ref) == (body["id"], ref)
    assert (gevraagd.post, gevraagd.plafond) == ("werktrajecten-en-voorzieningen", "prb")
    assert sum(maand.bedrag_centen for maand in gevraagd.kosten) == 250_000


async def test_the_same_key_gives_the_same_answer_once(dienst: ServiceUnderTest) -> None:
    body = een_prb(await een_persoon(dienst))
    first = await vraag(dienst, body, **{"Idempotency-Key": "k"})
    again = await vraag(dienst, body, **{"Idempotency-Key": "k"})
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotent-replayed"] == "true"
    await _niets_bewaard(dienst, eerder=1)


async def test_the_lists_filter(dienst: ServiceUnderTest) -> None:
    eerste, _ = await een_toekenning(dienst), await een_toekenning(dienst)
    await _vastgelegd(dienst, eerste["id"])
    for filters, aantal in (
        ({}, 2),
        ({"persoonRef": eerste["persoonRef"]}, 1),
        ({"status": "verleend"}, 1),
        ({"status": "geweigerd"}, 0),
        ({"gemeente": "GM0090"}, 2),
        ({"gemeente": "GM0098"}, 0),
    ):
        lijst = (await dienst.client.get("/toekenningen", params=filters)).json()
        assert lijst["count"] == len(lijst["results"]) == aantal, filters
    for wrong, status in (
        ({"gemeente": "GM0001"}, 403),
        ({"status": "klaar"}, 400),
        ({"persoonRef": "x"}, 400),
    ):
        answer = await dienst.client.get("/toekenningen", params=wrong)
        assert answer.status_code == status, wrong


@pytest.mark.parametrize(
    ("anders", "status", "veld"),
    [
        ({"product": "onbekend"}, 409, "product"),
        ({"product": "oh-p1"}, 409, "product"),
        ({"product": "PRB!"}, 400, "product"),
        ({"bedragCenten": 0}, 400, "bedragCenten"),
        ({"bedragCenten": -1}, 400, "bedragCenten"),
        ({"bedragCenten": 1250.505}, 400, "bedragCenten"),
        ({"bedragCenten": "100"}, 400, "bedragCenten"),
        ({"bedragCenten": 10**13}, 400, "bedragCenten"),
        ({"besluitdatum": "2023-02-30"}, 400, "besluitdatum"),
        ({"besluitdatum": None}, 400, "besluitdatum"),
        ({"startdatum": "1899-12-31"}, 400, "startdatum"),
        ({"persoonRef": "123"}, 400, "persoonRef"),
        ({"fonds": "buig"}, 400, "fonds"),
        ({"feiten": {"anders": True}}, 400, "feiten.anders"),
        ({"feiten": {"eigenAanvraag": "ja"}}, 400, "feiten.eigenAanvraag"),
        ({"bsn": "123"}, 400, "bsn"),
        ({"gemeente": "GM9999"}, 403, None),
        ({"gemeente": "Drachten"}, 400, "gemeente"),
        ({"gemeente": None}, 409, None),
    ],
)
async def test_bad_input(
    dienst: ServiceUnderTest, anders: dict[str, Any], status: int, veld: str | None
) -> None:
    ref = await een_persoon(dienst)
    answer = await vraag(dienst, een_prb(ref, **anders))
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"]
    assert [p["name"] for p in answer.json().get("invalidParams", [])] == [veld] * bool(veld)
    await _niets_bewaard(dienst)


@pytest.mark.parametrize(
    ("anders", "code", "regel"),
    [
        ({"besluitdatum": "2019-12-31"}, "geen-geldige-regel", "S-001"),
        ({"bedragCenten": 250_001}, "regels-niet-vervuld", "S-091"),
        ({"feiten": {**FEITEN, "planMetDoelen": False}}, "regels-niet-vervuld", "S-090"),
        ({"fonds": "esf"}, "regels-niet-vervuld", "S-141"),
        ({"einddatum": "2023-03-31"}, "regels-niet-vervuld", "D7"),
        ({"einddatum": "2099-12-31"}, "regels-niet-vervuld", "D7"),
    ],
)
async def test_a_rule_refuses_with_its_source(
    dienst: ServiceUnderTest, anders: dict[str, Any], code: str, regel: str
) -> None:
    ref = await een_persoon(dienst)
    answer = await vraag(dienst, een_prb(ref, **anders))
    assert (answer.status_code, answer.json()["code"]) == (409, code), answer.text
    assert [r["id"] for r in answer.json()["regels"]] == [regel]
    assert all(r["bron"] for r in answer.json()["regels"])
    await _niets_bewaard(dienst)


async def test_missing_facts_block_and_are_named(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst, afstand=None)
    answer = await vraag(dienst, een_prb(ref, feiten=None))
    assert answer.status_code == 409
    assert [r["id"] for r in answer.json()["regels"]] == ["S-090"] * 4 + ["S-092"]
    assert "plan-met-doelen: niet-te-bepalen" in answer.json()["detail"]
    await _niets_bewaard(dienst)


async def test_S_092_long_distance(dienst: ServiceUnderTest) -> None:
    answer = await vraag(dienst, een_prb(await een_persoon(dienst, afstand="lang")))
    assert answer.status_code == 409
    (regel,) = answer.json()["regels"]
    assert regel == {
        "id": "S-092",
        "bron": "Focus op Werk 2020-2024, par. 6.1.3",
        "parameter": "kort",
        "geldigVanaf": "2020-01-01",
    }
    await _niets_bewaard(dienst)


async def test_W_017_open_house_and_its_profile(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst, gemeente="GM0098", afstand=None, profiel="p2")
    body = een_prb(
        ref,
        gemeente="GM0098",
        besluitdatum="2026-03-01",
        startdatum="2026-04-01",
        einddatum=None,
        feiten=None,
    )
    nee = await vraag(dienst, {**body, "product": "oh-p1"})
    assert nee.status_code == 409
    assert [r["id"] for r in nee.json()["regels"]] == ["W-017"]
    ja = await vraag(dienst, {**body, "product": "oh-p2"})
    assert ja.status_code == 201
    assert ja.json()["post"] == "inkoop-re-integratie"
    te_laat = await vraag(dienst, {**body, "product": "oh-p2", "besluitdatum": "2029-01-01"})
    assert (te_laat.status_code, te_laat.json()["code"]) == (409, "geen-geldige-regel")
    await _niets_bewaard(dienst, eerder=1)


async def test_a_person_not_known_yet(dienst: ServiceUnderTest) -> None:
    answer = await vraag(dienst, een_prb(str(uuid4())), **{"Idempotency-Key": "k"})
    assert (answer.status_code, answer.json()["code"]) == (409, "nog-niet-verwerkt")
    assert answer.headers["retry-after"] == "2"
    await _niets_bewaard(dienst)


async def test_the_key_of_a_refusal_is_free_again(dienst: ServiceUnderTest) -> None:
    ref = str(uuid4())
    assert (await vraag(dienst, een_prb(ref), **{"Idempotency-Key": "k"})).status_code == 409
    await dienst.receive(een_inwoner(ref), een_diagnose(ref))
    assert (await vraag(dienst, een_prb(ref), **{"Idempotency-Key": "k"})).status_code == 201


async def test_a_traject_of_somebody_else(dienst: ServiceUnderTest) -> None:
    ander = (await een_toekenning(dienst))["trajectId"]
    ref = await een_persoon(dienst)
    for wrong in (ander, str(uuid4())):
        answer = await vraag(dienst, een_prb(ref, trajectId=wrong))
        assert answer.status_code == 409
        assert answer.json()["code"] == "traject-hoort-niet-bij-persoon"
    await _niets_bewaard(dienst, eerder=1)


async def test_S_091_second_prb_is_refused_also_next_year(dienst: ServiceUnderTest) -> None:
    eerste = await een_toekenning(dienst)
    ref = eerste["persoonRef"]
    direct = await vraag(dienst, een_prb(ref))
    assert [r["id"] for r in direct.json()["regels"]] == ["S-090", "S-091"]
    await _vastgelegd(dienst, eerste["id"])
    await zet(dienst, eerste["id"], "_starten", datum="2023-04-01")
    await zet(dienst, eerste["id"], "_beeindigen", datum="2023-06-30", reden="afgerond")
    later = een_prb(ref, besluitdatum="2024-03-01", startdatum="2024-04-01", einddatum="2024-04-30")
    answer = await vraag(dienst, later)
    assert answer.status_code == 409
    assert [r["id"] for r in answer.json()["regels"]] == ["S-091"]
    await _niets_bewaard(dienst, eerder=1)


async def test_S_091_withdrawn_before_the_start_does_not_count(dienst: ServiceUnderTest) -> None:
    eerste = await een_toekenning(dienst)
    await _vastgelegd(dienst, eerste["id"])
    ingetrokken = await zet(dienst, eerste["id"], "_intrekken", datum="2023-03-02")
    assert ingetrokken.json()["status"] == "ingetrokken"
    assert (await vraag(dienst, een_prb(eerste["persoonRef"]))).status_code == 201


async def test_S_091_refused_by_budget_does_not_count(dienst: ServiceUnderTest) -> None:
    eerste = await een_toekenning(dienst)
    await dienst.receive(
        VerplichtingGeweigerd(
            gemeente="GM0090", toekenning_id=eerste["id"], versie=1, reden="plafond", post="prb"
        )
    )
    assert (await vraag(dienst, een_prb(eerste["persoonRef"]))).status_code == 201


async def test_S_091_and_S_090_count_within_the_gemeente(dienst: ServiceUnderTest) -> None:
    ref = UUID((await een_toekenning(dienst))["persoonRef"])
    async with dienst.uow.read(SYSTEEM) as session:
        hier = await ask(session, eerdere("GM0090", ref))
        assert await ask(session, eerdere("GM0098", ref)) == []
    prb, ander = (Aanvraag(p, date(2023, 4, 1), date(2023, 3, 1)) for p in ("prb", "oh-p1"))
    for aanvraag, aantal in ((prb, 1), (ander, 0)):
        gevonden = situatie(Dossier(Persoonsfeiten(), (), hier), aanvraag)
        assert (gevonden.aantal_eerder, gevonden.lopende_re_integratie) == (aantal, ["prb"])


async def test_S_091_two_at_once_for_one_person(dienst: ServiceUnderTest) -> None:
    body = een_prb(await een_persoon(dienst))
    answers = await asyncio.gather(*(vraag(dienst, body) for _ in range(4)))
    assert sorted(a.status_code for a in answers) == [201, 409, 409, 409]
    await _niets_bewaard(dienst, eerder=1)


async def test_prefer_wait_gives_the_outcome(dienst: ServiceUnderTest) -> None:
    body = een_prb(await een_persoon(dienst))
    asked = asyncio.ensure_future(vraag(dienst, body, Prefer="wait=5", **{"Idempotency-Key": "k"}))
    while not (rows := (await dienst.client.get("/toekenningen")).json()["results"]):
        await asyncio.sleep(0.01)
    await _vastgelegd(dienst, rows[0]["id"])
    answer = await asked
    assert (answer.status_code, answer.json()["status"]) == (201, "verleend")
    assert answer.headers["preference-applied"] == "wait=5"
    stored = await vraag(dienst, body, **{"Idempotency-Key": "k"})
    assert stored.json()["status"] == "aangevraagd"


async def test_prefer_wait_ends_without_an_outcome(dienst: ServiceUnderTest) -> None:
    answer = await vraag(dienst, een_prb(await een_persoon(dienst)), Prefer="wait=1")
    assert (answer.status_code, answer.json()["status"]) == (201, "aangevraagd")
    assert "preference-applied" not in answer.headers
