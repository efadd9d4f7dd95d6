"""The same cases on both databases: each test gets an empty one of its own."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from deploy.services import SERVICES
from shared import clients
from shared.auth import VasteDeur
from shared.clients import Clients
from shared.db.engine import Database, file_url, open_database
from shared.db.uow import UnitOfWork
from shared.runtime import Runtime
from shared.service import build_app
from shared.testing.clock import FakeClock
from tests.contract.balie import BALIE
from tests.contract.proef import MOMENT, make_tables
from tests.servers.postgres import PostgresServer

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.distributed)]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Services wait longer for each other: a machine that is busy is no service that is away."""
    monkeypatch.setattr(clients, "WACHT_SECONDEN", 60.0)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield file_url(tmp_path / "proef.db")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    server.create_database("proef")
    yield server.url("proef")
    server.drop_database("proef")


@pytest.fixture(params=BOTH)
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """The database of each service, empty."""
    if request.param == "sqlite":
        yield lambda service: file_url(tmp_path / f"{service}.db")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    teken = uuid4().hex[:8]
    for service in SERVICES:
        server.create_database(f"{service}_{teken}")
    yield lambda service: server.url(f"{service}_{teken}")
    for service in SERVICES:
        server.drop_database(f"{service}_{teken}")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = open_database(database_url)
    await make_tables(opened)
    yield opened
    await opened.close()


@pytest.fixture
def deur() -> VasteDeur:
    """The door of `balie_client`; set its `caller` to be somebody else."""
    return VasteDeur()


@pytest.fixture
async def balie_client(
    database: Database, uow: UnitOfWork, deur: VasteDeur
) -> AsyncIterator[httpx.AsyncClient]:
    """The counter, asked over ASGI, on each of the two databases."""
    runtime = Runtime("intake", database, uow, uow.clock, Clients({}), None, deur)
    transport = httpx.ASGITransport(build_app(BALIE, runtime), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/v1") as client:
        yield client


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(MOMENT)


@pytest.fixture
def uow(database: Database, clock: FakeClock) -> UnitOfWork:
    return UnitOfWork("intake", database, clock)
