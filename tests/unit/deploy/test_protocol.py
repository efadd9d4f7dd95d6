"""What a connection takes around a body, over real sockets: headers, chunks and trailers have an end."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from deploy.protocol import MOST_AROUND, Protocol

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
END = b"0\r\n\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


async def _counts(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with the length of the body."""
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    body = str(length).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def _connected() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    config = uvicorn.Config(_counts, http=Protocol, port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    running = asyncio.ensure_future(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        server.should_exit = True
        await running


async def _answer(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """The status and the body of one answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split()[0])
    return head.split()[1], await reader.readexactly(length)


async def _send(writer: asyncio.StreamWriter, parts: Iterable[bytes]) -> None:
    """Send until the other side has had enough."""
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
    except ConnectionError:
        return


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([HEAD, b"A: ", *[b"a" * 10_000] * 50], id="one header without end"),
        pytest.param([HEAD, *[b"A: " + b"a" * 1000 + b"\r\n"] * 500], id="many headers"),
        pytest.param([b"POST /", *[b"a" * 10_000] * 50], id="a path without end"),
        pytest.param(
            [CHUNKED, b"1\r\na\r\n0\r\n", *[b"A: " + b"a" * 1000 + b"\r\n"] * 500], id="trailers"
        ),
        pytest.param([CHUNKED, b"1;", *[b"a" * 10_000] * 50], id="what is said of a chunk"),
    ],
)
async def test_what_is_around_a_body_has_an_end(parts: list[bytes]) -> None:
    assert sum(map(len, parts)) > 4 * MOST_AROUND
    async with _connected() as (reader, writer):
        await _send(writer, parts)
        try:
            answer = await reader.read()
        except ConnectionError:
            # it closed while we were still sending
            return
        assert _problem(answer) == "adres, koppen of trailers zijn te lang"


@pytest.mark.parametrize(
    "sent",
    [
        b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: b\x00\r\n\r\n",
        b"GET http:// HTTP/1.1\r\nHost: x\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nab",
        HEAD + b"Content-Length: +2\r\n\r\nab",
        HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n" + END,
        HEAD + b"Transfer-Encoding: chunked, gzip\r\n\r\n" + END,
        CHUNKED + b"zz\r\nab\r\n",
    ],
)
async def test_what_is_no_http_is_a_problem(sent: bytes) -> None:
    async with _connected() as (reader, writer):
        await _send(writer, [sent])
        assert _problem(await reader.read()) == "dit is geen verzoek volgens HTTP/1.1"


def _problem(answer: bytes) -> str:
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *headers = head.lower().split(b"\r\n")
    assert status == b"http/1.1 400 bad request"
    names = {header.split(b": ")[0] for header in headers}
    assert {b"api-version", b"cache-control", b"content-length", b"connection"} <= names
    assert b"content-type: application/problem+json" in headers
    return str(json.loads(body)["detail"])


async def test_each_request_is_counted_anew() -> None:
    long = HEAD + b"A: " + b"a" * (MOST_AROUND // 2) + b"\r\nContent-Length: 2\r\n\r\nab"
    async with _connected() as (reader, writer):
        for _ in range(4):
            await _send(writer, [long])
            assert await _answer(reader) == (b"200", b"2")


async def test_a_body_of_many_short_chunks_is_taken() -> None:
    async with _connected() as (reader, writer):
        await _send(writer, [CHUNKED, *[b"8\r\n{line: 1\r\n"] * 50_000, END])
        assert await _answer(reader) == (b"200", b"400000")
        await _send(writer, [HEAD + b"Content-Length: 500000\r\n\r\n", b"a" * 500_000])
        assert await _answer(reader) == (b"200", b"500000")
