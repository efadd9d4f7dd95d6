"""The unit of work: state, events and stored answers become one commit, in an order that Kafka keeps.

Events are buffered and written last. The row lock on each key's `stream` row makes id order commit order per key
(decision 15); sorted keys keep two transactions from waiting for each other in a circle. What is written last goes to
the database at once, with its commit (decision 64).
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Dialect, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from shared.clock import Clock, kalenderdag
from shared.db.dialect import empty_log, is_taken, upserting
from shared.db.direct import Command, Opening, Statement, Values, Wie, listed, value
from shared.db.engine import Database
from shared.db.fence import FencedSession
from shared.db.inserts import inserts
from shared.db.opening import Opened
from shared.db.reading import Ahead, Asked, commands
from shared.db.tables import outbox, stream
from shared.errors import DomainError
from shared.events import Event, encode
from shared.identifiers import nieuw_id
from shared.tenancy import Caller

Begin = Callable[[datetime], Opening]
"""What a transaction begins with, at its moment."""


def with_nothing(moment: datetime) -> Opening:
    """A transaction that just begins."""
    return Opening()


@dataclass(slots=True)
class Tx:
    """One transaction of one caller. `moment` is its time; handlers neither commit nor publish.

    `policy` is the service's typed view of its rules, for what no request brings along: events.
    """

    begun: Opened
    caller: Caller
    moment: datetime
    policy: Any = None
    last: list[Command] = field(default_factory=list)
    """Run once all else is written, just before the commit."""
    _emitted: list[tuple[Event, bytes]] = field(default_factory=list)
    _vergeten: bool = False
    _new: list[DeclarativeBase] = field(default_factory=list)
    _session: AsyncSession | None = None
    info: dict[Any, Any] = field(default_factory=dict)
    """As that of its session (reading.py)."""

    @property
    def session(self) -> AsyncSession:
        """The session, made when it is first asked for: who only reads with `ask` and adds needs none."""
        if self._session is None:
            self._session = _session(self.begun, self.caller)
            self._session.add_all(self._new)
        return self._session

    def add(self, row: DeclarativeBase) -> None:
        """A new row, as `session.add`."""
        if self._session is None:
            self._new.append(row)
        else:
            self._session.add(row)

    async def flush(self) -> None:
        """Write what was added or changed so far."""
        if self._session or self._new:
            await self.session.flush()

    async def written(self) -> list[Command]:
        """What is still to be written of its rows; nothing, after a flush, where that takes more than inserts."""
        session = self._session
        if session is None or not (session.dirty or session.deleted):
            new = self._new if session is None else session.new
            found = inserts(new, self.caller.gemeenten)
            if found is not None:
                return found
        await self.flush()
        return []

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
    async def __call__(
        self, caller: Caller, begin: Begin = with_nothing, ahead: tuple[Asked[Any], ...] = ()
    ) -> AsyncIterator[Tx]:
        """A transaction: committed with its events when the body ends, rolled back when it raises.

        What it reads `ahead` comes along with its begin, for the first who asks exactly that (`ask_all`).
        """
        moment = self.clock.now()
        opening = begin(moment)
        opening.first = [*opening.first, *commands(ahead, caller.gemeenten)]
        async with Opened(self.database.writer, _wie(caller), opening) as begun:
            tx = Tx(begun, caller, moment, self.policy, info=_info(begun, caller))
            if ahead:
                tx.info["ahead"] = Ahead(ahead, begun.found[-len(ahead) :])
            yield tx
            written = [*await tx.written(), *_events(tx), *tx.last]
            await begun.direct.run(written, commit=True)
        if tx.emitted:
            self.database.committed()
        if tx.vergeten:
            await empty_log(self.database.writer)

    @asynccontextmanager
    async def read(self, caller: Caller) -> AsyncIterator[AsyncSession]:
        """A session to read with; what it would change is never written."""
        async with Opened(self.database.reader, _wie(caller), _READING) as begun:
            yield _session(begun, caller)
            # not a rollback: after one psycopg has to prepare its statements again
            await begun.direct.run((), commit=True)


_READING = Opening(writes=False)


def _wie(caller: Caller) -> Wie:
    return Wie(caller.gemeenten, caller.client)


def _session(begun: Opened, caller: Caller) -> AsyncSession:
    """A session on the connection; with that it ends too, so nobody closes it."""
    return AsyncSession(
        begun.connection(),
        sync_session_class=FencedSession,
        expire_on_commit=False,
        info=_info(begun, caller),
    )


def _info(begun: Opened, caller: Caller) -> dict[Any, Any]:
    return {"gemeenten": caller.gemeenten, "direct": begun.direct}


def _events(tx: Tx) -> list[Command]:
    """Lock the row of each key, sorted, and give each event the sequence that follows from it."""
    if not tx.emitted:
        return []
    counts = Counter(event.key for event, _ in tx.emitted)
    locks = [{"key": key, "last": counts[key]} for key in sorted(counts)]
    return [Command(_STREAM, locks), Command(_OUTBOX, [*_rows(tx, counts)])]


def _upsert_stream(dialect: Dialect) -> Any:
    return _counting(upserting(dialect, stream).values(key=value("key"), last=value("last")))


def _upsert_streams(dialect: Dialect) -> Any:
    rows = listed(key=stream.c.key.type, last=stream.c.last.type)
    keys = select(rows.c.key, rows.c.last).order_by(rows.c.nr)
    return _counting(upserting(dialect, stream).from_select(["key", "last"], keys))


def _counting(made: Any) -> Any:
    return made.on_conflict_do_update(
        index_elements=[stream.c.key], set_={"last": stream.c.last + made.excluded.last}
    )


def _insert_outbox(_: Dialect) -> Any:
    last = select(stream.c.last).where(stream.c.key == value("stream_key")).scalar_subquery()
    given: dict[str, Any] = {name: value(name) for name in _OUTBOX_COLUMNS}
    return insert(outbox).values(**given, sequence=last - value("followers"))


def _insert_outboxes(_: Dialect) -> Any:
    types = {name: outbox.c[name].type for name in _OUTBOX_COLUMNS}
    rows = listed(**types, followers=stream.c.last.type)
    given = [rows.c[name] for name in _OUTBOX_COLUMNS]
    events = select(*given, stream.c.last - rows.c.followers).order_by(rows.c.nr)
    return insert(outbox).from_select(
        [*_OUTBOX_COLUMNS, "sequence"], events.where(stream.c.key == rows.c.key)
    )


_OUTBOX_COLUMNS = (
    "event_id",
    "topic",
    "key",
    "type",
    "subject",
    "gemeente",
    "payload",
    "created_at",
)
_STREAM = Statement(_upsert_stream, _upsert_streams)
_OUTBOX = Statement(_insert_outbox, _insert_outboxes)


def _rows(tx: Tx, followers: Counter[str]) -> Iterable[Values]:
    for happened, payload in tx.emitted:
        followers[happened.key] -= 1
        yield {
            "event_id": nieuw_id(tx.moment),
            "topic": happened.topic(),
            "key": happened.key,
            "stream_key": happened.key,
            "followers": followers[happened.key],
            "type": happened.ce_type(),
            "subject": happened.subject,
            "gemeente": happened.gemeente,
            "payload": payload.decode(),
            "created_at": tx.moment,
        }
