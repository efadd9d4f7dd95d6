"""Applying events: one transaction per batch holds the inbox rows, what the handlers write and the new position.

A batch that fails is rolled back and repeated one event per transaction; the first that fails waits there, so nothing
behind it in its partition overtakes it (decision 19). An event that cannot be read is set aside with its bytes and its
key parked; above a limit the service stops rather than drain the topic (decision 18).
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.bus.port import Batch, Message, Position, Stop, Zombie
from shared.contracts import DECODERS
from shared.db.dialect import is_transient, upserting
from shared.db.tables import consumer_offset, inbox
from shared.db.uow import Tx, UnitOfWork
from shared.deadletters import (
    NietHerstelbaar,
    Poison,
    letters_of_key,
    message_of,
    open_letter,
    parked_keys,
    resolve,
    set_aside,
)
from shared.errors import Unavailable
from shared.events import Event, Received, Undecodable, decode, read_event_id
from shared.failpoints import failpoint
from shared.metrics import INBOX_DUPLICATES, UNKNOWN_EVENTS
from shared.tenancy import SYSTEEM

_log = logging.getLogger(__name__)

ApplyEvents = Callable[[Tx, Sequence[Received[Any]]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Handler:
    """What one noun does with the events it knows: it gets them mixed, in order."""

    types: frozenset[type[Event]]
    apply: ApplyEvents


def each(
    functions: Mapping[type[Event], Callable[[Tx, Received[Any]], Awaitable[None]]],
) -> Handler:
    """A handler made of one function per event type, called event by event."""

    async def apply(tx: Tx, events: Sequence[Received[Any]]) -> None:
        for received in events:
            await functions[type(received.event)](tx, received)

    return Handler(frozenset(functions), apply)


@dataclass(frozen=True, slots=True)
class _Read:
    """A message and what came of reading it: an event for us, poison, or neither (a type nobody here handles)."""

    message: Message
    received: Received[Any] | None = None
    poison: Poison | None = None

    @property
    def key(self) -> bytes:
        return self.message.key or b""

    @property
    def event_id(self) -> UUID | None:
        known = self.poison or self.received
        return known.event_id if known else None


class Consumer:
    """The one consumer of a service: its handlers, lowest noun first, behind the inbox."""

    def __init__(
        self, uow: UnitOfWork, handlers: Sequence[Handler], *, dead_letter_limit: int = 100
    ) -> None:
        self._uow = uow
        self._handlers = tuple(handlers)
        self._limit = dead_letter_limit
        known = {kind.ce_type() for handler in handlers for kind in handler.types}
        self._decoders = {name: DECODERS[name] for name in known}

    async def position(self, topic: str, partition: int) -> Position | None:
        """Where this consumer goes on in a partition; None when it never read it."""
        query = select(consumer_offset.c.next_offset, consumer_offset.c.last_event_id).where(
            consumer_offset.c.topic == topic, consumer_offset.c.partition == partition
        )
        async with self._uow.read(SYSTEEM) as session:
            row = (await session.execute(query)).one_or_none()
        return None if row is None else Position(row.next_offset, row.last_event_id)

    async def apply(self, batch: Batch) -> None:
        """Apply a batch exactly once; raises Zombie, Stop, or what made the first failing event fail."""
        failpoint("K7", self._uow.service)
        read = [self._read(message) for message in batch.messages]
        try:
            await self._transact(batch, read)
        except Exception as error:
            if len(read) == 1 or not _worth_repeating(error):
                raise
            _log.warning("batch of %s repeated one by one after %s", batch.topic, type(error))
            await self._one_by_one(batch, read)

    async def replay(self, letter_id: int) -> int:
        """Apply a dead letter and what is parked behind it, in order; gives the number of events.

        Raises OnbekendeDeadLetter, or NietHerstelbaar when one of them can still not be read.
        """
        async with self._uow(SYSTEEM) as tx:
            letters = await letters_of_key(tx.session, await open_letter(tx.session, letter_id))
            read = [self._read(message_of(letter)) for letter in letters]
            unreadable = [r for r in read if r.poison]
            if unreadable:
                raise NietHerstelbaar(f"niet leesbaar: {unreadable[0].poison}")
            await self._handle(tx, await _record(tx, [r.received for r in read if r.received]))
            await resolve(tx, letters, "hersteld")
            return len(letters)

    async def _one_by_one(self, batch: Batch, read: Sequence[_Read]) -> None:
        at = batch.position
        for item in read:
            single = Batch(batch.topic, batch.partition, at, [item.message])
            await self._transact(single, [item])
            at = single.next_offset

    def _read(self, message: Message) -> _Read:
        headers = dict(message.headers)
        try:
            return _Read(message, decode(message.key, headers, message.value, self._decoders))
        except Undecodable as broken:
            return _Read(message, poison=Poison(str(broken), broken.event_id))

    async def _transact(self, batch: Batch, read: Sequence[_Read]) -> None:
        async with self._uow(SYSTEEM) as tx:
            ours = [item for item in read if item.received or item.poison]
            good = await self._without_dead(tx, batch, ours) if ours else []
            fresh = await _record(tx, good)
            await self._handle(tx, fresh)
            await _move(tx.session, batch)
            failpoint("K8", self._uow.service)
        INBOX_DUPLICATES.labels(self._uow.service).inc(len(good) - len(fresh))
        UNKNOWN_EVENTS.labels(self._uow.service).inc(len(read) - len(ours))

    async def _handle(self, tx: Tx, events: Sequence[Received[Any]]) -> None:
        for handler in self._handlers:
            mine = [item for item in events if type(item.event) in handler.types]
            if mine:
                await handler.apply(tx, mine)

    async def _without_dead(
        self, tx: Tx, batch: Batch, read: Sequence[_Read]
    ) -> list[Received[Any]]:
        parked = await parked_keys(tx.session, batch.topic, {item.key for item in read})
        good: list[Received[Any]] = []
        for item in read:
            if item.received and item.key not in parked:
                good.append(item.received)
                continue
            if await set_aside(tx, batch, item.message, item.poison, item.event_id, self._limit):
                parked.add(item.key)
        return good


def _worth_repeating(error: Exception) -> bool:
    """Whether one bad event may be the cause; not when the database is away or the loop was told what to do."""
    if isinstance(error, Stop | Zombie | Unavailable):
        return False
    return not (isinstance(error, DBAPIError) and is_transient(error))


async def _record(tx: Tx, events: Sequence[Received[Any]]) -> list[Received[Any]]:
    """Write the inbox rows, sorted by id (unsorted ones deadlock under redelivery); gives the events that are new."""
    if not events:
        return []
    rows = [
        {"event_id": event_id, "received_at": tx.moment}
        for event_id in sorted({received.event_id for received in events})
    ]
    insert = upserting(tx.session, inbox).on_conflict_do_nothing().returning(inbox.c.event_id)
    new = set(await tx.session.scalars(insert, rows))
    fresh: dict[UUID, Received[Any]] = {}
    for received in events:
        if received.event_id in new:
            fresh.setdefault(received.event_id, received)
    return list(fresh.values())


async def _move(session: AsyncSession, batch: Batch) -> None:
    """Compare and set the position; raises Zombie when somebody else moved it."""
    new = {
        "next_offset": batch.next_offset,
        "last_event_id": read_event_id(dict(batch.messages[-1].headers)),
    }
    here = (
        consumer_offset.c.topic == batch.topic,
        consumer_offset.c.partition == batch.partition,
        consumer_offset.c.next_offset == batch.position,
    )
    statement: Any = update(consumer_offset).where(*here).values(**new)
    if batch.position is None:
        first = {"topic": batch.topic, "partition": batch.partition, **new}
        statement = upserting(session, consumer_offset).values(**first).on_conflict_do_nothing()
    moved = await session.execute(statement.returning(consumer_offset.c.next_offset))
    if moved.one_or_none() is None:
        raise Zombie(f"{batch.topic}/{batch.partition} staat niet meer op {batch.position}")
