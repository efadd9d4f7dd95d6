"""What every event source must do, whatever brings the events (decisions 50 and 51); adapters subclass the cases."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

import pytest

from shared.bus.port import Batch, EventSource, Position, Stop, Zombie
from shared.consumer import Consumer
from shared.events import Event, read_event_id
from tests.contract.proef import PERSONEN, inwoner

Before = Callable[[Batch], Awaitable[None]]


class Log(Protocol):
    """A log with two topics that a test writes to."""

    topics: tuple[str, str]

    async def put(self, topic: str, *events: Event) -> None:
        """Add events to a topic, in order."""
        ...

    def source(self) -> EventSource:
        """A source of both topics; it keeps no position of its own worth trusting."""
        ...


async def _nothing(batch: Batch) -> None:
    """What happens before a batch is kept, unless a test wants something else."""


@dataclass
class Recorder:
    """A consumer that keeps its positions and what it was brought; `before` may refuse a batch."""

    before: Before = _nothing
    positions: dict[tuple[str, int], Position] = field(default_factory=dict)
    brought: list[tuple[str, str, int]] = field(default_factory=list)
    located: list[tuple[str, int]] = field(default_factory=list)

    async def apply(self, batch: Batch) -> None:
        await self.before(batch)
        place = (batch.topic, batch.partition)
        at = self.positions.get(place)
        assert batch.position == (at.next_offset if at else None)
        offsets = [message.offset for message in batch.messages]
        assert offsets == list(range(offsets[0], offsets[0] + len(offsets)))
        last = read_event_id(dict(batch.messages[-1].headers))
        self.positions[place] = Position(batch.next_offset, last)
        for message in batch.messages:
            payload = json.loads(message.value or b"")
            self.brought.append((batch.topic, payload["persoonRef"], payload["versie"]))

    async def locate(self, topic: str, partition: int) -> Position | None:
        self.located.append((topic, partition))
        return self.positions.get((topic, partition))

    def of(self, topic: str, persoon: int = 0) -> list[int]:
        """The versions of a person that were brought, in order."""
        key = PERSONEN[persoon]
        return [versie for where, who, versie in self.brought if (where, who) == (topic, key)]


@asynccontextmanager
async def running(source: EventSource, to: Recorder | Consumer) -> AsyncIterator[None]:
    """The source at work; it must still be when the body ends."""
    position = to.locate if isinstance(to, Recorder) else to.position
    task = asyncio.create_task(source.run(to.apply, position))
    try:
        yield
        assert not task.done(), task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def until(met: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for a condition; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not met():
            await asyncio.sleep(0.01)


def versions(persoon: int, *numbers: int) -> list[Event]:
    return [inwoner(PERSONEN[persoon], versie=number) for number in numbers]


class EventSourceCases:
    """Run for each adapter; the subclass has a fixture `log`."""

    async def test_all_events_come_in_order_per_key(self, log: Log) -> None:
        recorder, (topic, _) = Recorder(), log.topics
        async with running(log.source(), recorder):
            for number in range(1, 21):
                await log.put(topic, *(inwoner(PERSONEN[p], versie=number) for p in range(5)))
            await until(lambda: len(recorder.brought) >= 100)
        for persoon in range(5):
            assert recorder.of(topic, persoon) == list(range(1, 21))

    async def test_without_a_position_it_starts_at_the_begin_of_the_log(self, log: Log) -> None:
        recorder, (topic, other) = Recorder(), log.topics
        await log.put(topic, *versions(0, 1, 2, 3))
        await log.put(other, *versions(0, 7))
        async with running(log.source(), recorder):
            await until(lambda: len(recorder.brought) >= 4)
        assert (recorder.of(topic), recorder.of(other)) == ([1, 2, 3], [7])

    async def test_it_goes_on_from_the_stored_position(self, log: Log) -> None:
        recorder, (topic, _) = Recorder(), log.topics
        await log.put(topic, *versions(0, 1, 2))
        async with running(log.source(), recorder):
            await until(lambda: len(recorder.brought) >= 2)
        await log.put(topic, *versions(0, 3, 4))
        async with running(log.source(), recorder):
            await until(lambda: len(recorder.brought) >= 4)
        assert recorder.of(topic) == [1, 2, 3, 4]

    async def test_a_position_that_was_put_back_is_believed(self, log: Log) -> None:
        recorder, (topic, _) = Recorder(), log.topics
        await log.put(topic, *versions(0, 1, 2))
        async with running(log.source(), recorder):
            await until(lambda: len(recorder.brought) >= 2)
        recorder.positions.clear()
        async with running(log.source(), recorder):
            await until(lambda: len(recorder.brought) >= 4)
        assert recorder.of(topic) == [1, 2, 1, 2]

    async def test_a_batch_that_fails_comes_again_while_other_topics_go_on(self, log: Log) -> None:
        (topic, other), tries, failing = log.topics, [0], [True]

        async def before(batch: Batch) -> None:
            tries[0] += batch.topic == topic
            if batch.topic == topic and failing[0]:
                raise ConnectionError("de database is weg")

        recorder = Recorder(before)
        await log.put(topic, *versions(0, 1, 2))
        async with running(log.source(), recorder):
            await until(lambda: tries[0] >= 2)
            await log.put(other, *versions(0, 7))
            await until(lambda: recorder.of(other) == [7])
            assert recorder.of(topic) == []
            failing[0] = False
            await log.put(topic, *versions(0, 3))
            await until(lambda: len(recorder.of(topic)) >= 3)
        assert recorder.of(topic) == [1, 2, 3]

    async def test_a_failing_batch_is_not_tried_in_a_tight_loop(self, log: Log) -> None:
        moments: list[float] = []

        async def before(batch: Batch) -> None:
            moments.append(asyncio.get_running_loop().time())
            raise ConnectionError("de database is weg")

        await log.put(log.topics[0], *versions(0, 1))
        async with running(log.source(), Recorder(before)):
            await until(lambda: len(moments) >= 3)
        assert moments[1] - moments[0] >= 0.02
        assert moments[2] - moments[1] >= 0.04

    async def test_a_zombie_loads_its_position_anew_and_goes_on(self, log: Log) -> None:
        topic = log.topics[0]

        async def before(batch: Batch) -> None:
            recorder.before = _nothing
            # somebody else of this service applied the first two meanwhile
            moved = Position(
                batch.messages[2].offset, read_event_id(dict(batch.messages[1].headers))
            )
            recorder.positions[(batch.topic, batch.partition)] = moved
            raise Zombie

        recorder = Recorder(before)
        await log.put(topic, *versions(0, 1, 2, 3))
        async with running(log.source(), recorder):
            await until(lambda: bool(recorder.brought))
            await log.put(topic, *versions(0, 4))
            await until(lambda: len(recorder.brought) >= 2)
        assert recorder.of(topic) == [3, 4]

    async def test_stop_ends_the_loop(self, log: Log) -> None:
        class Full(Stop):
            """What a consumer says when it cannot go on."""

        async def before(batch: Batch) -> None:
            raise Full("vol")

        await log.put(log.topics[0], *versions(0, 1))
        recorder = Recorder(before)
        with pytest.raises(Full):
            await asyncio.wait_for(log.source().run(recorder.apply, recorder.locate), 30)
