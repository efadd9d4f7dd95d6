"""Topics and messages of a broker, for code that is not asynchronous."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

_OK, _UNKNOWN_TOPIC, _TOPIC_EXISTS = 0, 3, 36
_PROBE = "ready"
T = TypeVar("T")


@dataclass(frozen=True)
class Record:
    """A message with all that travels with it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    value: bytes | None


def create_topics(bootstrap: str, names: Sequence[str], partitions: int) -> None:
    """Create topics that keep their messages for ever; one that exists stays as it is."""
    _blocking(lambda: _create(bootstrap, names, partitions))


def delete_topics(bootstrap: str, names: Sequence[str]) -> None:
    """Delete topics with their messages; one that does not exist is passed over."""
    _blocking(lambda: _delete(bootstrap, names))


def serves(bootstrap: str) -> bool:
    """Whether the broker is there and leads its partitions: an open port does not mean that."""
    host, port = bootstrap.split(":")
    try:
        # Before the client tries: it logs an error for every port that is still closed.
        socket.create_connection((host, int(port)), timeout=1).close()
        return _blocking(lambda: asyncio.wait_for(_leads(bootstrap), 5))
    except (KafkaError, OSError, TimeoutError):
        return False


def send(bootstrap: str, topic: str, values: Sequence[bytes]) -> None:
    """Send messages in order and return when the broker has acknowledged every one."""
    _blocking(lambda: _send(bootstrap, topic, values))


def read_all(bootstrap: str, topic: str) -> list[bytes]:
    """All messages that are in the topic now, in order within a partition.

    Raises RuntimeError when there is no such topic.
    """
    return [record.value or b"" for record in read_records(bootstrap, [topic])]


def read_records(bootstrap: str, names: Sequence[str]) -> list[Record]:
    """As `read_all`, of several topics, with keys, headers and places."""
    return _blocking(lambda: _read_records(bootstrap, names))


def send_again(bootstrap: str, records: Sequence[Record]) -> None:
    """Send messages once more, byte for byte, to the partitions they came from."""
    _blocking(lambda: _send_again(bootstrap, records))


def _blocking(start: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run in a thread of its own: the caller may be inside a running event loop."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(start())).result()


@asynccontextmanager
async def _admin(bootstrap: str) -> AsyncIterator[AIOKafkaAdminClient]:
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=10_000)
    try:
        await client.start()
        yield client
    finally:
        await client.close()


async def _create(bootstrap: str, names: Sequence[str], partitions: int) -> None:
    configs = {"retention.ms": "-1"}
    topics = [NewTopic(name, partitions, 1, topic_configs=configs) for name in names]
    async with _admin(bootstrap) as admin:
        answer = await admin.create_topics(topics)
        _check([(error[0], error[1]) for error in answer.topic_errors], _TOPIC_EXISTS)
        await _until(admin, names, _has_leaders)


async def _delete(bootstrap: str, names: Sequence[str]) -> None:
    async with _admin(bootstrap) as admin:
        answer = await admin.delete_topics(list(names))
        _check([(error[0], error[1]) for error in answer.topic_error_codes], _UNKNOWN_TOPIC)
        await _until(admin, names, lambda topic: topic["error_code"] == _UNKNOWN_TOPIC)


def _check(answers: Sequence[tuple[str, int]], accepted: int) -> None:
    """The client returns error codes of topics instead of raising them."""
    refused = [(name, code) for name, code in answers if code not in {_OK, accepted}]
    if refused:
        raise RuntimeError(f"Kafka refused topics, with error codes: {refused}")


async def _leads(bootstrap: str) -> bool:
    """After a crash the old topic is still known while nobody leads it: look at the partition."""
    async with _admin(bootstrap) as admin:
        created = await admin.create_topics([NewTopic(_PROBE, 1, 1)])
        if created.topic_errors[0][1] not in {_OK, _TOPIC_EXISTS}:
            return False
        [topic] = await admin.describe_topics([_PROBE])
    return _has_leaders(topic)


async def _until(
    admin: AIOKafkaAdminClient, names: Sequence[str], settled: Callable[[dict[str, Any]], bool]
) -> None:
    """The controller answers a moment before the broker's own picture of the topics follows."""
    for _ in range(500):
        if all(map(settled, await admin.describe_topics(list(names)))):
            return
        await asyncio.sleep(0.02)
    raise TimeoutError(f"the broker did not follow the controller on {list(names)}")


def _has_leaders(topic: dict[str, Any]) -> bool:
    partitions = topic["partitions"]
    return bool(partitions) and all(
        each["error_code"] == _OK and each["leader"] >= 0 for each in partitions
    )


async def _send(bootstrap: str, topic: str, values: Sequence[bytes]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await producer.start()
    try:
        for value in values:
            await producer.send_and_wait(topic, value)
    finally:
        await producer.stop()


async def _send_again(bootstrap: str, records: Sequence[Record]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
    await producer.start()
    try:
        sent = [
            await producer.send(
                each.topic, each.value, each.key, each.partition, headers=list(each.headers)
            )
            for each in records
        ]
        await asyncio.gather(*sent)
    finally:
        await producer.stop()


async def _read_records(bootstrap: str, names: Sequence[str]) -> list[Record]:
    async with _admin(bootstrap) as admin:
        described = await admin.describe_topics(list(names))
    _check([(each["topic"], each["error_code"]) for each in described], _OK)
    partitions = [
        TopicPartition(each["topic"], part["partition"])
        for each in described
        for part in each["partitions"]
    ]
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        records: list[Record] = []
        for partition in partitions:
            while await consumer.position(partition) < ends[partition]:
                batch = await consumer.getmany(partition, timeout_ms=1000)
                records += map(_record, batch.get(partition, []))
        return records
    finally:
        await consumer.stop()


def _record(message: Any) -> Record:
    headers = tuple(message.headers)
    place = (message.topic, message.partition, message.offset)
    return Record(*place, message.key, headers, message.value)
