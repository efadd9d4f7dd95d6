"""Events that were set aside, and the keys that wait behind them until an operator decides.

A dead-lettered or parked event leaves no inbox row, else its replay would be taken for a repeat (decision 18).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.bus.port import Batch, Message, Stop
from shared.db.dialect import upserting
from shared.db.tables import dead_letter, inbox, parking
from shared.db.uow import Tx
from shared.errors import Conflict, NotFound


class DeadLetterLimitReached(Stop):
    """So many events are set aside that something is wrong with us, not with them."""


class OnbekendeDeadLetter(NotFound):
    """No open dead letter has this number."""

    code = "onbekende-dead-letter"


class NietHerstelbaar(Conflict):
    """The event can still not be read; it can only be discarded."""

    code = "dead-letter-niet-herstelbaar"


@dataclass(frozen=True, slots=True)
class Poison:
    """Why a message could not be read, and its id where that could."""

    reason: str
    event_id: UUID | None


async def parked_keys(session: AsyncSession, topic: str, keys: set[bytes]) -> set[bytes]:
    """Those of the keys that are parked; their rows stay share-locked, so that an operator waits for this batch."""
    query = select(parking.c.key).where(parking.c.topic == topic, parking.c.key.in_(keys))
    return set(await session.scalars(query.with_for_update(read=True)))


async def set_aside(
    tx: Tx,
    batch: Batch,
    message: Message,
    poison: Poison | None,
    event_id: UUID | None,
    limit: int,
) -> bool:
    """Keep a message as a dead letter and park its key; raises DeadLetterLimitReached.

    False when the message was set aside before: it keeps nothing and parks nothing, whatever was decided about it.
    """
    if await _open_letters(tx.session) >= limit:
        raise DeadLetterLimitReached(f"{limit} berichten staan apart; zie `meedoen dlq toon`")
    row = {
        "event_id": event_id,
        "topic": batch.topic,
        "partition": batch.partition,
        "offset": message.offset,
        "key": message.key,
        "headers": msgspec.json.encode([[name, value] for name, value in message.headers]),
        "body": message.value,
        "kind": "undecodable" if poison else "parked",
        "error": poison.reason[:300] if poison else "wacht achter een eerder bericht",
        "created_at": tx.moment,
    }
    insert = upserting(tx.session, dead_letter).values(row).on_conflict_do_nothing()
    kept = (await tx.session.execute(insert.returning(dead_letter.c.id))).one_or_none()
    if kept is not None:
        await park(tx, batch.topic, message.key or b"")
    return kept is not None


async def park(tx: Tx, topic: str, key: bytes) -> None:
    """Let the events of a key wait as dead letters; an operator's way past an event that keeps failing."""
    row = {"topic": topic, "key": key, "since": tx.moment}
    await tx.session.execute(upserting(tx.session, parking).values(row).on_conflict_do_nothing())


async def discard(tx: Tx, letter_id: int) -> None:
    """Decide that an event will never be applied. Its key goes on when nothing else of it waits."""
    await _lock_parking(tx.session, await open_letter(tx.session, letter_id))
    # read again: while we waited for the lock somebody else may have decided
    await resolve(tx, [await open_letter(tx.session, letter_id)], "verworpen")


async def open_letter(session: AsyncSession, letter_id: int) -> Row[Any]:
    """An open dead letter by its number; raises OnbekendeDeadLetter."""
    query = select(dead_letter).where(
        dead_letter.c.id == letter_id, dead_letter.c.resolved_at.is_(None)
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise OnbekendeDeadLetter(f"geen open bericht met nummer {letter_id}")
    return row


async def open_letters(session: AsyncSession) -> Sequence[Row[Any]]:
    """All open dead letters, oldest first."""
    query = select(dead_letter).where(dead_letter.c.resolved_at.is_(None))
    return (await session.execute(query.order_by(dead_letter.c.id))).all()


async def letters_of_key(session: AsyncSession, letter: Row[Any]) -> Sequence[Row[Any]]:
    """The open letters of the same key, in order, with the key locked against the consumer.

    Raises OnbekendeDeadLetter when somebody else decided while we waited for the lock.
    """
    await _lock_parking(session, letter)
    await open_letter(session, letter.id)
    query = select(dead_letter).where(_same_key(letter)).order_by(dead_letter.c.id)
    return (await session.execute(query)).all()


async def resolve(tx: Tx, letters: Sequence[Row[Any]], resolution: str) -> None:
    """Close letters, write their inbox rows and free the key when no letter of it is left open."""
    ids = [letter.id for letter in letters]
    await tx.session.execute(
        update(dead_letter)
        .where(dead_letter.c.id.in_(ids))
        .values(resolved_at=tx.moment, resolution=resolution)
    )
    events = sorted({letter.event_id for letter in letters if letter.event_id})
    if events:
        rows = [{"event_id": id_, "received_at": tx.moment} for id_ in events]
        await tx.session.execute(upserting(tx.session, inbox).values(rows).on_conflict_do_nothing())
    left = select(func.count()).select_from(dead_letter).where(_same_key(letters[0]))
    if not (await tx.session.execute(left)).scalar_one():
        await tx.session.execute(delete(parking).where(_parked(letters[0])))


def message_of(letter: Row[Any]) -> Message:
    """The message as it came in."""
    headers = msgspec.json.decode(letter.headers, type=list[tuple[str, bytes]])
    return Message(letter.offset, letter.key, headers, letter.body)


async def _open_letters(session: AsyncSession) -> int:
    query = select(func.count()).select_from(dead_letter).where(dead_letter.c.resolved_at.is_(None))
    return (await session.execute(query)).scalar_one()


async def _lock_parking(session: AsyncSession, letter: Row[Any]) -> None:
    await session.execute(select(parking.c.key).where(_parked(letter)).with_for_update())


def _parked(letter: Row[Any]) -> Any:
    return and_(parking.c.topic == letter.topic, parking.c.key == (letter.key or b""))


def _same_key(letter: Row[Any]) -> Any:
    # a message without a key waits in the same place as one with an empty key
    key = func.coalesce(dead_letter.c.key, b"") == (letter.key or b"")
    return and_(dead_letter.c.topic == letter.topic, key, dead_letter.c.resolved_at.is_(None))
