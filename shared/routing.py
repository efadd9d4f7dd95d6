"""How a route declares itself: a verb of the router fills scope, status, headers and the errors in OpenAPI.

The body of a route opens the transaction in sight, calls a handler and returns the answer built inside it:

    @router.creates("/toekenningen", Toekenning, tekst="Vraag een voorziening aan")
    async def vraag_aan(body: Aanvraag, call: Creating) -> Response:
        async with call.tx() as tx:
            row = await handlers.vraag_aan(tx, body.command(call.caller))
            return call.created(Toekenning.of(row), row.id)
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from shared.boundary import LANGST_WACHTEN, Endpoint, Outcome, StrictRoute, checked
from shared.calls import Call, Creates, Reads, Replaces, Stores, Writes
from shared.formats import CSV, JSON, NDJSON
from shared.http import PROBLEM
from shared.paging import Pagina
from shared.schemas import PROBLEM_REF, Schema
from shared.verwerkingenlog import activiteit_uri

__all__ = ["Call", "Creates", "Endpoint", "Reads", "Replaces", "Router", "Stores", "Writes"]

S = TypeVar("S", bound=Schema)
Declare = Callable[[Endpoint], Endpoint]


@dataclass(frozen=True, slots=True)
class _Verb:
    """What all routes of one verb have in common; `naam` begins the operationId of a thing or a list."""

    method: str
    status: int
    recht: str
    errors: frozenset[int]
    naam: str = ""
    extra: dict[str, Any] | None = None
    headers: tuple[str, ...] = ()
    also: int | None = None
    """Another status with the same answer."""
    scope: str | None = None
    """Where reading, or writing, is not enough."""
    media: tuple[str, ...] = (JSON,)


_ALWAYS = {400, 401, 403, 406, 500, 503}
_SENT = _ALWAYS | {413, 415}
_READS = _Verb("GET", 200, "lezen", frozenset(_ALWAYS | {404}), "toon")
_LISTS = replace(_READS, errors=frozenset(_ALWAYS), naam="lijst", headers=("Link",))
_CREATES = _Verb(
    "POST",
    201,
    "bewerken",
    frozenset(_SENT | {409, 422}),
    "maak",
    headers=("Location", "Idempotent-Replayed"),
)
_RECORDS = replace(_CREATES, status=200, naam="", headers=("Idempotent-Replayed",))
_CHANGES = _RECORDS
_REPLACES = _Verb(
    "PUT", 200, "bewerken", frozenset(_SENT | {409, 412, 428}), "wijzig", headers=("ETag",)
)
_STORES = _Verb("PUT", 200, "bewerken", frozenset(_SENT | {409}), "plaats", also=201)
_WITHDRAWS = _Verb("DELETE", 204, "bewerken", frozenset(_ALWAYS | {409, 422}), "trekIn")
_BULK = _Verb(
    "POST",
    200,
    "bewerken",
    frozenset(_SENT | {409, 422}),
    extra={"requestBody": {"required": True, "content": {NDJSON: {"schema": {}}}}},
)
_CHECKS = _Verb("POST", 200, "lezen", frozenset(_SENT | {409}))


class _Ndjson(Response):
    media_type = NDJSON


class Router(APIRouter):
    """The routes of a noun; `omschrijving` tells the noun, `tekst` a route, in Dutch.

    They need the scopes `<service>.lezen` and `<service>.bewerken`, unless the noun has its own for one of them.
    `verwerking` is the activity in the register of the service under which they handle persons; each person in a body,
    an address or an answer is then recorded (shared/verwerkingenlog.py).
    """

    def __init__(
        self,
        service: str,
        noun: str,
        omschrijving: str = "",
        *,
        lezen: str | None = None,
        bewerken: str | None = None,
        verwerking: str | None = None,
    ) -> None:
        super().__init__(tags=[noun], route_class=StrictRoute)
        self._scopes = {
            "lezen": lezen or f"{service}.lezen",
            "bewerken": bewerken or f"{service}.bewerken",
        }
        self._service, self._verwerking = service, verwerking
        self.tag = {"name": noun, "description": omschrijving or f"Alles over {noun}"}

    def reads(
        self,
        path: str,
        model: type[Schema],
        tekst: str,
        *,
        versioned: bool = False,
        weigert: bool = False,
    ) -> Declare:
        """`GET` of one thing; `versioned` when it answers with an `ETag` (`call.ok(model, versie=…)`).

        `weigert`: what is asked may be at odds with itself or with the caller (409).
        """
        verb = replace(_READS, headers=("ETag",)) if versioned else _READS
        verb = replace(verb, errors=verb.errors | {409}) if weigert else verb
        return self._declare(verb, path, model, tekst)

    def lists(self, path: str, model: type[S], tekst: str, *, stream: bool = False) -> Declare:
        """`GET` of a list, in pages; with `stream` also whole, as NDJSON or CSV (`call.listed`, `call.results`)."""
        verb = replace(_LISTS, media=(JSON, NDJSON, CSV)) if stream else _LISTS
        declare = self._declare(verb, path, Pagina[model], tekst)  # type: ignore[valid-type]

        def listing(endpoint: Endpoint) -> Endpoint:
            endpoint.__dict__.update(media=verb.media, model=model)
            return declare(endpoint)

        return listing

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
        """`POST` on an operation (`…/_intrekken`) that changes an existing thing; once when it carries a key."""
        return self._declare(_CHANGES, path, model, tekst)

    def records(self, path: str, model: type[Schema], tekst: str) -> Declare:
        """`POST` of a fact on an operation (`…/_verhuizen`), once per Idempotency-Key; answers with `call.done`."""
        return self._declare(_RECORDS, path, model, tekst)

    def replaces(self, path: str, model: type[Schema], tekst: str) -> Declare:
        """`PUT` of one of our own things, with the version it starts from in `If-Match`.

        The body locks the row, asks `call.expects(row.versie)`, changes it with a next versie, and answers with
        `call.ok(model, versie=row.versie)`; the `reads` of the same path is `versioned`.
        """
        return self._declare(_REPLACES, path, model, tekst)

    def stores(self, path: str, model: type[Schema], tekst: str) -> Declare:
        """`PUT` of a thing of an outside source, with its own `versie` in the query; answers with `call.stored`."""
        return self._declare(_STORES, path, model, tekst)

    def withdraws(self, path: str, tekst: str) -> Declare:
        """`DELETE` of a thing that the client brought (its own, or with the `versie` of its source): `call.gone`."""
        return self._declare(_WITHDRAWS, path, None, tekst)

    def bulk(self, path: str, tekst: str, *, scope: str | None = None) -> Declare:
        """`POST` of NDJSON on `…/_bulk`, a line for each thing; the body gives `per_regel` what lines do.

        `scope`: where writing alone is not enough.
        """
        declare = self._declare(replace(_BULK, scope=scope), path, None, tekst)

        def bulky(endpoint: Endpoint) -> Endpoint:
            endpoint.__dict__["bulk"] = True
            return declare(endpoint)

        return bulky

    def checks(self, path: str, model: type[Schema], tekst: str) -> Declare:
        """`POST` on an operation (`_toets`) that answers and stores nothing."""
        return self._declare(_CHECKS, path, model, tekst)

    def reveals(self, path: str, model: type[Schema], tekst: str, *, scope: str) -> Declare:
        """`POST` on an operation (`_bsn`, `_zoek`) that answers what reading alone does not give; stores nothing."""
        return self._declare(replace(_CHECKS, scope=scope), path, model, tekst)

    def _declare(self, verb: _Verb, path: str, model: type[Schema] | None, tekst: str) -> Declare:
        scope = verb.scope or self._scopes[verb.recht]
        errors = verb.errors | ({404} if "{" in path else set())

        def declare(endpoint: Endpoint) -> Endpoint:
            endpoint.__dict__["scope"] = scope
            if self._verwerking:
                endpoint.__dict__["verwerking"] = activiteit_uri(self._service, self._verwerking)
            self.add_api_route(
                path,
                checked(endpoint),
                methods=[verb.method],
                status_code=verb.status,
                response_model=model,
                response_class=_Ndjson if verb.extra is _BULK.extra else JSONResponse,
                operation_id=_operation_id(verb.naam, path, model),
                summary=tekst,
                description=f"{tekst}. Bevoegdheid: `{scope}`.",
                responses=_responses(verb, errors, model),
                openapi_extra={**(verb.extra or {}), "security": [{"oauth2": [scope]}]},
            )
            return endpoint

        return declare


def _operation_id(naam: str, path: str, model: type[Schema] | None) -> str:
    """`toonInwoner`, `lijstInwoners`, `inwonersVerhuizen`: Dutch camelCase, one per operation."""
    parts = [part for part in path.strip("/").split("/") if not part.startswith("{")]
    words = [_pascal(part) for part in parts]
    thing = re.sub(r"(Antwoord|Detail)$", "", model.__name__ if model else "")
    if naam in ("toon", "maak", "wijzig") and thing[:4] == words[-1][:4]:
        words[-1] = thing
    name = naam + "".join(words)
    return name[0].lower() + name[1:]


def _pascal(part: str) -> str:
    return "".join(word.capitalize() for word in re.split("[-_]", part))


def _responses(
    verb: _Verb, errors: frozenset[int], model: type[Schema] | None
) -> dict[int | str, dict[str, Any]]:
    good: dict[str, Any] = {
        "description": "Gemaakt" if verb.status == 201 else "Gelukt",
        "headers": {name: _HEADERS[name] for name in verb.headers},
        "content": {media: {"schema": _LINES[media]} for media in verb.media if media != JSON},
    }
    also: dict[int | str, dict[str, Any]] = (
        {verb.also: {"description": "Gemaakt", "model": model}} if verb.also else {}
    )
    return {verb.status: good, **also, **{code: _DECLARED[code] for code in sorted(errors)}}


_LINES: dict[str, dict[str, Any]] = {
    NDJSON: {"description": "Eén resultaat per regel, als JSON; de hele lijst"},
    CSV: {
        "type": "string",
        "description": "De hele lijst: UTF-8 met BOM, `;` tussen de velden, bedragen in euro",
    },
}
_HEADERS: dict[str, dict[str, Any]] = {
    name: {"description": why, "schema": {"type": "string"}}
    for name, why in {
        "ETag": "De versie van wat u leest; stuur haar bij een wijziging mee als `If-Match`",
        "Idempotent-Replayed": "`true` als dit het bewaarde antwoord op een eerder verzoek is",
        "Link": "Adressen van de eerste, vorige, volgende en laatste pagina (RFC 8288)",
        "Location": "Het adres van wat gemaakt is",
    }.items()
}
_PREFER = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "description": f"`wait=<seconden>` (hoogstens {LANGST_WACHTEN}): wacht op de uitkomst",
    "schema": {"type": "string"},
}
_WHY = {
    400: "Ongeldige invoer; alle fouten tegelijk",
    401: "Geen of geen geldig token",
    403: "Geen bevoegdheid of een andere gemeente",
    404: "Bestaat niet, of niet voor deze client",
    406: "Dit formaat wordt niet geleverd",
    409: "Een regel, een grens of de huidige stand staat in de weg",
    412: "Er is intussen iets gewijzigd; lees opnieuw",
    413: "Te groot",
    415: "Dit formaat wordt niet aangenomen",
    422: "De Idempotency-Key is al gebruikt voor een ander verzoek",
    428: "De kop If-Match ontbreekt",
    500: "Onverwachte fout",
    503: "Tijdelijk niet beschikbaar; zie Retry-After",
}
_DECLARED: dict[int | str, dict[str, Any]] = {
    code: {"description": why, "content": {PROBLEM: {"schema": PROBLEM_REF}}}
    for code, why in _WHY.items()
}
