"""The same file names inside every noun, and every noun in the order of pyproject.toml."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SERVICES = ("intake", "trajecten", "werkgevers", "budget", "monitor")
ROLES = {"policy", "domain", "models", "queries", "handlers", "schemas", "api", "pages", "__init__"}
EXTRA = {"budget/grootboek": {"ledger", "fold"}}
SERVICE_FILES = {"__init__.py", "app.py", "policy.py", "tables.py"}
SERVICE_FOLDERS = {"migrations", "rules"}
LOCKS = ("requirements.lock", "requirements-dev.lock")


def folders(parent: Path) -> set[str]:
    return {path.name for path in parent.iterdir() if path.is_dir() and path.name != "__pycache__"}


def strays(root: Path) -> Iterator[str]:
    """Files and folders below services/ that have no place in the tree."""
    for service in sorted(folders(root)):
        here = root / service
        for file in here.iterdir():
            if file.is_file() and file.name not in SERVICE_FILES:
                yield f"{service}/{file.name}"
        for noun in folders(here) - SERVICE_FOLDERS:
            allowed = ROLES | EXTRA.get(f"{service}/{noun}", set())
            for file in (here / noun).iterdir():
                role = file.stem if file.suffix == ".py" else file.name
                if role not in allowed | {"templates", "__pycache__"}:
                    yield f"{service}/{noun}/{file.name}"


def listed_nouns(service: str) -> set[str]:
    """The nouns that the import contract of a service puts in order."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    (layers,) = [c["layers"] for c in contracts if c.get("containers") == [f"services.{service}"]]
    return {layer.strip("()") for layer in layers} - {"app"}


def test_nouns_hold_the_same_files() -> None:
    assert list(strays(ROOT / "services")) == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_noun_is_listed_and_every_listed_noun_exists(service: str) -> None:
    assert folders(ROOT / "services" / service) - SERVICE_FOLDERS == listed_nouns(service)


def test_the_services_are_these_five() -> None:
    assert folders(ROOT / "services") == set(SERVICES)


@pytest.mark.parametrize(
    "stray", ["budget/utils.py", "budget/plafond/ledger.py", "intake/inwoner/service.py"]
)
def test_a_stray_file_is_seen(tmp_path: Path, stray: str) -> None:
    good = ["budget/app.py", "budget/grootboek/ledger.py", "intake/inwoner/api.py"]
    for name in [*good, stray]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert list(strays(tmp_path)) == [stray]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_and_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"\w+://|--(extra-)?index|--find-links", text)
    for block in re.split(r"\n(?=[a-z])", text)[1:]:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block
