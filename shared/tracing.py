"""W3C Trace Context: the trace of a request is on every log line about it, and goes along when we ask others."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import httpx
from structlog.contextvars import bound_contextvars, get_contextvars

_FORM: Final = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")


@contextmanager
def tracing(incoming: str | None) -> Iterator[str]:
    """Work within the trace of an incoming `traceparent`, or in a new one; gives the trace id.

    What is not of the W3C's form, or all zeros, is left aside: whoever sent it, our own work can still be followed.
    """
    trace, flags = _read(incoming or "") or (secrets.token_hex(16), "01")
    with bound_contextvars(trace_id=trace, span_id=secrets.token_hex(8), trace_flags=flags):
        yield trace


def traceparent() -> str | None:
    """The header for a request that is made now; None outside a trace."""
    now = get_contextvars()
    if "trace_id" not in now:
        return None
    return f"00-{now['trace_id']}-{now['span_id']}-{now['trace_flags']}"


def trace_id() -> str:
    """The trace that is worked in now; a new one outside a trace."""
    return str(get_contextvars().get("trace_id") or secrets.token_hex(16))


async def pass_on(request: httpx.Request) -> None:
    """Event hook of an httpx client: take the trace along."""
    if header := traceparent():
        request.headers["traceparent"] = header


def _read(header: str) -> tuple[str, str] | None:
    found = _FORM.fullmatch(header)
    if found is None or found[1] == "ff" or (found[1] == "00" and found[5]):
        return None
    return None if not found[2].strip("0") or not found[3].strip("0") else (found[2], found[4])
