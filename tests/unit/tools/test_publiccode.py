"""publiccode.yml: valid, and saying the same as the rest of the repository."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, FormatChecker

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT.parent / "shared" / "standards" / "publiccode.schema.json"


@pytest.fixture
def publiccode() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    return content


@pytest.mark.skipif(
    not SCHEMA.exists(), reason="the schema of publiccode is not beside the checkout"
)
def test_publiccode_is_valid(publiccode: dict[str, Any]) -> None:
    validator = Draft7Validator(
        json.loads(SCHEMA.read_text("utf-8")), format_checker=FormatChecker()
    )
    assert [error.message for error in validator.iter_errors(publiccode)] == []


def test_publiccode_names_the_licence_of_the_repository(publiccode: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert publiccode["legal"]["license"] == project["license"] == "EUPL-1.2"
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert [f"\n{number}." in licence for number in range(1, 16)] == [True] * 15
    assert "Appendix" in licence
