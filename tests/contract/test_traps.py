"""The 33 traps that a web API falls into, each asked of both databases, which must give the same answers (T33)."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import pytest
import uvicorn

from deploy.protocol import Protocol
from shared.auth import VasteDeur
from shared.clients import Clients
from shared.db.engine import Database
from shared.db.tables import idempotentie, outbox
from shared.db.uow import UnitOfWork
from shared.runtime import Runtime
from shared.service import build_api, build_app
from tests.contract.balie import BALIE, PAD
from tests.contract.proef import SMALLINGERLAND, Notitie, rows

NERGENS = "0190a000-0000-7000-8000-0000000000ff"
GOOD: dict[str, Any] = {"tekst": "t", "gemeente": SMALLINGERLAND}
JSON = "application/json"


@dataclass(frozen=True)
class Probe:
    """A request that falls into a trap, and the status that it must get."""

    status: int
    content: bytes | None = None
    path: str = PAD
    method: str = "POST"
    headers: dict[str, str] = field(default_factory=dict)


def body(**changes: Any) -> bytes:
    return json.dumps(GOOD | changes).encode()


def raw(member: str) -> bytes:
    """A body with one member as it is written here."""
    return f'{{"tekst":"t","gemeente":"GM0090",{member}}}'.encode()


def asked(query: str, status: int = 400) -> Probe:
    return Probe(status, path=PAD + query, method="GET")


def sent(content: bytes, status: int = 400) -> Probe:
    return Probe(status, content)


TRAPS: dict[str, list[Probe]] = {
    "T1 NUL": [
        sent(raw('"tekst":"a\\u0000b"').replace(b'"tekst":"t",', b"")),
        sent(body(tekst="a\0")),
        asked("/%00"),
        asked("?zoek=%00"),
        asked("?zoek=a%00b"),
    ],
    "T2 a lone surrogate": [
        sent(b'{"tekst":"\\ud800","gemeente":"GM0090"}'),
        sent(b'{"tekst":"\\udc00\\ud800","gemeente":"GM0090"}'),
    ],
    "T3 what cannot be echoed": [
        sent(raw('"bedragCenten":"\\ud800"')),
        sent(raw('"bedragCenten":NaN')),
        sent(raw('"kleur\\ud800":1')),
    ],
    "T4 no number at all": [
        sent(raw(f'"uren":{number}')) for number in ("NaN", "Infinity", "-Infinity", "1e999")
    ],
    "T5 a number without end": [
        sent(raw('"bedragCenten":1e400')),
        sent(raw('"bedragCenten":1e300')),
        sent(raw('"bedragCenten":10000000000000')),
        sent(raw('"uren":60.25')),
    ],
    "T6 parts of what is counted": [
        sent(raw(f'"bedragCenten":{part}')) for part in ("0.5", "1.115", "0.30000000000000004")
    ]
    + [sent(raw('"uren":0.1')), sent(raw('"uren":24.24'))],
    "T7 an integer beyond its column": [
        sent(raw(f'"bedragCenten":{2**63}')),
        sent(raw(f'"bedragCenten":{-(2**63) - 1}')),
        asked(f"/{2**31}", 404),
        asked(f"?page={10**30}"),
        asked(f"?jaar={2**63}"),
    ],
    "T8 a number of 5000 digits": [
        sent(raw('"bedragCenten":' + "9" * 5000)),
        asked("?page=" + "9" * 5000),
        asked("?jaar=" + "9" * 5000),
    ],
    "T9 true or a text for a number": [
        sent(body(bedragCenten=True)),
        sent(body(bedragCenten="5")),
        sent(raw('"bedragCenten":5.0'), 201),
        asked("?page=true"),
    ],
    "T10 a text beyond its column": [sent(body(tekst="x" * 81)), sent(body(tekst="x" * 80), 201)],
    "T11 a text of nothing": [
        sent(body(tekst=text))
        for text in (" ", "\u200b", "a\u202eb", "\t", "a\u0007", "\ufeff", "a\n", "\u001fa")
    ],
    "T12 a number for a day": [
        sent(body(datum=0)),
        sent(body(datum="20260302")),
        sent(body(datum="2026-3-2")),
        asked("?vanaf=0"),
        asked("?vanaf=2026-02-30"),
    ],
    "T13 the begin and end of time": [
        sent(body(datum="0001-01-01")),
        sent(body(datum="1899-12-31")),
        sent(body(datum="2100-01-01")),
        sent(body(datum="9999-12-31")),
        sent(body(op="0001-01-01T00:00:00+14:00")),
        sent(body(op="9999-12-31T23:59:59-14:00")),
    ],
    "T14 a moment without a place": [
        sent(body(op="2026-03-02T10:30:00")),
        sent(body(op="2026-03-02 10:30:00Z")),
        sent(body(op=1772443800)),
        sent(body(op="2026-03-02T10:30:00+01:00"), 201),
    ],
    "T15 a page that is none": [
        asked(f"?{query}")
        for query in ("page=0", "page=-1", "pageSize=-1", "pageSize=0", f"pageSize={10**9}")
    ],
    "T16 a year that is none": [asked("?jaar=0"), asked("?jaar=10000"), asked("?jaar=x")],
    "T17 nested without end": [
        sent(b'{"tekst":' + b"[" * 900 + b"]" * 900 + b"}"),
        sent(b"[" * 100_000),
        sent(raw('"extra":' + '{"a":' * 900 + "1" + "}" * 900)),
    ],
    "T18 null for what must be there": [sent(body(tekst=None)), sent(body(datum=None))],
    "T20 what nobody knows, or comes twice": [
        sent(body(kleur="rood")),
        Probe(400, body(), PAD + "?kleur=rood"),
        Probe(400, body(), PAD + "?kleur=rood&kleur=rood"),
        asked("?page=1&page=1"),
    ],
    "T21 one key twice": [
        sent(b'{"tekst":"a","tekst":"b","gemeente":"GM0090"}'),
        sent(b'{"tekst":"a","\\u0074ekst":"b","gemeente":"GM0090"}'),
    ],
    "T22 another encoding": [
        sent(body().decode().encode("utf-16")),
        sent(body().decode().encode("utf-32")),
        sent(b"\xef\xbb\xbf" + body()),
        sent(b'{"tekst":"\xe9","gemeente":"GM0090"}'),
    ],
    "T23 another media type": [
        Probe(415, body(), headers={"content-type": kind})
        for kind in ("application/merge-patch+json", "text/plain", "", "application/jsonl")
    ]
    + [Probe(415, body(), headers={"content-encoding": "gzip"})],
    "T24 a form": [
        Probe(415, b"--x\r\n\xff", headers={"content-type": "multipart/form-data; boundary=x"}),
        Probe(415, b"--x", headers={"content-type": "multipart/form-data"}),
        Probe(415, b"tekst=t", headers={"content-type": "application/x-www-form-urlencoded"}),
    ],
    "T25 a slash at the end": [asked("/", 404), asked(f"/{NERGENS}/", 404)],
    "T28 a format that is not there": [
        Probe(406, method="GET", headers={"accept": "application/xml"}),
        Probe(406, path=f"{PAD}/{NERGENS}", method="GET", headers={"accept": "text/csv"}),
    ],
}


@pytest.mark.parametrize("trap", TRAPS)
async def test_no_probe_falls_into_the_trap(
    balie_client: httpx.AsyncClient, database: Database, trap: str
) -> None:
    good = 0
    for probe in TRAPS[trap]:
        answer = await ask(balie_client, probe)
        assert answer.status_code == probe.status, (probe, answer.text[:300])
        assert answer.headers["api-version"] == "0.1.0"
        good += probe.status == 201
        if probe.status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert len(answer.content) < 2_000
    for table in (Notitie, outbox, idempotentie):
        assert len(await rows(database, table)) == good
    assert (await balie_client.get(PAD)).json()["count"] == good


async def ask(client: httpx.AsyncClient, probe: Probe) -> httpx.Response:
    headers = {"content-type": JSON, "Idempotency-Key": uuid4().hex} | probe.headers
    return await client.request(probe.method, probe.path, content=probe.content, headers=headers)


async def test_t3_an_error_never_repeats_what_was_sent(balie_client: httpx.AsyncClient) -> None:
    secret = "123456782"
    for content in (body(datum=secret), body(**{secret: 1}), raw(f'"bedragCenten":"{secret}"')):
        answer = await ask(balie_client, sent(content))
        assert answer.status_code == 400
        values = [(p["code"], p["reason"]) for p in answer.json()["invalidParams"]]
        assert secret not in str(values)


async def test_t14_a_moment_with_an_offset_is_answered_in_utc(
    balie_client: httpx.AsyncClient,
) -> None:
    answer = await balie_client.post(
        PAD + "/_toets", json=GOOD | {"op": "2026-03-02T00:30:00+01:00"}
    )
    assert answer.json()["op"] == "2026-03-01T23:30:00Z"


async def test_t18_absent_is_not_null(balie_client: httpx.AsyncClient) -> None:
    answer = await ask(balie_client, sent(body(), 201))
    assert None not in answer.json().values()


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (PAD, {"content-type": JSON, "content-length": "1000001"}, 413),
        (PAD, {"content-type": JSON, "content-encoding": "br"}, 415),
        (PAD, {"content-type": "text/plain"}, 415),
        (PAD + "/", {"content-type": JSON}, 404),
        (f"{PAD}/{NERGENS}", {"content-type": JSON}, 405),
        (PAD + "%00", {"content-type": JSON}, 400),
    ],
)
async def test_t19_a_body_that_is_refused_is_not_read(
    balie_client: httpx.AsyncClient, path: str, headers: dict[str, str], status: int
) -> None:
    taken = 0

    async def parts() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b" " * 100_000

    answer = await balie_client.post(path, content=parts(), headers=headers)
    assert (answer.status_code, taken) == (status, 0)


async def test_t19_a_body_that_grows_on_its_way_is_left_at_the_limit(
    balie_client: httpx.AsyncClient,
) -> None:
    taken = 0

    async def parts() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b" " * 100_000

    headers = {"content-type": JSON, "Idempotency-Key": uuid4().hex}
    answer = await balie_client.post(PAD, content=parts(), headers=headers)
    assert (answer.status_code, taken) == (413, 11)


async def test_t20_faults_of_query_body_and_headers_come_at_once(
    balie_client: httpx.AsyncClient, database: Database
) -> None:
    wrong = {"tekst": "", "datum": "x", "kleur": 1}
    answer = await balie_client.post(PAD + "?maat=1&maat=2&soort=a", json=wrong)
    assert answer.status_code == 400
    named = {fault["name"] for fault in answer.json()["invalidParams"]}
    assert named == {"maat", "soort", "tekst", "datum", "kleur", "Idempotency-Key"}
    assert await rows(database, Notitie) == []


async def test_t26_allow_names_every_method_and_head_mirrors_get(
    balie_client: httpx.AsyncClient,
) -> None:
    for method in ("DELETE", "OPTIONS", "PATCH", "TRACE"):
        answer = await balie_client.request(method, PAD)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    got, head = await balie_client.get(PAD), await balie_client.head(PAD)
    assert (head.status_code, head.headers, head.content) == (200, got.headers, b"")


def test_t27_every_status_of_this_table_is_in_the_document() -> None:
    operation = build_api(BALIE).openapi()["paths"][PAD]["post"]
    statuses = {str(probe.status) for probes in TRAPS.values() for probe in probes}
    assert statuses - {"404"} <= set(operation["responses"])
    assert {"401", "403", "409", "422", "500", "503"} <= set(operation["responses"])


async def test_t28_what_a_list_offers_is_in_the_document(balie_client: httpx.AsyncClient) -> None:
    declared = build_api(BALIE).openapi()["paths"][PAD]["get"]["responses"]["200"]["content"]
    for kind in declared:
        answer = await balie_client.get(PAD, headers={"accept": kind})
        assert answer.headers["content-type"].partition(";")[0] == kind
    assert len(declared) == 3


@pytest.mark.parametrize(("zoek", "found"), [("%25", 1), ("_", 0), ("50", 1), ("%25_", 0)])
async def test_t29_signs_of_like_are_signs(
    balie_client: httpx.AsyncClient, zoek: str, found: int
) -> None:
    for tekst in ("50% korting", "vijftig"):
        await ask(balie_client, sent(body(tekst=tekst), 201))
    assert (await balie_client.get(f"{PAD}?zoek={zoek}")).json()["count"] == found


async def test_t30_who_may_not_ask_does_not_hear_what_there_is(
    balie_client: httpx.AsyncClient,
) -> None:
    assert (await balie_client.get("/archief")).status_code == 403
    assert (await balie_client.get("/archief?kleur=rood")).status_code == 403


async def test_t31_a_connection_lives_on_after_an_unforeseen_error(
    uow: UnitOfWork, database: Database
) -> None:
    async with served(uow, database) as client:
        ports = set()
        for path in ("/stuk", PAD, "/stuk", PAD):
            answer = await client.get(path)
            assert answer.status_code == (500 if path == "/stuk" else 200)
            ports.add(answer.extensions["network_stream"].get_extra_info("client_addr"))
        assert len(ports) == 1


async def test_t31_a_refused_body_does_not_spoil_the_next_request(
    uow: UnitOfWork, database: Database
) -> None:
    async with served(uow, database) as client:
        for _ in range(3):
            refused = await client.post(
                PAD, content=b" " * 1_500_000, headers={"content-type": JSON}
            )
            assert refused.status_code == 413
            assert (await client.get(PAD)).status_code == 200


@asynccontextmanager
async def served(uow: UnitOfWork, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """The counter behind a real HTTP server, with a client that keeps its connection."""
    app = build_app(
        BALIE, Runtime("intake", database, uow, uow.clock, Clients({}), None, VasteDeur())
    )
    with _listening() as listener:
        server = uvicorn.Server(uvicorn.Config(app, http=Protocol, log_config=None, lifespan="off"))
        running = asyncio.ensure_future(server.serve([listener]))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        limits = httpx.Limits(max_connections=1)
        async with httpx.AsyncClient(base_url=address, limits=limits) as client:
            yield client
        server.should_exit = True
        await running


def _listening() -> socket.socket:
    made = socket.socket()
    made.bind(("127.0.0.1", 0))
    return made


def test_t32_the_bounds_that_are_checked_are_in_the_document() -> None:
    fields = build_api(BALIE).openapi()["components"]["schemas"]["NieuweNotitie"]["properties"]
    assert (fields["bedragCenten"]["minimum"], fields["bedragCenten"]["maximum"]) == (1, 10**13 - 1)
    assert (fields["tekst"]["minLength"], fields["tekst"]["maxLength"]) == (1, 80)
    assert fields["uren"]["multipleOf"] == 0.25
    assert fields["datum"]["format"] == "date"
    assert fields["op"]["format"] == "date-time"
    assert "pattern" in fields["gemeente"]


def test_t33_every_trap_has_a_test_here(request: pytest.FixtureRequest) -> None:
    names = set(_numbers(request))
    assert names | {33} == set(range(1, 34))


def _numbers(request: pytest.FixtureRequest) -> Iterator[int]:
    for trap in TRAPS:
        yield int(trap.partition(" ")[0][1:])
    for name in dir(request.module):
        if name.startswith("test_t") and name[6].isdigit():
            yield int(name.split("_")[1][1:])


async def test_20_posts_at_once_with_one_key_have_one_effect_and_19_replays(
    balie_client: httpx.AsyncClient, database: Database
) -> None:
    headers = {"Idempotency-Key": uuid4().hex}
    posts = (balie_client.post(PAD, json=GOOD, headers=headers) for _ in range(20))
    answers = await asyncio.gather(*posts)
    assert {(a.status_code, a.content) for a in answers} == {(201, answers[0].content)}
    assert sum("idempotent-replayed" in a.headers for a in answers) == 19
    assert len(await rows(database, Notitie)) == len(await rows(database, outbox)) == 1


async def test_the_document_says_which_texts_are_refused(balie_client: httpx.AsyncClient) -> None:
    fields = build_api(BALIE).openapi()["components"]["schemas"]["NieuweNotitie"]["properties"]
    form = re.compile(fields["tekst"]["pattern"])
    for text, good in (
        ("a", True),
        (" a b ", True),
        (" ", False),
        ("a\n", False),
        ("\x85a", False),
    ):
        assert bool(form.fullmatch(text)) is good
        answer = await ask(balie_client, sent(body(tekst=text)))
        assert answer.status_code == (201 if good else 400)
