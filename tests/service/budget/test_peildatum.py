"""Decision 20: a balance on a peildatum is that at the end of that boekdatum in Europe/Amsterdam."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest
from tests.service.budget.events import PRB_POST, ingetrokken, listed, prb, toekenning_id

POST: dict[str, str | int] = {"gemeente": "GM0090", "post": PRB_POST, "jaar": 2023}


async def stand(budget: ServiceUnderTest, **vraag: str | int) -> dict[str, Any] | None:
    rows = await listed(budget, "/uitputting", **{**POST, **vraag})
    return rows[0] if rows else None


async def bedragen(budget: ServiceUnderTest, peildatum: str) -> tuple[int, int] | None:
    found = await stand(budget, peildatum=peildatum)
    return (found["verplichtCenten"], found["gerealiseerdCenten"]) if found else None


async def wijzig_begroting(budget: ServiceUnderTest, centen: int) -> None:
    body = {**POST, "bedragCenten": centen, "besluitdatum": "2023-05-01", "reden": "nota"}
    made = await budget.client.post(
        "/begrotingswijzigingen", json=body, headers={"Idempotency-Key": f"w-{centen}"}
    )
    assert made.status_code == 201, made.text


async def betaal(budget: ServiceUnderTest, centen: int) -> None:
    body = {
        "gemeente": "GM0090",
        "factuurnummer": "F-1",
        "toekenningId": toekenning_id(1),
        "bedragCenten": centen,
        "factuurdatum": "2023-05-02",
    }
    made = await budget.client.post("/facturen", json=body, headers={"Idempotency-Key": "f"})
    assert made.status_code == 201, made.text


@pytest.fixture
async def drie_dagen(budget: ServiceUnderTest, clock: FakeClock) -> ServiceUnderTest:
    """Two requests on 1 May, an invoice on the 2nd just after midnight here, a withdrawal on the 3rd."""
    await budget.receive(prb(1), prb(2))
    clock.set(datetime(2023, 5, 1, 22, 0, tzinfo=UTC))
    await betaal(budget, 100_000)
    clock.set(datetime(2023, 5, 3, 21, 59, 59, tzinfo=UTC))
    await budget.receive(ingetrokken(2))
    return budget


async def test_each_day_shows_what_was_booked_by_its_end(drie_dagen: ServiceUnderTest) -> None:
    assert await bedragen(drie_dagen, "2023-05-01") == (500_000, 0)
    assert await bedragen(drie_dagen, "2023-05-02") == (400_000, 100_000)
    assert await bedragen(drie_dagen, "2023-05-03") == (150_000, 100_000)
    assert await stand(drie_dagen, peildatum="2099-12-31") == await stand(drie_dagen)


async def test_places_of_a_plafond_too(drie_dagen: ServiceUnderTest) -> None:
    vrij = [
        (await stand(drie_dagen, post="prb", peildatum=f"2023-05-0{dag}") or {})["vrij"]
        for dag in (1, 2, 3)
    ]
    assert vrij == [18, 18, 19]


async def test_before_the_first_booking_there_is_nothing(drie_dagen: ServiceUnderTest) -> None:
    assert await stand(drie_dagen, peildatum="2023-04-30") is None


async def test_the_begroting_is_the_one_of_that_day(
    budget: ServiceUnderTest, clock: FakeClock
) -> None:
    was = (await stand(budget) or {})["begrootCenten"]
    clock.set(date(2023, 5, 10))
    await wijzig_begroting(budget, was + 5)
    dagen = {
        dag: (await stand(budget, peildatum=dag) or {})["begrootCenten"]
        for dag in ("2023-05-09", "2023-05-10")
    }
    assert dagen == {"2023-05-09": was, "2023-05-10": was + 5}
    for dag, bedrag, wijzigingen in (("2023-05-09", was, 0), ("2023-05-10", was + 5, 1)):
        posten = await listed(budget, "/posten", gemeente="GM0090", jaar=2023, peildatum=dag)
        [post] = [post for post in posten if post["code"] == PRB_POST]
        assert post["begroting"] == [
            {"jaar": 2023, "begrootCenten": bedrag, "wijzigingen": wijzigingen}
        ]


async def test_what_lies_above_the_begroting_is_that_of_the_day(
    budget: ServiceUnderTest, clock: FakeClock
) -> None:
    await budget.receive(prb(1))
    clock.set(date(2023, 5, 10))
    await wijzig_begroting(budget, 249_999)
    boven = [
        (await stand(budget, peildatum=dag) or {})["overschrijdingCenten"]
        for dag in ("2023-05-09", "2023-05-10")
    ]
    assert boven == [0, 1]


async def test_the_whole_list_as_lines_is_of_that_day(drie_dagen: ServiceUnderTest) -> None:
    vraag: dict[str, str | int] = {"gemeente": "GM0090", "jaar": 2023, "peildatum": "2023-05-01"}
    headers = {"accept": "application/x-ndjson"}
    answer = await drie_dagen.client.get("/uitputting", params=vraag, headers=headers)
    assert answer.text.count("\n") == len(await listed(drie_dagen, "/uitputting", **vraag))
    assert '"verplichtCenten":500000' in answer.text


async def test_a_day_that_is_none_is_refused(budget: ServiceUnderTest) -> None:
    for path in ("/uitputting", "/posten"):
        answer = await budget.client.get(path, params={"peildatum": "2023-02-30"})
        assert (answer.status_code, answer.json()["code"]) == (400, "ongeldig")
