"""Errors as problem+json (RFC 9457).

The NL API Design Rules ask for 400 on bad input with every fault at once, `API-Version` and the security headers on
every answer, errors of the framework included. No answer ever repeats what was sent.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from shared.db.dialect import is_transient
from shared.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Fout,
    Invalid,
    LimitExceeded,
    NotFound,
    Regel,
    Unavailable,
    ongeldig,
)
from shared.etag import VersieNodig, VersieVerouderd
from shared.idempotency import SleutelHergebruikt
from shared.logs import get_logger
from shared.tokens import NietAangemeld

API_VERSION: Final = "0.1.0"
PROBLEM: Final = "application/problem+json"

_log = get_logger(__name__)

STATUS: Final[Mapping[type[DomainError], int]] = {
    Invalid: 400,
    NietAangemeld: 401,
    SleutelHergebruikt: 422,
    VersieNodig: 428,
    VersieVerouderd: 412,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    LimitExceeded: 409,
    Unavailable: 503,
}
TITELS: Final[Mapping[int, tuple[str, str]]] = {
    400: ("ongeldig", "Het verzoek is ongeldig"),
    401: ("niet-aangemeld", "Aanmelden is nodig"),
    404: ("niet-gevonden", "Niet gevonden"),
    405: ("methode-niet-toegestaan", "Deze methode bestaat hier niet"),
    406: ("niet-leverbaar", "Dit formaat wordt hier niet geleverd"),
    413: ("te-groot", "Het verzoek is te groot"),
    415: ("formaat-niet-ondersteund", "Dit formaat wordt hier niet aangenomen"),
    500: ("interne-fout", "Er ging iets mis aan onze kant"),
    503: ("tijdelijk-niet-beschikbaar", "Tijdelijk niet beschikbaar"),
}
_ONBENOEMD: Final = ("fout", "Het verzoek kan niet worden uitgevoerd")
_REDENEN: Final[Mapping[str, str]] = {
    "missing": "verplicht, maar ontbreekt",
    "extra_forbidden": "onbekend veld",
    "json_invalid": "geen geldige JSON",
    "onbekende-parameter": "onbekende parameter",
    "herhaalde-parameter": "komt meer dan eens voor",
    "int_type": "geen geheel getal",
    "int_parsing": "geen geheel getal",
    "int_from_float": "geen geheel getal",
    "geheel-getal": "geen geheel getal",
    "bool_type": "niet true of false",
    "string_type": "geen tekst",
    "tekens": "bevat tekens die hier niet mogen",
    "date_type": "geen datum in de vorm JJJJ-MM-DD",
    "vum-datum": "geen datum in de vorm JJJJ-MM-DD",
    "datum": "geen datum in de vorm JJJJ-MM-DD tussen 1900 en 2099",
    "moment": "geen tijdstip met tijdzone (RFC 3339) tussen 1900 en 2099",
    "uren": "geen aantal uren per week, in kwartieren, boven 0 en hoogstens 60",
    "bsn": "geen burgerservicenummer",
    "uuid_parsing": "geen geldig kenmerk (UUID)",
    "uuid_type": "geen geldig kenmerk (UUID)",
    "list_type": "geen lijst",
    "dict_type": "geen object",
    "model_attributes_type": "geen object",
}
_GRENZEN: Final[Mapping[str, str]] = {
    "greater_than_equal": "moet minstens {ge} zijn",
    "less_than_equal": "mag hoogstens {le} zijn",
    "string_too_short": "moet minstens {min_length} tekens hebben",
    "string_too_long": "mag hoogstens {max_length} tekens hebben",
    "string_pattern_mismatch": "heeft niet de vorm {pattern}",
    "literal_error": "moet een van deze zijn: {expected}",
    "enum": "moet een van deze zijn: {expected}",
    "too_short": "moet minstens {min_length} hebben",
    "too_long": "mag er hoogstens {max_length} hebben",
}


def problem(
    status: int,
    kind: tuple[str, str],
    detail: str,
    *,
    fouten: Iterable[Fout] = (),
    regels: Iterable[Regel] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An error as application/problem+json: `kind` is its code and title, then the faults and the rules behind it."""
    code, title = kind
    body: dict[str, Any] = {
        "type": f"urn:meedoen:probleem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    if params := [{"name": f.name, "code": f.code, "reason": f.reason} for f in fouten]:
        body["invalidParams"] = params
    if rules := [_regel(regel) for regel in regels]:
        body["regels"] = rules
    return Response(msgspec.json.encode(body), status, headers, PROBLEM)


def faults(errors: Sequence[Any]) -> list[Fout]:
    """What the schemas found, in Dutch, without repeating the input."""
    return [_fault(error) for error in errors]


def install_error_handlers(app: Starlette) -> None:
    """Every exception becomes a problem; what is not foreseen is a 500 without details."""

    async def domain(request: Request, error: Exception) -> Response:
        assert isinstance(error, DomainError)
        return domain_problem(error)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return domain_problem(ongeldig(faults(error.errors())))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _framework_problem(app, request, error)

    async def database(request: Request, error: Exception) -> Response:
        return _database_problem(error)

    async def unforeseen(request: Request, error: Exception) -> Response:
        return standard_problem(500, "de fout is vastgelegd")

    for kind, handler in (
        (DomainError, domain),
        (RequestValidationError, invalid),
        (HTTPException, http),
        (DBAPIError, database),
        (PoolTimeout, database),
        (OSError, database),
        (Exception, unforeseen),
    ):
        app.add_exception_handler(kind, handler)


def named(sent: str) -> str:
    """The name of a field or parameter as an answer may repeat it: a client may send a number as a name."""
    return re.sub(r"\d{6,}", "…", sent[:80])


def domain_problem(error: DomainError) -> Response:
    """A domain error as a problem; the one place where a kind becomes a status."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return problem(
        status,
        (error.code, error.title),
        error.detail,
        fouten=error.fouten,
        regels=error.regels,
        headers=_headers(error),
    )


def _headers(error: DomainError) -> Mapping[str, str] | None:
    if isinstance(error, NietAangemeld):
        waarom = ', error="invalid_token"' if error.geprobeerd else ""
        return {"www-authenticate": f'Bearer realm="meedoen"{waarom}'}
    return {"retry-after": str(error.retry_after)} if error.retry_after else None


def standard_problem(
    status: int, detail: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A problem of the boundary itself."""
    return problem(status, TITELS.get(status, _ONBENOEMD), detail, headers=headers)


def _framework_problem(app: Starlette, request: Request, error: HTTPException) -> Response:
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    if error.status_code == 405:
        headers["allow"] = ", ".join(_allowed(app, request.scope))
    detail = {
        404: "dit adres bestaat niet",
        405: "zie de kop Allow",
    }.get(error.status_code, str(error.detail))
    return standard_problem(error.status_code, detail, headers)


def _allowed(app: Starlette, scope: Scope) -> list[str]:
    found = {
        method
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        for route in app.router.routes
        if route.matches({**scope, "method": method})[0] is Match.FULL
    }
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


def _database_problem(error: Exception) -> Response:
    if isinstance(error, DBAPIError) and not is_transient(error):
        state = getattr(error.orig, "sqlstate", None) or type(error.orig).__name__
        _log.error("databasefout", toestand=state)
        return standard_problem(500, "de fout is vastgelegd")
    return standard_problem(503, "probeer het zo nog eens", {"retry-after": "2"})


def _regel(regel: Regel) -> dict[str, str]:
    body = {"id": regel.id, "bron": regel.bron}
    if regel.parameter is not None:
        body["parameter"] = regel.parameter
    if regel.geldig_vanaf is not None:
        body["geldigVanaf"] = regel.geldig_vanaf.isoformat()
    return body


def _fault(error: Mapping[str, Any]) -> Fout:
    place = [str(part) for part in error["loc"] if part not in ("body", "query", "header", "path")]
    kind = str(error["type"])
    name = ".".join(place) if kind != "json_invalid" else "(inhoud)"
    return Fout(
        named(name) or "(inhoud)", kind.replace("_", "-"), _reden(kind, error.get("ctx") or {})
    )


def _reden(kind: str, context: Mapping[str, Any]) -> str:
    if kind in _GRENZEN:
        return _GRENZEN[kind].format_map(context)
    return _REDENEN.get(kind, "ongeldige waarde")
