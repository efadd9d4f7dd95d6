"""Aanmelding, toewijzing and the weekly werkverdeling over ASGI."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.contracts.intake import AanmeldingGeregistreerd, AanmeldingToegewezen
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest
from tests.service.intake.bouw import een_aanmelding, een_inwoner, een_medewerker, gemaakt, post


async def lijst(intake: ServiceUnderTest, vraag: str) -> list[dict[str, Any]]:
    answer = await intake.client.get(f"/aanmeldingen?{vraag}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


async def caseloads(intake: ServiceUnderTest) -> dict[str, int]:
    rows = (await intake.client.get("/medewerkers")).json()["results"]
    return {row["code"]: row["caseload"] for row in rows}


async def test_an_aanmelding_is_kept_and_told(intake: ServiceUnderTest) -> None:
    ref = await een_inwoner(intake)
    made = await een_aanmelding(intake, ref, kanaal="vso", aangemeldOp="2026-11-20")
    assert made == {
        "id": made["id"],
        "persoonRef": ref,
        "gemeente": "GM0098",
        "kanaal": "vso",
        "aangemeldOp": "2026-11-20",
        "teLaat": False,
        "wachtdagen": 4,
        "vastgelegdOp": "2026-11-24T12:00:00Z",
    }
    assert (await intake.client.get(f"/aanmeldingen/{made['id']}")).json() == made
    told = (await intake.emitted())[-1]
    assert (told.key, told.subject) == (ref, made["id"])
    assert told.event == AanmeldingGeregistreerd(
        gemeente="GM0098",
        persoon_ref=ref,
        aanmelding_id=made["id"],
        kanaal="vso",
        aangemeld_op=date(2026, 11, 20),
    )


@pytest.mark.parametrize(
    ("gemeente", "kanaal", "regel"),
    [
        ("GM0098", "uwv", None),
        ("GM0098", "praktijkschool", None),
        ("GM0098", "vso", None),
        ("GM0098", "vlechtwerker", None),
        ("GM0098", "kernapplicatie", None),
        ("GM0098", "zelf", None),
        ("GM0098", "gemeentelijk", None),
        ("GM0098", "wsp", "W-003"),
        ("GM0090", "vlechtwerker", "S-056"),
    ],
)
async def test_W_003_channels_are_the_gemeentes_own(
    intake: ServiceUnderTest, gemeente: str, kanaal: str, regel: str | None
) -> None:
    ref = await een_inwoner(intake, gemeente)
    body = {"persoonRef": ref, "kanaal": kanaal, "aangemeldOp": "2026-11-24"}
    answer = await post(intake, "/aanmeldingen", body)
    if regel is None:
        assert answer.status_code == 201
    else:
        assert (answer.status_code, answer.json()["code"]) == (409, "kanaal-onbekend")
        assert [r["id"] for r in answer.json()["regels"]] == [regel]


async def test_W_066_the_school_is_a_channel(intake: ServiceUnderTest) -> None:
    for gemeente in ("GM0090", "GM0098"):
        ref = await een_inwoner(intake, gemeente)
        assert (await een_aanmelding(intake, ref, kanaal="school"))["kanaal"] == "school"


@pytest.mark.parametrize(
    ("geboren", "status"), [("2010-11-24", 201), ("2010-11-25", 409), ("2012-01-01", 409)]
)
async def test_S_056_support_from_sixteen(
    intake: ServiceUnderTest, geboren: str, status: int
) -> None:
    ref = await een_inwoner(intake, "GM0090", geboortedatum=geboren)
    body = {"persoonRef": ref, "kanaal": "praktijkschool", "aangemeldOp": "2026-11-24"}
    answer = await post(intake, "/aanmeldingen", body)
    assert answer.status_code == status
    if status == 409:
        assert answer.json()["code"] == "te-jong"
        [regel] = answer.json()["regels"]
        assert (regel["id"], regel["parameter"]) == ("S-056", "vanaf 16 jaar")
        assert regel["bron"].startswith("Focus op Werk")


async def test_S_056_where_someone_who_cannot_work_went(intake: ServiceUnderTest) -> None:
    await een_medewerker(intake, "ac-1")
    made = await een_aanmelding(intake, await een_inwoner(intake))
    await gemaakt(intake, f"/aanmeldingen/{made['id']}/_toewijzen", {"medewerker": "ac-1"})
    body = {"uitkomst": "verwezen-zorg"}
    closed = await gemaakt(intake, f"/aanmeldingen/{made['id']}/_afsluiten", body)
    assert (closed["afgeslotenOp"], closed["uitkomst"]) == ("2026-11-24", "verwezen-zorg")
    assert await caseloads(intake) == {"ac-1": 0}
    again = await post(intake, f"/aanmeldingen/{made['id']}/_afsluiten", body)
    assert (again.status_code, again.json()["code"]) == (409, "aanmelding-afgesloten")


async def test_one_open_aanmelding_a_person(intake: ServiceUnderTest) -> None:
    ref = await een_inwoner(intake)
    made = await een_aanmelding(intake, ref)
    body = {"persoonRef": ref, "kanaal": "zelf", "aangemeldOp": "2026-11-24"}
    twice = await post(intake, "/aanmeldingen", body)
    assert (twice.status_code, twice.json()["code"]) == (409, "al-aangemeld")
    await gemaakt(intake, f"/aanmeldingen/{made['id']}/_afsluiten", {"uitkomst": "ingetrokken"})
    assert (await post(intake, "/aanmeldingen", body)).status_code == 201
    assert len(await lijst(intake, f"persoonRef={ref}")) == 2


@pytest.mark.parametrize(
    ("wat", "melding", "laatste", "code"),
    [
        ("_overlijden", {"overledenOp": "2026-11-20"}, "2026-11-20", "al-overleden"),
        ("_verhuizen", {"vertrokkenOp": "2026-11-20"}, "2026-11-19", "al-vertrokken"),
    ],
)
async def test_not_after_death_or_leaving(
    intake: ServiceUnderTest, wat: str, melding: dict[str, str], laatste: str, code: str
) -> None:
    ref = await een_inwoner(intake)
    await gemaakt(intake, f"/inwoners/{ref}/{wat}", melding)
    erna = str(date.fromisoformat(laatste) + timedelta(days=1))
    body = {"persoonRef": ref, "kanaal": "zelf", "aangemeldOp": erna}
    refused = await post(intake, "/aanmeldingen", body)
    assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert (await een_aanmelding(intake, ref, aangemeldOp=laatste))["aangemeldOp"] == laatste


@pytest.mark.parametrize(
    ("dag", "code"),
    [("2026-11-25", "datum-in-toekomst"), ("1990-04-30", "datum-voor-geboorte")],
)
async def test_days_that_cannot_be(intake: ServiceUnderTest, dag: str, code: str) -> None:
    ref = await een_inwoner(intake, "GM0090", geboortedatum="1990-05-01")
    body = {"persoonRef": ref, "kanaal": "zelf", "aangemeldOp": dag}
    answer = await post(intake, "/aanmeldingen", body)
    assert (answer.status_code, answer.json()["code"]) == (409, code)


async def test_an_unknown_person_and_bad_input(intake: ServiceUnderTest) -> None:
    body = {"persoonRef": str(uuid4()), "kanaal": "zelf", "aangemeldOp": "2026-11-24"}
    unknown = await post(intake, "/aanmeldingen", body)
    assert (unknown.status_code, unknown.json()["code"]) == (409, "persoon-onbekend")
    bad = await post(intake, "/aanmeldingen", dict.fromkeys(body, "?") | {"naam": "x"})
    assert {f["name"] for f in bad.json()["invalidParams"]} == {*body, "naam"}
    for vraag in ("teLaat=1", "toegewezen=ja", "teLaat=True"):
        assert (await intake.client.get(f"/aanmeldingen?{vraag}")).status_code == 400


async def test_toewijzen_is_told_and_counted(intake: ServiceUnderTest) -> None:
    await een_medewerker(intake, "ac-1", caseload=3)
    await een_medewerker(intake, "ac-2")
    ref = await een_inwoner(intake)
    made = await een_aanmelding(intake, ref)
    waar = f"/aanmeldingen/{made['id']}/_toewijzen"
    given = await gemaakt(intake, waar, {"medewerker": "ac-1"})
    assert given == made | {"medewerker": "ac-1", "toegewezenOp": "2026-11-24"}
    assert await caseloads(intake) == {"ac-1": 4, "ac-2": 0}
    told = (await intake.emitted())[-1].event
    assert told == AanmeldingToegewezen(
        gemeente="GM0098",
        persoon_ref=ref,
        aanmelding_id=made["id"],
        medewerker="ac-1",
        toegewezen_op=date(2026, 11, 24),
    )
    same = await post(intake, waar, {"medewerker": "ac-1"})
    assert (same.status_code, same.json()["code"]) == (409, "al-toegewezen")
    nobody = await post(intake, waar, {"medewerker": "ac-9"})
    assert (nobody.status_code, nobody.json()["code"]) == (409, "medewerker-onbekend")
    await gemaakt(intake, waar, {"medewerker": "ac-2"})
    assert await caseloads(intake) == {"ac-1": 3, "ac-2": 1}
    unknown = await post(intake, f"/aanmeldingen/{uuid4()}/_toewijzen", {"medewerker": "ac-9"})
    assert unknown.status_code == 404


async def test_W_004_more_than_seven_days_without_anybody_is_late(
    intake: ServiceUnderTest, clock: FakeClock
) -> None:
    await een_medewerker(intake, "ac-1")
    made = await een_aanmelding(intake, await een_inwoner(intake))
    elders = await een_aanmelding(intake, await een_inwoner(intake, "GM0090"))
    clock.advance(timedelta(days=7))
    assert await lijst(intake, "teLaat=true") == []
    clock.advance(timedelta(days=1))
    [late] = await lijst(intake, "teLaat=true")
    assert (late["id"], late["teLaat"], late["wachtdagen"]) == (made["id"], True, 8)
    # Smallingerland gives no norm: nothing is late there
    assert [row["id"] for row in await lijst(intake, "teLaat=false")] == [elders["id"]]
    waiting = await lijst(intake, "toegewezen=false")
    assert {row["id"] for row in waiting} == {made["id"], elders["id"]}
    await gemaakt(intake, f"/aanmeldingen/{made['id']}/_toewijzen", {"medewerker": "ac-1"})
    assert await lijst(intake, "teLaat=true") == []
    assert [row["id"] for row in await lijst(intake, "toegewezen=true")] == [made["id"]]


async def test_W_004_the_werkverdeling_goes_to_the_lowest_caseload(
    intake: ServiceUnderTest, clock: FakeClock
) -> None:
    await een_medewerker(intake, "ac-1", caseload=2)
    await een_medewerker(intake, "ac-2")
    await een_medewerker(intake, "jc-1", rol="jobcoach")
    await een_medewerker(intake, "vw-1", team="sociale-basis", rol="regievoerder")
    made = []
    for dag in ("2026-11-23", "2026-11-22", "2026-11-24", "2026-11-20", "2026-11-21"):
        clock.advance(timedelta(milliseconds=1))
        made.append(await een_aanmelding(intake, await een_inwoner(intake), aangemeldOp=dag))
    elders = await een_aanmelding(intake, await een_inwoner(intake, "GM0090"))
    body = {"gemeente": "GM0098", "team": "bestaanszekerheid"}
    round_ = await gemaakt(intake, "/werkverdelingen", body)
    oudste_eerst = sorted(made, key=lambda a: str(a["aangemeldOp"]))
    assert round_["toewijzingen"] == [
        {"aanmeldingId": a["id"], "medewerker": code}
        for a, code in zip(oudste_eerst, ["ac-2", "ac-2", "ac-1", "ac-2", "ac-1"], strict=True)
    ]
    assert await caseloads(intake) == {"ac-1": 4, "ac-2": 3, "jc-1": 0, "vw-1": 0}
    told = [r.event for r in await intake.emitted() if isinstance(r.event, AanmeldingToegewezen)]
    assert [event.medewerker for event in told] == ["ac-2", "ac-2", "ac-1", "ac-2", "ac-1"]
    assert (await intake.client.get(f"/werkverdelingen/{round_['id']}")).json() == round_
    assert [row["id"] for row in await lijst(intake, "toegewezen=false")] == [elders["id"]]
    empty = await gemaakt(intake, "/werkverdelingen", body)
    assert empty["toewijzingen"] == []
    assert (await intake.client.get(f"/werkverdelingen/{uuid4()}")).status_code == 404


async def test_a_team_without_anybody_who_takes_aanmeldingen_up(intake: ServiceUnderTest) -> None:
    await een_medewerker(intake, "jc-1", rol="jobcoach")
    body = {"gemeente": "GM0098", "team": "bestaanszekerheid"}
    answer = await post(intake, "/werkverdelingen", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "team-zonder-medewerkers")
    assert [r["id"] for r in answer.json()["regels"]] == ["W-004"]
    vreemd = await post(intake, "/werkverdelingen", body | {"gemeente": "GM0014"})
    assert vreemd.status_code == 403
