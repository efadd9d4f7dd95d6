"""How a route declares itself: a verb of the router fills scope, status, headers and the errors in OpenAPI.

The body of a route opens the transaction in sight, calls a handler and returns the answer built inside it:

    @router.creates("/toekenningen", Toekenning, tekst="Vraag een voorziening aan")
    async def vraag_aan(body: Aanvraag, call: Creating) -> Response:
        async with call.tx() as tx:
            row = await handlers.vraag_aan(tx, body.command(call.caller))
            return call.created(Toekenning.of(row), row.id)
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, TypeVar
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.params import Query
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException

from shared.db.uow import Tx
from shared.errors import Fout
from shared.failpoints import failpoint
from shared.http import domain_problem, faults, ongeldig
from shared.idempotency import Answer, Claim, Replay, claim, fingerprint, keep
from shared.paging import Pagina, Paging
from shared.runtime import Runtime
from shared.schemas import Problem, Schema
from shared.tenancy import Caller

S = TypeVar("S", bound=Schema)
Endpoint = Callable[..., Awaitable[Response]]
Declare = Callable[[Endpoint], Endpoint]
Outcome = Callable[[AsyncSession, UUID], Awaitable[Schema | None]]

JSON = "application/json"
LANGST_WACHTEN = 5
"""The most seconds that `Prefer: wait` holds an answer back (decision 1)."""


@dataclass
class Call:
    """One request: who asks, and what it needs of the service to be answered."""

    request: Request
    runtime: Runtime
    caller: Caller

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A session to read with, within the gemeenten of the caller."""
        return self.runtime.uow.read(self.caller)

    def ok(self, model: Schema) -> Response:
        """200 with the thing."""
        return Response(_json(model), 200, media_type=JSON)

    def page(self, results: Sequence[Schema], total: int, paging: Paging) -> Response:
        """200 with one page of a list, and the `Link` header."""
        links = paging.links(total)
        body = Pagina[Any].build(
            count=total, next=links.get("next"), previous=links.get("prev"), results=list(results)
        )
        header = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in links.items())
        return Response(_json(body), 200, {"link": header}, JSON)


@dataclass
class Writing(Call):
    """A request that changes something."""

    @asynccontextmanager
    async def tx(self) -> AsyncIterator[Tx]:
        """The transaction of this request; committed when the body ends, before the answer leaves."""
        failpoint("K1", self.runtime.service)
        async with self.runtime.uow(self.caller) as tx:
            yield tx
            failpoint("K2", self.runtime.service)
        failpoint("K3", self.runtime.service)


@dataclass
class Creating(Writing):
    """A request that makes something, once per Idempotency-Key."""

    claim: Claim
    answer: Answer | None = field(default=None)

    @asynccontextmanager
    async def tx(self) -> AsyncIterator[Tx]:
        """As `Writing.tx`; claims the key first and stores the answer last."""
        async with super().tx() as tx:
            await claim(tx, self.claim)
            yield tx
            if self.answer:
                await keep(tx, self.claim, self.answer)

    def created(self, model: Schema, id_: UUID) -> Response:
        """201 with the new thing and its address; stored with the effect."""
        location = f"{self.request.url.path}/{id_}"
        self.answer = Answer(201, _json(model), location)
        return _response(self.answer)

    def done(self, model: Schema) -> Response:
        """200 with the changed thing; stored with the effect."""
        self.answer = Answer(200, _json(model))
        return _response(self.answer)


def _json(model: Schema) -> bytes:
    return model.model_dump_json(by_alias=True, exclude_none=True).encode()


def _response(answer: Answer, *, replayed: bool = False) -> Response:
    headers = {"location": answer.location} if answer.location else {}
    if replayed:
        headers["idempotent-replayed"] = "true"
    return Response(answer.body, answer.status, headers, JSON)


async def _call(request: Request) -> Call:
    return Call(request, request.app.state.runtime, request.state.caller)


async def _writing(request: Request) -> Writing:
    return Writing(request, request.app.state.runtime, request.state.caller)


async def _creating(
    request: Request,
    key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=255,
            pattern=r"^[!-~]+$",
            description="Eigen sleutel van dit verzoek, bij voorkeur een UUID; een herhaling geeft "
            "hetzelfde antwoord",
        ),
    ],
) -> Creating:
    caller: Caller = request.state.caller
    mark = fingerprint(request.method, request.url.path, await request.body())
    runtime = request.app.state.runtime
    return Creating(request, runtime, caller, Claim(caller.client, key, mark))


Reads = Annotated[Call, Depends(_call)]
Writes = Annotated[Writing, Depends(_writing)]
Creates = Annotated[Creating, Depends(_creating)]
"""What a route takes as its `call`: to read, to change, or to create."""


@dataclass(frozen=True, slots=True)
class _Verb:
    """What all routes of one verb have in common."""

    method: str
    status: int
    recht: str
    errors: frozenset[int]
    extra: dict[str, Any] | None = None


_ALWAYS = {400, 403, 406, 500, 503}
_SENT = {413, 415}
_READS = _Verb("GET", 200, "lezen", frozenset(_ALWAYS))
_CREATES = _Verb("POST", 201, "bewerken", frozenset(_ALWAYS | _SENT | {409, 422}))
_CHANGES = _Verb("POST", 200, "bewerken", frozenset(_ALWAYS | _SENT | {409}))
_RECORDS = _Verb("POST", 200, "bewerken", frozenset(_ALWAYS | _SENT | {409, 422}))
_CHECKS = _Verb("POST", 200, "lezen", frozenset(_ALWAYS | _SENT))


