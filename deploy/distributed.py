"""One service as a process of its own, on PostgreSQL and Apache Kafka; run one or more of each.

The databases and topics must exist: `python -m deploy.migrate upgrade`.
"""

import asyncio
from functools import partial
from typing import Annotated

import httpx
import typer

from deploy.doors import door, login
from deploy.services import SERVICES
from deploy.serving import Loop, process_app, serve
from deploy.settings import Settings
from shared.bus.kafka import KafkaSender, KafkaSource
from shared.clients import Clients
from shared.clock import SystemClock
from shared.consumer import Consumer
from shared.db.engine import open_database
from shared.db.uow import UnitOfWork
from shared.failpoints import arm
from shared.idempotency import keep_forgetting
from shared.logs import configure_logging
from shared.management import Manager
from shared.outward.webhooks import Courier
from shared.relay import Relay
from shared.runtime import Runtime
from shared.service import Service, build_app
from shared.sinks import Sinks
from shared.tracing import pass_on


def main(
    name: Annotated[str, typer.Argument(metavar="SERVICE", help=", ".join(SERVICES))],
    port: Annotated[int, typer.Option(help="Poort; het adres is MEEDOEN_HOST")],
) -> None:
    """Run one service; its settings come from the environment (deploy/settings.py)."""
    settings = Settings()
    configure_logging()
    arm(settings.armed())
    asyncio.run(run(SERVICES[name], settings, port))


async def run(service: Service, settings: Settings, port: int) -> None:
    """Serve until the process is told to stop."""
    ring = settings.ring()
    clock = SystemClock()
    database = open_database(settings.database(service.name))
    policy = service.load_policy(settings.rules)
    uow = UnitOfWork(service.name, database, clock, policy)
    others = {name: _client(url) for name, url in settings.urls.items()}
    sinks = Sinks(settings.webhook_sinks)
    outside = httpx.AsyncClient()
    runtime = Runtime(
        service.name,
        database,
        uow,
        clock,
        Clients(others),
        policy,
        door(settings, outside),
        login(settings, outside),
        sleutels=ring,
        sinks=sinks,
        origins=settings.cors,
    )
    relay = Relay(service.name, database, KafkaSender(settings.kafka), clock)
    courier = Courier(uow, sinks, ring)
    loops: list[Loop] = [relay.run, courier.run, partial(keep_forgetting, uow)]
    runtime.loops["koerier"] = courier.pulse
    runtime.loops["relay"] = relay.pulse
    if service.hears:
        loops.append(_hears(service, runtime, settings))
    manager = Manager([runtime])
    app = process_app({service.name: build_app(service, runtime)}, manager)
    try:
        await serve(app, settings, port, loops, manager)
    finally:
        await outside.aclose()
        await runtime.clients.close()
        await database.close()


def _client(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, event_hooks={"request": [pass_on]})


def _hears(service: Service, runtime: Runtime, settings: Settings) -> Loop:
    source = KafkaSource(
        settings.kafka,
        service.name,
        service.hears,
        instance=settings.replica,
        session_timeout_ms=settings.session_timeout_ms,
    )
    runtime.loops["lezer"] = source.pulse
    consumer = Consumer(runtime.uow, service.handlers, dead_letter_limit=settings.dead_letter_limit)

    async def hear() -> None:
        await source.run(consumer.apply, consumer.position)

    return hear


if __name__ == "__main__":
    typer.run(main)
