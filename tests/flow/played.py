"""The demo as a process of its own, played against a running suite, and what its figures must agree with."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tests.flow.suite import ROOT, Suite


class DemoRun:
    """`python -m deploy.demo`, begun at once. `options` are added to its command line, `urls` name the services."""

    def __init__(
        self, out: Path, personen: int, *options: str, urls: Mapping[str, str] | None = None
    ) -> None:
        self._out = out
        self._log = out.with_suffix(".log")
        command = [sys.executable, "-m", "deploy.demo", "--personen", str(personen)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        if urls:
            environment["MEEDOEN_URLS"] = json.dumps(urls)
        with self._log.open("wb") as log:
            self._child = subprocess.Popen(
                [*command, "--out", str(out), *options], env=environment, stdout=log, stderr=log
            )

    @property
    def runs(self) -> bool:
        """Whether it is still playing."""
        return self._child.poll() is None

    def result(self, *, seconds: float = 240) -> dict[str, Any]:
        """What it came to, once it has ended well."""
        try:
            code = self._child.wait(seconds)
        finally:
            self.stop()
        assert code == 0, self.said
        found: dict[str, Any] = json.loads(self._out.read_text())
        return found

    @property
    def said(self) -> str:
        """The end of what it printed."""
        return self._log.read_text(errors="replace")[-4000:]

    def stop(self) -> None:
        """End it where it is; does nothing when it has ended."""
        if self.runs:
            self._child.kill()
            self._child.wait()


def totals(found: Mapping[str, Any]) -> tuple[int, int]:
    """Committed and spent in cents, over all posts."""
    rows = [row for posts in found["standen"].values() for row in posts]
    return sum(r["verplichtCenten"] for r in rows), sum(r["gerealiseerdCenten"] for r in rows)


def ledger(suite: Suite) -> tuple[int, int]:
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
