"""The demo on both modes: the same figures, and they are those of the ledger and of the events."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from deploy.demo.population import bevolking, dagen
from deploy.demo.voorstellen import VOORSTELLEN
from tests.flow.settling import settle
from tests.flow.suite import ROOT, DistributedSuite, EmbeddedSuite, Suite
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
        found = _play(suite, directory / f"{suite.mode}.json")
        settle(suite)
        assert _totals(found) == _ledger(suite)
        granted = found["stappen"]["voorzieningen verleend"]
        assert granted == _count(suite, "toekenning-verleend")
        assert found["stappen"]["facturen"] == _count_in(suite, "budget", "realisatie-geboekt")
    finally:
        suite.stop()
    return found


def _play(suite: Suite, out: Path) -> dict[str, Any]:
    urls = json.dumps({name: suite.url(name) for name in ("intake", "trajecten", "budget")})
    command = [sys.executable, "-m", "deploy.demo", "--personen", str(_PERSONEN), "--out", str(out)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "MEEDOEN_URLS": urls}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    found: dict[str, Any] = json.loads(out.read_text())
    return found


def _totals(found: Mapping[str, Any]) -> tuple[int, int]:
    rows = [row for posts in found["standen"].values() for row in posts]
    return sum(r["verplichtCenten"] for r in rows), sum(r["gerealiseerdCenten"] for r in rows)


def _ledger(suite: Suite) -> tuple[int, int]:
    """Committed and spent according to the journal: debits of the account less its credits, money only."""
    query = text(
        "select sum(case when regel.rekening = 3 then regel.bedrag else 0 end), "
        "sum(case when regel.rekening = 4 then regel.bedrag else 0 end) "
        "from journaalregel as regel join post on post.id = regel.post_id "
        "where post.eenheid = 'centen' and regel.jaar = "
        "case post.gemeente when 'GM0090' then 2023 else 2026 end"
    )
    with suite.database("budget") as connection:
        verplicht, gerealiseerd = connection.execute(query).one()
    return int(verplicht), int(gerealiseerd)


def _count(suite: Suite, name: str) -> int:
    return _count_in(suite, "trajecten", name)


def _count_in(suite: Suite, service: str, name: str) -> int:
    query = text("select count(*) from outbox where type like :type")
    with suite.database(service) as connection:
        return int(connection.execute(query, {"type": f"%.{name}.v1"}).scalar_one())
