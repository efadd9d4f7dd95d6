"""W3C Trace Context: the trace of a request is on every log line about it, and goes along when we ask others."""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

import httpx
from structlog.types import EventDict, WrappedLogger

_NOW: Final[ContextVar[Mapping[str, str]]] = ContextVar("trace", default={})  # noqa: B039 - a Mapping
_FORM: Final = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")


@contextmanager
def tracing(incoming: str | None) -> Iterator[str]:
    """Work within the trace of an incoming `traceparent`, or in a new one; gives the trace id.

    What is not of the W3C's form, or all zeros, is left aside: whoever sent it, our own work can still be followed.
    """
    made = secrets.token_hex(24)
    trace, flags = _read(incoming or "") or (made[:32], "01")
    before = _NOW.set({"trace_id": trace, "span_id": made[32:], "trace_flags": flags})
    try:
        yield trace
    finally:
        _NOW.reset(before)


def traceparent() -> str | None:
    """The header for a request that is made now; None outside a trace."""
    now = _NOW.get()
    if not now:
        return None
    return f"00-{now['trace_id']}-{now['span_id']}-{now['trace_flags']}"


def trace_id() -> str:
    """The trace that is worked in now; a new one outside a trace."""
    return _NOW.get().get("trace_id") or secrets.token_hex(16)


def traced(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Put the trace that is worked in now on a line of the log."""
    event.update(_NOW.get())
    return event


async def pass_on(request: httpx.Request) -> None:
    """Event hook of an httpx client: take the trace along."""
    if header := traceparent():
        request.headers["traceparent"] = header


def _read(header: str) -> tuple[str, str] | None:
    found = _FORM.fullmatch(header)
    if found is None or found[1] == "ff" or (found[1] == "00" and found[5]):
        return None
    return None if not found[2].strip("0") or not found[3].strip("0") else (found[2], found[4])
