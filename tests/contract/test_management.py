"""What an operator sees of a process: `/livez`, `/readyz`, `/metrics`, and a line in the log for each request."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert
from structlog.testing import capture_logs

from deploy.serving import process_app
from shared.db.tables import dead_letter, parking
from shared.logs import without_values
from shared.management import SILENT_SECONDS, Manager
from shared.pulse import Pulse
from shared.service import build_app
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from shared.tracing import pass_on, traced, tracing
from tests.contract.balie import BALIE, PAD
from tests.contract.proef import MOMENT, PERSONEN, diagnose, inwoner, message

NAAM = BALIE.name
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE}-00f067aa0ba902b7-01"


@pytest.fixture
async def balie(tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(BALIE, tmp_path, FakeClock(MOMENT)) as under_test:
        under_test.runtime.loops["lezer"] = Pulse()
        yield under_test


@pytest.fixture
def manager(balie: ServiceUnderTest) -> Manager:
    return Manager([balie.runtime])


@pytest.fixture
async def process(balie: ServiceUnderTest, manager: Manager) -> AsyncIterator[httpx.AsyncClient]:
    app = process_app({NAAM: build_app(BALIE, balie.runtime)}, manager)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def of_service(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["services"][NAAM]
    return found


async def test_a_process_that_works_is_ready(process: httpx.AsyncClient) -> None:
    assert (await process.get("/livez")).json() == {"status": "ok"}
    answer = await process.get("/readyz")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["redenen"]) == ("ok", [])
    told = of_service(answer.json())
    assert told["database"] is True
    assert told["lussen"]["lezer"]["levenstekenSeconden"] < SILENT_SECONDS
    assert (await process.post("/livez")).json()["code"] == "methode-niet-toegestaan"


@pytest.mark.parametrize("path", ["livez", "readyz", "metrics"])
async def test_nothing_of_it_stands_below_the_name_of_a_service(
    process: httpx.AsyncClient, path: str
) -> None:
    assert (await process.get(f"/{NAAM}/{path}")).status_code == 404
    assert (await process.get(f"/{NAAM}/v1/{path}")).status_code == 404


async def test_a_database_that_is_away_is_not_ready(
    process: httpx.AsyncClient, balie: ServiceUnderTest, tmp_path: Path
) -> None:
    (tmp_path / f"{NAAM}.db").rename(tmp_path / "weg")
    answer = await process.get("/readyz")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["redenen"] == [f"{NAAM}: de database antwoordt niet"]
    assert of_service(answer.json())["database"] is False
    assert (await process.get("/livez")).status_code == 200
    assert f'meedoen_database_up{{service="{NAAM}"}} 0.0' in (await process.get("/metrics")).text


async def test_a_loop_without_a_sign_of_life_is_not_ready(
    process: httpx.AsyncClient, balie: ServiceUnderTest
) -> None:
    pulse = balie.runtime.loops["lezer"]
    pulse._beaten -= SILENT_SECONDS + 1
    answer = await process.get("/readyz")
    assert answer.status_code == 503
    assert f"{NAAM}: lezer gaf 121 s geen levensteken" in answer.json()["redenen"]
    pulse.beat()
    assert (await process.get("/readyz")).status_code == 200


async def test_a_broker_that_is_away_is_named_and_ready(
    process: httpx.AsyncClient, balie: ServiceUnderTest
) -> None:
    pulse = balie.runtime.loops["lezer"]
    pulse.failing("de broker", "KafkaConnectionError")
    answer = await process.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "verminderd")
    assert answer.json()["redenen"] == [f"{NAAM}: lezer wacht op de broker (KafkaConnectionError)"]
    pulse.well("de broker")
    assert (await process.get("/readyz")).json()["status"] == "ok"


async def test_messages_set_aside_are_named_and_counted(
    process: httpx.AsyncClient, balie: ServiceUnderTest
) -> None:
    place = {"topic": "intake.events", "partition": 0, "headers": b"[]", "kind": "undecodable"}
    rows = [place | {"offset": n, "error": "stuk", "created_at": MOMENT} for n in (1, 2)]
    async with balie.database.writer.begin() as connection:
        await connection.execute(insert(dead_letter), rows)
        key = {"topic": "intake.events", "key": b"k", "since": MOMENT}
        await connection.execute(insert(parking), key)
    answer = await process.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["redenen"] == [f"{NAAM}: 2 berichten apart, 1 sleutels wachten"]
    found = await measured(process)
    assert (found["meedoen_dlq_size"], found["meedoen_parked_keys"]) == (2, 1)


async def test_a_process_that_stops_says_so_and_lets_go_of_connections(
    process: httpx.AsyncClient, manager: Manager
) -> None:
    assert "connection" not in (await process.get(f"/{NAAM}/v1{PAD}")).headers
    manager.stopping = True
    answer = await process.get("/readyz")
    assert (answer.status_code, answer.json()["redenen"]) == (503, ["het proces stopt"])
    answered = await process.get(f"/{NAAM}/v1{PAD}")
    assert (answered.status_code, answered.headers["connection"]) == (200, "close")


async def measured(process: httpx.AsyncClient) -> dict[str, float]:
    """The samples of this service, by name."""
    text = (await process.get("/metrics")).text
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.labels.get("service") == NAAM
    }


async def test_requests_are_measured_by_the_form_of_their_address(
    process: httpx.AsyncClient,
) -> None:
    for id_ in PERSONEN[:2]:
        assert (await process.get(f"/{NAAM}/v1{PAD}/{id_}?geheim=1")).status_code in (400, 404)
    await process.get("/nergens/ergens")
    text = (await process.get("/metrics")).text
    assert f'route="/{NAAM}/v1{PAD}/{{' in text
    assert 'route="/*"' in text
    assert not any(part in text for part in (PERSONEN[0], "geheim", "nergens"))


async def test_repeats_are_counted(process: httpx.AsyncClient, balie: ServiceUnderTest) -> None:
    before = await measured(process)
    body = {"tekst": "t", "gemeente": "GM0090"}
    for _ in range(3):
        headers = {"Idempotency-Key": "steeds-dezelfde"}
        await process.post(f"/{NAAM}/v1{PAD}", json=body, headers=headers)
    after = await measured(process)
    name = "meedoen_idempotency_replays_total"
    assert after[name] - before.get(name, 0) == 2


async def test_each_request_is_one_line_with_its_trace(process: httpx.AsyncClient) -> None:
    with capture_logs([traced]) as lines:
        await process.get(f"/{NAAM}/v1{PAD}?pageSize=7", headers={"traceparent": TRACEPARENT})
        await process.get("/readyz")
    [line] = lines
    assert (line["event"], line["methode"], line["status"]) == ("verzoek", "GET", 200)
    assert (line["adres"], line["trace_id"]) == (f"/{NAAM}/v1{PAD}", TRACE)
    assert "pageSize" not in json.dumps(line)


async def test_head_is_the_get_that_it_mirrors(process: httpx.AsyncClient) -> None:
    with capture_logs() as lines:
        await process.head(f"/{NAAM}/v1{PAD}")
    assert [(line["methode"], line["adres"]) for line in lines] == [("GET", f"/{NAAM}/v1{PAD}")]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        "00-" + "0" * 32 + "-00f067aa0ba902b7-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"ff-{TRACE}-00f067aa0ba902b7-01",
        f"00-{TRACE.upper()}-00f067aa0ba902b7-01",
        TRACEPARENT + "-extra",
        TRACEPARENT + "\n",
    ],
)
def test_a_broken_traceparent_begins_a_new_trace(sent: str | None) -> None:
    with tracing(sent) as trace:
        assert re.fullmatch("[0-9a-f]{32}", trace)
        assert trace != TRACE


async def test_the_trace_goes_along_and_ends_with_the_request() -> None:
    asked = httpx.Request("GET", "http://ander")
    with tracing(TRACEPARENT):
        await pass_on(asked)
    assert re.fullmatch(f"00-{TRACE}-[0-9a-f]{{16}}-01", asked.headers["traceparent"])
    assert asked.headers["traceparent"] != TRACEPARENT
    later = httpx.Request("GET", "http://ander")
    await pass_on(later)
    assert "traceparent" not in later.headers


def test_an_error_is_logged_without_its_text() -> None:
    with pytest.raises(ValueError, match="999990019") as raised:
        raise ValueError("bsn 999990019")
    assert without_values(raised.value).startswith("ValueError test_management.py:")
    assert "999990019" not in without_values(raised.value)


async def test_what_an_inbox_has_is_counted(
    process: httpx.AsyncClient, balie: ServiceUnderTest
) -> None:
    before = await measured(process)
    known, unknown = message(inwoner()), message(diagnose())
    await balie.redeliver("intake.events", [known, unknown])
    await balie.redeliver("intake.events", [known])
    after = await measured(process)
    grown = {name: after[name] - before.get(name, 0) for name in after}
    handled = {kind.ce_type() for handler in BALIE.handlers for kind in handler.types}
    unheard = [m for m in (known, unknown, known) if _type(m.headers) not in handled]
    assert grown["meedoen_unknown_events_total"] == len(unheard)
    assert grown["meedoen_inbox_duplicates_total"] == (_type(known.headers) in handled)


def _type(headers: Any) -> str:
    return str(dict(headers)["ce_type"].decode())
