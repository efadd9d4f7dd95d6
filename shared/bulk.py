"""`_bulk`: many lines in one request, each on its own, in transactions of 500 lines (decision 22 of the design).

The body is on disk before the first transaction opens, and the answer leaves after the last commit: a client that
sees nothing sends the same lines again.
"""

from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Final

from fastapi import Request, Response
from sqlalchemy.exc import IntegrityError

from shared.calls import Writing, as_json
from shared.db.dialect import is_taken
from shared.db.uow import Tx
from shared.formats import NDJSON
from shared.schemas import Schema

PER_TRANSACTIE: Final = 500
_IN_MEMORY: Final = 1_000_000

Regel = Callable[[Tx, bytes], Awaitable[Schema]]
Regels = Callable[[Tx, Sequence[bytes]], Awaitable[Sequence[Schema]]]


async def per_regel(call: Writing, verwerk: Regels, botst: Schema) -> Response:
    """200 with a line per line of the body, in order; what is wrong with a line `verwerk` answers, not raises.

    When a row of somebody else takes a place that is unique, every line of the transaction is done once more by
    itself; `botst` answers the line whose place is really taken.
    """
    answers = bytearray()
    with await _spooled(call.request) as lines:
        while batch := list(islice(lines, PER_TRANSACTIE)):
            for answer in await _samen(call, batch, verwerk, botst):
                answers += as_json(answer) + b"\n"
    return Response(bytes(answers), 200, media_type=NDJSON)


def elk(verwerk: Regel) -> Regels:
    """One line after the other, for lines that have nothing to gain from each other's company."""

    async def na_elkaar(tx: Tx, lines: Sequence[bytes]) -> Sequence[Schema]:
        return [await verwerk(tx, line) for line in lines]

    return na_elkaar


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
