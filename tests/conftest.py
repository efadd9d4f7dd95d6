"""The servers of distributed tests: started when the first test asks, once per pytest process.

Under pytest-xdist every worker has its own.
"""

import gc
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import deploy  # noqa: F401 - it sets what is set back below
from tests.servers.availability import ServerUnavailable, skip_or_fail
from tests.servers.kafka import KafkaBroker
from tests.servers.postgres import PostgresServer

# as Python has it: deploy/__init__.py looks for garbage rarely, for a process that starts, and tests measure memory
gc.set_threshold(700, 10, 10)
# an example may take as long as a busy machine needs: speed is measured in tests/benchmarks
settings.register_profile("meedoen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("meedoen")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL server. A test that stops it starts it again."""
    with tempfile.TemporaryDirectory(prefix="meedoen-postgres-") as directory:
        server = PostgresServer(Path(directory))
        _start_or_skip(server)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def kafka() -> Iterator[KafkaBroker]:
    """A running Kafka broker. A test that stops or pauses it starts or resumes it again."""
    with _broker() as running:
        yield running


@pytest.fixture(scope="session")
def suite_kafka() -> Iterator[KafkaBroker]:
    """The broker of the suite that flow tests share: it runs to the end, and topics have the same names everywhere."""
    with _broker() as running:
        yield running


@contextmanager
def _broker() -> Iterator[KafkaBroker]:
    with tempfile.TemporaryDirectory(prefix="meedoen-kafka-") as directory:
        broker = KafkaBroker(Path(directory))
        _start_or_skip(broker)
        yield broker
        broker.stop()


def _start_or_skip(server: PostgresServer | KafkaBroker) -> None:
    try:
        server.start()
    except ServerUnavailable as missing:
        skip_or_fail(str(missing))
