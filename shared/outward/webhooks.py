"""The courier: sends the events of each abonnement to its sink, in order, until they arrive or the limit is reached.

One courier per database works, by an advisory lock as the relay does; each abonnement goes its own way, so that a slow
sink holds up nobody else. What was delivered is noted after the sink said so: after a crash an event may come twice,
with the same id, and never not at all. Within an abonnement an event waits for the one before it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import httpx
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from standardwebhooks.webhooks import Webhook

from shared.bus.backoff import Backoff
from shared.clock import Clock
from shared.crypto import Onleesbaar, Sleutelring, SleutelsOnbruikbaar
from shared.db.dialect import take_leadership
from shared.db.engine import Database, relay_engine
from shared.db.tables import Abonnement, Opzijgezet
from shared.db.uow import UnitOfWork
from shared.outward.log import Entry, Log
from shared.outward.subscriptions import ACTIEF, BEEINDIGD, geheim_van
from shared.pulse import Pulse
from shared.sinks import SinkNietToegestaan, Sinks
from shared.tenancy import SYSTEEM

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to go on with one event: seconds between attempts double from `first` to `most`, `attempts` in all."""

    first: float = 5
    most: float = 3600
    attempts: int = 16


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt: `error` None = it arrived; `gone` = the sink wants nothing any more."""

    error: str | None = None
    gone: bool = False


class Courier:
    """Delivers for one service; run one in every replica, one of them works."""

    def __init__(
        self,
        uow: UnitOfWork,
        sinks: Sinks,
        ring: Sleutelring,
        *,
        patience: Patience | None = None,
        poll_seconds: float = 0.5,
    ) -> None:
        self._uow = uow
        self._clock: Clock = uow.clock
        self._log = Log(uow.database)
        self._sinks = sinks
        self._ring = ring
        self._patience = patience or Patience()
        self._poll_seconds = poll_seconds
        self.pulse = Pulse()

    async def run(self) -> None:
        """Deliver for ever; a database that is away is waited for."""
        backoff = Backoff()
        async with self._sinks.client() as client:
            while True:
                try:
                    async with _leading(
                        self._uow.database, f"webhooks-{self._uow.service}"
                    ) as leads:
                        self.pulse.well("de database")
                        backoff.worked()
                        await self._lead(client, leads)
                except* (DBAPIError, PoolTimeout, OSError) as lost:
                    kinds = ", ".join(sorted({type(error).__name__ for error in _leaves(lost)}))
                    _log.warning("courier %s lost its database: %s", self._uow.service, kinds)
                    self.pulse.failing("de database", kinds)
                await asyncio.sleep(backoff.failed())

    async def _lead(self, client: httpx.AsyncClient, leads: Callable[[], Awaitable[None]]) -> None:
        following: dict[UUID, asyncio.Task[None]] = {}
        async with asyncio.TaskGroup() as group:
            while True:
                await leads()
                for id_ in await self._running():
                    if id_ not in following or following[id_].done():
                        following[id_] = group.create_task(self._follow(client, id_))
                self.pulse.beat()
                await asyncio.sleep(self._poll_seconds)

    async def _running(self) -> list[UUID]:
        async with self._uow.read(SYSTEEM) as session:
            query = select(Abonnement.id).where(Abonnement.status == ACTIEF)
            return list(await session.scalars(query))

    async def _follow(self, client: httpx.AsyncClient, id_: UUID) -> None:
        """Deliver one abonnement until it ends; `passed` is how far there was nothing for it."""
        passed = at = -1
        while True:
            async with self._uow.read(SYSTEEM) as session:
                row = await session.get(Abonnement, id_)
                if row is None or row.status != ACTIEF:
                    return
                if row.position != at:
                    passed = at = row.position
                head = await self._log.head(session)
                entries = await self._log.read(
                    session, passed, head, [row.gemeente], row.types, most=100
                )
            if not entries:
                passed = max(passed, head)
            if not entries or self._must_wait(row):
                await asyncio.sleep(self._poll_seconds)
                continue
            for entry in entries:
                outcome = await self._send(client, row, entry)
                if not await self._note(id_, at, entry, outcome):
                    break
                passed = at = entry.position

    def _must_wait(self, row: Abonnement) -> bool:
        return row.next_attempt_at is not None and self._clock.now() < row.next_attempt_at

    async def _send(self, client: httpx.AsyncClient, row: Abonnement, entry: Entry) -> Outcome:
        now, name = self._clock.now(), str(entry.envelope.event_id)
        try:
            geheim = geheim_van(row, self._ring)
        except (Onleesbaar, SleutelsOnbruikbaar) as unreadable:
            return Outcome(type(unreadable).__name__)
        headers = {
            "content-type": "application/cloudevents+json; charset=utf-8",
            "webhook-id": name,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(geheim).sign(name, now, entry.structured.decode()),
        }
        try:
            async with client.stream(
                "POST", row.sink, content=entry.structured, headers=headers
            ) as answer:
                status = answer.status_code
        except SinkNietToegestaan as refused:
            return Outcome(refused.detail)
        except (httpx.HTTPError, OSError) as failed:
            return Outcome(type(failed).__name__)
        return Outcome(None if 200 <= status < 300 else f"status {status}", gone=status == 410)

    async def _note(self, id_: UUID, at: int, entry: Entry, outcome: Outcome) -> bool:
        """Keep what became of it; False when the event is not done with, or somebody moved the abonnement meanwhile."""
        async with self._uow(SYSTEEM) as tx:
            query = select(Abonnement).where(Abonnement.id == id_, Abonnement.position == at)
            row = await tx.session.scalar(query.with_for_update())
            if row is None:
                return False
            row.last_error = outcome.error
            if outcome.gone:
                row.status, row.ended_at = BEEINDIGD, tx.moment
                return False
            if outcome.error and row.attempts + 1 < self._patience.attempts:
                row.attempts += 1
                backoff = Backoff(self._patience.first, self._patience.most, row.attempts - 1)
                row.next_attempt_at = tx.moment + timedelta(seconds=backoff.failed())
                return False
            if outcome.error:
                await tx.session.merge(_aside(row, entry, outcome.error, tx.moment))
            row.position, row.attempts, row.next_attempt_at = entry.position, 0, None
            return True


def _aside(row: Abonnement, entry: Entry, error: str, moment: datetime) -> Opzijgezet:
    return Opzijgezet(
        abonnement_id=row.id,
        gemeente=row.gemeente,
        position=entry.position,
        event_id=entry.envelope.event_id,
        type=entry.envelope.type,
        error=error,
        set_aside_at=moment,
    )


@asynccontextmanager
async def _leading(database: Database, name: str) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """The lead of this database, and a way to ask whether it is still there (raises when its connection is lost).

    A database without a broker belongs to one process, which leads at once.
    """
    if not database.has_broker:
        yield _at_once
        return
    engine = relay_engine(database)
    try:
        async with engine.connect() as connection:
            while not await take_leadership(connection, name):
                await connection.rollback()  # lint-skip: no-commit
                await asyncio.sleep(1)

            async def still() -> None:
                await connection.execute(select(1))
                await connection.rollback()  # lint-skip: no-commit

            yield still
    finally:
        await engine.dispose()


async def _at_once() -> None:
    """Nothing can take the lead away."""


def _leaves(group: BaseExceptionGroup[Exception]) -> Iterator[BaseException]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
