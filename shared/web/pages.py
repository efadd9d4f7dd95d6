"""Pages beside the API: a router whose routes answer with a template, the headers that a page needs, static files.

    router = PageRouter("budget", Path(__file__).with_name("templates"))

    @router.page("/posten/{post}")
    async def toon_post(post: str, call: Reads, jaar: int = 2023) -> Response:
        async with call.read() as session:
            return router.toon(call, "post.html", stand=await queries.stand(session, post, jaar))

A request of htmx for `#cijfers` gets only the template's block `cijfers`; without JavaScript the same link gives all.
"""

import hashlib
import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from starlette._utils import get_route_path
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from shared.calls import verwerkend
from shared.errors import DomainError
from shared.routing import Call, Endpoint
from shared.tenancy import Caller
from shared.tokens import NietAangemeld
from shared.verwerkingenlog import activiteit_uri
from shared.web import charts, opmaak, svg

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
CSP: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
_HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": CSP,
    "referrer-policy": "same-origin",
    "vary": "HX-Request-Type",
}
_TARGET: Final = re.compile(r"[a-z]+#([a-z][a-z0-9-]{0,39})")


@dataclass(frozen=True, slots=True)
class Menupunt:
    """A link of the menu: the same on the pages of all services, so its path starts at the root of the suite."""

    naam: str
    pad: str
    bevoegdheid: str


MENU: Final = (
    Menupunt("Vandaag", "/monitor/", "monitor.lezen"),
    Menupunt("Personen", "/trajecten/personen", "trajecten.lezen"),
    Menupunt("Werkgevers", "/werkgevers/", "werkgevers.lezen"),
    Menupunt("Budget", "/budget/", "budget.lezen"),
    Menupunt("Monitor", "/monitor/indicatoren", "monitor.lezen"),
)
VERLENGEN: Final = "/monitor/verlengen"
"""Where a browser goes whose cookie is over, or that has none."""


class PageRouter(APIRouter):
    """The pages of one noun; `templates` is the folder beside them. Every page needs the scope `<service>.lezen`.

    `verwerking` is the activity of pages about persons, as that of `Router`; they name whom with `call.raakt`.
    """

    def __init__(self, service: str, templates: Path, *, verwerking: str | None = None) -> None:
        super().__init__(route_class=_PageRoute)
        self._verwerking = verwerking and activiteit_uri(service, verwerking)
        self._scope = f"{service}.lezen"
        self._environment = environment(templates)

    def page(self, path: str, *, openbaar: bool = False) -> Callable[[Endpoint], Endpoint]:
        """`GET` of a page; one that is `openbaar` needs nobody to be logged in and takes no `call`."""
        return self._declare("GET", path, openbaar=openbaar)

    def form(self, path: str, *, openbaar: bool = False) -> Callable[[Endpoint], Endpoint]:
        """`POST` of a form."""
        return self._declare("POST", path, openbaar=openbaar)

    def _declare(self, method: str, path: str, *, openbaar: bool) -> Callable[[Endpoint], Endpoint]:
        def declare(endpoint: Endpoint) -> Endpoint:
            endpoint.__dict__["scope"] = None if openbaar else self._scope
            endpoint.__dict__["verwerking"] = self._verwerking
            self.add_api_route(path, endpoint, methods=[method], response_class=HTMLResponse)
            return endpoint

        return declare

    def render(self, request: Request, template: str, **values: Any) -> Response:
        """200 with the template, for a page that is `openbaar`."""
        return render(self._environment, request, template, {"gemeente": "", **values})

    def toon(self, call: Call, template: str, **values: Any) -> Response:
        """200 with the template, or with one block of it when htmx asks for that."""
        return render(self._environment, call.request, template, values)


