"""`_bulk`: many lines in one request, each on its own, in transactions of 500 lines (decision 22 of the design).

The body is on disk before the first transaction opens, and the answer leaves after the last commit: a client that
sees nothing sends the same lines again.
"""

from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any, Final, TypeVar

import orjson
from fastapi import Request, Response
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError

from shared.calls import Writing, as_json
from shared.db.dialect import is_taken
from shared.db.uow import Tx
from shared.errors import DomainError, Fout, ongeldig
from shared.formats import NDJSON
from shared.http import faults
from shared.schemas import InvalidParam, Optioneel, Ref, Schema

PER_TRANSACTIE: Final = 500
_IN_MEMORY: Final = 1_000_000

Regels = Callable[[Tx, Sequence[bytes]], Awaitable[Sequence[Schema]]]
Slot = Callable[[int], Awaitable[Schema]]
"""Makes the last line of the answer, from how many lines there were."""

S = TypeVar("S", bound=Schema)


class Regeluitslag(Schema):
    """What became of a line; each bulk names its own outcomes."""

    uitkomst: str
    id: Optioneel[Ref] = None
    code: Optioneel[str] = None
    detail: Optioneel[str] = None
    fouten: Optioneel[list[InvalidParam]] = None


def waarom(fout: DomainError) -> dict[str, Any]:
    """The fields of an outcome that say why a line stands for nothing."""
    fouten = [InvalidParam(name=f.name, code=f.code, reason=f.reason) for f in fout.fouten]
    return {"code": fout.code, "detail": fout.detail, "fouten": fouten or None}


def lees(line: bytes, model: type[S]) -> S:
    """A line as its schema; raises Invalid with everything that is wrong with it."""
    try:
        return model.model_validate(orjson.loads(line))
    except ValidationError as error:
        raise ongeldig(faults(error.errors())) from None
    except orjson.JSONDecodeError:
        raise ongeldig([Fout("(regel)", "regel", "geen geldige JSON")]) from None


async def per_regel(
    call: Writing, verwerk: Regels, botst: Schema, slot: Slot | None = None
) -> Response:
    """200 with a line per line of the body, in order; what is wrong with a line `verwerk` answers, not raises.

    When a row of somebody else takes a place that is unique, every line of the transaction is done once more by
    itself; `botst` answers the line whose place is really taken. `slot` adds one line after all of them.
    """
    answers = bytearray()
    aantal = 0
    with await _spooled(call.request) as lines:
        while batch := list(islice(lines, PER_TRANSACTIE)):
            aantal += len(batch)
            for answer in await _samen(call, batch, verwerk, botst):
                answers += as_json(answer) + b"\n"
    if slot is not None:
        answers += as_json(await slot(aantal)) + b"\n"
    return Response(bytes(answers), 200, media_type=NDJSON)


async def _samen(
    call: Writing, batch: Sequence[bytes], verwerk: Regels, botst: Schema
) -> Sequence[Schema]:
    try:
        async with call.tx() as tx:
            answers = await verwerk(tx, batch)
            call.raakt(*answers)
            return answers
    except IntegrityError as error:
        if not is_taken(error):
            raise
    if len(batch) == 1:
        return [botst]
    return [(await _samen(call, [line], verwerk, botst))[0] for line in batch]


async def _spooled(request: Request) -> SpooledTemporaryFile[bytes]:
    spool = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    async for chunk in request.stream():
        spool.write(chunk)
    spool.seek(0)
    return spool
