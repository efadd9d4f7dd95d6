"""Long lists whole, for machines (NDJSON) and for spreadsheets (CSV); which of them a client gets is his `Accept`.

CSV is for Excel in the Netherlands: a byte order mark, `;`, comma for decimals, euros instead of cents. A text that a
spreadsheet would take for a formula gets an apostrophe in front.
"""

import csv
import io
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, get_args

from pydantic import BaseModel
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from shared.schemas import Schema, utc

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
CSV: Final = "text/csv"
PER_KEER: Final = 500
"""So many rows are read, made and sent at a time; more are never held."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_CENTEN: Final = "Centen"


@lru_cache(maxsize=256)
def negotiate(accept: str, offered: tuple[str, ...]) -> str | None:
    """The media type to answer with: the most wanted, and of equals the first that is offered."""
    wanted = [_range(part) for part in accept.split(",") if part.strip()]
    graded = [(_quality(kind, wanted), -place) for place, kind in enumerate(offered)]
    quality, place = max(graded)
    if not wanted:
        return offered[0]
    return offered[-place] if quality > 0 else None


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for name, _, value in (parameter.partition("=") for parameter in parameters):
        if name.strip() == "q":
            quality = _number(value)
    return kind, quality


def _number(value: str) -> float:
    try:
        return float(value) if len(value) <= 5 else 0.0
    except ValueError:
        return 0.0


def _quality(kind: str, wanted: Sequence[tuple[str, float]]) -> float:
    """What the most exact range that fits says."""
    given = dict(reversed(wanted))
    for fitting in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        if fitting in given:
            return given[fitting]
    return 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how to get from an answer to the text of its cell."""

    heading: str
    text: Callable[[Any], str]


def columns(model: type[BaseModel], prefix: str = "") -> list[Column]:
    """The columns of a schema, those of a part under the name of the part: `regel.bron`."""
    found = []
    for name, field in model.model_fields.items():
        heading = f"{prefix}{field.alias or name}"
        part = _part(field.annotation)
        if part:
            found += [
                Column(column.heading, _within(name, column.text))
                for column in columns(part, f"{heading}.")
            ]
        elif heading.endswith(_CENTEN):
            euros = heading.removesuffix(_CENTEN) + "Euro"
            found.append(Column(euros, _within(name, _euros)))
        else:
            found.append(Column(heading, _within(name, _text)))
    return found


def _part(annotation: Any) -> type[BaseModel] | None:
    kinds = [annotation, *get_args(annotation)]
    return next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), None)


def _within(name: str, text: Callable[[Any], str]) -> Callable[[Any], str]:
    def found(row: Any) -> str:
        value = getattr(row, name)
        return "" if value is None else text(value)

    return found


def _euros(centen: int) -> str:
    euros, rest = divmod(abs(centen), 100)
    return f"{'-' if centen < 0 else ''}{euros},{rest:02d}"


def _text(value: Any) -> str:
    match value:
        case bool():
            return "ja" if value else "nee"
        case int() | Decimal() | float():
            return str(value).replace(".", ",")
        case datetime():
            return utc(value)
        case list():
            value = " | ".join(map(_text, value))
    return _safe(str(value))


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_lines(media: str, model: type[Schema]) -> Callable[[Sequence[Schema] | None], bytes]:
    """A function from answers to bytes of this kind; from None to what stands before the first."""
    shown = columns(model) if media == CSV else []

    def lines(rows: Sequence[Schema] | None) -> bytes:
        if media == CSV:
            return _csv_lines(shown, rows)
        return b"".join(
            row.model_dump_json(by_alias=True, exclude_none=True).encode() + b"\n"
            for row in rows or ()
        )

    return lines


def _csv_lines(shown: Sequence[Column], rows: Sequence[Schema] | None) -> bytes:
    out = io.StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\r\n").writerow
    if rows is None:
        write([column.heading for column in shown])
        return b"\xef\xbb\xbf" + out.getvalue().encode()
    for row in rows:
        write([column.text(row) for column in shown])
    return out.getvalue().encode()


class Stream(Response):
    """An answer in parts. Its source is closed with it, so that no read transaction outlives the answer."""

    def __init__(self, parts: AsyncIterator[bytes], first: bytes, media: str) -> None:
        headers = {"vary": "accept"}
        if media == CSV:
            headers["content-disposition"] = "attachment"
        super().__init__(None, 200, headers, f"{media}; charset=utf-8")
        del self.headers["content-length"]
        self._parts = parts
        self._first = first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the first part and then the others."""
        async with aclosing(self._parts) as parts:  # type: ignore[type-var]
            start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            await send(start)
            await send({"type": "http.response.body", "body": self._first, "more_body": True})
            async for part in parts:
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
