"""The running suite, one per mode, and what it printed when a test fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest

from tests.flow.client import Client
from tests.flow.suite import DistributedSuite, EmbeddedSuite, Suite
from tests.flow.werk import Werk

DISTRIBUTED = pytest.param("distributed", marks=pytest.mark.distributed)
_LOG_LINES = 60


@pytest.fixture(scope="session", params=["embedded", DISTRIBUTED])
def suite(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Suite]:
    """A suite that serves. Tests share it: each works in years of its own, as budgets and plafonds are per year."""
    directory = tmp_path_factory.mktemp("suite")
    if request.param == "embedded":
        with _serving(EmbeddedSuite(directory)) as made:
            yield made
        return
    servers = (request.getfixturevalue("postgres"), request.getfixturevalue("suite_kafka"))
    distributed = DistributedSuite(directory, *servers, name=uuid4().hex[:8])
    try:
        distributed.prepare()
        with _serving(distributed):
            yield distributed
    finally:
        distributed.clear()


@pytest.fixture
def client(suite: Suite) -> Iterator[Client]:
    """A client of the suite that tries again. Starts what an earlier test left behind dead."""
    suite.start()
    made = Client(suite.url)
    yield made
    made.close()


@pytest.fixture
def werk(client: Client) -> Werk:
    """The work of a gemeente on the running suite."""
    return Werk(client)


@contextmanager
def _serving(suite: Suite) -> Iterator[Suite]:
    try:
        suite.start()
        yield suite
    finally:
        suite.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Add the end of every process's newest log to the report of a failed test."""
    report = yield
    running = getattr(item, "funcargs", {}).get("suite")
    if report.failed and isinstance(running, Suite):
        for process, log in running.logs().items():
            lines = log.read_text(errors="replace").splitlines()[-_LOG_LINES:]
            report.sections.append((f"the end of the log of {process}", "\n".join(lines)))
    return report
