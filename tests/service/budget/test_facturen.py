"""Invoices: what was committed becomes spent, and a fact is never refused."""

from datetime import date
from typing import Any

import httpx
import pytest

from shared.contracts.trajecten import Maandbedrag, ToekenningGewijzigd
from shared.testing.service import ServiceUnderTest
from tests.service.budget.events import PRB_POST, aanvraag, answers, prb, toekenning_id, use


async def book(budget: ServiceUnderTest, number: int, cents: int, **anders: Any) -> httpx.Response:
    body = {
        "gemeente": "GM0090",
        "factuurnummer": "F-1",
        "toekenningId": toekenning_id(number),
        "bedragCenten": cents,
        "factuurdatum": "2023-05-20",
    } | anders
    key = {"Idempotency-Key": f"{number}-{cents}-{body['factuurnummer']}-{body['gemeente']}"}
    return await budget.client.post("/facturen", json=body, headers=key)


@pytest.fixture
async def vastgelegd(budget: ServiceUnderTest) -> ServiceUnderTest:
    await budget.receive(prb(1))
    return budget


async def stand(budget: ServiceUnderTest) -> tuple[int, int, int]:
    row = await use(budget, "GM0090", PRB_POST, 2023)
    return row["verplichtCenten"], row["gerealiseerdCenten"], row["beschikbaarCenten"]


async def test_an_invoice_consumes_what_was_committed(vastgelegd: ServiceUnderTest) -> None:
    answer = await book(vastgelegd, 1, 100_000)
    assert answer.status_code == 201, answer.text
    assert await stand(vastgelegd) == (150_000, 100_000, 72_250_000)
    (*_, (kind, said)) = await answers(vastgelegd, 1)
    assert (kind, said.bedrag_centen, said.vrijval_centen) == ("realisatie-geboekt", 100_000, 0)


async def test_the_last_invoice_releases_the_rest(vastgelegd: ServiceUnderTest) -> None:
    answer = await book(vastgelegd, 1, 100_000, laatste=True)
    assert answer.json()["vrijvalCenten"] == 150_000
    assert await stand(vastgelegd) == (0, 100_000, 72_400_000)


async def test_more_than_was_open_is_booked_all_the_same(vastgelegd: ServiceUnderTest) -> None:
    answer = await book(vastgelegd, 1, 260_000)
    assert (answer.status_code, answer.json()["bovenOpenCenten"]) == (201, 10_000)
    assert await stand(vastgelegd) == (0, 260_000, 72_240_000)


async def test_the_same_invoice_twice_is_one(vastgelegd: ServiceUnderTest) -> None:
    await book(vastgelegd, 1, 100_000)
    again = await book(vastgelegd, 1, 90_000)
    assert (again.status_code, again.json()["code"]) == (409, "factuur-bestaat-al")
    assert await stand(vastgelegd) == (150_000, 100_000, 72_250_000)


@pytest.mark.parametrize(
    ("number", "anders", "code"),
    [(2, {}, "toekenning-onbekend"), (1, {"gemeente": "GM0098"}, "toekenning-onbekend")],
)
async def test_an_invoice_for_something_else_is_not_taken(
    vastgelegd: ServiceUnderTest, number: int, anders: dict[str, str], code: str
) -> None:
    answer = await book(vastgelegd, number, 1_000, **anders)
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert await stand(vastgelegd) == (250_000, 0, 72_250_000)


async def test_nothing_is_delivered_for_what_waits(budget: ServiceUnderTest) -> None:
    await budget.receive(aanvraag(1, PRB_POST, {date(2023, 5, 1): 72_500_100}))
    answer = await book(budget, 1, 1_000)
    assert (answer.status_code, answer.json()["code"]) == (409, "niet-vastgelegd")


@pytest.mark.parametrize(
    ("nieuw", "verplicht"), [(200_000, 200_000), (300_000, 300_000), (250_000, 250_000)]
)
async def test_a_change_rebooks_the_difference(
    vastgelegd: ServiceUnderTest, nieuw: int, verplicht: int
) -> None:
    months = (Maandbedrag(maand=date(2023, 5, 1), bedrag_centen=nieuw),)
    await vastgelegd.receive(
        ToekenningGewijzigd(
            gemeente="GM0090", toekenning_id=toekenning_id(1), versie=2, kosten=months
        )
    )
    assert await stand(vastgelegd) == (verplicht, 0, 72_500_000 - verplicht)


async def test_facturen_are_listed_and_shown(vastgelegd: ServiceUnderTest) -> None:
    made = (await book(vastgelegd, 1, 100_000)).json()
    params: dict[str, str | int] = {
        "gemeente": "GM0090",
        "toekenning": toekenning_id(1),
        "jaar": 2023,
    }
    found = (await vastgelegd.client.get("/facturen", params=params)).json()
    assert found == {"count": 1, "results": [made]}
    assert (await vastgelegd.client.get(f"/facturen/{made['id']}")).json() == made
    assert (await vastgelegd.client.get(f"/facturen/{toekenning_id(9)}")).status_code == 404
