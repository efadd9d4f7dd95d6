"""Sending to a broker that comes and goes: a producer that failed is dropped for good (decision 49)."""

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import pytest

from shared.bus.kafka import KafkaSender, Outgoing, SendFailed
from tests.servers import topics
from tests.servers.kafka import KafkaBroker

pytestmark = pytest.mark.distributed


@pytest.fixture
def topic(kafka: KafkaBroker) -> Iterator[str]:
    name = f"zender-{uuid4().hex[:8]}"
    kafka.create_topics([name], partitions=1)
    yield name
    kafka.delete_topics([name])


def window(topic: str, *values: bytes) -> list[Outgoing]:
    return [Outgoing(topic, "sleutel", [("ce_id", b"1")], value) for value in values]


def foreign_tasks() -> set[str]:
    """What runs beside the test: a producer that was dropped must leave nothing behind."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    return {repr(task.get_coro()) for task in others if not task.done()}


async def test_a_window_is_acknowledged_event_by_event_and_keeps_its_order(
    kafka: KafkaBroker, topic: str
) -> None:
    sender = KafkaSender(kafka.bootstrap)
    values = [f"{n}".encode() for n in range(500)]
    assert await sender.send(window(topic, *values)) == [True] * 500
    assert await sender.send([]) == []
    await sender.close()
    await sender.close()
    assert await asyncio.to_thread(topics.read_all, kafka.bootstrap, topic) == values
    assert foreign_tasks() == set()


async def test_with_a_hung_broker_send_gives_up_close_returns_and_a_new_producer_works(
    kafka: KafkaBroker, topic: str
) -> None:
    sender = KafkaSender(kafka.bootstrap, timeout_seconds=2)
    assert await sender.send(window(topic, b"voor")) == [True]
    kafka.pause()
    try:
        async with asyncio.timeout(60):
            with pytest.raises(SendFailed):
                await sender.send(window(topic, b"tijdens"))
        assert foreign_tasks() == set()
        async with asyncio.timeout(60):
            with pytest.raises(SendFailed):
                await sender.send(window(topic, b"nog eens"))
    finally:
        kafka.resume()
    assert await _send_until_it_works(sender, window(topic, b"na")) == [True]
    await sender.close()
    arrived = await asyncio.to_thread(topics.read_all, kafka.bootstrap, topic)
    assert (arrived[0], arrived[-1]) == (b"voor", b"na")
    assert foreign_tasks() == set()


async def test_a_broker_that_is_away_is_an_error_that_names_no_content(
    kafka: KafkaBroker, topic: str
) -> None:
    sender = KafkaSender(kafka.bootstrap, timeout_seconds=2)
    await asyncio.to_thread(kafka.kill)
    try:
        with pytest.raises(SendFailed) as failed:
            await sender.send(window(topic, b"geheim"))
    finally:
        await asyncio.to_thread(kafka.start)
    assert "geheim" not in str(failed.value)
    assert foreign_tasks() == set()
    assert await _send_until_it_works(sender, window(topic, b"na")) == [True]
    await sender.close()


async def test_a_topic_that_is_not_there_is_an_error(kafka: KafkaBroker) -> None:
    sender = KafkaSender(kafka.bootstrap, timeout_seconds=3)
    with pytest.raises(SendFailed):
        await sender.send(window("nergens", b"1"))
    assert foreign_tasks() == set()


async def _send_until_it_works(sender: KafkaSender, events: list[Outgoing]) -> list[bool]:
    """As the relay does: a failed window is sent again by a new producer."""
    async with asyncio.timeout(60):
        while True:
            try:
                acked = await sender.send(events)
            except SendFailed:
                continue
            if all(acked):
                return acked
