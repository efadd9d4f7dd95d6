"""What an operator asks a process: `/livez`, `/readyz` with reasons, `/metrics`; and what it says of each request.

These stand at the root of the process, beside the services, whose own addresses all begin with their name: a proxy that
passes on only those publishes none of this (ASVS 13.4.5).
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import metrics
from shared.db.tables import dead_letter, outbox, parking
from shared.http import PROBLEM, TITELS
from shared.logs import get_logger
from shared.runtime import Runtime
from shared.tenancy import SYSTEEM
from shared.tracing import tracing

SILENT_SECONDS: Final = 120
"""A loop without a sign of life for so long is out: the longest wait of one is a broker's time-out and a back-off."""
_DATABASE_SECONDS: Final = 3
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Achterstand:
    """What waits in the database of a service: events to send, their oldest's age in seconds, what is set aside."""

    wachtend: int
    oudste_seconden: float
    apart: int
    sleutels: int


@dataclass
class Manager:
    """The services of one process, as the operator sees them. `stopping` is set when the process is told to stop."""

    runtimes: Sequence[Runtime]
    stopping: bool = False

    def routes(self) -> list[Route]:
        """The three addresses."""
        return [
            Route("/livez", self._livez),
            Route("/readyz", self._readyz),
            Route("/metrics", self._metrics),
        ]

    async def _livez(self, request: Request) -> Response:
        return _json(200, {"status": "ok"})

    async def _readyz(self, request: Request) -> Response:
        backlogs = await asyncio.gather(*map(achterstand, self.runtimes))
        pairs = list(zip(self.runtimes, backlogs, strict=True))
        out = ["het proces stopt"] if self.stopping else []
        out += [reason for pair in pairs for reason in _out(*pair)]
        held_up = [reason for pair in pairs for reason in _held_up(*pair)]
        stand: dict[str, Any] = {"redenen": [*out, *held_up]}
        stand["services"] = {runtime.service: _told(runtime, backlog) for runtime, backlog in pairs}
        if out:
            return _not_ready(out, stand)
        return _json(200, {"status": "verminderd" if held_up else "ok"} | stand)

    async def _metrics(self, request: Request) -> Response:
        for runtime in self.runtimes:
            _measure(runtime, await achterstand(runtime))
        return Response(generate_latest(metrics.REGISTRY), media_type=CONTENT_TYPE_LATEST)


async def achterstand(runtime: Runtime) -> Achterstand | None:
    """What waits in the database; None when it does not answer in time."""
    waiting = outbox.c.published_at.is_(None)
    oldest = select(func.min(outbox.c.created_at)).where(waiting).scalar_subquery()
    counts = (
        select(func.count()).select_from(outbox).where(waiting).scalar_subquery(),
        select(func.count()).where(dead_letter.c.resolved_at.is_(None)).scalar_subquery(),
        select(func.count()).select_from(parking).scalar_subquery(),
    )
    try:
        async with asyncio.timeout(_DATABASE_SECONDS), runtime.uow.read(SYSTEEM) as session:
            since, pending, aside, keys = (await session.execute(select(oldest, *counts))).one()
    except (SQLAlchemyError, OSError, TimeoutError):
        return None
    if not runtime.database.has_broker or since is None:
        # an outbox that is read directly has nothing to send
        return Achterstand(0, 0.0, aside, keys)
    age = (runtime.clock.now() - since).total_seconds()
    return Achterstand(pending, max(0.0, age), aside, keys)


def _out(runtime: Runtime, backlog: Achterstand | None) -> list[str]:
    """Why this service cannot do its work."""
    name = runtime.service
    reasons = [] if backlog else [f"{name}: de database antwoordt niet"]
    for loop, pulse in runtime.loops.items():
        if pulse.silent_seconds > SILENT_SECONDS:
            reasons.append(f"{name}: {loop} gaf {pulse.silent_seconds:.0f} s geen levensteken")
    return reasons


