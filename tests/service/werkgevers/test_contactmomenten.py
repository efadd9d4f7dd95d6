"""The routes of contactmomenten over ASGI, and who is new by what is stored."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.contracts.werkgevers import WerkgeverscontactmomentVastgelegd
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest

PAD = "/werkgeverscontactmomenten"
CONTACT = {
    "gemeente": "GM0098",
    "kvkNummer": "12345678",
    "datum": "2026-11-21",
    "soort": "gesprek",
    "tweezijdig": True,
    "doelgroepParticipatiewet": True,
    "onderwerp": "werkplekken",
}


async def post(werkgevers: ServiceUnderTest, body: Any, key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key or str(uuid4())}
    return await werkgevers.client.post(PAD, json=body, headers=headers)


async def een_contact(werkgevers: ServiceUnderTest, **change: Any) -> dict[str, Any]:
    answer = await post(werkgevers, {**CONTACT, **change})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_record_and_read_back(werkgevers: ServiceUnderTest) -> None:
    answer = await post(werkgevers, CONTACT)
    assert answer.status_code == 201
    made = answer.json()
    assert made == {
        **CONTACT,
        "id": made["id"],
        "nieuweWerkgever": True,
        "regel": {
            "id": "W-057",
            "bron": "Uitvoeringsplan arbeidsdeelname en participatie 2025-2028, doel 3",
            "parameter": "5",
            "geldigVanaf": "2025-01-01",
        },
        "vastgelegdOp": "2026-11-24T12:00:00Z",
    }
    assert answer.headers["location"] == f"/v1{PAD}/{made['id']}"
    assert (await werkgevers.client.get(f"{PAD}/{made['id']}")).json() == made


async def test_the_event(werkgevers: ServiceUnderTest) -> None:
    made = await een_contact(werkgevers)
    [emitted] = await werkgevers.emitted()
    assert emitted.key == made["id"]
    assert emitted.event == WerkgeverscontactmomentVastgelegd(
        gemeente="GM0098",
        contactmoment_id=made["id"],
        kvk_nummer="12345678",
        datum=date(2026, 11, 21),
        soort="gesprek",
        tweezijdig=True,
    )


@pytest.mark.parametrize(("vorige", "nieuw"), [("2021-11-21", False), ("2021-11-20", True)])
async def test_D2_the_numbers_of_C_8(
    werkgevers: ServiceUnderTest, vorige: str, nieuw: bool
) -> None:
    oud = await een_contact(werkgevers, datum=vorige)
    assert "nieuweWerkgever" not in oud
    assert (await een_contact(werkgevers))["nieuweWerkgever"] is nieuw


async def test_D1_any_two_way_contact_about_the_target_group_counts(
    werkgevers: ServiceUnderTest,
) -> None:
    await een_contact(werkgevers, datum="2025-01-02", soort="e-mail")
    assert (await een_contact(werkgevers))["nieuweWerkgever"] is False


@pytest.mark.parametrize(
    "vorige",
    [
        {"tweezijdig": False, "soort": "nieuwsbrief"},
        {"tweezijdig": False, "soort": "brief"},
        {"doelgroepParticipatiewet": False},
        {"kvkNummer": "87654321"},
        {"gemeente": "GM0090"},
    ],
)
async def test_D1_other_contact_does_not_count(
    werkgevers: ServiceUnderTest, vorige: dict[str, Any]
) -> None:
    await een_contact(werkgevers, datum="2025-01-02", **vorige)
    assert (await een_contact(werkgevers))["nieuweWerkgever"] is True


async def test_D1_one_sided_contact_makes_nobody_new(werkgevers: ServiceUnderTest) -> None:
    made = await een_contact(werkgevers, soort="brief", tweezijdig=False)
    assert made["nieuweWerkgever"] is False


async def test_X_25_two_talks_on_one_day_make_one_new_employer(
    werkgevers: ServiceUnderTest, clock: FakeClock
) -> None:
    first = await een_contact(werkgevers)
    clock.advance(timedelta(minutes=1))
    second = await een_contact(werkgevers)
    assert (first["nieuweWerkgever"], second["nieuweWerkgever"]) == (True, False)


async def test_contact_of_long_ago_may_be_recorded_afterwards(werkgevers: ServiceUnderTest) -> None:
    made = await een_contact(werkgevers)
    await een_contact(werkgevers, datum="2024-05-01")
    read = (await werkgevers.client.get(f"{PAD}/{made['id']}")).json()
    assert read == {**made, "nieuweWerkgever": False}


async def test_W_057_a_gemeente_without_the_rule_says_nothing(werkgevers: ServiceUnderTest) -> None:
    made = await een_contact(werkgevers, gemeente="GM0090")
    assert "nieuweWerkgever" not in made
    assert "regel" not in made


async def test_the_same_key_gives_the_same_answer(werkgevers: ServiceUnderTest) -> None:
    first = await post(werkgevers, CONTACT, "een")
    again = await post(werkgevers, CONTACT, "een")
    assert (again.status_code, again.content) == (201, first.content)
    assert len(await werkgevers.emitted()) == 1


async def test_all_faults_at_once(werkgevers: ServiceUnderTest) -> None:
    body = {
        "gemeente": "GM98",
        "kvkNummer": "1234567",
        "datum": "2026-13-01",
        "soort": "bezoek",
        "tweezijdig": "ja",
        "doelgroepParticipatiewet": 1,
        "onderwerp": "Vrije tekst",
        "contactpersoon": "Jansen",
    }
    answer = await post(werkgevers, body)
    assert answer.status_code == 400
    assert {fault["name"] for fault in answer.json()["invalidParams"]} == set(body)


async def test_a_foreign_gemeente(werkgevers: ServiceUnderTest) -> None:
    answer = await post(werkgevers, {**CONTACT, "gemeente": "GM0014"})
    assert (answer.status_code, answer.json()["code"]) == (403, "gemeente-niet-toegestaan")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"datum": "2026-11-25"}, "datum-in-toekomst"),
        ({"soort": "nieuwsbrief"}, "nieuwsbrief-tweezijdig"),
    ],
)
async def test_contact_that_cannot_be(
    werkgevers: ServiceUnderTest, change: dict[str, str], code: str
) -> None:
    answer = await post(werkgevers, {**CONTACT, **change})
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert await werkgevers.emitted() == []


async def test_the_list_by_employer_and_year_in_pages(werkgevers: ServiceUnderTest) -> None:
    for datum in ("2025-12-31", "2026-01-01", "2026-06-01", "2026-11-24"):
        await een_contact(werkgevers, datum=datum)
    await een_contact(werkgevers, datum="2026-06-01", kvkNummer="87654321")
    asked: dict[str, str | int] = {"kvkNummer": "12345678", "jaar": 2026, "pageSize": 2}
    page = (await werkgevers.client.get(PAD, params=asked)).json()
    assert page["count"] == 3
    found = [*page["results"]]
    found += (await werkgevers.client.get("http://test" + page["next"])).json()["results"]
    assert [(one["datum"], one["nieuweWerkgever"]) for one in found] == [
        ("2026-01-01", False),
        ("2026-06-01", False),
        ("2026-11-24", False),
    ]
    assert (await werkgevers.client.get(PAD, params={"jaar": 2025})).json()["count"] == 1
    assert (await werkgevers.client.get(PAD)).json()["count"] == 5


async def test_filters_that_are_wrong(werkgevers: ServiceUnderTest) -> None:
    answer = await werkgevers.client.get(PAD, params={"kvkNummer": "1", "jaar": "1899"})
    assert answer.status_code == 400
    assert {fault["name"] for fault in answer.json()["invalidParams"]} == {"kvkNummer", "jaar"}


async def test_an_unknown_contactmoment(werkgevers: ServiceUnderTest) -> None:
    unknown = await werkgevers.client.get(f"{PAD}/{uuid4()}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "contactmoment-niet-gevonden")
    assert (await werkgevers.client.get(f"{PAD}/x")).status_code == 404
