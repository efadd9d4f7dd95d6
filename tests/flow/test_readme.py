"""The README's own words, run as they stand there."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.flow.suite import ROOT, EmbeddedSuite

_EXAMPLE = re.compile(r"^```\n(API=.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.skipif(shutil.which("curl") is None, reason="the README's example uses curl")
def test_the_example_of_the_readme_works(tmp_path: Path) -> None:
    suite = EmbeddedSuite(tmp_path)
    suite.start()
    try:
        said = _run(suite.url("intake").removesuffix("/intake/v1"))
    finally:
        assert suite.stop() == {"suite": 0}
    diagnose, toekenning, uitputting, mutaties, bevindingen, indicatoren = said
    assert diagnose["afstand"] == "kort"
    assert (toekenning["status"], toekenning["bedragCenten"]) == ("verleend", 180000)
    assert uitputting["results"][0]["verplichtCenten"] == 180000
    assert toekenning["id"] in {row.get("toekenningId") for row in mutaties["results"]}
    assert {row["code"] for row in bevindingen["results"]} == {"X-01"}
    verleend = {row["code"]: row["aantal"] for row in indicatoren["results"]}
    assert verleend["toekenningen-aangevraagd"] == 1


def _run(address: str) -> list[dict[str, Any]]:
    """Run the example against a suite; gives the JSON documents it printed, in order."""
    found = _EXAMPLE.search((ROOT / "README.md").read_text())
    assert found
    script = found[1].replace("http://127.0.0.1:8000", address)
    done = subprocess.run(
        ["bash", "-eu"], input=script, capture_output=True, text=True, timeout=60, check=True
    )
    decoder, text, documents = json.JSONDecoder(), done.stdout, []
    while text := text.strip():
        document, end = decoder.raw_decode(text)
        documents.append(document)
        text = text[end:]
    return documents
