"""The demo on both modes: the same figures, and they are those of the ledger and of the events."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from deploy.demo.population import bevolking, dagen
from deploy.demo.voorstellen import VOORSTELLEN
from tests.flow.played import DemoRun, ledger, totals
from tests.flow.settling import settle
from tests.flow.suite import DistributedSuite, EmbeddedSuite, Suite
from tests.servers.kafka import KafkaBroker
from tests.servers.postgres import PostgresServer

_PERSONEN = 30


def test_the_population_is_the_same_every_time() -> None:
    for gemeente, voorstellen in VOORSTELLEN.items():
        once, again = (list(dagen(bevolking(gemeente, voorstellen))) for _ in range(2))
        assert once == again
        assert [dag for dag, _, _ in once] == sorted(dag for dag, _, _ in once)


@pytest.mark.distributed
def test_both_modes_come_to_the_same_figures(
    tmp_path: Path, postgres: PostgresServer, kafka: KafkaBroker
) -> None:
    embedded = EmbeddedSuite(tmp_path / "een")
    distributed = DistributedSuite(tmp_path / "twee", postgres, kafka, name=uuid4().hex[:8])
    distributed_data = tmp_path / "twee"
    distributed_data.mkdir()
    (tmp_path / "een").mkdir()
    distributed.prepare()
    try:
        assert _played(embedded, tmp_path) == _played(distributed, tmp_path)
    finally:
        distributed.clear()


def _played(suite: Suite, directory: Path) -> Mapping[str, Any]:
    """Play against a suite, check the result against its databases, and give it."""
    suite.start()
    try:
        urls = {name: suite.url(name) for name in ("intake", "trajecten", "budget")}
        playing = DemoRun(directory / f"{suite.mode}.json", _PERSONEN, urls=urls)
        found = playing.result()
        settle(suite)
        assert totals(found) == ledger(suite)
        granted = found["stappen"]["voorzieningen verleend"]
        assert granted == _count(suite, "toekenning-verleend")
        assert found["stappen"]["facturen"] == _count_in(suite, "budget", "realisatie-geboekt")
    finally:
        suite.stop()
    return found


def _count(suite: Suite, name: str) -> int:
    return _count_in(suite, "trajecten", name)


def _count_in(suite: Suite, service: str, name: str) -> int:
    query = text("select count(*) from outbox where type like :type")
    with suite.database(service) as connection:
        return int(connection.execute(query, {"type": f"%.{name}.v1"}).scalar_one())
