"""The broker and the databases fall away under the hands of people who are at work."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.flow import invarianten
from tests.flow.client import Client, until
from tests.flow.conftest import DISTRIBUTED
from tests.flow.settling import settle
from tests.flow.suite import Suite
from tests.flow.werk import SMALLINGERLAND, WESTSTELLINGWERF, Werk
from tests.servers.kafka import KafkaBroker
from tests.servers.postgres import PostgresServer

PATIENCE = 150
"""Seconds: a broker starts slowly on a busy machine, and who lost it comes back to it in steps."""
pytestmark = pytest.mark.parametrize("suite", [DISTRIBUTED], indirect=True)


@dataclass
class Acknowledged:
    """What the suite said 201 to."""

    inwoners: list[str] = field(default_factory=list)
    toekenningen: list[str] = field(default_factory=list)


@pytest.fixture
def werk(suite: Suite) -> Iterator[Werk]:
    """The work of people with patience."""
    suite.start()
    client = Client(suite.url, patience=PATIENCE)
    yield Werk(client)
    client.close()


def test_the_broker_dies_and_comes_back(suite: Suite, werk: Werk, suite_kafka: KafkaBroker) -> None:
    with _at_work(werk) as acknowledged:
        until(lambda: acknowledged.toekenningen)
        suite_kafka.kill()
        try:
            _accepts_without_a_broker(suite)
            before = len(acknowledged.inwoners)
            until(lambda: len(acknowledged.inwoners) > before)
        finally:
            suite_kafka.start()
        seen = len(acknowledged.toekenningen)
        until(lambda: len(acknowledged.toekenningen) > seen, seconds=PATIENCE)

    _nothing_is_lost(suite, werk, acknowledged)


def test_postgresql_stops_at_once_and_comes_back(
    suite: Suite, werk: Werk, postgres: PostgresServer
) -> None:
    with _at_work(werk) as acknowledged:
        until(lambda: acknowledged.toekenningen)
        postgres.stop_immediate()
        try:
            _says_503(werk.client)
        finally:
            postgres.start()
        seen = len(acknowledged.toekenningen)
        until(lambda: len(acknowledged.toekenningen) > seen, seconds=PATIENCE)

    _nothing_is_lost(suite, werk, acknowledged)


def _accepts_without_a_broker(suite: Suite) -> None:
    impatient = Client(suite.url, patience=0)
    try:
        Werk(impatient).inwoner(SMALLINGERLAND)
    finally:
        impatient.close()


def _says_503(client: Client) -> None:
    answer = client.ask("GET", "intake", "/inwoners")
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"]


@contextmanager
def _at_work(werk: Werk) -> Iterator[Acknowledged]:
    """People who go on until the end, whatever happens; what fails at their desks fails the test."""
    acknowledged, closing = Acknowledged(), threading.Event()
    with ThreadPoolExecutor(len(_DESKS)) as desks:
        people = [desks.submit(desk, werk, acknowledged, closing) for desk in _DESKS]
        try:
            yield acknowledged
        finally:
            closing.set()
        for each in people:
            each.result()


def _reception(werk: Werk, acknowledged: Acknowledged, closing: threading.Event) -> None:
    while not closing.wait(0.05):
        acknowledged.inwoners.append(werk.inwoner(SMALLINGERLAND))


def _consulent(werk: Werk, acknowledged: Acknowledged, closing: threading.Event) -> None:
    while not closing.is_set():
        persoon = werk.deelnemer(WESTSTELLINGWERF)
        acknowledged.toekenningen.append(werk.open_house(persoon, 2028, 10_000))


_DESKS = (_reception, _consulent)


def _nothing_is_lost(suite: Suite, werk: Werk, acknowledged: Acknowledged) -> None:
    settle(suite, seconds=60)
    invarianten.check(suite)
    for persoon in acknowledged.inwoners:
        assert werk.client.get("intake", f"/inwoners/{persoon}")["persoonRef"] == persoon
    for toekenning in acknowledged.toekenningen:
        assert werk.toekenning(toekenning)["status"] == "verleend"
