"""The trede is measured again in time, and says who can still rise (W-015, W-016)."""

from datetime import date, timedelta
from typing import Any

import pytest

from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest
from tests.service.intake.bouw import een_inwoner, gemaakt, post


async def meet(intake: ServiceUnderTest, ref: str, dag: date, **more: Any) -> dict[str, Any]:
    body = {"persoonRef": ref, "trede": 3, "maandenTotWerk": 18, "vastgesteldOp": str(dag)}
    return await gemaakt(intake, "/diagnoses", body | more)


async def te_laat(intake: ServiceUnderTest) -> list[str]:
    page = (await intake.client.get("/diagnoses?metingTeLaat=true")).json()
    return [row["id"] for row in page["results"]]


async def test_W_015_the_next_measurement_is_due_within_a_year(
    intake: ServiceUnderTest, clock: FakeClock
) -> None:
    ref = await een_inwoner(intake)
    first = await meet(intake, ref, date(2026, 11, 24), aanleiding="diagnose")
    assert first["volgendeMetingVoor"] == "2027-11-24"
    clock.advance(timedelta(days=365))
    assert await te_laat(intake) == []
    clock.advance(timedelta(days=1))
    assert await te_laat(intake) == [first["id"]]
    again = await meet(intake, ref, date(2027, 11, 25), aanleiding="heronderzoek")
    assert (again["aanleiding"], await te_laat(intake)) == ("heronderzoek", [])
    # history stays as it was
    assert (await intake.client.get(f"/diagnoses/{first['id']}")).json() == first


async def test_smallingerland_sets_no_rhythm(intake: ServiceUnderTest, clock: FakeClock) -> None:
    made = await meet(intake, await een_inwoner(intake, "GM0090"), date(2026, 11, 24))
    assert "volgendeMetingVoor" not in made
    clock.advance(timedelta(days=2_000))
    assert await te_laat(intake) == []


@pytest.mark.parametrize(
    ("groei", "status"),
    [
        ({"trede": 5, "voor": "2027-06-01"}, 201),
        ({"trede": 3, "voor": "2026-11-25"}, 201),
        ({"trede": 2, "voor": "2027-06-01"}, 409),
        ({"trede": 5, "voor": "2026-11-24"}, 409),
        ({"trede": 7, "voor": "2027-06-01"}, 400),
        ({"trede": 5}, 400),
    ],
)
async def test_W_016_who_can_still_rise(
    intake: ServiceUnderTest, groei: dict[str, Any], status: int
) -> None:
    body = {"persoonRef": await een_inwoner(intake), "trede": 3, "maandenTotWerk": 18}
    said = {"vastgesteldOp": "2026-11-24", "groeipotentieel": groei}
    answer = await post(intake, "/diagnoses", body | said)
    assert answer.status_code == status, answer.text
    if status == 201:
        assert answer.json()["groeipotentieel"] == groei
    elif status == 409:
        assert answer.json()["code"] == "groei-tegenstrijdig"
