"""Event → booked: how fast budget books requests, beside a bare COPY of the same rows and one event per transaction."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import psycopg

from deploy.migrate import seed_database, upgrade_database
from deploy.services import SERVICES
from shared.bus.port import Batch, Message
from shared.clock import SystemClock
from shared.consumer import Consumer
from shared.contracts.trajecten import Maandbedrag, ToekenningAangevraagd
from shared.db.engine import open_database
from shared.db.uow import UnitOfWork
from shared.events import Envelope, encode
from shared.identifiers import nieuw_id
from tests.servers.postgres import PostgresServer

TOPIC = "trajecten.events"
POSTEN = ("scholingsvoorzieningen", "jobcoaching", "participatievoorzieningen")


@dataclass(frozen=True)
class Round:
    """Events per second of one round: booked in batches, booked one by one, and rows copied."""

    batched: float
    single: float
    copied: float


def measure(*, rounds: int = 3, events: int = 10_000, singles: int = 300) -> dict[str, object]:
    """Run the three in turn, several rounds, and give medians and ratios."""
    with TemporaryDirectory() as directory:
        server = PostgresServer(Path(directory), fsync=True)
        server.start()
        try:
            done = [_round(server, number, events, singles) for number in range(rounds)]
        finally:
            server.stop()
    return _summary(done, events)


def _round(server: PostgresServer, number: int, events: int, singles: int) -> Round:
    name = f"bench_{number}"
    server.create_database(name)
    url = server.url(name)
    upgrade_database(SERVICES["budget"], url)
    asyncio.run(seed_database(SERVICES["budget"], url, None))
    one_by_one = asyncio.run(_book(url, _messages(singles), 1, at=None))
    batched = asyncio.run(_book(url, _messages(events, start=singles), 500, at=singles))
    return Round(batched, one_by_one, _copy(url))


async def _book(url: str, messages: Sequence[Message], size: int, at: int | None) -> float:
    """Events per second through the whole consumer: decode, inbox, ledger, answers, position, commit."""
    database = open_database(url)
    uow = UnitOfWork("budget", database, SystemClock())
    consumer = Consumer(uow, SERVICES["budget"].handlers)
    started = time.perf_counter()
    for begin in range(0, len(messages), size):
        part = messages[begin : begin + size]
        await consumer.apply(Batch(TOPIC, 0, at, part))
        at = part[-1].offset + 1
    seconds = time.perf_counter() - started
    await database.close()
    return len(messages) / seconds


def _copy(url: str) -> float:
    """Rows per second of a bare binary COPY of the same booking rows into a table with the same indexes."""
    everyone = "-c app.gemeenten=*"  # else row security shows no row
    with psycopg.connect(
        url.replace("+psycopg", ""), autocommit=True, options=everyone
    ) as connection:
        connection.execute("create table vloer (like boeking including all)")
        with connection.cursor() as cursor:
            with cursor.copy("copy boeking to stdout (format binary)") as out:
                rows = [bytes(block) for block in out]
            started = time.perf_counter()
            with cursor.copy("copy vloer from stdin (format binary)") as into:
                for block in rows:
                    into.write(block)
            seconds = time.perf_counter() - started
        found = connection.execute("select count(*) from vloer").fetchone()
    assert found is not None
    return int(found[0]) / seconds


def _messages(count: int, start: int = 0) -> list[Message]:
    clock = SystemClock()
    return [_message(start + i, nieuw_id(clock.now()), nieuw_id(clock.now())) for i in range(count)]


def _message(offset: int, event_id: UUID, toekenning: UUID) -> Message:
    event = ToekenningAangevraagd(
        gemeente="GM0090",
        toekenning_id=str(toekenning),
        versie=1,
        persoon_ref=str(toekenning),
        product="scholing",
        post=POSTEN[offset % len(POSTEN)],
        besluitdatum=date(2023, 3, 1),
        kosten=(Maandbedrag(maand=date(2023, 3, 1), bedrag_centen=1),),
    )
    envelope = Envelope(
        event_id=event_id,
        type=event.ce_type(),
        service="trajecten",
        subject=event.subject,
        sequence=1,
        gemeente=event.gemeente,
        time=SystemClock().now(),
    )
    return Message(offset, event.key.encode(), envelope.headers(), encode(event))


def _summary(done: Sequence[Round], events: int) -> dict[str, object]:
    def middle(values: list[float]) -> float:
        return round(statistics.median(values), 2)

    return {
        "naam": "gebeurtenis naar boeking (PostgreSQL, fsync aan)",
        "rondes": len(done),
        "gebeurtenissenPerRonde": events,
        "geboektPerSeconde": middle([r.batched for r in done]),
        "eenVoorEenPerSeconde": middle([r.single for r in done]),
        "copyRijenPerSeconde": middle([r.copied for r in done]),
        "verhoudingTotCopy": middle([r.batched / r.copied for r in done]),
        "verhoudingTotEenVoorEen": middle([r.batched / r.single for r in done]),
    }
