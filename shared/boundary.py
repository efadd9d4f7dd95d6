"""The route that refuses what it does not know, in the order of decision 21."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any
from uuid import UUID

import orjson
from fastapi import Request, Response
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.params import Query
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException

from shared.calls import JSON, NDJSON, as_json, as_response
from shared.errors import Fout
from shared.http import domain_problem, faults, named, ongeldig
from shared.idempotency import Replay
from shared.metrics import IDEMPOTENCY_REPLAYS
from shared.runtime import Runtime
from shared.schemas import Schema

Outcome = Callable[[AsyncSession, UUID], Awaitable[Schema | None]]

LANGST_WACHTEN = 5
"""The most seconds that `Prefer: wait` holds an answer back (decision 1)."""


class StrictRoute(APIRoute):
    """A route that refuses what it does not know: media types, query parameters, sloppy JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with the checks of the boundary in front, in the order of decision 21."""
        handle = super().get_route_handler()
        known = {
            param.alias
            for param in get_flat_params(self.dependant)
            if isinstance(param.field_info, Query)
        }
        scope: str = getattr(self.endpoint, "scope", "")
        wait: Outcome | None = getattr(self.endpoint, "wait", None)
        bulk: bool = getattr(self.endpoint, "bulk", False)
        media = NDJSON if bulk else JSON
        reads_body = bulk or self.body_field is not None

        async def strict(request: Request) -> Response:
            _check_media(request, media, reads_body=reads_body)
            request.state.caller.mag(scope)
            strict_request = _StrictRequest(request.scope, request.receive)
            unknown = _query_faults(request, known)
            if unknown and request.method != "GET":
                raise ongeldig(unknown)
            answer = await _answer(handle, strict_request, unknown)
            return await _awaited(request, answer, wait) if wait else answer

        return strict


class _StrictRequest(Request):
    """Reads JSON with orjson: NaN, Infinity, lone surrogates and endless depth are no JSON."""

    async def json(self) -> Any:
        """The body; refused with 400 when it is not JSON."""
        try:
            return orjson.loads(await self.body())
        except orjson.JSONDecodeError as error:
            raise HTTPException(400, "de inhoud is geen geldige JSON") from error


async def _answer(
    handle: Callable[[Request], Coroutine[Any, Any, Response]],
    request: Request,
    unknown: Sequence[Fout],
) -> Response:
    try:
        answer = await handle(request)
    except Replay as replay:
        IDEMPOTENCY_REPLAYS.labels(request.app.state.runtime.service).inc()
        return as_response(replay.answer, replayed=True)
    except RequestValidationError as error:
        return domain_problem(ongeldig([*unknown, *faults(error.errors())]))
    if unknown:
        raise ongeldig(unknown)
    return answer


async def _awaited(request: Request, answer: Response, outcome: Outcome) -> Response:
    """The answer read anew once there is an outcome, or as it was when the wait is over."""
    seconds = _preferred_wait(request)
    if not seconds or answer.status_code != 201:
        return answer
    id_ = UUID(answer.headers["location"].rpartition("/")[2])
    runtime: Runtime = request.app.state.runtime
    try:
        async with asyncio.timeout(seconds):
            while True:
                async with runtime.uow.read(request.state.caller) as session:
                    found = await outcome(session, id_)
                if found:
                    headers = {**answer.headers, "preference-applied": f"wait={seconds}"}
                    headers.pop("content-length")
                    return Response(as_json(found), 201, headers, JSON)
                await asyncio.sleep(0.02)
    except TimeoutError:
        return answer


def _preferred_wait(request: Request) -> int:
    for preference in request.headers.get("prefer", "").split(","):
        name, _, value = preference.strip().partition("=")
        if name == "wait" and value.isascii() and value.isdigit():
            return min(int(value), LANGST_WACHTEN)
    return 0


def _check_media(request: Request, media: str, *, reads_body: bool) -> None:
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if reads_body and sent != media:
        raise HTTPException(415, f"stuur {media}")
    wanted = request.headers.get("accept", "*/*")
    ranges = {part.partition(";")[0].strip().lower() for part in wanted.split(",")}
    if not ranges & {"*/*", "application/*", media, ""}:
        raise HTTPException(406, f"dit adres levert {media}")


def _query_faults(request: Request, known: set[str]) -> list[Fout]:
    keys = [key for key, _ in request.query_params.multi_items()]
    found = [
        Fout(named(key)[:40], "onbekende-parameter", "onbekende parameter")
        for key in sorted(set(keys) - known)
    ]
    repeated = sorted({key for key in keys if key in known and keys.count(key) > 1})
    return [
        *found,
        *(Fout(key, "herhaalde-parameter", "komt meer dan eens voor") for key in repeated),
    ]
