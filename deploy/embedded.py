"""The whole suite in one process, on SQLite files below one directory: `make run`."""

import asyncio
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import httpx
import typer
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from deploy.doors import Sandbox, sandbox
from deploy.migrate import data_url, seed_database, upgrade_database
from deploy.services import SERVICES
from deploy.serving import Loop, process_app, serve
from deploy.settings import Settings
from shared.bus.feed import OutboxFeed
from shared.clients import Clients
from shared.clock import Clock, SystemClock
from shared.consumer import Consumer
from shared.crypto import bewaar, nieuw_bestand
from shared.db.engine import Database, open_database
from shared.db.uow import UnitOfWork
from shared.failpoints import arm
from shared.gemeenten import GEMEENTEN
from shared.idempotency import keep_forgetting
from shared.logs import configure_logging
from shared.management import Manager
from shared.outward.webhooks import Courier
from shared.runtime import Runtime
from shared.service import Service, build_app
from shared.sinks import Sinks

_EERSTE: Final[Mapping[str, str]] = {
    "kernapplicatie": "intake/v1/inwoners",
    "wsp": "werkgevers/v1/vacatures",
    "financien": "budget/v1/uitputting?gemeente=GM0090&jaar=2023",
}
"""A first question that each of the three clients may ask."""
_HINT = """
pagina's: {adres}/ (kies daar een demogebruiker)
koppelen: docs/koppelen.md; plak een van deze drie blokken, een per soort client"""
_BLOK = """
  TOKEN=$(curl -s -u {client}:demo-{client} -d grant_type=client_credentials {adres}/uitgever/token \\
    | python3 -c 'import json,sys; print(json.load(sys.stdin)["access_token"])')
  curl -s -H "Authorization: Bearer $TOKEN" "{adres}/{vraag}"
"""


def main(
    port: Annotated[int, typer.Option(help="Poort; het adres is MEEDOEN_HOST")] = 8000,
    data: Annotated[Path, typer.Option(help="Map voor alle gegevens")] = Path(".data"),
) -> None:
    """Run intake, trajecten, werkgevers, budget and monitor in this process."""
    settings = Settings()
    configure_logging()
    arm(settings.armed())
    data.mkdir(parents=True, exist_ok=True)
    for service in SERVICES.values():
        upgrade_database(service, data_url(data, service))
    asyncio.run(run(settings, SystemClock(), port, data, hint=_hint(f"http://127.0.0.1:{port}")))


def _hint(adres: str) -> str:
    """What to do next: where the pages are, and lines to paste for each kind of client."""
    blokken = [
        _BLOK.format(client=client, adres=adres, vraag=vraag) for client, vraag in _EERSTE.items()
    ]
    return _HINT.format(adres=adres) + "\n" + "".join(blokken)


async def run(settings: Settings, clock: Clock, port: int, data: Path, *, hint: str = "") -> None:
    """Serve until the process is told to stop; the databases stand at their newest revision.

    Without keys of the operator's own it makes some beside the databases, once. `hint` is printed once requests are
    answered.
    """
    settings = settings.model_copy(update={"sleutels": settings.sleutels or own_keys(data)})
    for service in SERVICES.values():
        await seed_database(service, data_url(data, service), settings.rules)
    databases = {name: open_database(data_url(data, s)) for name, s in SERVICES.items()}
    apps: dict[str, ASGIApp] = {}
    clients = Clients({})
    runtimes: list[Runtime] = []
    loops: list[Loop] = []
    address = f"http://127.0.0.1:{port}"
    own = sandbox(address, data)
    # a sandbox on one machine: a sink beside it needs no certificate and no public address
    sinks = Sinks((*settings.webhook_sinks, "127.0.0.1", "localhost"), private=True)
    for name, service in SERVICES.items():
        runtime = _runtime(service, databases[name], clock, clients, settings, own)
        runtime.sinks = sinks
        apps[name] = build_app(service, runtime)
        clients.add(name, _inside(apps[name]))
        runtimes.append(runtime)
        loops += [_delivers(runtime), partial(keep_forgetting, runtime.uow)]
        if service.hears:
            loops.append(_hears(service, runtime, databases, settings))
    manager = Manager(runtimes)
    mounted = {**apps, "uitgever": own.issuer}
    app = process_app(mounted, manager, Route("/", _to_the_landing_page))
    try:
        await serve(app, settings, port, loops, manager, hint)
    finally:
        await own.http.aclose()
        await clients.close()
        for database in databases.values():
            await database.close()


def _runtime(
    service: Service,
    database: Database,
    clock: Clock,
    clients: Clients,
    settings: Settings,
    own: Sandbox,
) -> Runtime:
    policy = service.load_policy(settings.rules)
    return Runtime(
        service.name,
        database,
        UnitOfWork(service.name, database, clock, policy),
        clock,
        clients,
        policy,
        own.door,
        own.login,
        origins=settings.cors,
        sleutels=settings.ring(),
    )


def own_keys(data: Path) -> Path:
    """The file with the keys of an installation that was given none."""
    file = data / "sleutels.json"
    if not file.exists():
        bewaar(nieuw_bestand(GEMEENTEN), file)
    return file


def _delivers(runtime: Runtime) -> Loop:
    """The loop that sends the events of a service to the sinks of its abonnementen."""
    courier = Courier(runtime.uow, runtime.sinks, runtime.sleutels)
    runtime.loops["koerier"] = courier.pulse
    return courier.run


def _hears(
    service: Service, runtime: Runtime, databases: dict[str, Database], settings: Settings
) -> Loop:
    """The loop that brings a service the events of the others."""
    producers = {topic: databases[topic.partition(".")[0]] for topic in service.hears}
    feed = OutboxFeed(producers, linger_seconds=service.linger_seconds)
    runtime.loops["lezer"] = feed.pulse
    consumer = Consumer(runtime.uow, service.handlers, dead_letter_limit=settings.dead_letter_limit)

    async def hear() -> None:
        await feed.run(consumer.apply, consumer.position)

    return hear


def _inside(app: ASGIApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://inside/v1")


async def _to_the_landing_page(request: Request) -> Response:
    return RedirectResponse("/monitor/")


if __name__ == "__main__":
    typer.run(main)
