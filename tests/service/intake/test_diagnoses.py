"""The routes of diagnoses over ASGI."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.intake.diagnose import handlers
from services.intake.diagnose.domain import StelDiagnoseVast
from services.intake.inwoner.domain import PersoonOnbekend
from shared.contracts.intake import DiagnoseVastgesteld
from shared.tenancy import Caller
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest


async def post(intake: ServiceUnderTest, path: str, body: Any, key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key or str(uuid4())}
    return await intake.client.post(path, json=body, headers=headers)


async def een_inwoner(intake: ServiceUnderTest, gemeente: str) -> str:
    body = {"gemeente": gemeente, "geboortedatum": "1990-05-01", "uitkeringSoort": "geen"}
    ref: str = (await post(intake, "/inwoners", body)).json()["persoonRef"]
    return ref


def een_diagnose(ref: str, **change: Any) -> dict[str, Any]:
    body = {
        "persoonRef": ref,
        "trede": 3,
        "maandenTotWerk": 3,
        "zelfredzaam": True,
        "vastgesteldOp": "2026-11-24",
    }
    return {**body, **change}


async def test_S_060_a_gemeente_that_works_with_distances(intake: ServiceUnderTest) -> None:
    body = een_diagnose(await een_inwoner(intake, "GM0090"), maandenTotWerk=12)
    answer = await post(intake, "/diagnoses", body)
    assert answer.status_code == 201
    made = answer.json()
    assert made == {
        **body,
        "id": made["id"],
        "gemeente": "GM0090",
        "afstand": "middel",
        "regel": {
            "id": "S-060",
            "bron": "Focus op Werk 2020-2024, par. 5.2",
            "parameter": "hoogstens 24 maanden",
            "geldigVanaf": "2020-01-01",
        },
        "vastgelegdOp": "2026-11-24T12:00:00Z",
    }
    assert answer.headers["location"] == f"/v1/diagnoses/{made['id']}"
    assert (await intake.client.get(f"/diagnoses/{made['id']}")).json() == made


async def test_W_022_a_gemeente_that_works_with_profiles(intake: ServiceUnderTest) -> None:
    body = een_diagnose(await een_inwoner(intake, "GM0098"), indicatieBeschut=True)
    made = (await post(intake, "/diagnoses", body)).json()
    assert (made["profiel"], made["regel"]["id"]) == ("p5", "W-022")
    assert made["indicatieBeschut"] is True
    assert "afstand" not in made


async def test_the_event_follows_the_person(intake: ServiceUnderTest) -> None:
    ref = await een_inwoner(intake, "GM0098")
    made = (await post(intake, "/diagnoses", een_diagnose(ref))).json()
    _, emitted = await intake.emitted()
    assert (emitted.key, emitted.subject, emitted.sequence) == (ref, made["id"], 2)
    assert emitted.event == DiagnoseVastgesteld(
        gemeente="GM0098",
        persoon_ref=ref,
        diagnose_id=made["id"],
        trede=3,
        profiel="p1",
        vastgesteld_op=date(2026, 11, 24),
    )


async def test_the_same_key_gives_the_same_answer(intake: ServiceUnderTest) -> None:
    body = een_diagnose(await een_inwoner(intake, "GM0098"))
    first = await post(intake, "/diagnoses", body, "een")
    again = await post(intake, "/diagnoses", body, "een")
    assert (again.status_code, again.content) == (201, first.content)
    assert (await intake.client.get("/diagnoses")).json()["count"] == 1


async def test_all_faults_at_once(intake: ServiceUnderTest) -> None:
    body = {
        "persoonRef": "jansen",
        "trede": 7,
        "maandenTotWerk": 601,
        "zelfredzaam": "ja",
        "indicatieBeschut": None,
        "vastgesteldOp": "24-11-2026",
        "toelichting": "vrij",
    }
    answer = await post(intake, "/diagnoses", body)
    assert answer.status_code == 400
    assert {fault["name"] for fault in answer.json()["invalidParams"]} == set(body)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"trede": 0}, 400),
        ({"trede": 1}, 201),
        ({"trede": 6.0}, 201),
        ({"trede": 6.5}, 400),
        ({"trede": True}, 400),
        ({"maandenTotWerk": -1}, 400),
        ({"maandenTotWerk": 0}, 201),
        ({"maandenTotWerk": 600}, 201),
        ({"zelfredzaam": 1}, 400),
    ],
)
async def test_bounds(intake: ServiceUnderTest, change: dict[str, Any], status: int) -> None:
    ref = await een_inwoner(intake, "GM0090")
    answer = await post(intake, "/diagnoses", een_diagnose(ref, **change))
    assert answer.status_code == status


async def test_the_document_says_the_same_bounds(intake: ServiceUnderTest) -> None:
    document = (await intake.client.get("/openapi.json")).json()
    fields = document["components"]["schemas"]["DiagnoseAanmaken"]["properties"]
    assert (fields["trede"]["minimum"], fields["trede"]["maximum"]) == (1, 6)
    assert (fields["maandenTotWerk"]["minimum"], fields["maandenTotWerk"]["maximum"]) == (0, 600)


async def test_an_unknown_person(intake: ServiceUnderTest) -> None:
    answer = await post(intake, "/diagnoses", een_diagnose(str(uuid4())))
    assert (answer.status_code, answer.json()["code"]) == (409, "persoon-onbekend")


async def test_a_person_of_a_foreign_gemeente_is_unknown(intake: ServiceUnderTest) -> None:
    ref = UUID(await een_inwoner(intake, "GM0090"))
    vreemd = Caller("ander", frozenset({"GM0098"}))
    command = StelDiagnoseVast(ref, 3, 3, date(2026, 11, 24))
    with pytest.raises(PersoonOnbekend):
        async with intake.uow(vreemd) as tx:
            await handlers.stel_vast(tx, command, intake.runtime.policy.diagnose)


@pytest.mark.parametrize(
    ("dag", "code"),
    [
        ("2026-11-25", "datum-in-toekomst"),
        ("1990-04-30", "datum-voor-geboorte"),
        ("2024-12-31", "geen-geldige-regel"),
    ],
)
async def test_days_that_cannot_be(intake: ServiceUnderTest, dag: str, code: str) -> None:
    ref = await een_inwoner(intake, "GM0098")
    answer = await post(intake, "/diagnoses", een_diagnose(ref, vastgesteldOp=dag))
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert (await intake.client.get("/diagnoses")).json()["count"] == 0


async def test_W_018_a_fact_that_is_missing_is_named(intake: ServiceUnderTest) -> None:
    body = een_diagnose(await een_inwoner(intake, "GM0098"))
    del body["zelfredzaam"]
    answer = await post(intake, "/diagnoses", body)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "niet-te-bepalen")
    assert [regel["id"] for regel in problem["regels"]] == ["W-018"]
    assert [fault["name"] for fault in problem["invalidParams"]] == ["zelfredzaam"]


async def test_the_list_of_one_person_in_pages(intake: ServiceUnderTest, clock: FakeClock) -> None:
    ref, ander = await een_inwoner(intake, "GM0090"), await een_inwoner(intake, "GM0098")
    made = []
    for _ in range(3):
        clock.advance(timedelta(seconds=1))
        await post(intake, "/diagnoses", een_diagnose(ander))
        made.append((await post(intake, "/diagnoses", een_diagnose(ref))).json())
    first = await intake.client.get("/diagnoses", params={"persoonRef": ref, "pageSize": 2})
    assert (first.json()["count"], first.json()["results"]) == (3, made[:2])
    assert f"persoonRef={ref}" in first.json()["next"]
    second = await intake.client.get("http://test" + first.json()["next"])
    assert second.json()["results"] == made[2:]
    assert (await intake.client.get("/diagnoses")).json()["count"] == 6


async def test_filters_that_are_wrong(intake: ServiceUnderTest) -> None:
    answer = await intake.client.get("/diagnoses?persoonRef=jansen&persoon=1")
    assert answer.status_code == 400
    assert {fault["name"] for fault in answer.json()["invalidParams"]} == {"persoonRef", "persoon"}


async def test_an_unknown_diagnose(intake: ServiceUnderTest) -> None:
    unknown = await intake.client.get(f"/diagnoses/{uuid4()}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "diagnose-niet-gevonden")
