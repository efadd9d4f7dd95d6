"""Monitor on a database of its own."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from services.monitor.app import SERVICE
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(date(2026, 11, 24))


@pytest.fixture
async def monitor(tmp_path: Path, clock: FakeClock) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(SERVICE, tmp_path, clock) as service:
        yield service
