"""Budget on a database of its own, with the guards of its revision."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from services.budget.app import SERVICE
from services.budget.grootboek.models import JOURNAALREGEL
from services.budget.grootboek.queries import afwijkingen
from shared.db.dialect import append_only
from shared.tenancy import SYSTEEM
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(date(2023, 5, 1))


@pytest.fixture
async def spoilable(tmp_path: Path, clock: FakeClock) -> AsyncIterator[ServiceUnderTest]:
    """The service, for a test that makes its ledger unsound."""
    async with service_under_test(SERVICE, tmp_path, clock) as service:
        async with service.database.writer.begin() as connection:
            for statement in (*append_only("boeking", "sqlite"), JOURNAALREGEL):
                await connection.execute(text(statement))
        yield service


@pytest.fixture
async def budget(spoilable: ServiceUnderTest) -> AsyncIterator[ServiceUnderTest]:
    """The service; after every test its ledger must still be sound."""
    yield spoilable
    assert await unsound(spoilable) == []


async def unsound(budget: ServiceUnderTest) -> list[str]:
    """What the checker of the ledger says."""
    async with budget.uow.read(SYSTEEM) as session:
        return await afwijkingen(session)
