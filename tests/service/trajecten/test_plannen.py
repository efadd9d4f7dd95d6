"""The plan van aanpak: parts per gemeente, agreeing on it, and evaluating it in time."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.trajecten.app import SERVICE
from shared.contracts.intake import InwonerOverleden
from shared.contracts.trajecten import PlanVastgesteld
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.service.trajecten.bouw import een_diagnose, een_feit, een_persoon

S = ["doel", "tijdschema", "voorzieningen", "activiteiten"]
W = ["vraag-en-stappen", "kortetermijndoelen", "einddoel", "specifieke-ondersteuning"]


@pytest.fixture
async def dienst(tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    """trajecten on 3 July 2026, when both gemeenten ask for a plan."""
    async with service_under_test(SERVICE, tmp_path, FakeClock(date(2026, 7, 3))) as running:
        yield running


async def _plan(dienst: ServiceUnderTest, gemeente: str = "GM0090") -> tuple[str, dict[str, Any]]:
    """A person with a plan; gives the persoonRef and the plan."""
    profiel = {"afstand": None, "profiel": "p2"} if gemeente == "GM0098" else {}
    ref = await een_persoon(dienst, gemeente=gemeente, vastgesteld_op=date(2026, 1, 15), **profiel)
    (found,) = await _lijst(dienst, persoonRef=ref)
    return ref, found


async def _lijst(dienst: ServiceUnderTest, **vraag: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await dienst.client.get("/plannen", params=vraag)).json()[
        "results"
    ]
    return found


async def _vul(
    dienst: ServiceUnderTest, id_: str, delen: list[str], if_match: str | None = None
) -> httpx.Response:
    tag = if_match or (await dienst.client.get(f"/plannen/{id_}")).headers["etag"]
    body = {"delen": dict.fromkeys(delen, "Afgesproken tekst"), "medewerker": "ac-12"}
    return await dienst.client.put(f"/plannen/{id_}", json=body, headers={"If-Match": tag})


async def _stel_vast(
    dienst: ServiceUnderTest, id_: str, datum: str = "2026-03-31"
) -> httpx.Response:
    return await dienst.client.post(f"/plannen/{id_}/_vaststellen", json={"datum": datum})


async def _evalueer(dienst: ServiceUnderTest, id_: str, datum: str) -> httpx.Response:
    body = {"datum": datum, "doelenWijzigen": True}
    return await dienst.client.post(f"/plannen/{id_}/_evalueren", json=body)


async def test_a_concept_opens_with_the_traject_once(dienst: ServiceUnderTest) -> None:
    ref, plan = await _plan(dienst)
    assert (plan["status"], plan["geopendOp"]) == ("concept", "2026-01-15")
    await dienst.receive(een_diagnose(ref, vastgesteld_op=date(2026, 2, 1)))
    assert await _lijst(dienst, persoonRef=ref) == [plan]


@pytest.mark.parametrize(
    ("gemeente", "delen", "regel"), [("GM0090", S, "S-061"), ("GM0098", W, "W-007")]
)
async def test_S_061_W_007_no_plan_without_all_its_parts(
    dienst: ServiceUnderTest, gemeente: str, delen: list[str], regel: str
) -> None:
    ref, plan = await _plan(dienst, gemeente)
    leeg = await _stel_vast(dienst, plan["id"])
    assert (leeg.status_code, leeg.json()["code"]) == (409, "plan-onvolledig")
    assert [(each["id"], each["parameter"]) for each in leeg.json()["regels"]] == [
        (regel, deel) for deel in delen
    ]
    assert (await _vul(dienst, plan["id"], delen[1:])).status_code == 200
    een = await _stel_vast(dienst, plan["id"])
    assert [each["parameter"] for each in een.json()["regels"]] == delen[:1]
    await _vul(dienst, plan["id"], delen)
    vast = await _stel_vast(dienst, plan["id"])
    assert vast.status_code == 200, vast.text
    assert (vast.json()["status"], vast.json()["medewerker"]) == ("vastgesteld", "ac-12")
    event = (await dienst.emitted())[-1].event
    assert isinstance(event, PlanVastgesteld)
    assert (event.plan_id, event.persoon_ref) == (plan["id"], ref)
    assert (await _stel_vast(dienst, plan["id"])).json()["code"] == "plan-al-vastgesteld"
    assert (await _vul(dienst, plan["id"], delen[1:])).json()["code"] == "plan-onvolledig"


async def test_X_28_the_parts_of_another_gemeente_are_none_of_ours(
    dienst: ServiceUnderTest,
) -> None:
    _, plan = await _plan(dienst)
    answer = await _vul(dienst, plan["id"], W)
    assert (answer.status_code, answer.json()["code"]) == (409, "deel-onbekend")
    assert answer.json()["regels"][0]["id"] == "S-061"


async def test_nobody_overwrites_the_text_of_somebody_else(dienst: ServiceUnderTest) -> None:
    _, plan = await _plan(dienst)
    eerste = await _vul(dienst, plan["id"], S)
    assert (await _vul(dienst, plan["id"], S[:1], '"1"')).status_code == 412
    found = await dienst.client.get(f"/plannen/{plan['id']}")
    assert found.json() == eerste.json()
    assert found.headers["etag"] == eerste.headers["etag"] == '"2"'
    assert (await dienst.client.get(f"/plannen/{uuid4()}")).status_code == 404


@pytest.mark.parametrize(
    ("gemeente", "delen", "volgende"),
    [("GM0090", S, "2026-06-30"), ("GM0098", W, "2027-03-31")],
)
async def test_S_069_W_041_the_next_evaluation_is_due_by_the_rhythm_of_the_gemeente(
    dienst: ServiceUnderTest, gemeente: str, delen: list[str], volgende: str
) -> None:
    ref, plan = await _plan(dienst, gemeente)
    await _vul(dienst, plan["id"], delen)
    vast = (await _stel_vast(dienst, plan["id"])).json()
    assert vast["volgendeEvaluatie"] == volgende
    te_laat = await _lijst(dienst, teLaat="true", persoonRef=ref)
    assert len(te_laat) == (1 if volgende < "2026-07-03" else 0)


async def test_S_069_an_evaluation_sets_the_next_one(dienst: ServiceUnderTest) -> None:
    ref, plan = await _plan(dienst)
    id_ = plan["id"]
    assert (await _evalueer(dienst, id_, "2026-04-01")).json()["code"] == "plan-niet-vastgesteld"
    await _vul(dienst, id_, S)
    assert (await _stel_vast(dienst, id_, "2026-01-14")).json()["code"] == "datum-buiten-plan"
    assert (await _stel_vast(dienst, id_, "2026-07-04")).json()["code"] == "datum-buiten-plan"
    await _stel_vast(dienst, id_)
    assert (await _evalueer(dienst, id_, "2026-03-30")).status_code == 409
    first = await _evalueer(dienst, id_, "2026-05-31")
    assert first.json()["volgendeEvaluatie"] == "2026-08-31"
    assert first.json()["evaluaties"] == [{"datum": "2026-05-31", "doelenWijzigen": True}]
    assert (await _evalueer(dienst, id_, "2026-05-30")).status_code == 409
    assert await _lijst(dienst, teLaat="true", persoonRef=ref) == []


async def test_the_plan_of_a_closed_traject_is_never_late(dienst: ServiceUnderTest) -> None:
    ref, plan = await _plan(dienst)
    await _vul(dienst, plan["id"], S)
    await _stel_vast(dienst, plan["id"])
    assert len(await _lijst(dienst, teLaat="true")) == 1
    await dienst.receive(een_feit(InwonerOverleden, ref, 2, overleden_op=date(2026, 6, 1)))
    assert await _lijst(dienst, teLaat="true") == []
