"""One service on a database of its own, without a bus: requests go in over ASGI, events by hand."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import MetaData, select

from shared.auth import Deur, VasteDeur
from shared.bus.port import Batch, Message
from shared.clients import Clients
from shared.clock import Clock
from shared.consumer import Consumer
from shared.contracts import DECODERS
from shared.crypto import Sleutelring, nieuw_bestand
from shared.db.dialect import secure_rows
from shared.db.engine import Database, file_url, open_database
from shared.db.tables import outbox, verwerkingslog
from shared.db.uow import UnitOfWork
from shared.events import Envelope, Event, Received, decode, encode
from shared.gemeenten import GEMEENTEN
from shared.identifiers import nieuw_id
from shared.runtime import Runtime
from shared.service import Service, build_app
from shared.tenancy import SYSTEEM


@dataclass
class ServiceUnderTest:
    """A service and the ways to reach it."""

    client: httpx.AsyncClient
    runtime: Runtime
    consumer: Consumer
    _sequences: dict[str, int] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        """Its database."""
        return self.runtime.database

    @property
    def uow(self) -> UnitOfWork:
        """Its unit of work."""
        return self.runtime.uow

    def message(self, event: Event, offset: int = 0) -> Message:
        """The event as it would travel."""
        self._sequences[event.key] = self._sequences.get(event.key, 0) + 1
        now = self.runtime.clock.now()
        envelope = Envelope(
            event_id=nieuw_id(now),
            type=event.ce_type(),
            service=event.PUBLISHER,
            subject=event.subject,
            sequence=self._sequences[event.key],
            gemeente=event.gemeente,
            time=now,
        )
        return Message(offset, event.key.encode(), envelope.headers(), encode(event))

    async def receive(self, *events: Event) -> list[Message]:
        """Deliver events of one publisher as one batch; gives the messages, to deliver them again."""
        messages = [self.message(event) for event in events]
        await self.redeliver(events[0].topic(), messages)
        return messages

    async def redeliver(self, topic: str, messages: list[Message]) -> None:
        """Deliver messages, as new or once more, behind what was delivered before."""
        at = await self.consumer.position(topic, 0)
        start = at.next_offset if at else 0
        placed = [Message(start + i, m.key, m.headers, m.value) for i, m in enumerate(messages)]
        await self.consumer.apply(Batch(topic, 0, at.next_offset if at else None, placed))

    async def emitted(self) -> list[Received[Any]]:
        """Everything in its outbox, in order."""
        async with self.uow.read(SYSTEEM) as session:
            rows = (await session.execute(select(outbox).order_by(outbox.c.id))).all()
        found = []
        for row in rows:
            headers = dict(Envelope.of(row).headers())
            read = decode(row.key.encode(), headers, row.payload.encode(), DECODERS)
            assert read is not None, row.type
            found.append(read)
        return found

    async def verwerkt(self, naam: str | None = None) -> list[str]:
        """The persons in its verwerkingslog, in order; those of one action when it is named."""
        query = select(verwerkingslog.c.data_subject_id).order_by(verwerkingslog.c.id)
        if naam:
            query = query.where(verwerkingslog.c.name == naam)
        async with self.database.reader.connect() as connection:
            return list(await connection.scalars(query))


async def make_tables(database: Database, tables: Sequence[MetaData]) -> None:
    """What an upgrade makes, without the guards of the revisions."""
    async with database.writer.begin() as connection:
        for metadata in tables:
            await connection.run_sync(metadata.create_all)
            for table in metadata.sorted_tables:
                await connection.run_sync(secure_rows, table)


@asynccontextmanager
async def service_under_test(
    service: Service,
    directory: Path,
    clock: Clock,
    clients: Mapping[str, httpx.AsyncClient] | None = None,
    *,
    url: str | None = None,
    deur: Deur | None = None,
) -> AsyncIterator[ServiceUnderTest]:
    """The service on an empty database, its rules loaded and its first data stored.

    The database is a SQLite file in `directory`, unless `url` names another. Every request comes from `LOKAAL`,
    unless another door tells who asks.
    """
    database = open_database(url or file_url(directory / f"{service.name}.db"))
    await make_tables(database, service.tables)
    policy = service.load_policy(None)
    uow = UnitOfWork(service.name, database, clock, policy)
    ring = Sleutelring(nieuw_bestand(GEMEENTEN))
    runtime = Runtime(
        service.name,
        database,
        uow,
        clock,
        Clients(clients or {}),
        policy,
        deur or VasteDeur(),
        sleutels=ring,
    )
    if service.seed:
        async with uow(SYSTEEM) as tx:
            await service.seed(tx, runtime.policy)
    transport = httpx.ASGITransport(build_app(service, runtime), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/v1") as client:
        yield ServiceUnderTest(client, runtime, Consumer(uow, service.handlers))
    await runtime.clients.close()
    await database.close()
