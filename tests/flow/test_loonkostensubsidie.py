"""S-143: a wage subsidy that is asked for through the API is booked month by month on BUIG, in both gemeenten."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.budget.app import SERVICE as BUDGET
from services.trajecten.app import SERVICE as TRAJECTEN
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.service.budget.events import use
from tests.service.trajecten.bouw import een_persoon, een_prb, toestand, vraag

Huis = tuple[ServiceUnderTest, ServiceUnderTest]


@pytest.fixture
async def huis(tmp_path: Path) -> AsyncIterator[Huis]:
    """trajecten and budget on 1 January 2026."""
    clock = FakeClock(date(2026, 1, 1))
    async with AsyncExitStack() as stack:
        trajecten = await stack.enter_async_context(service_under_test(TRAJECTEN, tmp_path, clock))
        yield (
            trajecten,
            await stack.enter_async_context(service_under_test(BUDGET, tmp_path, clock)),
        )


async def _breng(van: ServiceUnderTest, naar: ServiceUnderTest, naam: str) -> None:
    events = [r.event for r in await van.emitted() if type(r.event).__name__ == naam]
    await naar.receive(*events)


@pytest.mark.parametrize("gemeente", ["GM0090", "GM0098"])
@pytest.mark.parametrize(
    ("anders", "per_maand"),
    [
        ({"product": "lks", "loonwaarde": {"procent": 60, "gemetenOp": "2025-12-01"}}, 81_608),
        ({"product": "lks-forfait"}, 102_010),
    ],
)
async def test_S_143_lks_is_booked_per_month_on_buig(
    huis: Huis, gemeente: str, anders: dict[str, Any], per_maand: int
) -> None:
    trajecten, budget = huis
    persoon = await een_persoon(trajecten, gemeente=gemeente)
    answer = await vraag(
        trajecten,
        een_prb(
            persoon,
            gemeente=gemeente,
            bedragCenten=None,
            feiten=None,
            urenPerWeek=24,
            startdatum="2026-01-01",
            einddatum="2026-03-31",
            besluitdatum="2026-01-01",
            **anders,
        ),
    )
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["post"], made["fonds"]) == ("buig", "buig")
    assert [m["bedragCenten"] for m in made["kosten"]] == [per_maand] * 3
    await _breng(trajecten, budget, "ToekenningAangevraagd")
    await _breng(budget, trajecten, "VerplichtingVastgelegd")
    assert (await toestand(trajecten, made["id"]))["status"] == "verleend"
    row = await use(budget, gemeente, "buig", 2026)
    assert (row["verplichtCenten"], row["gerealiseerdCenten"]) == (3 * per_maand, 0)
