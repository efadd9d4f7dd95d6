"""Reading another service: an answer within a second, or none (decision 5)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.clients import WACHT_SECONDEN, Clients


async def _echo(request: Request) -> Response:
    return JSONResponse(dict(request.query_params))


async def _slow(request: Request) -> Response:
    await asyncio.sleep(WACHT_SECONDEN * 5)
    return JSONResponse({})


async def _broken(request: Request) -> Response:
    return Response("{", media_type="application/json")


async def _refused(request: Request) -> Response:
    return JSONResponse({}, status_code=503)


@asynccontextmanager
async def _clients() -> AsyncIterator[Clients]:
    routes = [
        Route(f"/v1/{name}", endpoint)
        for name, endpoint in (
            ("echo", _echo),
            ("slow", _slow),
            ("broken", _broken),
            ("refused", _refused),
        )
    ]
    inside = httpx.ASGITransport(Starlette(routes=routes))
    clients = Clients({"budget": httpx.AsyncClient(transport=inside, base_url="http://inside/v1")})
    clients.add("weg", httpx.AsyncClient(base_url="http://127.0.0.1:9/v1"))
    yield clients
    await clients.close()


async def test_an_answer_is_its_json() -> None:
    async with _clients() as clients:
        assert await clients.get("budget", "/echo", {"post": "prb", "jaar": 2026}) == {
            "post": "prb",
            "jaar": "2026",
        }


@pytest.mark.parametrize(
    ("service", "path"),
    [
        ("budget", "/broken"),
        ("budget", "/refused"),
        ("budget", "/nergens"),
        ("weg", "/echo"),
        ("onbekend", "/echo"),
    ],
)
async def test_without_an_answer_it_cannot_be_determined(service: str, path: str) -> None:
    async with _clients() as clients:
        assert await clients.get(service, path, {}) is None


async def test_a_slow_service_in_the_same_process_is_not_waited_for() -> None:
    async with _clients() as clients, asyncio.timeout(WACHT_SECONDEN * 3):
        assert await clients.get("budget", "/slow", {}) is None
