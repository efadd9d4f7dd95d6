"""The service trajecten on a database of its own, on 1 March 2023."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from services.trajecten.app import SERVICE
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test


@pytest.fixture
async def dienst(tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(SERVICE, tmp_path, FakeClock(date(2023, 3, 1))) as running:
        yield running
