"""The documents of all services pass the Dutch linter and the validators, as 3.1 and as 3.0.3 (NL API Design Rules)."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from deploy.services import SERVICES
from shared.openapi import operations
from shared.openapi.older import NietUitTeDrukken, as_3_0
from shared.service import build_api
from tests.contract.balie import BALIE

ROOT = Path(__file__).parents[2]
RULES = ROOT.parent / "shared/standards/adr-2.2.1-linter.yaml"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
SPECTRAL = CACHE / "meedoen/spectral-6.16.3/node_modules/.bin/spectral"
DOCUMENTS: dict[str, dict[str, Any]] = {
    name: build_api(service).openapi() for name, service in {**SERVICES, "balie": BALIE}.items()
}


def lint(documents: dict[str, Any], directory: Path) -> list[str]:
    """What the linter of the API Design Rules 2.2.1 finds, errors and warnings, one line each."""
    if not RULES.exists():
        pytest.skip(f"the linter rules are not beside the checkout: {RULES}")
    if shutil.which("node") is None or not SPECTRAL.exists():
        pytest.skip("Spectral is not there: install Node and npm, then bash tools/setup.sh")
    for name, document in documents.items():
        (directory / f"{name}.json").write_text(json.dumps(document), "utf-8")
    files = [str(directory / f"{name}.json") for name in documents]
    command = [str(SPECTRAL), "lint", "-f", "json", "-r", str(RULES), *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode in (0, 1), done.stderr
    found = json.loads(done.stdout[done.stdout.index("[") : done.stdout.rindex("]") + 1])
    return [f"{hit['code']} {'.'.join(map(str, hit['path']))}" for hit in found]


def test_the_linter_finds_nothing_in_3_1_nor_in_3_0_3(tmp_path: Path) -> None:
    older = {f"{name}-3.0": as_3_0(document) for name, document in DOCUMENTS.items()}
    assert lint(DOCUMENTS | older, tmp_path) == []


def test_the_linter_sees_what_is_wrong(tmp_path: Path) -> None:
    broken = json.loads(json.dumps(DOCUMENTS["intake"]))
    del broken["info"]["contact"]
    assert lint({"intake": broken}, tmp_path) != []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_both_documents_are_valid(name: str) -> None:
    OpenAPIV31SpecValidator(DOCUMENTS[name]).validate()
    older = as_3_0(DOCUMENTS[name])
    OpenAPIV30SpecValidator(older).validate()
    assert older["openapi"] == "3.0.3"
    assert set(older["paths"]) == set(DOCUMENTS[name]["paths"])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_body_and_answer_has_an_example_that_its_schema_accepts(name: str) -> None:
    parts = DOCUMENTS[name]["components"]
    for title, schema in parts["schemas"].items():
        beside = parts.get("examples", {})
        examples = schema.get("examples") or [beside[title]["value"]]
        Draft202012Validator({**schema, "components": parts}).validate(examples[0])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_operation_says_in_dutch_what_it_does_and_how_it_fails(name: str) -> None:
    document = DOCUMENTS[name]
    described = {tag["name"] for tag in document["tags"] if tag["description"]}
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(ids)) == len(ids)
    for path, method, operation in operations(document):
        assert set(operation["tags"]) <= described
        assert operation["summary"] in operation["description"]
        assert re.fullmatch("[a-z]+([A-Z][a-z]+)*", operation["operationId"])
        expected = {"400", "401", "403", "406", "500", "503"}
        expected |= {"404"} if "{" in path else set()
        expected |= {"413", "415"} if "requestBody" in operation else set()
        # what an outside source owns has its own versie in the query (decision 22)
        theirs = any(each["name"] == "versie" for each in operation.get("parameters", ()))
        expected |= {"412", "428"} if method == "put" and not theirs else set()
        assert expected <= set(operation["responses"])
        assert "Successful" not in str(operation["responses"])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_answer_names_its_version_and_every_error_is_a_problem(name: str) -> None:
    document = DOCUMENTS[name]
    for _, _, operation in operations(document):
        for status, found in operation["responses"].items():
            shared = document["components"]["responses"]
            answer = shared[found["$ref"].rpartition("/")[2]] if "$ref" in found else found
            assert "API-Version" in answer["headers"]
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"]


@pytest.mark.parametrize("name", SERVICES)
def test_no_title_of_pydantic_and_no_null_is_left(name: str) -> None:
    text = json.dumps(DOCUMENTS[name])
    assert '"type": "null"' not in text
    schemas = DOCUMENTS[name]["components"]["schemas"].values()
    assert [schema["title"] for schema in schemas if "title" in schema] == []


class TestOlder:
    def test_what_3_0_says_otherwise_is_rewritten(self) -> None:
        newer = {
            "type": "object",
            "properties": {
                "const": {"const": "a"},
                "examples": {"type": "integer", "exclusiveMinimum": 0, "examples": [7, 8]},
                "ref": {"$ref": "#/components/schemas/X", "description": "d"},
                "map": {"patternProperties": {"^a$": {"type": "string"}}},
            },
            "examples": [{"const": "a"}],
        }
        assert as_3_0({"components": {"schemas": {"Y": newer}}})["components"]["schemas"]["Y"] == {
            "type": "object",
            "properties": {
                "const": {"enum": ["a"]},
                "examples": {
                    "type": "integer",
                    "minimum": 0,
                    "exclusiveMinimum": True,
                    "example": 7,
                },
                "ref": {"allOf": [{"$ref": "#/components/schemas/X"}], "description": "d"},
                "map": {"additionalProperties": {"type": "string"}},
            },
            "example": {"const": "a"},
        }

    @pytest.mark.parametrize(
        "schema", [{"type": ["string", "null"]}, {"type": "null"}, {"prefixItems": [{}]}]
    )
    def test_what_3_0_cannot_say_is_refused(self, schema: dict[str, Any]) -> None:
        with pytest.raises(NietUitTeDrukken):
            as_3_0({"components": {"schemas": {"X": schema}}})
