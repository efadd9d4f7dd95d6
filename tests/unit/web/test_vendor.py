"""What is vendored is what VERSIONS.md says, and holds every token that is used."""

import hashlib
import re
from pathlib import Path

import pytest

from shared.web.pages import STATIC
from tools.web.tokens import definitions, needed, sheet, uses

ROOT = Path(__file__).parents[3]
FOLDERS = [STATIC / "vendor", ROOT / "tests/browser/vendor"]


@pytest.mark.parametrize("folder", FOLDERS, ids=["shared", "tests"])
def test_files_are_as_they_were_taken(folder: Path) -> None:
    text = (folder / "VERSIONS.md").read_text("utf-8")
    said = dict(re.findall(r"^\| (\S+) \| \d+ \| ([0-9a-f]{64}) \|$", text, re.MULTILINE))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "VERSIONS.md"
    }
    assert said == found


@pytest.mark.parametrize("own", ["meedoen.css", "meedoen-donker.css"])
def test_every_token_in_use_is_there(own: str) -> None:
    tokens = definitions((STATIC / "vendor/tokens.css").read_text("utf-8"))
    css = (STATIC / own).read_text("utf-8")
    aliases = set(re.findall(r"(--[\w-]+):", (STATIC / "meedoen.css").read_text("utf-8")))
    assert uses(css) - aliases - set(tokens) == set()


def test_an_alias_is_used() -> None:
    css = (STATIC / "meedoen.css").read_text("utf-8")
    assert set(re.findall(r"(--mo-[\w-]+):", css)) - uses(css) == set()


def test_pruning_keeps_what_is_named_in_either_theme() -> None:
    light = {"--a": "var(--b)", "--b": "1", "--c": "2", "--d": "3"}
    dark = {"--a": "var(--c)"}
    kept = needed(["x{y:var(--a)}"], light, dark)
    assert kept == {"--a", "--b", "--c"}
    assert sheet(".t", light, kept) == ".t{\n--a:var(--b);\n--b:1;\n--c:2;\n}\n"
