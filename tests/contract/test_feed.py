"""The feed of the embedded mode: the outbox of the producer is the log."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete, update

from shared.bus.feed import OutboxFeed, PositionMismatch
from shared.bus.port import Batch, Position, Stop
from shared.db.engine import Database, file_url, open_database
from shared.db.tables import outbox
from shared.db.uow import UnitOfWork
from shared.events import Event
from shared.tenancy import SYSTEEM
from shared.testing.clock import FakeClock
from tests.contract.event_source import EventSourceCases, Recorder, running, until, versions
from tests.contract.proef import MOMENT, make_tables


@dataclass
class FeedLog:
    """Two producers, each with an SQLite file."""

    producers: dict[str, Database]
    topics: tuple[str, str] = ("een.events", "twee.events")

    async def put(self, topic: str, *events: Event) -> None:
        uow = UnitOfWork("intake", self.producers[topic], FakeClock(MOMENT))
        async with uow(SYSTEEM) as tx:
            for event in events:
                tx.emit(event)

    def source(self, *, most: int = 500, poll_seconds: float = 0.25) -> OutboxFeed:
        return OutboxFeed(self.producers, most=most, poll_seconds=poll_seconds)


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[FeedLog]:
    found = FeedLog({})
    for topic in found.topics:
        found.producers[topic] = open_database(file_url(tmp_path / f"{topic}.db"))
        await make_tables(found.producers[topic])
    yield found
    for database in found.producers.values():
        await database.close()


class TestOutboxFeed(EventSourceCases):
    """The conformance cases on the feed."""


async def test_a_commit_wakes_the_feed_without_waiting_for_its_poll(log: FeedLog) -> None:
    recorder, (topic, other) = Recorder(), log.topics
    async with running(log.source(poll_seconds=3600), recorder):
        await until(lambda: len(recorder.located) == 2)
        for number in range(1, 51):
            await log.put(topic, *versions(0, number))
            await log.put(other, *versions(0, number))
            await until(lambda n=number: recorder.of(topic)[-1:] == [n] == recorder.of(other)[-1:])  # type: ignore[misc]


async def test_a_commit_while_another_topic_is_busy_is_not_missed(log: FeedLog) -> None:
    recorder, (topic, other) = Recorder(), log.topics
    async with running(log.source(poll_seconds=3600), recorder):
        async with asyncio.TaskGroup() as group:
            for where in (topic, other):
                for number in range(1, 41):
                    group.create_task(log.put(where, *versions(number, number)))
        await until(lambda: len(recorder.brought) == 80)


async def test_the_poll_finds_what_another_process_committed(log: FeedLog) -> None:
    recorder, topic = Recorder(), log.topics[0]
    async with running(log.source(poll_seconds=0.05), recorder):
        await until(lambda: len(recorder.located) >= 2)
        elsewhere = open_database(log.producers[topic].url)
        uow = UnitOfWork("intake", elsewhere, FakeClock(MOMENT))
        async with uow(SYSTEEM) as tx:
            tx.emit(versions(0, 1)[0])
        await elsewhere.close()
        await until(lambda: recorder.of(topic) == [1])


async def test_a_long_log_comes_in_batches(log: FeedLog) -> None:
    recorder, topic = Recorder(), log.topics[0]
    await log.put(topic, *versions(0, *range(1, 26)))
    async with running(log.source(most=10), recorder):
        await until(lambda: len(recorder.brought) == 25)
    assert recorder.of(topic) == list(range(1, 26))


async def test_a_reader_that_may_be_late_takes_together_what_comes_in(log: FeedLog) -> None:
    recorder, topic = Recorder(), log.topics[0]
    batches: list[int] = []

    async def apply(batch: Batch) -> None:
        await recorder.apply(batch)
        batches.append(len(batch.messages))

    feed = OutboxFeed(log.producers, linger_seconds=1)
    going = asyncio.create_task(feed.run(apply, recorder.locate))
    await until(lambda: len(recorder.located) == 2)
    for number in range(1, 6):
        await log.put(topic, *versions(0, number))
    await until(lambda: len(recorder.brought) == 5)
    going.cancel()
    await asyncio.wait([going])
    assert recorder.of(topic) == [1, 2, 3, 4, 5]
    assert len(batches) <= 2


@pytest.mark.parametrize("way", ["another event", "a shorter log"])
async def test_a_log_that_was_replaced_stops_the_service(log: FeedLog, way: str) -> None:
    recorder, topic = Recorder(), log.topics[0]
    await log.put(topic, *versions(0, 1, 2))
    async with running(log.source(), recorder):
        await until(lambda: len(recorder.brought) == 2)
    async with log.producers[topic].writer.begin() as connection:
        last = outbox.c.id == recorder.positions[(topic, 0)].next_offset - 1
        change = (
            update(outbox).values(event_id=uuid4()) if way == "another event" else delete(outbox)
        )
        await connection.execute(change.where(last))

    with pytest.raises(PositionMismatch, match=topic) as stopped:
        await asyncio.wait_for(log.source().run(recorder.apply, recorder.locate), 30)
    assert isinstance(stopped.value, Stop)


async def test_a_position_without_a_readable_event_is_taken_as_it_is(log: FeedLog) -> None:
    recorder, topic = Recorder(), log.topics[0]
    await log.put(topic, *versions(0, 1, 2))
    recorder.positions[(topic, 0)] = Position(2, None)
    async with running(log.source(), recorder):
        await until(lambda: recorder.of(topic) == [2])
