"""A service is a value: what it serves, hears and stores. Only `deploy/` decides where it runs."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response
from sqlalchemy import MetaData
from starlette._utils import get_route_path
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.auth import Deur
from shared.bewaren import Categorie
from shared.consumer import Handler
from shared.db.tables import PLUMBING
from shared.db.uow import Tx
from shared.errors import DomainError
from shared.gate import Below, Cors, Gate, Limits
from shared.http import API_VERSION, domain_problem, install_error_handlers
from shared.inzage import Deel, inzage_router
from shared.openapi import describe
from shared.outward.asyncapi import asyncapi
from shared.outward.pull import pull_router
from shared.outward.subscribe import subscribe_router
from shared.routing import Router
from shared.runtime import Runtime
from shared.tenancy import Caller
from shared.verwerkingenlog import activiteit_uri, lees_register
from shared.web.docs import add_docs
from shared.web.pages import pages_app

SEED = Callable[[Tx, Any], Awaitable[None]]


@dataclass(frozen=True)
class Service:
    """One service. `handlers` stand lowest noun first; `seed` stores what people edit later, and may be run again.

    `verwerkingen` is its register of processing activities (shared/verwerkingenlog.py), `inzage` what of a person
    stands where (shared/inzage.py), `bewaart` until when that was needed (shared/bewaren.py).
    `linger_seconds` is how long it lets events gather in embedded mode: figures may be a moment late, answers may not.
    """

    name: str
    titel: str
    omschrijving: str
    metadata: MetaData
    routers: Sequence[APIRouter]
    handlers: Sequence[Handler] = ()
    load_policy: Callable[[Path | None], Any] = lambda overlay: None
    seed: SEED | None = None
    reads: Sequence[str] = ()
    pages: Sequence[APIRouter] = ()
    linger_seconds: float = 0
    verwerkingen: Path | None = None
    inzage: Sequence[Deel] = ()
    bewaart: Sequence[Categorie] = ()

    @property
    def topic(self) -> str:
        """Where its own events go."""
        return f"{self.name}.events"

    @property
    def hears(self) -> tuple[str, ...]:
        """The topics its handlers need, sorted."""
        return tuple(sorted({t.topic() for handler in self.handlers for t in handler.types}))

    @property
    def api(self) -> list[APIRouter]:
        """All routes of its API: its own, and those that every service has."""
        gedeeld = [pull_router(self.name), subscribe_router(self.name)]
        if self.inzage:
            gedeeld.append(inzage_router(self.name, self.inzage, self.verwerkingen))
        return [*self.routers, *gedeeld]

    @property
    def tables(self) -> list[MetaData]:
        """All tables of its database: its own and those of the plumbing."""
        return [self.metadata, PLUMBING]


def build_app(service: Service, runtime: Runtime) -> ASGIApp:
    """The ASGI application of a service: `/v1` with the API and its page, other pages at the root."""
    both = Below({"v1": build_api(service, runtime)}, build_pages(service, runtime))
    return Gate(Cors(both, runtime.origins))


def build_pages(service: Service, runtime: Runtime) -> FastAPI:
    """The pages of a service, with the static files they need; a browser sees its errors as a page too."""
    app = FastAPI(openapi_url=None, redirect_slashes=False, telemetry=NO_TELEMETRY)
    app.state.runtime = runtime
    app.add_middleware(Limits)
    app.add_middleware(_Visitor, deur=runtime.deur)
    install_error_handlers(app)
    return pages_app(app, service.pages)


def build_api(service: Service, runtime: Runtime | None = None) -> FastAPI:
    """The API of a service; without a runtime only its document can be asked for."""
    routers = service.api
    _check_register(service, [*routers, *service.pages])
    api = _Api(
        title=service.titel,
        description=service.omschrijving,
        version=API_VERSION,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        root_path_in_servers=False,
        servers=[{"url": f"https://meedoen.example.nl/{service.name}/v1"}],
        openapi_tags=[router.tag for router in routers if isinstance(router, Router)],
        telemetry=NO_TELEMETRY,
    )
    api.state.runtime = runtime
    for router in routers:
        # their routes as they are: a router that is included looks for the route twice
        api.router.routes.extend(router.routes)
    install_error_handlers(api)
    describe(api)
    api.add_route("/asyncapi.json", _asyncapi(service), include_in_schema=False)
    add_docs(api)
    return api


class _Api(FastAPI):
    """Without the layers of FastAPI that do what the gate and the limits do, and what shared/metrics.py measures."""

    def build_middleware_stack(self) -> ASGIApp:
        """What a request passes on its way to the route, the first last."""
        # what nobody foresaw goes on to the gate, which answers and writes it down
        foreseen = {kind: h for kind, h in self.exception_handlers.items() if kind is not Exception}
        app: ASGIApp = Limits(ExceptionMiddleware(self.router, foreseen))
        runtime: Runtime | None = self.state.runtime
        return _Identify(app, runtime.deur) if runtime else app


def _check_register(service: Service, routers: Sequence[APIRouter]) -> None:
    """Raises ValueError when routes handle persons under an activity that the register does not have."""
    routes = [route for router in routers for route in router.routes]
    declared = {getattr(getattr(route, "endpoint", None), "verwerking", None) for route in routes}
    known = lees_register(service.verwerkingen) if service.verwerkingen else {}
    if unknown := declared - {None} - {activiteit_uri(service.name, code) for code in known}:
        raise ValueError(f"niet in het register van verwerkingen: {unknown}")


def _asyncapi(service: Service) -> Callable[[Request], Awaitable[Response]]:
    """The answer with what the service says and hears, made once; open to all, like openapi.json."""
    hears = {contract for handler in service.handlers for contract in handler.types}
    body = msgspec.json.encode(asyncapi(service.name, service.titel, API_VERSION, hears))

    async def document(request: Request) -> Response:
        return Response(body, 200, media_type="application/json")

    return document


class _Identify:
    """Puts the caller on a request to the API; without a token everything closed is 401, whatever the address."""

    def __init__(self, app: ASGIApp, deur: Deur) -> None:
        self._app = app
        self._deur = deur

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and get_route_path(scope) not in OPENBAAR:
            try:
                scope["caller"] = await self._deur.client(scope)
            except DomainError as closed:
                await domain_problem(closed)(scope, receive, send)
                return
        await self._app(scope, receive, send)


NO_TELEMETRY: Any = {"tracing": False, "metrics": False, "logs": False}
"""shared/metrics.py and shared/tracing.py measure and trace; FastAPI need not."""


class _Visitor:
    """Puts who looks on a request for a page, or why nobody does: the page says whether that is needed."""

    def __init__(self, app: ASGIApp, deur: Deur) -> None:
        self._app = app
        self._deur = deur

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                found: Caller | DomainError = await self._deur.bezoeker(scope)
            except DomainError as closed:
                found = closed
            scope.setdefault("state", {})["bezoeker"] = found
        await self._app(scope, receive, send)


OPENBAAR = frozenset({"/openapi.json", "/asyncapi.json", "/docs"})
"""What anybody may read of an API: its descriptions."""
