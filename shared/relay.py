"""The relay: takes committed events from the outbox to Kafka, in order, and marks them once the broker has them.

It selects by *unpublished*, never from the last id on: on PostgreSQL an id may become visible after a higher one, and a
cursor would skip it. One relay per database is active, by a session advisory lock on a connection of its own. A second
one that takes over can only repeat events, each key in order; the inboxes drop the repeats.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Row, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.bus.backoff import Backoff
from shared.bus.kafka import Outgoing, SendFailed
from shared.clock import Clock
from shared.db.dialect import announce, announcements, take_leadership
from shared.db.engine import Database, relay_engine
from shared.db.tables import outbox
from shared.events import Envelope
from shared.failpoints import failpoint
from shared.pulse import Pulse

_log = logging.getLogger(__name__)


class Sender(Protocol):
    """What the relay needs of a broker."""

    async def send(self, events: Sequence[Outgoing]) -> list[bool]:
        """Send in order, say per event whether it was acknowledged; raises SendFailed."""
        ...

    async def close(self) -> None:
        """Let go of the connection."""
        ...


class Relay:
    """Publishes the outbox of one service; run one in every replica, one of them works."""

    def __init__(
        self,
        service: str,
        database: Database,
        sender: Sender,
        clock: Clock,
        *,
        window: int = 500,
        poll_seconds: float = 0.5,
    ) -> None:
        self._service = service
        self._database = database
        self._sender = sender
        self._clock = clock
        self._window = window
        self._poll_seconds = poll_seconds
        self._wake = asyncio.Event()
        self._backoff = Backoff()
        self.pulse = Pulse()
        database.on_commit.append(self._wake.set)

    async def run(self) -> None:
        """Publish for ever; a database or broker that is away is waited for."""
        engine = relay_engine(self._database)
        try:
            while True:
                try:
                    await self._connected(engine)
                except* (DBAPIError, OSError) as lost:
                    kinds = ", ".join(type(error).__name__ for error in lost.exceptions)
                    _log.warning("relay %s lost its database: %s", self._service, kinds)
                    self.pulse.failing("de database", kinds)
                await asyncio.sleep(self._backoff.failed())
        finally:
            await self._sender.close()
            await engine.dispose()

    async def _connected(self, engine: AsyncEngine) -> None:
        async with engine.connect() as connection:
            self.pulse.well("de database")
            while not await take_leadership(connection, f"relay-{self._service}"):
                await connection.rollback()  # lint-skip: no-commit
                if await self._woken():
                    await announce(connection)
            await connection.rollback()  # lint-skip: no-commit
            _log.info("relay %s leads", self._service)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._listen(engine))
                await self._lead(connection)

    async def _lead(self, connection: AsyncConnection) -> None:
        while True:
            # cleared before the look: an event committed during it sets the flag again
            self._wake.clear()
            if not await self.publish(connection):
                await self._woken()

    async def _listen(self, engine: AsyncEngine) -> None:
        async with engine.connect() as connection:
            async for _ in announcements(connection):
                self._wake.set()

    async def _woken(self) -> bool:
        """Wait for a commit or for the next look; says whether it was a commit."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), self._poll_seconds)
        self.pulse.beat()
        woken = self._wake.is_set()
        self._wake.clear()
        return woken

    async def publish(self, connection: AsyncConnection) -> int:
        """Publish one window; gives the number of events that were waiting in it."""
        query = select(outbox).where(outbox.c.published_at.is_(None)).order_by(outbox.c.id)
        rows = (await connection.execute(query.limit(self._window))).all()
        await connection.rollback()  # lint-skip: no-commit
        if not rows:
            return 0
        failpoint("K4", self._service)
        try:
            acked = await self._sender.send([_outgoing(row) for row in rows])
        except SendFailed as error:
            await self._note(connection, rows, str(error))
            self.pulse.failing("de broker", str(error))
            acked = [False] * len(rows)
        failpoint("K5", self._service)
        await self._mark(connection, published(rows, acked), self._clock.now())
        if all(acked):
            self._backoff.worked()
            self.pulse.well("de broker")
        else:
            await asyncio.sleep(self._backoff.failed())
        return len(rows)

    async def _mark(self, connection: AsyncConnection, ids: list[int], moment: datetime) -> None:
        """Mark as published and give each the next place in the log; one relay leads, so no place is skipped."""
        if not ids:
            return
        placed = select(
            outbox.c.id, func.row_number().over(order_by=outbox.c.id).label("nr")
        ).where(outbox.c.id.in_(ids))
        new = placed.subquery()
        last = select(func.coalesce(func.max(outbox.c.log_position), 0)).scalar_subquery()
        async with connection.begin():
            await connection.execute(
                update(outbox)
                .where(outbox.c.id == new.c.id)
                .values(published_at=moment, log_position=last + new.c.nr)
            )
            failpoint("K6", self._service)

    @staticmethod
    async def _note(connection: AsyncConnection, rows: Sequence[Row[Any]], error: str) -> None:
        async with connection.begin():
            await connection.execute(
                update(outbox)
                .where(outbox.c.id.in_([row.id for row in rows]))
                .values(attempts=outbox.c.attempts + 1, last_error=error[:200])
            )


def published(rows: Sequence[Row[Any]], acked: Sequence[bool]) -> list[int]:
    """The ids that may be marked: acknowledged, and no earlier event of the same key failed."""
    failed: set[str] = set()
    done: list[int] = []
    for row, arrived in zip(rows, acked, strict=True):
        if arrived and row.key not in failed:
            done.append(row.id)
        elif not arrived:
            failed.add(row.key)
    return done


def _outgoing(row: Row[Any]) -> Outgoing:
    return Outgoing(row.topic, row.key, Envelope.of(row).headers(), row.payload.encode())
