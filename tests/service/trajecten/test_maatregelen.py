"""A maatregel from proposal to the last month, on the rules of Weststellingwerf."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.trajecten.app import SERVICE
from services.trajecten.betrokkene.queries import maatregelen as bewaard
from shared.contracts.intake import (
    InwonerEvent,
    InwonerGewist,
    InwonerOverleden,
    InwonerSamengevoegd,
    InwonerVertrokken,
    UitkeringBeeindigd,
    UitkeringBegonnen,
)
from shared.contracts.maatregelen import (
    MaatregelHerzien,
    MaatregelmaandBevestigd,
    MaatregelmaandGegeven,
    MaatregelmaandVervallen,
    MaatregelOpgelegd,
)
from shared.tenancy import SYSTEEM
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.service.trajecten.bouw import een_feit, een_inwoner, gezegd

VANDAAG = date(2026, 4, 20)
Json = dict[str, Any]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(date(2026, 3, 2))


@pytest.fixture
async def dienst(tmp_path: Path, clock: FakeClock) -> AsyncIterator[ServiceUnderTest]:
    """trajecten on 2 March 2026."""
    async with service_under_test(SERVICE, tmp_path, clock) as running:
        yield running


async def _inwoner(dienst: ServiceUnderTest, **anders: Any) -> str:
    ref = str(uuid4())
    feiten = {"gemeente": "GM0098", "uitkering_vanaf": date(2020, 1, 1), **anders}
    await dienst.receive(een_inwoner(ref, **feiten))
    return ref


def _voorstel(ref: str, **anders: Any) -> Json:
    """A proposal that meets every rule, but for what is given; a field that is None is left out."""
    body = {
        "gemeente": "GM0098",
        "persoonRef": ref,
        "grond": "voorziening-of-onderzoek",
        "verwijtbaarheid": "volledig",
        "gedragingOp": "2026-02-10",
        "normCenten": 100_000,
        "dringendeRedenen": False,
        "afweging": "ZAAK-2026-0117",
        "medewerker": "ac-12",
        **anders,
    }
    return {naam: waarde for naam, waarde in body.items() if waarde is not None}


async def _stel_voor(dienst: ServiceUnderTest, body: Json, sleutel: str = "") -> httpx.Response:
    kop = {"Idempotency-Key": sleutel or str(uuid4())}
    return await dienst.client.post("/maatregelen", json=body, headers=kop)


async def _voorgesteld(dienst: ServiceUnderTest, ref: str, **anders: Any) -> str:
    answer = await _stel_voor(dienst, _voorstel(ref, **anders))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def _stap(dienst: ServiceUnderTest, id_: str, stap: str, **body: Any) -> httpx.Response:
    return await dienst.client.post(f"/maatregelen/{id_}/{stap}", json=body)


async def _besluit(dienst: ServiceUnderTest, id_: str, **anders: Any) -> httpx.Response:
    body = {"akkoord": True, "medewerker": "kwaliteit-1", "datum": "2026-03-02"}
    return await _stap(dienst, id_, "_besluiten", **{**body, **anders})


async def _opgelegd(dienst: ServiceUnderTest, ref: str, **anders: Any) -> str:
    id_ = await _voorgesteld(dienst, ref, **anders)
    answer = await _besluit(dienst, id_)
    assert answer.status_code == 200, answer.text
    return id_


async def _toon(dienst: ServiceUnderTest, id_: str) -> Json:
    answer = await dienst.client.get(f"/maatregelen/{id_}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def _standen(dienst: ServiceUnderTest, id_: str) -> list[str]:
    return [maand["status"] for maand in (await _toon(dienst, id_))["maanden"]]


async def _bevestig(
    dienst: ServiceUnderTest,
    maand: str,
    datum: str,
    uitkomst: str = "uitgevoerd",
    sleutel: str = "",
) -> httpx.Response:
    kop = {"Idempotency-Key": sleutel or str(uuid4())}
    body = {"uitkomst": uitkomst, "datum": datum}
    path = f"/maatregelmaanden/{maand}/_bevestigen"
    return await dienst.client.post(path, json=body, headers=kop)


def _fout(answer: httpx.Response) -> tuple[int, str, list[str]]:
    problem = answer.json()
    return answer.status_code, problem["code"], [each["id"] for each in problem.get("regels", [])]


async def test_W_026_two_people_impose_it_and_each_month_has_an_instruction(
    dienst: ServiceUnderTest,
) -> None:
    ref = await _inwoner(dienst)
    id_ = await _voorgesteld(dienst, ref)
    assert await dienst.emitted() == []
    besloten = (await _besluit(dienst, id_)).json()
    assert (besloten["status"], besloten["herhaling"], besloten["regel"]) == (
        "opgelegd",
        0,
        "W-026",
    )
    assert (besloten["voorgesteldDoor"], besloten["beslotenDoor"]) == ("ac-12", "kwaliteit-1")
    assert [(m["maand"], m["bedragCenten"], m["status"]) for m in besloten["maanden"]] == [
        ("2026-03-01", 33_334, "gegeven"),
        ("2026-04-01", 33_333, "gegeven"),
        ("2026-05-01", 33_333, "gegeven"),
    ]
    assert await _toon(dienst, id_) == besloten
    opgelegd, eerste, *_ = [received.event for received in await dienst.emitted()]
    wie = {"gemeente": "GM0098", "maatregel_id": id_, "persoon_ref": ref}
    assert opgelegd == MaatregelOpgelegd(
        **wie,
        besluitdatum=date(2026, 3, 2),
        bedrag_centen=100_000,
        regel="W-026",
        uiterlijk_heroverwegen=date(2026, 6, 2),
    )
    assert eerste == MaatregelmaandGegeven(
        **wie,
        maatregelmaand_id=besloten["maanden"][0]["id"],
        maand=date(2026, 3, 1),
        bedrag_centen=33_334,
    )
    assert await gezegd(dienst) == ["MaatregelOpgelegd", *["MaatregelmaandGegeven"] * 3]


async def test_W_011_who_proposes_does_not_decide(dienst: ServiceUnderTest) -> None:
    id_ = await _voorgesteld(dienst, await _inwoner(dienst))
    for akkoord in (True, False):
        zelf = await _besluit(dienst, id_, medewerker="ac-12", akkoord=akkoord)
        assert _fout(zelf) == (409, "zelfde-beoordelaar", ["W-011"])
    nee = (await _besluit(dienst, id_, akkoord=False)).json()
    assert (nee["status"], nee["beslotenDoor"], nee["maanden"]) == ("afgewezen", "kwaliteit-1", [])
    assert await dienst.emitted() == []
    assert _fout(await _besluit(dienst, id_))[:2] == (409, "stap-niet-toegestaan")


@pytest.mark.parametrize(
    ("anders", "code", "regels"),
    [
        ({"grond": "inschrijving-uwv"}, "grond-onbekend", ["pw-18-4"]),
        ({"grond": "verhuizen"}, "grond-niet-vervuld", ["pw-18-4-e"] * 3),
        ({"verwijtbaarheid": "geen"}, "geen-verwijt", ["pw-18-9"]),
        ({"dringendeRedenen": True}, "afstemming-onjuist", ["pw-18-10"]),
        ({"procent": 50}, "afstemming-onjuist", ["pw-18-5"]),
        ({"gedragingOp": "2026-03-03"}, "datum-buiten-termijn", []),
    ],
)
async def test_W_024_and_W_025_what_the_law_does_not_ask_for_is_refused_with_its_rule(
    dienst: ServiceUnderTest, anders: Json, code: str, regels: list[str]
) -> None:
    answer = await _stel_voor(dienst, _voorstel(await _inwoner(dienst), **anders))
    assert _fout(answer) == (409, code, regels)
    assert (await dienst.client.get("/maatregelen")).json()["count"] == 0


async def test_X_14_to_move_is_a_ground_when_everything_is_met(dienst: ServiceUnderTest) -> None:
    feiten = dict.fromkeys(("enigeMogelijkheid", "contractEenJaar", "loonTenMinsteNorm"), True)
    id_ = await _voorgesteld(dienst, await _inwoner(dienst), grond="verhuizen", feiten=feiten)
    assert (await _toon(dienst, id_))["grond"] == "verhuizen"


async def test_every_fault_of_a_body_at_once(dienst: ServiceUnderTest) -> None:
    fout = await _stel_voor(dienst, {"normCenten": 0, "procent": 100, "afweging": "een hele zin"})
    namen = {each["name"] for each in fout.json()["invalidParams"]}
    assert fout.status_code == 400
    assert {"normCenten", "procent", "afweging", "persoonRef", "grond", "medewerker"} <= namen


async def test_S_096_a_nug_loses_a_voorziening_but_gets_no_maatregel(
    dienst: ServiceUnderTest,
) -> None:
    for soort in ("geen", "anw", "ioaw"):
        ref = await _inwoner(dienst, uitkering_soort=soort)
        answer = await _stel_voor(dienst, _voorstel(ref))
        assert _fout(answer) == (409, "geen-bijstand", ["S-096"])


async def test_what_smallingerland_does_not_say_is_refused(dienst: ServiceUnderTest) -> None:
    ref = await _inwoner(dienst, gemeente="GM0090")
    answer = await _stel_voor(dienst, _voorstel(ref, gemeente="GM0090"))
    assert _fout(answer) == (409, "regel-ontbreekt", ["pw-18-5"])


async def test_who_is_not_known_here_is_409_and_what_is_not_is_404(
    dienst: ServiceUnderTest,
) -> None:
    onbekend = await _stel_voor(dienst, _voorstel(str(uuid4())))
    assert _fout(onbekend)[:2] == (409, "nog-niet-verwerkt")
    weg = str(uuid4())
    gezien = {"oordeel": "handhaven", "medewerker": "ac-12", "datum": "2026-03-02"}
    for answer, code in (
        (await _besluit(dienst, weg), "maatregel-onbekend"),
        (await _stap(dienst, weg, "_heroverwegen", **gezien), "maatregel-onbekend"),
        (await dienst.client.get(f"/maatregelen/{weg}"), "maatregel-onbekend"),
        (await dienst.client.get(f"/maatregelmaanden/{weg}"), "maatregelmaand-onbekend"),
        (await _bevestig(dienst, weg, "2026-03-02"), "maatregelmaand-onbekend"),
    ):
        assert _fout(answer)[:2] == (404, code)


async def test_the_same_breach_is_punished_once(dienst: ServiceUnderTest) -> None:
    ref = await _inwoner(dienst)
    eerste = await _stel_voor(dienst, _voorstel(ref), sleutel="een")
    weer = await _stel_voor(dienst, _voorstel(ref), sleutel="een")
    assert (weer.status_code, weer.json()) == (201, eerste.json())
    assert _fout(await _stel_voor(dienst, _voorstel(ref)))[:2] == (409, "gedraging-bekend")
    await _besluit(dienst, eerste.json()["id"], akkoord=False)
    await _voorgesteld(dienst, ref)
    await _voorgesteld(dienst, ref, gedragingOp="2026-02-11")
    await _voorgesteld(dienst, await _inwoner(dienst))


async def test_X_14_a_second_breach_after_a_maatregel_waits_for_a_rule(
    dienst: ServiceUnderTest, clock: FakeClock
) -> None:
    ref = await _inwoner(dienst)
    await _opgelegd(dienst, ref)
    # done before the first decision: no repetition
    await _opgelegd(dienst, ref, gedragingOp="2026-02-11")
    clock.set(date(2026, 3, 3))
    opnieuw = await _stel_voor(dienst, _voorstel(ref, gedragingOp="2026-03-03"))
    assert _fout(opnieuw) == (409, "regel-ontbreekt", ["pw-18-6", "X-14"])


async def test_pw_18_5_maatregelen_together_take_off_the_norm_at_most(
    dienst: ServiceUnderTest,
) -> None:
    ref = await _inwoner(dienst)
    wacht = await _voorgesteld(dienst, ref, gedragingOp="2026-02-01")
    # 33.334 three times is two cents more than 100.000
    for dag in ("2026-02-10", "2026-02-11"):
        await _opgelegd(dienst, ref, gedragingOp=dag)
    derde = await _stel_voor(dienst, _voorstel(ref, gedragingOp="2026-02-12"))
    for answer in (derde, await _besluit(dienst, wacht)):
        assert _fout(answer) == (409, "meer-dan-de-norm", ["pw-18-5"])
    net = {"gedragingOp": "2026-02-12", "dringendeRedenen": True, "procent": 99}
    await _opgelegd(dienst, ref, **net)
    assert (await _besluit(dienst, wacht, akkoord=False)).status_code == 200


async def test_a_decision_looks_at_the_rules_anew(
    dienst: ServiceUnderTest, clock: FakeClock
) -> None:
    ref = await _inwoner(dienst)
    id_ = await _voorgesteld(dienst, ref)
    clock.set(date(2026, 3, 7))
    for buiten in ("2026-03-01", "2026-03-08"):
        fout = await _besluit(dienst, id_, datum=buiten)
        assert _fout(fout)[:2] == (409, "datum-buiten-termijn")
    await dienst.receive(_uitkering_voorbij(ref, date(2026, 3, 7)))
    assert (await _besluit(dienst, id_, datum="2026-03-07")).json()["regel"] == "W-026"
    ander = await _inwoner(dienst)
    id_ = await _voorgesteld(dienst, ander)
    await dienst.receive(_uitkering_voorbij(ander, date(2026, 3, 7)))
    clock.set(date(2026, 3, 8))
    fout = await _besluit(dienst, id_, datum="2026-03-08")
    assert _fout(fout) == (409, "geen-bijstand", ["S-096"])


def _uitkering_voorbij(ref: str, tot: date, versie: int = 2) -> UitkeringBeeindigd:
    velden = {"uitkering_soort": "participatiewet", "beeindigd_op": tot, "reden": "werk"}
    return een_feit(UitkeringBeeindigd, ref, versie, gemeente="GM0098", **velden)


async def test_months_after_a_known_end_of_the_benefit_are_never_given(
    dienst: ServiceUnderTest,
) -> None:
    ref = await _inwoner(dienst)
    id_ = await _voorgesteld(dienst, ref)
    await dienst.receive(_uitkering_voorbij(ref, date(2026, 4, 30)))
    await _besluit(dienst, id_)
    assert await _standen(dienst, id_) == ["gegeven", "gegeven", "vervallen"]
    assert await gezegd(dienst) == [
        "UitstroomGeregistreerd",
        "MaatregelOpgelegd",
        *["MaatregelmaandGegeven"] * 2,
    ]


async def test_the_kernapplicatie_confirms_each_month_once(
    dienst: ServiceUnderTest, clock: FakeClock
) -> None:
    id_ = await _opgelegd(dienst, await _inwoner(dienst))
    maart, april, mei = [maand["id"] for maand in (await _toon(dienst, id_))["maanden"]]
    clock.set(date(2026, 4, 1))
    for te_vroeg_of_later in ("2026-02-28", "2026-04-02"):
        fout = await _bevestig(dienst, maart, te_vroeg_of_later)
        assert _fout(fout)[:2] == (409, "datum-buiten-termijn")
    eerste = await _bevestig(dienst, maart, "2026-03-01", sleutel="een")
    weer = await _bevestig(dienst, maart, "2026-03-01", sleutel="een")
    assert (eerste.status_code, weer.json()) == (200, eerste.json())
    assert _fout(await _bevestig(dienst, maart, "2026-03-24"))[:2] == (
        409,
        "maatregelmaand-niet-open",
    )
    assert (await _bevestig(dienst, april, "2026-04-01", "afgewezen")).status_code == 200
    assert await _standen(dienst, id_) == ["uitgevoerd", "afgewezen", "gegeven"]
    bevestigd = [
        received.event
        for received in await dienst.emitted()
        if isinstance(received.event, MaatregelmaandBevestigd)
    ]
    assert [(e.uitkomst, e.bedrag_centen, e.uitgevoerd_op) for e in bevestigd] == [
        ("uitgevoerd", 33_334, date(2026, 3, 1)),
        ("afgewezen", 33_333, date(2026, 4, 1)),
    ]
    open_ = await dienst.client.get("/maatregelmaanden", params={"status": "gegeven"})
    assert [each["id"] for each in open_.json()["results"]] == [mei]
    assert (await dienst.client.get(f"/maatregelmaanden/{mei}")).json() == open_.json()["results"][
        0
    ]


async def _inkeer(dienst: ServiceUnderTest, id_: str, **anders: Any) -> httpx.Response:
    body = {
        "verzochtOp": "2026-04-10",
        "datum": "2026-04-20",
        "oordeel": "beeindigen",
        "medewerker": "ac-12",
    }
    return await _stap(dienst, id_, "_inkeer", **{**body, **anders})


async def test_W_027_who_changes_keeps_only_the_months_that_are_done(
    dienst: ServiceUnderTest, clock: FakeClock
) -> None:
    id_ = await _opgelegd(dienst, await _inwoner(dienst))
    maart, april, _ = [maand["id"] for maand in (await _toon(dienst, id_))["maanden"]]
    clock.set(VANDAAG)
    await _bevestig(dienst, maart, "2026-03-24")
    await _bevestig(dienst, april, "2026-04-20")
    gezien = (await _inkeer(dienst, id_)).json()
    assert await _standen(dienst, id_) == ["uitgevoerd", "uitgevoerd", "vervallen"]
    assert gezien["heroverwegingen"] == [
        {
            "aanleiding": "inkeer",
            "verzochtOp": "2026-04-10",
            "besluitdatum": "2026-04-20",
            "oordeel": "beeindigen",
            "medewerker": "ac-12",
        }
    ]
    herzien, vervallen = [received.event for received in (await dienst.emitted())[-2:]]
    assert isinstance(herzien, MaatregelHerzien)
    assert (herzien.op_verzoek, herzien.besluitdatum) == (True, VANDAAG)
    assert isinstance(vervallen, MaatregelmaandVervallen)
    assert _fout(await _inkeer(dienst, id_)) == (409, "geen-open-maanden", ["W-027"])


async def test_W_027_the_first_month_stands_even_when_it_is_not_done_yet(
    dienst: ServiceUnderTest, clock: FakeClock
) -> None:
    id_ = await _opgelegd(dienst, await _inwoner(dienst))
    clock.set(VANDAAG)
    assert (await _inkeer(dienst, id_)).status_code == 200
    assert await _standen(dienst, id_) == ["gegeven", "vervallen", "vervallen"]
    assert _fout(await _inkeer(dienst, id_)) == (409, "geen-open-maanden", ["W-027"])


async def test_W_027_a_request_that_is_turned_down_may_come_again(
    dienst: ServiceUnderTest, clock: FakeClock
) -> None:
    id_ = await _opgelegd(dienst, await _inwoner(dienst))
    clock.set(VANDAAG)
    for verzocht, datum in (
        ("2026-03-01", "2026-04-20"),
        ("2026-04-21", "2026-04-21"),
        ("2026-04-10", "2026-04-09"),
        ("2026-04-10", "2026-04-21"),
    ):
        fout = await _inkeer(dienst, id_, verzochtOp=verzocht, datum=datum)
        assert _fout(fout)[:2] == (409, "datum-buiten-termijn")
    eerst = {"verzochtOp": "2026-03-02", "datum": "2026-03-02"}
    nee = await _inkeer(dienst, id_, oordeel="handhaven", **eerst)
    assert nee.status_code == 200
    assert await _standen(dienst, id_) == ["gegeven"] * 3
    assert "MaatregelHerzien" not in await gezegd(dienst)
    ja = (await _inkeer(dienst, id_)).json()
    assert [each["oordeel"] for each in ja["heroverwegingen"]] == ["handhaven", "beeindigen"]


async def test_what_is_only_proposed_is_not_looked_at_again(dienst: ServiceUnderTest) -> None:
    id_ = await _voorgesteld(dienst, await _inwoner(dienst))
    gezien = {"oordeel": "handhaven", "medewerker": "ac-12", "datum": "2026-03-02"}
    answer = await _stap(dienst, id_, "_heroverwegen", **gezien)
    assert _fout(answer)[:2] == (409, "stap-niet-toegestaan")


async def test_pw_18_3_who_is_not_looked_at_again_in_time_stands_on_the_list(
    dienst: ServiceUnderTest, clock: FakeClock
) -> None:
    laat = await _opgelegd(dienst, await _inwoner(dienst))
    gedaan = await _opgelegd(dienst, await _inwoner(dienst))
    clock.set(date(2026, 6, 2))

    async def te_laat(voor: str) -> list[str]:
        params = {"heroverwegenVoor": voor}
        answer = await dienst.client.get("/maatregelen", params=params)
        return sorted(each["id"] for each in answer.json()["results"])

    assert await te_laat("2026-06-02") == []
    assert await te_laat("2026-06-03") == sorted([gedaan, laat])
    gezien = {"oordeel": "handhaven", "medewerker": "ac-12", "datum": "2026-06-02"}
    assert (await _stap(dienst, gedaan, "_heroverwegen", **gezien)).status_code == 200
    assert await te_laat("2026-06-03") == [laat]
    gezien["oordeel"] = "beeindigen"
    assert (await _stap(dienst, laat, "_heroverwegen", **gezien)).status_code == 200
    assert await _standen(dienst, laat) == ["vervallen"] * 3
    assert await te_laat("2026-06-03") == []
    fout = await _stap(dienst, laat, "_heroverwegen", **gezien)
    assert _fout(fout) == (409, "geen-open-maanden", ["pw-18-3"])


def _feit(ref: str, feit: str) -> InwonerEvent:
    """A fact and its day, in words."""
    soort, _, op = feit.partition(" ")
    dag = date.fromisoformat(op)
    if soort == "overleden":
        return een_feit(InwonerOverleden, ref, 2, gemeente="GM0098", overleden_op=dag)
    if soort == "vertrokken":
        return een_feit(InwonerVertrokken, ref, 2, gemeente="GM0098", vertrokken_op=dag)
    return _uitkering_voorbij(ref, dag)


@pytest.mark.parametrize(
    ("feit", "standen"),
    [
        ("overleden 2026-04-10", ["gegeven", "gegeven", "vervallen"]),
        ("vertrokken 2026-04-01", ["gegeven", "vervallen", "vervallen"]),
        ("vertrokken 2026-04-02", ["gegeven", "gegeven", "vervallen"]),
        ("uitkering 2026-03-31", ["gegeven", "vervallen", "vervallen"]),
        ("uitkering 2026-05-01", ["gegeven", "gegeven", "gegeven"]),
    ],
)
async def test_decision_47_months_after_the_end_of_the_right_lapse(
    dienst: ServiceUnderTest, clock: FakeClock, feit: str, standen: list[str]
) -> None:
    ref = await _inwoner(dienst)
    id_ = await _opgelegd(dienst, ref)
    clock.set(date(2026, 4, 11))
    open_ = await _voorgesteld(dienst, ref, gedragingOp="2026-02-12")
    clock.set(date(2026, 6, 10))
    event = _feit(ref, feit)
    messages = await dienst.receive(event)
    assert await _standen(dienst, id_) == standen
    assert (await _toon(dienst, open_))["status"] == "vervallen"
    voor = await gezegd(dienst)
    assert voor.count("MaatregelmaandVervallen") == standen.count("vervallen")
    await dienst.redeliver("intake.events", messages)
    await dienst.receive(event)
    assert await gezegd(dienst) == voor


async def test_a_benefit_that_goes_on_ends_nothing(dienst: ServiceUnderTest) -> None:
    ref = await _inwoner(dienst)
    id_ = await _opgelegd(dienst, ref)
    begonnen = {"uitkering_soort": "participatiewet", "vanaf": date(2026, 4, 1)}
    await dienst.receive(
        _uitkering_voorbij(ref, date(2026, 3, 31)),
        een_feit(UitkeringBegonnen, ref, 3, gemeente="GM0098", **begonnen),
    )
    assert await _standen(dienst, id_) == ["gegeven"] * 3


async def test_two_registrations_prove_to_be_one_person(dienst: ServiceUnderTest) -> None:
    ref, blijft = await _inwoner(dienst), await _inwoner(dienst)
    id_ = await _opgelegd(dienst, ref)
    await dienst.receive(
        een_feit(InwonerSamengevoegd, ref, 2, gemeente="GM0098", blijft_ref=blijft)
    )
    found = await _toon(dienst, id_)
    assert {found["persoonRef"], *(m["persoonRef"] for m in found["maanden"])} == {blijft}
    assert await _standen(dienst, id_) == ["gegeven"] * 3
    lijst = await dienst.client.get("/maatregelen", params={"persoonRef": blijft})
    assert [each["id"] for each in lijst.json()["results"]] == [id_]
    assert _fout(await _stel_voor(dienst, _voorstel(blijft)))[1] == "gedraging-bekend"


async def test_art_17_what_somebody_was_blamed_for_is_forgotten(
    dienst: ServiceUnderTest, clock: FakeClock
) -> None:
    ref = await _inwoner(dienst)
    id_ = await _opgelegd(dienst, ref)
    open_ = await _voorgesteld(dienst, ref, gedragingOp="2026-02-12")
    clock.set(date(2026, 4, 1))
    maart = (await _toon(dienst, id_))["maanden"][0]["id"]
    await _bevestig(dienst, maart, "2026-03-24")
    gewist = een_feit(InwonerGewist, ref, 9, gemeente="GM0098")
    messages = await dienst.receive(gewist)
    found = await _toon(dienst, id_)
    weg = {"grond", "verwijtbaarheid", "gedragingOp", "dringendeRedenen", "afweging"}
    assert not weg & found.keys()
    assert (found["status"], found["bedragCenten"], found["normCenten"]) == (
        "opgelegd",
        100_000,
        100_000,
    )
    assert await _standen(dienst, id_) == ["uitgevoerd", "vervallen", "vervallen"]
    assert (await _toon(dienst, open_))["status"] == "vervallen"
    voor = await gezegd(dienst)
    await dienst.redeliver("intake.events", messages)
    assert await gezegd(dienst) == voor
    assert _fout(await _stel_voor(dienst, _voorstel(ref)))[1] == "persoon-gewist"


async def test_AVG_5_1_e_it_is_needed_until_the_last_month_is_answered(
    dienst: ServiceUnderTest, clock: FakeClock
) -> None:
    async def tot() -> dict[str, date | None]:
        async with dienst.uow.read(SYSTEEM) as session:
            return {str(een.kenmerk): een.tot for een in await bewaard(session)}

    ref = await _inwoner(dienst)
    open_ = await _voorgesteld(dienst, ref, gedragingOp="2026-02-09")
    nee = await _voorgesteld(dienst, ref, gedragingOp="2026-02-08")
    clock.set(date(2026, 3, 3))
    await _besluit(dienst, nee, akkoord=False, datum="2026-03-03")
    id_ = await _voorgesteld(dienst, ref)
    await _besluit(dienst, id_, datum="2026-03-03")
    maart = (await _toon(dienst, id_))["maanden"][0]["id"]
    clock.set(VANDAAG)
    await _inkeer(dienst, id_)
    assert await tot() == {open_: None, nee: date(2026, 3, 3), id_: None}
    await _bevestig(dienst, maart, "2026-03-24")
    assert await tot() == {open_: None, nee: date(2026, 3, 3), id_: VANDAAG}


async def test_nothing_of_the_ground_or_the_blame_travels(dienst: ServiceUnderTest) -> None:
    await _opgelegd(dienst, await _inwoner(dienst))
    for received in await dienst.emitted():
        for geheim in ("voorziening-of-onderzoek", "volledig", "ZAAK-2026-0117", "ac-12"):
            assert geheim not in str(received.event)