def _held_up(runtime: Runtime, backlog: Achterstand | None) -> list[str]:
    """What goes on later than it should: requests are answered all the same."""
    name = runtime.service
    reasons = [
        f"{name}: {loop} wacht op {what} ({why})"
        for loop, pulse in runtime.loops.items()
        for what, why in sorted(pulse.trouble.items())
    ]
    if backlog and (backlog.apart or backlog.sleutels):
        reasons.append(
            f"{name}: {backlog.apart} berichten apart, {backlog.sleutels} sleutels wachten"
        )
    return reasons


def _told(runtime: Runtime, backlog: Achterstand | None) -> dict[str, Any]:
    loops = {
        name: {
            "levenstekenSeconden": round(pulse.silent_seconds, 1),
            "wachtOp": sorted(pulse.trouble),
            "teLezen": sum(pulse.behind.values()),
        }
        for name, pulse in runtime.loops.items()
    }
    told: dict[str, Any] = {"database": backlog is not None, "lussen": loops}
    if backlog:
        told["outbox"] = {
            "wachtend": backlog.wachtend,
            "oudsteSeconden": round(backlog.oudste_seconden, 1),
        }
        told["apart"] = {"berichten": backlog.apart, "sleutels": backlog.sleutels}
    return told


def _not_ready(reasons: Sequence[str], stand: dict[str, Any]) -> Response:
    code, title = TITELS[503]
    body = {
        "type": f"urn:meedoen:probleem:{code}",
        "title": title,
        "status": 503,
        "detail": "; ".join(reasons),
        "code": code,
    }
    answer = Response(msgspec.json.encode(body | stand), 503, media_type=PROBLEM)
    answer.headers["retry-after"] = "2"
    return answer


def _measure(runtime: Runtime, backlog: Achterstand | None) -> None:
    name = runtime.service
    metrics.DATABASE_UP.labels(name).set(backlog is not None)
    if backlog:
        metrics.OUTBOX_PENDING.labels(name).set(backlog.wachtend)
        metrics.OUTBOX_OLDEST.labels(name).set(backlog.oudste_seconden)
        metrics.DLQ_SIZE.labels(name).set(backlog.apart)
        metrics.PARKED_KEYS.labels(name).set(backlog.sleutels)
    for pool, used in runtime.database.in_use().items():
        metrics.DB_POOL_IN_USE.labels(name, pool).set(used)
    for loop, pulse in runtime.loops.items():
        metrics.LOOP_SILENT.labels(name, loop).set(pulse.silent_seconds)
        for (topic, partition), behind in list(pulse.behind.items()):
            metrics.CONSUMER_LAG.labels(name, topic, partition).set(behind)


def _json(status: int, body: Mapping[str, Any]) -> Response:
    return Response(msgspec.json.encode(body), status, media_type="application/json")


class Watched:
    """Follows each request: its trace, how long it took, one line in the log. Query strings and ids are left out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; other kinds of connections go through untouched."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = time.perf_counter()
        with tracing(Headers(scope=scope).get("traceparent")):
            try:
                await self._app(scope, receive, watched)
            finally:
                _note(scope, status, time.perf_counter() - began)


def _note(scope: Scope, status: int, seconds: float) -> None:
    method, route = scope["method"], _form(scope)
    metrics.HTTP.labels(method, route, status).observe(seconds)
    if route not in _QUIET:
        _log.info("verzoek", methode=method, adres=route, status=status, ms=round(seconds * 1e3, 1))


def _form(scope: Scope) -> str:
    """The form of the address that was asked, such as `/budget/v1/facturen/{id}`: what was filled in stays out."""
    if scope["path"] in _QUIET:
        return str(scope["path"])
    route, root = scope.get("route"), str(scope.get("root_path", ""))
    if route is None or isinstance(route, Mount):
        # static files, whose root holds their version, and addresses that do not exist
        return root.partition("/statisch/")[0] + "/*"
    return f"{root}{route.path}"


_QUIET: Final = frozenset({"/livez", "/readyz", "/metrics"})
"""Asked every few seconds: their lines would hide the others."""
