"""The unit of work: state, events and stored answers become one commit, in an order that Kafka keeps.

Events are buffered and written last. The row lock on each key's `stream` row makes id order commit order per key
(decision 15); sorted keys keep two transactions from waiting for each other in a circle.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from shared.clock import Clock, kalenderdag
from shared.db.dialect import bulk_insert, empty_log, is_taken, upserting
from shared.db.engine import Database
from shared.db.fence import FencedSession
from shared.db.tables import outbox, stream
from shared.errors import DomainError
from shared.events import Event, encode
from shared.identifiers import nieuw_id
from shared.tenancy import Caller


@dataclass(slots=True)
class Tx:
    """One transaction of one caller. `moment` is its time; handlers neither commit nor publish.

    `policy` is the service's typed view of its rules, for what no request brings along: events.
    """

    session: AsyncSession
    caller: Caller
    moment: datetime
    policy: Any = None
    _emitted: list[tuple[Event, bytes]] = field(default_factory=list)
    _vergeten: bool = False

    @property
    def vandaag(self) -> date:
        """The calendar day of the transaction in Europe/Amsterdam."""
        return kalenderdag(self.moment)

    def emit(self, happened: Event) -> None:
        """Say what happened; it travels if and only if this transaction commits. Raises EventTooLarge."""
        self._emitted.append((happened, encode(happened)))

    def vergeet(self) -> None:
        """What this transaction overwrites or deletes must not linger in files of the database either."""
        self._vergeten = True

    @property
    def vergeten(self) -> bool:
        """Whether `vergeet` was asked."""
        return self._vergeten

    async def add_unique(self, row: DeclarativeBase, taken: DomainError) -> None:
        """Insert a row at once; raises `taken` when a unique constraint has another one in its place."""
        self.session.add(row)
        try:
            await self.session.flush()
        except IntegrityError as error:
            if is_taken(error):
                raise taken from None
            raise

    @property
    def emitted(self) -> tuple[tuple[Event, bytes], ...]:
        """What was said so far, in order, each with its payload."""
        return tuple(self._emitted)


class UnitOfWork:
    """Opens transactions and read sessions on the database of one service."""

    def __init__(self, service: str, database: Database, clock: Clock, policy: Any = None) -> None:
        self.service = service
        self.database = database
        self.clock = clock
        self.policy = policy

    @asynccontextmanager
    async def __call__(self, caller: Caller) -> AsyncIterator[Tx]:
        """A transaction: committed with its events when the body ends, rolled back when it raises."""
        async with self._session(self.database.writer, caller) as session, session.begin():
            tx = Tx(session, caller, self.clock.now(), self.policy)
            yield tx
            await session.flush()
            await _write_events(session, tx)
        if tx.emitted:
            self.database.committed()
        if tx.vergeten:
            await empty_log(self.database.writer)

    @asynccontextmanager
    async def read(self, caller: Caller) -> AsyncIterator[AsyncSession]:
        """A session to read with; what it would change is never written."""
        async with self._session(self.database.reader, caller) as session:
            yield session

    @staticmethod
    def _session(engine: Any, caller: Caller) -> AsyncSession:
        return AsyncSession(
            engine,
            sync_session_class=FencedSession,
            expire_on_commit=False,
            info={"gemeenten": caller.gemeenten, "client": caller.client},
        )


async def _write_events(session: AsyncSession, tx: Tx) -> None:
    if not tx.emitted:
        return
    last = await _lock_streams(session, Counter(event.key for event, _ in tx.emitted))
    await bulk_insert(session, outbox, list(_rows(tx, last)))


async def _lock_streams(session: AsyncSession, counts: Counter[str]) -> dict[str, int]:
    """Lock the row of each key, sorted, and give the sequence each key had before this transaction."""
    insert = upserting(session, stream)
    statement = insert.on_conflict_do_update(
        index_elements=[stream.c.key], set_={"last": stream.c.last + insert.excluded.last}
    ).returning(stream.c.key, stream.c.last)
    rows = [{"key": key, "last": counts[key]} for key in sorted(counts)]
    return {key: last - counts[key] for key, last in await session.execute(statement, rows)}


def _rows(tx: Tx, last: dict[str, int]) -> Iterable[dict[str, Any]]:
    for happened, payload in tx.emitted:
        last[happened.key] += 1
        yield {
            "event_id": nieuw_id(tx.moment),
            "topic": happened.topic(),
            "key": happened.key,
            "type": happened.ce_type(),
            "subject": happened.subject,
            "gemeente": happened.gemeente,
            "sequence": last[happened.key],
            "payload": payload.decode(),
            "created_at": tx.moment,
        }
