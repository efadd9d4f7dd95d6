"""What the document cannot say, for the fuzzer: shapes of data only, no check is skipped here.

Schemathesis loads this file by itself (`hooks` in its settings).
"""

import json
import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from itertools import count
from typing import Any
from uuid import uuid4

import schemathesis
from hypothesis import strategies as st

from shared.identifiers import is_bsn

_FIRST, _LAST = 1900, 2099
_SLEUTEL = re.compile("[!-~]{1,255}")
_REFUSED = ("Cf", "Cs", "Co")
_ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
# a day from either end, so that the moment is in 1900-2099 in UTC too
_MOMENTS = st.datetimes(
    datetime(_FIRST, 1, 2),  # noqa: DTZ001 - the zone comes from `timezones`
    datetime(_LAST, 12, 30),  # noqa: DTZ001
    timezones=_ZONES,
)


def _next_bsn(start: int) -> str:
    return next(str(number) for number in count(start) if is_bsn(str(number)))


schemathesis.openapi.format("date", st.dates(date(_FIRST, 1, 1), date(_LAST, 12, 31)).map(str))
schemathesis.openapi.format("date-time", _MOMENTS.map(datetime.isoformat))
schemathesis.openapi.format("bsn", st.integers(100_000_000, 999_000_000).map(_next_bsn))
schemathesis.openapi.format("uuid", st.uuids().map(str))


@schemathesis.serializer("application/x-ndjson")
def ndjson(context: Any, value: Any) -> bytes:
    """A line per element of a list, any other value as one line."""
    lines = value if isinstance(value, list) else [value]
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


@schemathesis.deserializer("application/x-ndjson", "text/csv")
def text(context: Any, response: Any) -> str:
    """Lines as the document has them: text."""
    return str(response.content.decode("utf-8-sig"))


@schemathesis.hook
def map_headers(context: Any, headers: Any) -> Any:
    """A key of its own for each request that has a right one, else most are repeats of another (422)."""
    if headers and _SLEUTEL.fullmatch(str(headers.get("Idempotency-Key", ""))):
        headers["Idempotency-Key"] = str(uuid4())
    return headers


@schemathesis.hook
def filter_path_parameters(context: Any, path_parameters: Any) -> bool:
    """Only signs that a URL of ours may hold: the gate refuses others before it looks which route it is (T1)."""
    return _readable(path_parameters)


@schemathesis.hook
def filter_query(context: Any, query: Any) -> bool:
    """As in the path."""
    return _readable(query)


def _readable(values: Any) -> bool:
    return all(str(value).isprintable() for value in (values or {}).values())


@schemathesis.hook
def filter_body(context: Any, body: Any) -> bool:
    """Texts without the signs that a pattern cannot name one by one: of format, and for private use (T11)."""
    return not any(unicodedata.category(sign) in _REFUSED for sign in _texts(body))


def _texts(value: Any) -> str:
    """All text in a value, one behind the other."""
    if isinstance(value, dict):
        return "".join(map(_texts, value.values()))
    if isinstance(value, list):
        return "".join(map(_texts, value))
    return value if isinstance(value, str) else ""