class _PageRoute(APIRoute):
    """A route that asks who looks, and for its scope, first. Unlike the API it lets unknown query parameters be."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        scope: str | None = getattr(self.endpoint, "scope", None)
        activiteit: str | None = getattr(self.endpoint, "verwerking", None)

        async def allowed(request: Request) -> Response:
            if scope is None:
                return await handle(request)
            bezoeker = request.state.bezoeker
            if isinstance(bezoeker, NietAangemeld):
                return _eerst_aanmelden(request)
            if isinstance(bezoeker, DomainError):
                raise bezoeker
            request.scope["caller"] = bezoeker
            bezoeker.mag(scope)
            return await verwerkend(request, activiteit, self.name, handle)

        return allowed


def _eerst_aanmelden(request: Request) -> Response:
    """To monitor, which renews the session or lets somebody log in, and back; htmx loads the whole page again."""
    if target(request):
        return Response(status_code=204, headers={"hx-refresh": "true"})
    pad = request.scope.get("root_path", "") + get_route_path(request.scope)
    vraag = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{VERLENGEN}?{urlencode({'naar': pad + vraag})}", 303)


def environment(*templates: Path) -> Environment:
    """Templates of a noun on top of the shared ones, with the filters of opmaak.py and the components as `c`."""
    folders = [FileSystemLoader(folder) for folder in (*templates, HERE / "templates")]
    return _shared_environment().overlay(loader=ChoiceLoader(folders))


@cache
def _shared_environment() -> Environment:
    """What all pages have in common, compiled once in a process."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in (
        "bedrag",
        "mutatie",
        "euros",
        "heel",
        "aantal",
        "datum",
        "voluit",
        "weekdag",
        "kort",
        "dagmaand",
        "tijdstip",
    ):
        made.filters[name] = getattr(opmaak, name)
    for name in ("Stand", "schaal", "balk", "plekken", "venster", "verloop"):
        made.globals[name] = getattr(charts, name)
    made.globals |= {"procent": opmaak.procent, "patronen": svg.patronen}
    made.globals["c"] = made.get_template("components.html").module
    return made


def render(
    env: Environment,
    request: Request,
    template: str,
    values: Mapping[str, Any],
    *,
    status: int = 200,
) -> Response:
    """A page as an answer. Templates get `pad` and `statisch`, which make addresses below this service."""
    root = request.scope.get("root_path", "")
    page = env.get_template(template)
    caller: Caller | None = request.scope.get("caller")
    context = {
        "menu": [punt for punt in MENU if caller and punt.bevoegdheid in caller.scopes],
        "rol": caller.rol if caller else None,
        "pad": lambda path: f"{root}{path}",
        "statisch": static_address(root),
        **values,
    }
    block = page.blocks.get(target(request) or "")
    if block is None:
        return HTMLResponse(page.render(context), status, _HEADERS)
    return HTMLResponse("".join(block(page.new_context(context))), status, _HEADERS)


def static_address(root: str) -> Callable[[str], str]:
    """Makes the addresses of static files below a service; `root` is the path of the service."""
    return lambda name: f"{root}/statisch/{version()}/{name}"


def target(request: Request) -> str | None:
    """The id of the element that htmx will replace; None for a browser, or when htmx restores a whole page."""
    headers = request.headers
    if headers.get("hx-request-type") != "partial" or "hx-history-restore-request" in headers:
        return None
    found = _TARGET.fullmatch(headers.get("hx-target", ""))
    return found[1] if found else None


@cache
def version() -> str:
    """What the static files hold now, as a part of their address: they may be kept for a year."""
    files = sorted(path for path in STATIC.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


class _Static(StaticFiles):
    """The static files; kept long only under the present version, so that no old file is kept under a new name."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or Starlette's own 404."""
        answer = await super().get_response(path, scope)
        if scope["path_params"].get("version") == version():
            answer.headers["cache-control"] = "public, max-age=31536000, immutable"
        return answer


def static_files() -> Mount:
    """The mount of shared/web/static, with the version in the path."""
    return Mount("/statisch/{version}", _Static(directory=STATIC))


def show_errors(app: FastAPI) -> None:
    """Make the error handlers of an application answer a browser with a page; others keep their problem+json."""
    env = environment()

    def shown(handle: Any) -> Any:
        async def handler(request: Request, error: Exception) -> Response:
            answer: Response = await handle(request, error)
            if "text/html" not in request.headers.get("accept", "") and not target(request):
                return answer
            return _error_page(env, request, answer)

        return handler

    app.exception_handlers = {kind: shown(h) for kind, h in app.exception_handlers.items()}


def _error_page(env: Environment, request: Request, answer: Response) -> Response:
    problem = msgspec.json.decode(bytes(answer.body))
    moment = opmaak.tijdstip(request.app.state.runtime.clock.now())
    values = {"problem": problem, "moment": moment, "doel": target(request)}
    values |= {"gemeente": "", "actief": ""}
    template = "foutdeel.html" if target(request) else "fout.html"
    page = render(env, request, template, values, status=answer.status_code)
    for name in ("retry-after", "allow"):
        if name in answer.headers:
            page.headers[name] = answer.headers[name]
    return page


def pages_app(app: FastAPI, routers: Sequence[APIRouter]) -> FastAPI:
    """Fill an application, whose error handlers are installed, with pages and the static files they need."""
    app.router.routes.append(static_files())
    for router in routers:
        app.include_router(router)
    show_errors(app)
    return app
