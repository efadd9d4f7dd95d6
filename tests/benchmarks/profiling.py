"""Where the CPU time of a process goes: samples of its CPU time, told apart by the package it was in."""

import json
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

_EVERY_SECONDS: Final = 0.001
_LAYERS: Final = (
    ("/psycopg", "psycopg"),
    ("/sqlalchemy/", "SQLAlchemy"),
    ("/pydantic", "FastAPI, Starlette, Pydantic"),
    ("/fastapi/", "FastAPI, Starlette, Pydantic"),
    ("/starlette/", "FastAPI, Starlette, Pydantic"),
    ("/uvicorn/", "uvicorn"),
    ("/httptools/", "uvicorn"),
    ("/structlog/", "log en metrics"),
    ("/prometheus_client/", "log en metrics"),
    ("/shared/logs", "log en metrics"),
    ("/services/", "het domein"),
    ("/shared/", "shared"),
    ("/deploy/", "shared"),
)


@contextmanager
def profiled(out: Path | None) -> Iterator[None]:
    """Sample from SIGUSR1 until the body ends and write the share of each layer to `out`; without `out` do nothing."""
    if out is None:
        yield
        return
    seen: Counter[str] = Counter()

    def begin(number: int, frame: FrameType | None) -> None:
        signal.setitimer(signal.ITIMER_PROF, _EVERY_SECONDS, _EVERY_SECONDS)

    def sample(number: int, frame: FrameType | None) -> None:
        seen[_layer(frame)] += 1

    signal.signal(signal.SIGPROF, sample)
    signal.signal(signal.SIGUSR1, begin)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        total = sum(seen.values())
        shares = {layer: round(count / total, 2) for layer, count in seen.most_common()}
        out.write_text(json.dumps(shares, ensure_ascii=False), encoding="utf-8")


def _layer(frame: FrameType | None) -> str:
    """The innermost layer of ours or a package's: what the standard library does, it does for its caller."""
    while frame is not None:
        file = frame.f_code.co_filename
        for part, layer in _LAYERS:
            if part in file:
                return layer
        frame = frame.f_back
    return "asyncio"
