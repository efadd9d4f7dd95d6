"""What every request passes before a route sees it: the gate outermost, then CORS, and the limits behind the caller.

The order is that of decision 21: characters of the URL, who asks, size and encoding; only then path and media type.
"""

from collections.abc import Collection, Mapping
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http import API_VERSION, standard_problem
from shared.logs import get_logger

MEEST_BYTES: Final = 1_000_000
MEEST_BYTES_BULK: Final = 100_000_000

HEADERS: Final = (
    (b"api-version", API_VERSION.encode()),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"frame-ancestors 'none'"),
    (b"strict-transport-security", b"max-age=31536000"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)
"""What every answer has, unless it says something else there itself."""
_OPEN_DOCUMENTS: Final = ("/v1/openapi.json", "/v1/asyncapi.json")
_CORS_METHODS: Final = b"GET, HEAD, POST, PUT, DELETE"
_CORS_SENT: Final = b"authorization, content-type, idempotency-key, if-match, prefer"
_CORS_SHOWN: Final = (
    b"api-version, allow, content-disposition, etag, idempotent-replayed, link, location, "
    b"preference-applied, retry-after"
)

_log = get_logger(__name__)


class Gate:
    """The outermost layer of a service: characters of the URL, HEAD, headers, and the last resort for a 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; other kinds of connections go through untouched."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, without_body=scope["method"] == "HEAD")
        if scope["method"] == "HEAD":
            # in place: who stands outside reads the form of the address from this scope
            scope["method"] = "GET"
        try:
            if _clean(scope.get("raw_path") or b"") and _clean(scope["query_string"]):
                await self._app(scope, receive, answer.send)
            else:
                refused = standard_problem(400, "de URL bevat tekens die hier niet mogen")
                await refused(scope, receive, answer.send)
        except Exception as error:  # noqa: BLE001 - the last resort: whatever it was, the client gets a problem
            _log.error("onverwachte fout", soort=type(error).__name__, pad=scope["path"])
            if not answer.started:
                await standard_problem(500, "de fout is vastgelegd")(scope, receive, answer.send)


class _Answer:
    def __init__(self, send: Send, *, without_body: bool) -> None:
        self._send = send
        self._without_body = without_body
        self.started = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            present = {name for name, _ in message["headers"]}
            added = [header for header in HEADERS if header[0] not in present]
            message = {**message, "headers": [*message["headers"], *added]}
        elif self._without_body:
            message = {**message, "body": b""}
        await self._send(message)


def _clean(raw: bytes) -> bool:
    try:
        return unquote_to_bytes(raw).decode().isprintable()
    except UnicodeDecodeError:
        return False


class Below:
    """Gives a request to the application below whose name its address goes on, and all else to `others`.

    A router would do the same, and look at one route after the other for it.
    """

    def __init__(self, apps: Mapping[str, ASGIApp], others: ASGIApp) -> None:
        self._apps = dict(apps)
        self._others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; other kinds of connections go to the others."""
        root: str = scope.get("root_path", "")
        name, slash, _ = scope.get("path", "")[len(root) + 1 :].partition("/")
        app = self._apps.get(name) if slash else None
        if app is not None:
            # in place, as a router does: who stands outside reads the form of the address from it
            scope.update(app_root_path=scope.get("app_root_path", root), root_path=f"{root}/{name}")
        await (app or self._others)(scope, receive, send)


class Cors:
    """Pages of other origins: everyone may read the documents, the listed origins may use the whole API.

    To all others OPTIONS is a method like any other that is not there: 405.
    """

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self._app = app
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        added = self._headers(scope)
        if added and _is_preflight(scope):
            preflight = Response(status_code=204)
            preflight.raw_headers = [*added, *_PREFLIGHT]
            await preflight(scope, receive, send)
            return

        async def shown(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self._app(scope, receive, shown if added else send)

    def _headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        if scope["path"].endswith(_OPEN_DOCUMENTS):
            return [(b"access-control-allow-origin", b"*")]
        origin = Headers(scope=scope).get("origin", "")
        if origin not in self._origins:
            return []
        return [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-expose-headers", _CORS_SHOWN),
            (b"vary", b"origin"),
        ]


_PREFLIGHT: Final = (
    (b"access-control-allow-methods", _CORS_METHODS),
    (b"access-control-allow-headers", _CORS_SENT),
    (b"access-control-max-age", b"600"),
)


def _is_preflight(scope: Scope) -> bool:
    asked = {name for name, _ in scope["headers"]}
    return scope["method"] == "OPTIONS" and b"access-control-request-method" in asked


class Limits:
    """Size and encoding of a body, looked at once the caller is known and before a byte is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; a body that grows beyond the limit on its way is refused then."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif refused := _refuse(scope):
            await refused(scope, receive, send)
        else:
            await self._app(scope, _bounded(receive, _meest(scope)), send)


class _TooLarge(HTTPException):
    def __init__(self, meest: int) -> None:
        super().__init__(413, f"meer dan {meest} bytes")


def _refuse(scope: Scope) -> Response | None:
    headers, meest = dict(scope["headers"]), _meest(scope)
    length = headers.get(b"content-length", b"0")
    if not length.isdigit():
        return standard_problem(400, "de kop Content-Length is geen getal")
    if len(length) > 18 or int(length) > meest:
        return standard_problem(413, f"meer dan {meest} bytes")
    if headers.get(b"content-encoding", b"identity") != b"identity":
        return standard_problem(415, "een gecodeerde inhoud wordt hier niet aangenomen")
    return None


def _meest(scope: Scope) -> int:
    return MEEST_BYTES_BULK if scope["path"].endswith("/_bulk") else MEEST_BYTES


def _bounded(receive: Receive, meest: int) -> Receive:
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > meest:
            raise _TooLarge(meest)
        return message

    return bounded
