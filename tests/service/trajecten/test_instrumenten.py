"""Instruments end to end in trajecten: start conditions, four eyes, and facts of other nouns."""

from datetime import date
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.contracts.budget import VerplichtingVastgelegd
from shared.contracts.intake import UitkeringBeeindigd
from shared.testing.service import ServiceUnderTest
from tests.service.trajecten.bouw import een_diagnose, een_inwoner, gezegd, toestand, vraag, zet

OVEREENKOMST = dict.fromkeys(
    (
        "leerdoelen",
        "aanvullendWerk",
        "verzekering",
        "duurEnOmvang",
        "voortgang",
        "afstemming",
        "getekendDoorInwoner",
        "getekendDoorWerkgever",
        "getekendDoorGemeente",
    ),
    True,
)


async def _persoon(
    dienst: ServiceUnderTest, gemeente: str = "GM0090", vanaf: date = date(2020, 1, 1)
) -> str:
    ref = str(uuid4())
    await dienst.receive(
        een_inwoner(ref, gemeente=gemeente, uitkering_vanaf=vanaf),
        een_diagnose(ref, gemeente=gemeente, afstand="lang"),
    )
    return ref


def _plaats(ref: str, **anders: Any) -> dict[str, Any]:
    body = {
        "gemeente": "GM0090",
        "persoonRef": ref,
        "product": "participatieplaats",
        "startdatum": "2023-04-01",
        "einddatum": "2025-03-31",
        "besluitdatum": "2023-03-01",
        "urenPerWeek": 24,
        "feiten": {"toestemmingInwoner": True},
        **anders,
    }
    return {naam: waarde for naam, waarde in body.items() if waarde is not None}


async def _vastgelegd(dienst: ServiceUnderTest, toekenning: dict[str, Any]) -> None:
    await dienst.receive(
        VerplichtingVastgelegd(
            gemeente=toekenning["gemeente"],
            toekenning_id=toekenning["id"],
            versie=1,
            bedrag_centen=toekenning["bedragCenten"],
        )
    )


async def _start(dienst: ServiceUnderTest, id_: str, **feiten: bool) -> httpx.Response:
    body = {"datum": "2023-04-01", "feiten": feiten}
    return await dienst.client.post(f"/toekenningen/{id_}/_starten", json=body)


async def test_S_128_a_participatieplaats_commits_four_premies(dienst: ServiceUnderTest) -> None:
    answer = await vraag(dienst, _plaats(await _persoon(dienst)))
    assert answer.status_code == 201, answer.text
    assert answer.json()["bedragCenten"] == 120_000
    assert [m["maand"] for m in answer.json()["kosten"]] == [
        "2023-09-01",
        "2024-03-01",
        "2024-09-01",
        "2025-03-01",
    ]
    met_bedrag = await vraag(dienst, _plaats(await _persoon(dienst), bedragCenten=30_000))
    assert [r["id"] for r in met_bedrag.json()["regels"]] == ["S-128"]


async def test_the_amount_of_a_prb_must_be_named(dienst: ServiceUnderTest) -> None:
    body = _plaats(await _persoon(dienst), product="assessment", einddatum="2023-05-26")
    answer = await vraag(dienst, body)
    assert answer.status_code == 409
    (regel,) = answer.json()["regels"]
    assert regel["parameter"] == "bedragCenten in het verzoek"


async def test_S_127_it_does_not_start_without_the_agreement(dienst: ServiceUnderTest) -> None:
    toekenning = (await vraag(dienst, _plaats(await _persoon(dienst)))).json()
    await _vastgelegd(dienst, toekenning)
    id_ = toekenning["id"]
    half = {**OVEREENKOMST, "getekendDoorWerkgever": False}
    nee = await _start(dienst, id_, **half)
    assert (nee.status_code, [r["id"] for r in nee.json()["regels"]]) == (409, ["S-127"])
    assert (await toestand(dienst, id_))["status"] == "verleend"
    ja = await _start(dienst, id_, **OVEREENKOMST)
    assert (ja.status_code, ja.json()["status"]) == (200, "gestart")
    regels = [u["regel"] for u in ja.json()["toetsing"]["uitkomsten"]]
    assert regels.count("S-127") == 9
    assert (await gezegd(dienst)).count("ToekenningGestart") == 1


async def _plaatsing(dienst: ServiceUnderTest, ref: str) -> str:
    body = {
        "gemeente": "GM0098",
        "persoonRef": ref,
        "kvkNummer": "12345678",
        "soortOvereenkomst": "01",
        "startdatum": "2026-03-01",
        "einddatum": "2026-08-31",
        "urenPerWeek": 24,
    }
    kop = {"Idempotency-Key": str(uuid4())}
    answer = await dienst.client.post("/plaatsingen", json=body, headers=kop)
    assert answer.status_code == 201, answer.text
    id_: str = answer.json()["id"]
    return id_


def _voucher(ref: str, plaatsing: str, **anders: Any) -> dict[str, Any]:
    return {
        "gemeente": "GM0098",
        "persoonRef": ref,
        "product": "werkvoucher",
        "startdatum": "2026-03-01",
        "besluitdatum": "2026-03-01",
        "plaatsingId": plaatsing,
        **anders,
    }


