"""`_bulk`: many lines in one request, each on its own, in transactions of 500 lines (decision 22 of the design).

The body is on disk before the first transaction opens, and the answer leaves after the last commit: a client that
sees nothing sends the same lines again.
"""

from collections.abc import Awaitable, Callable
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Final

from fastapi import Request, Response

from shared.calls import Writing, as_json
from shared.db.uow import Tx
from shared.formats import NDJSON
from shared.schemas import Schema

PER_TRANSACTIE: Final = 500
_IN_MEMORY: Final = 1_000_000

Regel = Callable[[Tx, bytes], Awaitable[Schema]]


async def per_regel(call: Writing, verwerk: Regel) -> Response:
    """200 with a line per line of the body, in order; what is wrong with a line `verwerk` answers, not raises."""
    answers = bytearray()
    with await _spooled(call.request) as lines:
        while batch := list(islice(lines, PER_TRANSACTIE)):
            async with call.tx() as tx:
                for line in batch:
                    answers += as_json(await verwerk(tx, line)) + b"\n"
    return Response(bytes(answers), 200, media_type=NDJSON)


async def _spooled(request: Request) -> SpooledTemporaryFile[bytes]:
    spool = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    async for chunk in request.stream():
        spool.write(chunk)
    spool.seek(0)
    return spool
