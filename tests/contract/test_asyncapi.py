"""The AsyncAPI document of every service: complete, closed in itself, and true to the golden events."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from deploy.services import SERVICES
from shared.bus.kafka import Outgoing
from shared.contracts import CONTRACTS
from shared.events import Envelope
from shared.service import Service, build_api
from tests.contract.proef import envelope, inwoner
from tests.servers.availability import skip_or_fail

EVENTS = Path(__file__).parent / "events"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
PARSER = CACHE / "meedoen/asyncapi-parser-3.6.3"
SCRIPT = """
const {Parser, fromFile} = require("@asyncapi/parser");
(async () => {
  for (const path of process.argv.slice(2)) {
    const {diagnostics} = await fromFile(new Parser(), path).parse();
    for (const d of diagnostics) console.log(path, d.severity, d.code, d.message, d.path.join("."));
  }
})();
"""


@pytest.fixture(params=list(SERVICES))
def service(request: pytest.FixtureRequest) -> Service:
    """Each service in turn."""
    return SERVICES[request.param]


@pytest.fixture
async def document(service: Service) -> dict[str, Any]:
    """Its document, as anybody gets it."""
    return await _document(service)


async def _document(service: Service) -> dict[str, Any]:
    transport = httpx.ASGITransport(build_api(service))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/asyncapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def _refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for part in node.values():
            yield from _refs(part)
    elif isinstance(node, list):
        for part in node:
            yield from _refs(part)


def _at(document: dict[str, Any], ref: str) -> Any:
    found: Any = document
    for part in ref.removeprefix("#/").split("/"):
        found = found[part]
    return found


def _schema(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "components": document["components"]}


def test_it_is_kept_out_of_the_paths_of_openapi(service: Service) -> None:
    assert "/asyncapi.json" not in build_api(service).openapi()["paths"]


async def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for ref in _refs(document):
        assert _at(document, ref)
    used = set(_refs(document))
    for kind in ("messages", "schemas"):
        for name in document["components"][kind]:
            assert f"#/components/{kind}/{name}" in used, name


async def test_one_channel_per_topic_with_every_event_that_is_said_or_heard(
    service: Service, document: dict[str, Any]
) -> None:
    says = {type_ for type_, contract in CONTRACTS.items() if service.name == contract.PUBLISHER}
    hears = {c.ce_type() for handler in service.handlers for c in handler.types}
    found: dict[str, set[str]] = {}
    for channel in document["channels"].values():
        names = {_at(document, m["$ref"])["name"] for m in channel["messages"].values()}
        found[channel["address"] or "webhooks"] = names
    assert found.pop("webhooks", set()) == says
    assert set(found) == {CONTRACTS[type_].topic() for type_ in says | hears}
    assert set().union(*found.values()) == says | hears
    for operation in document["operations"].values():
        channel = _at(document, operation["channel"]["$ref"])
        own = channel["address"] in (None, service.topic)
        assert operation["action"] == ("send" if own else "receive")


async def test_the_golden_events_are_what_the_document_says(
    service: Service, document: dict[str, Any]
) -> None:
    messages = document["components"]["messages"]
    for contract in CONTRACTS.values():
        if service.name != contract.PUBLISHER:
            continue
        golden = json.loads((EVENTS / f"{contract.ce_type()}.json").read_text("utf-8"))
        pushed = _schema(document, messages[f"{contract.__name__}Webhook"]["payload"])
        jsonschema.validate(golden, pushed)
        jsonschema.validate(
            golden["data"], _schema(document, messages[contract.__name__]["payload"])
        )
        faults: list[dict[str, Any]] = [
            {"type": "x"},
            {"source": "x"},
            {"sequence": "0"},
            {"data": {}},
        ]
        for fault in faults:
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate({**golden, **fault}, pushed)


async def test_the_headers_of_kafka_are_what_the_document_says() -> None:
    document = await _document(SERVICES["intake"])
    sent = _headers(envelope(inwoner()))
    schema = document["components"]["messages"]["InwonerGeregistreerd"]["headers"]
    jsonschema.validate(sent, schema)
    assert set(schema["required"]) == sent.keys() - {"content-type"}


def _headers(of: Envelope) -> dict[str, str]:
    outgoing = Outgoing("intake.events", of.subject, of.headers(), b"{}")
    return {name: value.decode() for name, value in outgoing.headers}


def test_the_parser_of_asyncapi_finds_nothing(tmp_path: Path) -> None:
    if shutil.which("node") is None or not (PARSER / "node_modules").is_dir():
        skip_or_fail("de AsyncAPI-parser ontbreekt: tools/setup.sh haalt hem op (Node)")
    script = PARSER / "check.cjs"
    script.write_text(SCRIPT, "utf-8")
    paths = []
    for name, service in SERVICES.items():
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(asyncio.run(_document(service))), "utf-8")
        paths.append(str(path))
    broken = tmp_path / "stuk.json"
    broken.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "operations": _WRONG}))
    done = subprocess.run(
        ["node", str(script), *paths, str(broken)], capture_output=True, text=True, check=True
    )
    found = done.stdout.splitlines()
    assert found
    assert all(line.startswith(str(broken)) for line in found), done.stdout


_WRONG = {"verzenden": {"action": "verzend", "channel": {"$ref": "#/channels/weg"}}}
