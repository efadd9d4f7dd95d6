"""The embedded adapter: reads the producers' outbox tables directly, the outbox is the log.

SQLite has one writer at a time and its outbox ids are never used again, so id order is commit order and a plain
"from this id on" misses nothing. Only SQLite promises that: on PostgreSQL events leave through the relay.
"""

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select

from shared.bus.backoff import Backoff
from shared.bus.port import Apply, Batch, Locate, Message, Position, Stop, Zombie
from shared.db.engine import Database
from shared.db.tables import outbox
from shared.events import Envelope, read_event_id
from shared.logs import without_values
from shared.pulse import Pulse

_log = logging.getLogger(__name__)


class PositionMismatch(Stop):
    """The log is not the one this consumer has read: a database was restored or replaced (bus.md §D)."""


class OutboxFeed:
    """Events of other services in the same process; `producers` maps a topic to the database that holds its outbox.

    `linger_seconds` lets events gather before they are read, for a reader that nobody waits for.
    """

    def __init__(
        self,
        producers: Mapping[str, Database],
        *,
        most: int = 500,
        poll_seconds: float = 0.25,
        linger_seconds: float = 0,
    ) -> None:
        self._producers = dict(producers)
        self._most = most
        self._poll_seconds = poll_seconds
        self._linger_seconds = linger_seconds
        self.pulse = Pulse()

    async def run(self, apply: Apply, position: Locate) -> None:
        """Bring events for ever; see `EventSource.run`."""
        try:
            async with asyncio.TaskGroup() as group:
                for topic, database in self._producers.items():
                    group.create_task(self._follow(topic, database, apply, position))
        except BaseExceptionGroup as ended:
            stops, others = ended.split(Stop)
            if stops is None or others is not None:
                raise
            raise stops.exceptions[0] from None

    async def _follow(self, topic: str, database: Database, apply: Apply, position: Locate) -> None:
        backoff = Backoff(first=0.05, most=5)
        wake = asyncio.Event()
        database.on_commit.append(wake.set)
        checked = known = False
        at: Position | None = None
        while True:
            try:
                # cleared before the look: an event committed during it sets the flag again
                wake.clear()
                if not known:
                    at = await position(topic, 0)
                    known = True
                if not checked:
                    await _check_log(topic, database, at)
                    checked = True
                moved = await self._bring(topic, database, apply, at)
                if moved is None:
                    await self._wait(wake)
                at = moved or at
                backoff.worked()
                self.pulse.well(topic)
            except Stop:
                raise
            except Zombie:
                known = False  # somebody else moved it: look again
            except Exception as error:  # noqa: BLE001 - whatever it was, this topic waits and the others go on
                _log.error("feed %s waits: %s", topic, without_values(error))
                self.pulse.failing(topic, type(error).__name__)
                known = False  # part of the batch may have been applied one by one
                await asyncio.sleep(backoff.failed())

    async def _bring(
        self, topic: str, database: Database, apply: Apply, at: Position | None
    ) -> Position | None:
        """Bring what has come in since; gives where it goes on, None when there was nothing."""
        messages = await self._read(database, at.next_offset if at else 0)
        if not messages:
            return None
        batch = Batch(topic, 0, at.next_offset if at else None, messages)
        await apply(batch)
        return Position(batch.next_offset, read_event_id(dict(messages[-1].headers)))

    async def _read(self, database: Database, after: int) -> list[Message]:
        query = select(outbox).where(outbox.c.id >= after).order_by(outbox.c.id).limit(self._most)
        async with database.reader.connect() as connection:
            return [_message(row) for row in await connection.execute(query)]

    async def _wait(self, wake: asyncio.Event) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), self._poll_seconds)
        # more may come in meanwhile: one transaction for all of it
        await asyncio.sleep(self._linger_seconds)


async def _check_log(topic: str, database: Database, at: Position | None) -> None:
    if at is None or at.last_event_id is None:
        return
    query = select(outbox.c.event_id).where(outbox.c.id == at.next_offset - 1)
    async with database.reader.connect() as connection:
        found = (await connection.execute(query)).scalar_one_or_none()
    if found != at.last_event_id:
        raise PositionMismatch(
            f"{topic}: op plaats {at.next_offset - 1} staat {found}, verwacht {at.last_event_id}; "
            "is een database teruggezet? Zie docs/beheer.md"
        )


def _message(row: Row[Any]) -> Message:
    headers = Envelope.of(row).headers()
    return Message(row.id, row.key.encode(), headers, row.payload.encode())
