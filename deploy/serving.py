"""One process: an HTTP server and the loops beside it, in one task group (decision 53)."""

import asyncio
import gc
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deploy.protocol import Protocol
from deploy.settings import Settings
from shared.gate import Below, Gate
from shared.http import install_error_handlers
from shared.management import Manager, Watched

Loop = Callable[[], Awaitable[None]]
KEEP_ALIVE_SECONDS = 75
"""Longer than any proxy keeps a connection idle: a connection that we close may just have got a request."""
_LAST_REQUESTS_SECONDS = 30
_IN_FLIGHT_SECONDS = 0.2


def collect_rarely() -> None:
    """Leave what was loaded at the start out of every garbage collection, and collect less often.

    A request makes some thousands of objects and lets go of nearly all of them without a cycle.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


class LoopEnded(RuntimeError):
    """A loop that should never end did."""


class _Server(uvicorn.Server):
    """Leaves the signals to us: uvicorn would raise them again after its own end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connections, and read what was on its way over the present ones before they close."""
        for server in self.servers:
            server.close()
        await asyncio.sleep(_IN_FLIGHT_SECONDS)
        await super().shutdown(sockets)


def process_app(apps: Mapping[str, ASGIApp], manager: Manager, *routes: BaseRoute) -> ASGIApp:
    """The application of a process: each service below its name, what the operator asks at the root.

    A service has the same addresses alone as beside the others, so a proxy in front rewrites nothing.
    """
    names = [Route(f"/{name}", _with_a_slash) for name in apps]
    root = Starlette(routes=[*manager.routes(), *routes, *names])
    install_error_handlers(root)
    return Watched(_LettingGo(Below(apps, Gate(root)), manager))


async def _with_a_slash(request: Request) -> Response:
    return RedirectResponse(f"{request.url.path}/")


async def serve(
    app: ASGIApp,
    settings: Settings,
    port: int,
    loops: Sequence[Loop],
    manager: Manager,
    hint: str = "",
) -> None:
    """Serve until SIGTERM or SIGINT; a loop that ends takes the process down with it.

    Prints `ready http://…` and the hint once requests are answered. When told to stop: `/readyz` answers 503 and
    answers let go of their connections for `drain_seconds`, then no new request is taken, those that run are finished,
    the loops end.
    """
    server = _Server(_config(app, settings, port))
    collect_rarely()
    told = asyncio.Event()
    for stop in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop, told.set)
    async with asyncio.TaskGroup() as group:
        beside = [group.create_task(_forever(loop)) for loop in loops]
        beside.append(
            group.create_task(_announce(server, f"ready http://{settings.host}:{port}{hint}"))
        )
        beside.append(group.create_task(_drain(told, server, manager, settings.drain_seconds)))
        await server.serve()
        for task in beside:
            task.cancel()


def _config(app: ASGIApp, settings: Settings, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=Protocol,
        host=settings.host,
        port=port,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_LAST_REQUESTS_SECONDS,
        forwarded_allow_ips=settings.proxies,
    )


async def _drain(
    told: asyncio.Event, server: uvicorn.Server, manager: Manager, seconds: float
) -> None:
    await told.wait()
    manager.stopping = True
    await asyncio.sleep(seconds)
    server.should_exit = True


async def _forever(loop: Loop) -> None:
    await loop()
    raise LoopEnded(getattr(loop, "__qualname__", repr(loop)))


async def _announce(server: uvicorn.Server, ready: str) -> None:
    while not server.started:  # noqa: ASYNC110 - uvicorn offers a flag, not an event
        await asyncio.sleep(0.02)
    print(ready, flush=True)


class _LettingGo:
    """Closes each connection after its answer while the process stops, so that a proxy keeps none of them."""

    def __init__(self, app: ASGIApp, manager: Manager) -> None:
        self._app = app
        self._manager = manager

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def letting_go(message: Message) -> None:
            if message["type"] == "http.response.start" and self._manager.stopping:
                message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
            await send(message)

        await self._app(scope, receive, letting_go)
