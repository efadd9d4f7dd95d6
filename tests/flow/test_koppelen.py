"""docs/koppelen.md, run as it stands there: who integrates can trust every line of it."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.uitgever import CLIENTS
from shared.auth import SCOPES
from tests.flow.suite import ROOT, EmbeddedSuite
from tests.flow.voorbeelden import Blok, klopt, loop_door, voer_uit
from tests.servers.availability import skip_or_fail
from tests.servers.ports import free_ports

_TEKST = (ROOT / "docs/koppelen.md").read_text()


_CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
_BRU = _CACHE / "meedoen/bruno-4.1.0/node_modules/.bin/bru"
_CURL = pytest.mark.skipif(shutil.which("curl") is None, reason="the examples use curl")


@pytest.fixture(scope="module")
def make_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedSuite]:
    """A suite that nobody used before, as `make run` starts it."""
    suite = EmbeddedSuite(tmp_path_factory.mktemp("suite"))
    suite.start()
    try:
        yield suite
    finally:
        assert suite.stop() == {"suite": 0}


@pytest.fixture(scope="module")
def adres(make_run: EmbeddedSuite) -> str:
    """Its address."""
    return make_run.url("intake").removesuffix("/intake/v1")


@_CURL
def test_every_example_does_what_the_text_says(adres: str, tmp_path: Path) -> None:
    werk = tmp_path / "werk"
    werk.mkdir()
    (poort,) = free_ports(1)
    anders = {
        "http://127.0.0.1:8000": adres,
        "http://127.0.0.1:9000": f"http://127.0.0.1:{poort}",
        "ontvanger.py 9000": f"ontvanger.py {poort}",
    }
    loop_door(_TEKST, werk, anders)


@_CURL
def test_each_block_that_make_run_prints_works_when_pasted(
    make_run: EmbeddedSuite, adres: str, tmp_path: Path
) -> None:
    gezegd = make_run.logs()["suite"].read_text()
    assert adres in gezegd
    geplakt = re.findall(r"^  TOKEN=.*?\n  curl .*?$", gezegd, re.DOTALL | re.MULTILINE)
    assert len(geplakt) == 3
    for antwoord in list(voer_uit([Blok("bash", blok) for blok in geplakt], tmp_path, {}))[:3]:
        klopt(Blok("json", '{"count": "…", "results": "…"}'), antwoord)


def test_the_bruno_collection_passes_against_make_run(adres: str, tmp_path: Path) -> None:
    if shutil.which("node") is None or not _BRU.exists():
        skip_or_fail("Bruno is not there: install Node and npm, then bash tools/setup.sh")
    verslag = tmp_path / "verslag.json"
    waar = ["--env", "lokaal", "--env-var", f"api={adres}", "--reporter-json", str(verslag)]
    done = subprocess.run(
        [str(_BRU), "run", "-r", *waar],
        cwd=ROOT / "docs/bruno",
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    [ronde] = json.loads(verslag.read_text())
    verzoeken = [*(ROOT / "docs/bruno").glob("*/*.bru")]
    gedaan = [een for een in verzoeken if een.stem not in {"folder", "lokaal"}]
    assert len(ronde["results"]) == len(gedaan)
    for gezegd in ronde["results"]:
        assert gezegd["assertionResults"], gezegd["name"]


def test_the_text_names_the_scopes_that_clients_have() -> None:
    for naam in ("kernapplicatie", "wsp", "financien"):
        rij = next(regel for regel in _TEKST.splitlines() if regel.startswith(f"| `{naam}`"))
        assert {scope for scope in SCOPES if f"`{scope}`" in rij} == CLIENTS[naam].scopes


@pytest.mark.parametrize(
    ("blok", "gezegd"),
    [
        (Blok("json", '{"a": 1}'), '{"a": 2}'),
        (Blok("json", '{"a": ["…"]}'), '{"a": []}'),
        (Blok("json", '{"a": 1}'), "niets"),
        (Blok("text", "een\ntwee\n"), "twee\neen\n"),
    ],
)
def test_a_promise_that_is_not_kept_is_seen(blok: Blok, gezegd: str) -> None:
    with pytest.raises(AssertionError):
        klopt(blok, gezegd)