async def test_W_093_werkvoucher_on_the_facts_of_plaatsing_and_benefit(
    dienst: ServiceUnderTest,
) -> None:
    ref = await _persoon(dienst, "GM0098")
    plaatsing = await _plaatsing(dienst, ref)
    eerste = await vraag(dienst, _voucher(ref, plaatsing))
    assert (eerste.status_code, eerste.json()["status"]) == (201, "aangevraagd"), eerste.text
    assert (eerste.json()["bedragCenten"], eerste.json()["fonds"]) == (200_000, "regulier")
    tweede = await vraag(dienst, _voucher(ref, plaatsing))
    assert (tweede.status_code, [r["id"] for r in tweede.json()["regels"]]) == (409, ["W-093"])
    ander = await vraag(dienst, _voucher(await _persoon(dienst, "GM0098"), plaatsing))
    assert {r["id"] for r in ander.json()["regels"]} == {"W-093"}
    assert "niet-te-bepalen" in ander.json()["detail"]


async def _naast_lks(dienst: ServiceUnderTest) -> dict[str, Any]:
    ref = await _persoon(dienst, "GM0098")
    plaatsing = await _plaatsing(dienst, ref)
    lks = _voucher(
        ref,
        plaatsing,
        product="lks",
        einddatum="2026-08-31",
        urenPerWeek=24,
        loonwaarde={"procent": 60, "gemetenOp": "2026-02-15"},
    )
    gekregen = await vraag(dienst, lks)
    assert gekregen.status_code == 201, gekregen.text
    assert gekregen.json()["fonds"] == "buig"
    assert gekregen.json()["kosten"][0]["bedragCenten"] == 81_608
    event = (await dienst.emitted())[-1].event
    assert (event.product, event.fonds, event.post) == ("lks", "buig", "buig")
    voucher: dict[str, Any] = (await vraag(dienst, _voucher(ref, plaatsing))).json()
    return voucher


async def test_decision_44_beside_lks_a_second_person_agrees_first(
    dienst: ServiceUnderTest,
) -> None:
    voucher = await _naast_lks(dienst)
    assert voucher["status"] == "concept"
    assert (await gezegd(dienst)).count("ToekenningAangevraagd") == 1
    id_ = voucher["id"]
    te_vroeg = await zet(dienst, id_, "_akkoord", medewerker="jobcoach-1")
    assert (te_vroeg.status_code, te_vroeg.json()["code"]) == (409, "overgang-niet-toegestaan")
    assert (await zet(dienst, id_, "_voorleggen", medewerker="jobcoach-1")).status_code == 200
    assert (await toestand(dienst, id_))["status"] == "ter_toetsing"
    zelf = await zet(dienst, id_, "_akkoord", medewerker="jobcoach-1")
    assert (zelf.status_code, zelf.json()["code"]) == (409, "zelfde-beoordelaar")
    assert [r["id"] for r in zelf.json()["regels"]] == ["Pw-10d-9"]
    akkoord = await zet(dienst, id_, "_akkoord", medewerker="kwaliteit-1")
    assert (akkoord.status_code, akkoord.json()["akkoord"]) == (200, True), akkoord.text
    for naam in ("toekenningenVoorleggen", "toekenningenAkkoord"):
        assert await dienst.verwerkt(naam) == [voucher["persoonRef"]]
    assert (await toestand(dienst, id_))["status"] == "aangevraagd"
    assert (await gezegd(dienst)).count("ToekenningAangevraagd") == 2


async def test_decision_44_a_no_refuses_and_a_withdrawal_is_not_for_budget(
    dienst: ServiceUnderTest,
) -> None:
    voucher = await _naast_lks(dienst)
    id_ = voucher["id"]
    await zet(dienst, id_, "_voorleggen", medewerker="jobcoach-1")
    nee = await zet(dienst, id_, "_afwijzen", medewerker="kwaliteit-1")
    assert await dienst.verwerkt("toekenningenAfwijzen") == [voucher["persoonRef"]]
    assert (nee.status_code, nee.json()["akkoord"]) == (200, False), nee.text
    assert (await toestand(dienst, id_))["status"] == "geweigerd"
    assert {
        e.event.regel
        for e in await dienst.emitted()
        if type(e.event).__name__ == "ToekenningGeweigerd"
    } == {"Pw-10d-9"}
    ander = (await _naast_lks(dienst))["id"]
    weg = await zet(dienst, ander, "_intrekken", datum="2026-03-02")
    assert weg.json()["status"] == "ingetrokken"
    assert "ToekenningIngetrokken" not in await gezegd(dienst)


@pytest.mark.parametrize(("vanaf", "goed"), [(date(2025, 3, 1), True), (date(2025, 3, 2), False)])
async def test_W_094_uitstroompremie_on_the_uitstroom_and_the_history_of_benefits(
    dienst: ServiceUnderTest, vanaf: date, goed: bool
) -> None:
    ref = await _persoon(dienst, "GM0098", vanaf)
    await dienst.receive(
        UitkeringBeeindigd(
            gemeente="GM0098",
            persoon_ref=ref,
            versie=2,
            uitkering_soort="participatiewet",
            beeindigd_op=date(2026, 2, 28),
            reden="werk",
        )
    )
    lijst = (await dienst.client.get("/uitstroomregistraties", params={"persoonRef": ref})).json()
    (uitstroom,) = lijst["results"]
    body = {**_voucher(ref, ""), "product": "uitstroompremie", "uitstroomId": uitstroom["id"]}
    del body["plaatsingId"]
    answer = await vraag(dienst, body)
    if goed:
        assert (answer.status_code, answer.json()["bedragCenten"]) == (201, 60_000), answer.text
    else:
        assert [r["id"] for r in answer.json()["regels"]] == ["W-094"]
