"""One process: an HTTP server and the loops beside it, in one task group (decision 53)."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

Loop = Callable[[], Awaitable[None]]


class LoopEnded(RuntimeError):
    """A loop that should never end did."""


class _Server(uvicorn.Server):
    """Leaves the signals to us: uvicorn would raise them again after its own end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(app: ASGIApp, port: int, loops: Sequence[Loop], ready: str) -> None:
    """Serve on 127.0.0.1:`port` until SIGTERM or SIGINT; a loop that ends takes the process down with it.

    Prints `ready` once requests are answered.
    """
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, log_level="warning", access_log=False, lifespan="off"
    )
    server = _Server(config)
    for stop in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop, server.handle_exit, stop, None)
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(_forever(loop)) for loop in loops]
        announcing = group.create_task(_announce(server, ready))
        await server.serve()
        announcing.cancel()
        for task in running:
            task.cancel()


async def _forever(loop: Loop) -> None:
    await loop()
    raise LoopEnded(getattr(loop, "__qualname__", repr(loop)))


async def _announce(server: uvicorn.Server, ready: str) -> None:
    while not server.started:  # noqa: ASYNC110 - uvicorn offers a flag, not an event
        await asyncio.sleep(0.02)
    print(ready, flush=True)
