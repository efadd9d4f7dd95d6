"""Changes of the begroting by the council: booked through the ledger, their history kept."""

from typing import Any

import httpx
import pytest

from shared.testing.service import ServiceUnderTest
from tests.service.budget.events import PRB_POST, listed, prb, use


async def change(budget: ServiceUnderTest, cents: int, **anders: Any) -> httpx.Response:
    body = {
        "gemeente": "GM0090",
        "post": PRB_POST,
        "jaar": 2023,
        "bedragCenten": cents,
        "besluitdatum": "2023-04-20",
        "reden": "voorjaarsnota",
    } | anders
    key = {"Idempotency-Key": f"{cents}-{body['post']}"}
    return await budget.client.post("/begrotingswijzigingen", json=body, headers=key)


async def test_a_raise_is_booked_and_kept(budget: ServiceUnderTest) -> None:
    answer = await change(budget, 73_000_000)
    assert (answer.status_code, answer.json()["verschilCenten"]) == (201, 500_000)
    assert (await use(budget, "GM0090", PRB_POST, 2023))["begrootCenten"] == 73_000_000
    assert len(await listed(budget, "/begrotingswijzigingen", gemeente="GM0090")) == 1


async def test_lowering_below_the_use_is_a_fact(budget: ServiceUnderTest) -> None:
    await budget.receive(prb(1))
    answer = await change(budget, 200_000)
    assert (answer.status_code, answer.json()["overschrijdingCenten"]) == (201, 50_000)
    row = await use(budget, "GM0090", PRB_POST, 2023)
    assert (row["beschikbaarCenten"], row["overschrijdingCenten"]) == (-50_000, 50_000)


@pytest.mark.parametrize(
    ("anders", "status"),
    [
        ({"post": "bestaat-niet"}, 409),
        ({"post": "buig"}, 409),
        ({"besluitdatum": "2023-05-02"}, 409),
        ({"gemeente": "GM0001"}, 403),
        ({"bedragCenten": -1}, 400),
        ({"reden": "vrije tekst"}, 400),
    ],
)
async def test_what_the_council_cannot_have_decided(
    budget: ServiceUnderTest, anders: dict[str, Any], status: int
) -> None:
    before = await use(budget, "GM0090", PRB_POST, 2023)
    assert (await change(budget, 1, **anders)).status_code == status
    assert await use(budget, "GM0090", PRB_POST, 2023) == before
