"""The routes of inwoners over ASGI."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import Response

from shared.contracts.intake import InwonerGeregistreerd
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest

INWONER = {
    "gemeente": "GM0090",
    "geboortedatum": "1990-05-01",
    "uitkeringSoort": "participatiewet",
    "uitkeringVanaf": "2024-01-01",
    "huishoudenRef": "01990000-0000-7000-8000-0000000000aa",
    "postcodecijfers": "9203",
}


async def post(intake: ServiceUnderTest, body: Any, key: str | None = None) -> Response:
    headers = {"Idempotency-Key": key or str(uuid4())}
    return await intake.client.post("/inwoners", json=body, headers=headers)


async def test_register_and_read_back(intake: ServiceUnderTest) -> None:
    answer = await post(intake, INWONER)
    assert answer.status_code == 201
    made = answer.json()
    ref = UUID(made["persoonRef"])
    assert ref.version == 7
    assert made == {
        **INWONER,
        "persoonRef": str(ref),
        "versie": 1,
        "geheimhouding": False,
        "geregistreerdOp": "2026-11-24T12:00:00Z",
    }
    assert answer.headers["location"] == f"/v1/inwoners/{ref}"
    assert (await intake.client.get(f"/inwoners/{ref}")).json() == made


async def test_the_event_carries_the_facts(intake: ServiceUnderTest) -> None:
    ref = (await post(intake, INWONER)).json()["persoonRef"]
    [emitted] = await intake.emitted()
    assert (emitted.key, emitted.subject) == (ref, ref)
    assert emitted.event == InwonerGeregistreerd(
        gemeente="GM0090",
        persoon_ref=ref,
        versie=1,
        geboortedatum=date(1990, 5, 1),
        uitkering_soort="participatiewet",
        uitkering_vanaf=date(2024, 1, 1),
        huishouden_ref="01990000-0000-7000-8000-0000000000aa",
        postcodecijfers="9203",
    )


async def test_what_is_not_known_is_absent(intake: ServiceUnderTest) -> None:
    body = {"gemeente": "GM0098", "geboortedatum": "1990-05-01", "uitkeringSoort": "geen"}
    made = (await post(intake, body)).json()
    assert set(made) == {*body, "persoonRef", "versie", "geheimhouding", "geregistreerdOp"}


async def test_the_same_key_gives_the_same_answer(intake: ServiceUnderTest) -> None:
    first = await post(intake, INWONER, "een")
    again = await post(intake, INWONER, "een")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["location"] == first.headers["location"]
    assert len(await intake.emitted()) == 1
    other = await post(intake, {**INWONER, "gemeente": "GM0098"}, "een")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-hergebruikt")


async def test_all_faults_at_once(intake: ServiceUnderTest) -> None:
    body = {
        "gemeente": "Smallingerland",
        "geboortedatum": "1990-02-30",
        "uitkeringSoort": "aow",
        "uitkeringVanaf": None,
        "huishoudenRef": "thuis",
        "postcodecijfers": "0203",
        "bsn": "999990018",
        "naam": "Jansen",
    }
    answer = await post(intake, body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert {fault["name"] for fault in answer.json()["invalidParams"]} == set(body)
    assert "Jansen" not in answer.text
    assert await intake.emitted() == []


@pytest.mark.parametrize("name", ["gemeente", "geboortedatum", "uitkeringSoort"])
async def test_what_must_be_there(intake: ServiceUnderTest, name: str) -> None:
    answer = await post(intake, {k: v for k, v in INWONER.items() if k != name})
    assert answer.status_code == 400
    assert answer.json()["invalidParams"] == [
        {"name": name, "code": "missing", "reason": "verplicht, maar ontbreekt"}
    ]


async def test_a_key_is_needed(intake: ServiceUnderTest) -> None:
    answer = await intake.client.post("/inwoners", json=INWONER)
    assert answer.status_code == 400
    assert [fault["name"] for fault in answer.json()["invalidParams"]] == ["Idempotency-Key"]


async def test_a_foreign_gemeente(intake: ServiceUnderTest) -> None:
    answer = await post(intake, {**INWONER, "gemeente": "GM0014"})
    assert (answer.status_code, answer.json()["code"]) == (403, "gemeente-niet-toegestaan")
    assert await intake.emitted() == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"geboortedatum": "2026-11-25"}, "geboortedatum-in-toekomst"),
        ({"uitkeringVanaf": "1990-04-30"}, "uitkering-voor-geboorte"),
        ({"uitkeringSoort": "geen"}, "uitkering-tegenstrijdig"),
    ],
)
async def test_facts_that_cannot_be(
    intake: ServiceUnderTest, change: dict[str, str], code: str
) -> None:
    answer = await post(intake, {**INWONER, **change})
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert (await intake.client.get("/inwoners")).json()["count"] == 0


async def test_the_list_comes_in_pages(intake: ServiceUnderTest, clock: FakeClock) -> None:
    made = []
    for _ in range(5):
        clock.advance(timedelta(seconds=1))
        made.append((await post(intake, INWONER)).json())
    found = []
    address: str | None = "/v1/inwoners?pageSize=2"
    while address:
        page = (await intake.client.get(f"http://test{address}")).json()
        assert page["count"] == 5
        found += page["results"]
        address = page.get("next")
    assert found == made


async def test_unknown_and_malformed_refs(intake: ServiceUnderTest) -> None:
    unknown = await intake.client.get(f"/inwoners/{uuid4()}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "inwoner-niet-gevonden")
    assert (await intake.client.get("/inwoners/jansen")).status_code == 404


async def test_born_today_counts_in_amsterdam(intake: ServiceUnderTest, clock: FakeClock) -> None:
    clock.set(clock.now().replace(hour=23, minute=30))
    body = {"gemeente": "GM0090", "geboortedatum": "2026-11-25", "uitkeringSoort": "geen"}
    assert (await post(intake, body)).status_code == 201
