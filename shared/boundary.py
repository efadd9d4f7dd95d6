"""The route that refuses what it does not know, in the order of decision 21."""

import asyncio
import inspect
import json
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from typing import Any, Final, get_args
from uuid import UUID

import orjson
from fastapi import Request, Response
from fastapi.dependencies.utils import (
    get_flat_params,
    request_body_to_args,
    request_params_to_args,
)
from fastapi.exceptions import RequestValidationError
from fastapi.params import Depends, Query
from fastapi.routing import APIRoute
from pydantic_core import PydanticUndefined as Undefined
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.calls import Call, as_json, as_response, bewaard, verwerkend
from shared.errors import Fout, ongeldig
from shared.formats import JSON, NDJSON, negotiate
from shared.http import domain_problem, faults, named
from shared.idempotency import Replay
from shared.metrics import IDEMPOTENCY_REPLAYS
from shared.runtime import Runtime
from shared.schemas import Schema

Endpoint = Callable[..., Awaitable[Response]]
Outcome = Callable[[AsyncSession, UUID], Awaitable[Schema | None]]

LANGST_WACHTEN = 5
"""The most seconds that `Prefer: wait` holds an answer back (decision 1)."""


class StrictRoute(APIRoute):
    """A route that refuses what it does not know: media types, query parameters, sloppy JSON.

    FastAPI says what it takes and checks that; the way from a request to the endpoint is our own, without the streams,
    forms, generators and answers to convert that none of our routes has.
    """

    def __init__(self, path: str, endpoint: Endpoint, **declared: Any) -> None:
        super().__init__(path, endpoint, **declared)
        taken = self.dependant
        places = {
            "path_params": taken.path_params,
            "query_params": taken.query_params,
            "headers": taken.header_params,
        }
        self._taken = [(where, fields) for where, fields in places.items() if fields]
        self.app = _serving(self.get_route_handler())

    async def _called(self, request: Request) -> Response:
        """The answer of the endpoint; raises RequestValidationError with every fault of what it takes."""
        values: dict[str, Any] = {"request": request}
        errors: list[Any] = []
        for where, fields in self._taken:
            found, wrong = request_params_to_args(fields, getattr(request, where))
            values.update(found)
            errors += wrong
        if self.body_field:
            found, wrong = await self._body(request)
            values.update(found)
            errors += wrong
        if errors:
            raise RequestValidationError(errors)
        answer: Response = await self.endpoint(**values)
        return answer

    async def _body(self, request: Request) -> tuple[dict[str, Any], list[Any]]:
        sent = await request.json() if await request.body() else Undefined
        fields, embed = self.dependant.body_params, self._embed_body_fields
        return await request_body_to_args(fields, sent, embed)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with the checks of the boundary in front, in the order of decision 21."""
        known = {
            param.alias
            for param in get_flat_params(self.dependant)
            if isinstance(param.field_info, Query)
        }
        scope: str = getattr(self.endpoint, "scope", "")
        wait: Outcome | None = getattr(self.endpoint, "wait", None)
        taken = NDJSON if getattr(self.endpoint, "bulk", False) else JSON
        offered: tuple[str, ...] = getattr(self.endpoint, "media", (taken,))
        model: type[Schema] | None = getattr(self.endpoint, "model", None)
        reads_body = taken == NDJSON or self.body_field is not None
        activiteit: str | None = getattr(self.endpoint, "verwerking", None)
        naam = str(self.operation_id)

        async def answering(request: Request) -> Response:
            return await _answer(self._called, request)

        async def strict(request: Request) -> Response:
            _check_sent(request, taken if reads_body else None)
            request.scope["media"] = _media(request, offered)
            request.scope["model"] = model
            request.scope["caller"].mag(scope)
            request.scope["faults"] = query_faults(request, known)
            answer = await verwerkend(request, activiteit, naam, answering)
            return await _awaited(request, answer, wait) if wait else answer

        return strict


def _serving(handle: Callable[[Request], Coroutine[Any, Any, Response]]) -> ASGIApp:
    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        # who hangs up while he sends hears no answer
        with suppress(ClientDisconnect):
            answer = await handle(_StrictRequest(scope, receive, send))
            await answer(scope, receive, send)

    return serve


class _StrictRequest(Request):
    """Reads JSON with orjson: NaN, Infinity, lone surrogates and endless depth are no JSON; nor are two equal keys."""

    async def json(self) -> Any:
        """The body; refused with 400 when it is not JSON."""
        body = await self.body()
        try:
            found = orjson.loads(body)
            _DECODER.decode(body.decode())
        except ValueError as error:
            raise HTTPException(400, "de inhoud is geen geldige JSON") from error
        return found


def _once(pairs: Sequence[tuple[str, Any]]) -> None:
    # orjson keeps the last of two and tells nobody; what another reader keeps may differ
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("dubbele sleutel")


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_once)


async def _answer(
    handle: Callable[[Request], Coroutine[Any, Any, Response]], request: Request
) -> Response:
    try:
        return await handle(request)
    except Replay as replay:
        runtime: Runtime = request.app.state.runtime
        IDEMPOTENCY_REPLAYS.labels(runtime.service).inc()
        call = Call(request, runtime, request.scope["caller"])
        answer = bewaard(call, replay.answer)
        if over := orjson.loads(answer.body).get("persoonRef"):
            call.raakt(UUID(over))
        return as_response(answer, replayed=True)
    except RequestValidationError as error:
        return domain_problem(ongeldig([*request.scope["faults"], *faults(error.errors())]))


def checked(endpoint: Endpoint) -> Endpoint:
    """The endpoint, which is not begun while its request has a fault in its query.

    It is called once body, parameters and headers are right, so that a client hears of all faults at once. What it
    depends on (`Depends`) is made here, first its call: FastAPI sees only what all of them take.
    """
    taken, made = _flat(endpoint)
    asked = inspect.signature(endpoint).parameters

    @wraps(endpoint)
    async def begun(**values: Any) -> Response:
        for name, make, needs in made:
            values[name] = await make(**{need: values[need] for need in needs})
            if name == "call":
                _meet(values)
        return await endpoint(**{name: values[name] for name in asked})

    begun.__dict__["__signature__"] = inspect.Signature(taken)
    return begun


_Made = tuple[str, Callable[..., Awaitable[Any]], tuple[str, ...]]
"""Something that an endpoint depends on: its name there, what makes it, and of what."""


def _flat(endpoint: Endpoint) -> tuple[list[inspect.Parameter], list[_Made]]:
    """What an endpoint and all that it depends on take, and how the latter is made, in that order."""
    taken: dict[str, inspect.Parameter] = {}
    made: dict[str, _Made] = {}

    def visit(function: Callable[..., Any]) -> tuple[str, ...]:
        parameters = inspect.signature(function).parameters
        makers = {name: _maker(parameter) for name, parameter in parameters.items()}
        for name in (name for name, make in makers.items() if make is None):
            given = parameters[name].replace(kind=inspect.Parameter.KEYWORD_ONLY)
            assert taken.setdefault(name, given) == given, f"two parameters are named {name}"
        for name, make in sorted(makers.items(), key=lambda each: each[0] != "call"):
            if make is not None and name not in made:
                made[name] = (name, make, visit(make))
        return tuple(parameters)

    visit(endpoint)
    return [*taken.values()], [*made.values()]


def _maker(parameter: inspect.Parameter) -> Callable[..., Awaitable[Any]] | None:
    """What makes the value of a parameter that is declared with `Depends`."""
    said = get_args(parameter.annotation)
    return next((each.dependency for each in said if isinstance(each, Depends)), None)


def _meet(values: Mapping[str, Any]) -> None:
    """Look at a call before the rest is made: are there faults in its query, and whom is it about?"""
    call: Call = values["call"]
    if call.request.scope["faults"]:
        raise ongeldig(call.request.scope["faults"])
    if "persoon_ref" in call.request.path_params:
        call.raakt(values["persoon_ref"])
    call.raakt(values.get("body"))


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
                async with runtime.uow.read(request.scope["caller"]) as session:
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


def _check_sent(request: Request, taken: str | None) -> None:
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if taken and sent != taken:
        raise HTTPException(415, f"stuur {taken}")


def _media(request: Request, offered: tuple[str, ...]) -> str:
    """The media type of the answer; raises what says 406."""
    found = negotiate(request.headers.get("accept", ""), offered)
    if found is None:
        raise HTTPException(406, f"dit adres levert {', '.join(offered)}")
    return found


def query_faults(request: Request, known: Collection[str]) -> list[Fout]:
    """Parameters that the route does not know, or that come twice."""
    if not request.scope["query_string"]:
        return []
    keys = [key for key, _ in request.query_params.multi_items()]
    found = [
        Fout(named(key)[:40], "onbekende-parameter", "onbekende parameter")
        for key in sorted(set(keys).difference(known))
    ]
    repeated = sorted({key for key in keys if key in known and keys.count(key) > 1})
    return [
        *found,
        *(Fout(key, "herhaalde-parameter", "komt meer dan eens voor") for key in repeated),
    ]