class Router(APIRouter):
    """The routes of one noun. `service` gives the scopes their names; `tekst` is the summary in the document."""

    def __init__(self, service: str, noun: str) -> None:
        super().__init__(tags=[noun], route_class=StrictRoute)
        self._service = service

    def reads(self, path: str, model: type[Schema], tekst: str) -> Declare:
        """`GET` of one thing."""
        return self._declare(_READS, path, model, tekst)

    def lists(self, path: str, model: type[S], tekst: str) -> Declare:
        """`GET` of a list, in pages."""
        return self._declare(_READS, path, Pagina[model], tekst)  # type: ignore[valid-type]

    def creates(
        self, path: str, model: type[Schema], tekst: str, *, wait: Outcome | None = None
    ) -> Declare:
        """`POST` that makes something; needs an Idempotency-Key.

        `wait` reads the thing anew for `Prefer: wait=<seconds>`; it gives None as long as there is no outcome.
        """
        verb = replace(_CREATES, extra={"parameters": [_PREFER]}) if wait else _CREATES
        declare = self._declare(verb, path, model, tekst)

        def creating(endpoint: Endpoint) -> Endpoint:
            endpoint.__dict__["wait"] = wait
            return declare(endpoint)

        return creating

    def changes(self, path: str, model: type[Schema], tekst: str) -> Declare:
        """`POST` on an operation (`…/_intrekken`) that changes an existing thing."""
        return self._declare(_CHANGES, path, model, tekst)

    def records(self, path: str, model: type[Schema], tekst: str) -> Declare:
        """`POST` of a fact on an operation (`…/_verhuizen`), once per Idempotency-Key; answers with `call.done`."""
        return self._declare(_RECORDS, path, model, tekst)

    def checks(self, path: str, model: type[Schema], tekst: str) -> Declare:
        """`POST` on an operation (`_toets`) that answers and stores nothing."""
        return self._declare(_CHECKS, path, model, tekst)

    def _declare(self, verb: _Verb, path: str, model: type[Schema], tekst: str) -> Declare:
        scope = f"{self._service}.{verb.recht}"
        errors = verb.errors | ({404} if "{" in path else set())

        def declare(endpoint: Endpoint) -> Endpoint:
            endpoint.__dict__["scope"] = scope
            self.add_api_route(
                path,
                endpoint,
                methods=[verb.method],
                status_code=verb.status,
                response_model=model,
                summary=tekst,
                description=f"{tekst}. Bevoegdheid: `{scope}`.",
                responses={code: _DECLARED[code] for code in sorted(errors)},
                openapi_extra=verb.extra,
            )
            return endpoint

        return declare


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
        reads_body = self.body_field is not None

        async def strict(request: Request) -> Response:
            _check_media(request, reads_body=reads_body)
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
        return _response(replay.answer, replayed=True)
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
                    return Response(_json(found), 201, headers, JSON)
                await asyncio.sleep(0.02)
    except TimeoutError:
        return answer


def _preferred_wait(request: Request) -> int:
    for preference in request.headers.get("prefer", "").split(","):
        name, _, value = preference.strip().partition("=")
        if name == "wait" and value.isascii() and value.isdigit():
            return min(int(value), LANGST_WACHTEN)
    return 0


def _check_media(request: Request, *, reads_body: bool) -> None:
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if reads_body and sent != JSON:
        raise HTTPException(415, f"stuur {JSON}")
    wanted = request.headers.get("accept", "*/*")
    ranges = {part.partition(";")[0].strip().lower() for part in wanted.split(",")}
    if not ranges & {"*/*", "application/*", JSON, ""}:
        raise HTTPException(406, f"dit adres levert {JSON}")


def _query_faults(request: Request, known: set[str]) -> list[Fout]:
    keys = [key for key, _ in request.query_params.multi_items()]
    found = [
        Fout(key[:40], "onbekende-parameter", "onbekende parameter")
        for key in sorted(set(keys) - known)
    ]
    repeated = sorted({key for key in keys if key in known and keys.count(key) > 1})
    return [
        *found,
        *(Fout(key, "herhaalde-parameter", "komt meer dan eens voor") for key in repeated),
    ]


_PREFER = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "description": f"`wait=<seconden>` (hoogstens {LANGST_WACHTEN}): wacht op de uitkomst",
    "schema": {"type": "string"},
}
_WHY = {
    400: "Ongeldige invoer; alle fouten tegelijk",
    403: "Geen bevoegdheid of een andere gemeente",
    404: "Bestaat niet, of niet voor deze client",
    406: "Dit formaat wordt niet geleverd",
    409: "Een regel, een grens of de huidige stand staat in de weg",
    413: "Te groot",
    415: "Dit formaat wordt niet aangenomen",
    422: "De Idempotency-Key is al gebruikt voor een ander verzoek",
    500: "Onverwachte fout",
    503: "Tijdelijk niet beschikbaar; zie Retry-After",
}
_DECLARED: dict[int | str, dict[str, Any]] = {
    code: {"description": why, "model": Problem} for code, why in _WHY.items()
}
