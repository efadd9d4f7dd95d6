"""The outbox as a log that readers outside may follow with a cursor, without ever missing an event.

On PostgreSQL the id of a row says when it was written, not when it became visible: a transaction that commits late
shows a lower id than one a reader has already passed. So the place in the log is not the id but `log_position`, which
the relay gives when it marks an event as published. One relay leads and gives the places one transaction after the
other, so they become visible in their own order, and each key keeps its order because the relay keeps it. What is not
published yet is not in the log yet: it comes later, at a higher place. On SQLite, with one writer at a time and no
relay, the id itself is that place.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.engine import Database
from shared.db.tables import outbox
from shared.events import Envelope


@dataclass(frozen=True, slots=True)
class Entry:
    """One event with its place in the log."""

    position: int
    envelope: Envelope
    structured: bytes
    """The whole event as JSON, a CloudEvent in structured mode."""


class Log:
    """The log of one service."""

    def __init__(self, database: Database) -> None:
        self._place: ColumnElement[int] = (
            outbox.c.log_position if database.has_broker else outbox.c.id
        )

    async def head(self, session: AsyncSession) -> int:
        """The last place; 0 when nothing happened yet."""
        return await session.scalar(select(func.coalesce(func.max(self._place), 0))) or 0

    async def before(self, session: AsyncSession, moment: datetime) -> int:
        """The place after which everything from `moment` on still comes."""
        first = await session.scalar(
            select(func.min(self._place)).where(outbox.c.created_at >= moment)
        )
        return await self.head(session) if first is None else first - 1

    async def read(
        self,
        session: AsyncSession,
        after: int,
        up_to: int,
        gemeenten: Collection[str],
        types: Collection[str],
        most: int,
    ) -> list[Entry]:
        """The first events after one place, up to and including another; no `types` = of every type.

        Ask for the head first and read up to it: what is added meanwhile is for the next time.
        """
        query = select(outbox, self._place.label("place")).where(
            self._place > after, self._place <= up_to, outbox.c.gemeente.in_(sorted(gemeenten))
        )
        if types:
            query = query.where(outbox.c.type.in_(sorted(types)))
        rows = await session.execute(query.order_by(self._place).limit(most))
        return [_entry(row) for row in rows]


def _entry(row: Row[Any]) -> Entry:
    envelope = Envelope.of(row)
    return Entry(row.place, envelope, envelope.structured(row.key, row.payload))
