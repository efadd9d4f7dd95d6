"""The Kafka source: the cases of every source, and what only a broker can do to it (decisions 50 and 51)."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from aiokafka import TopicPartition  # type: ignore[import-untyped]
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete  # type: ignore[import-untyped]

from shared.bus.kafka import (
    KafkaSender,
    KafkaSource,
    LogTruncated,
    Outgoing,
    SendFailed,
    create_topics,
)
from shared.bus.port import Batch, Position
from shared.consumer import Consumer
from shared.db.engine import file_url, open_database
from shared.db.uow import UnitOfWork
from shared.events import Event
from shared.testing.clock import FakeClock
from tests.contract.event_source import EventSourceCases, Recorder, running, until, versions
from tests.contract.proef import MOMENT, PERSONEN, Toegepast, inwoner, make_tables, message, rows
from tests.contract.test_consumer import journal
from tests.servers.kafka import KafkaBroker

pytestmark = pytest.mark.distributed

CHURNS = 5
KEYS = 12


@dataclass
class KafkaLog:
    """Two topics of a name nobody used before, and a consumer group of the same name."""

    broker: KafkaBroker
    name: str = field(default_factory=lambda: f"proef-{uuid4().hex[:8]}")

    def __post_init__(self) -> None:
        self.topics = (f"{self.name}-een", f"{self.name}-twee")
        self.sender = KafkaSender(self.broker.bootstrap)

    async def put(self, topic: str, *events: Event) -> None:
        sent = [message(event) for event in events]
        outgoing = [
            Outgoing(topic, event.key, known.headers, known.value or b"")
            for event, known in zip(events, sent, strict=True)
        ]
        assert all(await self.sender.send(outgoing))

    def source(self, *, instance: str | None = None, session_timeout_ms: int = 6000) -> KafkaSource:
        return KafkaSource(
            self.broker.bootstrap,
            self.name,
            self.topics,
            instance=instance,
            session_timeout_ms=session_timeout_ms,
        )


@pytest.fixture
async def log(kafka: KafkaBroker) -> AsyncIterator[KafkaLog]:
    made = KafkaLog(kafka)
    await create_topics(kafka.bootstrap, made.topics)
    yield made
    await made.sender.close()
    await asyncio.to_thread(kafka.delete_topics, made.topics)


class TestKafkaSource(EventSourceCases):
    """The conformance cases on Kafka."""


async def test_topics_are_made_once_with_six_partitions(log: KafkaLog) -> None:
    await create_topics(log.broker.bootstrap, log.topics)
    admin = AIOKafkaAdminClient(bootstrap_servers=log.broker.bootstrap)
    await admin.start()
    described = await admin.describe_topics(list(log.topics))
    await admin.close()
    assert [len(topic["partitions"]) for topic in described] == [6, 6]


async def test_other_partitions_go_on_while_one_waits(log: KafkaLog) -> None:
    topic, stuck = log.topics[0], [True]

    async def before(batch: Batch) -> None:
        if stuck[0] and any(m.key == PERSONEN[0].encode() for m in batch.messages):
            raise ConnectionError("de database is weg")

    recorder = Recorder(before)
    async with running(log.source(), recorder):
        await log.put(topic, *versions(0, 1, 2))
        for persoon in range(1, KEYS):
            await log.put(topic, *versions(persoon, 1, 2))
        # twelve keys cannot all live in the partition of the first
        await until(lambda: len(recorder.brought) > 0)
        assert recorder.of(topic) == []
        stuck[0] = False
        await until(lambda: len(recorder.brought) == 2 * KEYS)
    for persoon in range(KEYS):
        assert recorder.of(topic, persoon) == [1, 2]


async def test_a_log_that_begins_after_our_position_stops_the_service(log: KafkaLog) -> None:
    recorder, topic = Recorder(), log.topics[0]
    await log.put(topic, *versions(0, 1, 2))
    async with running(log.source(), recorder):
        await until(lambda: len(recorder.brought) == 2)
    await log.put(topic, *versions(0, 3, 4, 5))
    [(_, partition)] = recorder.positions
    await _delete_before(log, TopicPartition(topic, partition), 4)

    with pytest.raises(LogTruncated, match="van 4 tot 5, wij zijn op 2"):
        await asyncio.wait_for(log.source().run(recorder.apply, recorder.locate), 30)
    assert recorder.of(topic) == [1, 2]


async def test_a_log_that_ends_before_our_position_is_another_log_and_stops_the_service(
    log: KafkaLog,
) -> None:
    recorder, topic = Recorder(), log.topics[0]
    for partition in range(6):
        recorder.positions[(topic, partition)] = Position(100, None)
    await log.put(topic, *versions(0, 1, 2))
    with pytest.raises(LogTruncated, match="wij zijn op 100"):
        await asyncio.wait_for(log.source().run(recorder.apply, recorder.locate), 30)
    assert recorder.brought == []


async def test_a_truncated_log_is_noticed_before_anything_new_comes(log: KafkaLog) -> None:
    recorder, topic = Recorder(), log.topics[0]
    recorder.positions[(topic, 3)] = Position(7, None)
    with pytest.raises(LogTruncated):
        await asyncio.wait_for(log.source().run(recorder.apply, recorder.locate), 30)


async def _delete_before(log: KafkaLog, partition: TopicPartition, offset: int) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=log.broker.bootstrap)
    await admin.start()
    await admin.delete_records({partition: RecordsToDelete(before_offset=offset)})
    await admin.close()


async def test_a_replica_with_an_instance_id_is_back_before_its_session_ends(
    log: KafkaLog,
) -> None:
    recorder, topic = Recorder(), log.topics[0]
    session = 45_000
    async with running(log.source(instance="een", session_timeout_ms=session), recorder):
        await log.put(topic, *versions(0, 1))
        await until(lambda: recorder.of(topic) == [1])
    await log.put(topic, *versions(0, 2))
    async with running(log.source(instance="een", session_timeout_ms=session), recorder):
        await until(lambda: recorder.of(topic) == [1, 2], seconds=20)


async def test_a_broker_that_is_killed_is_waited_for(log: KafkaLog) -> None:
    recorder, topic = Recorder(), log.topics[0]
    async with running(log.source(), recorder):
        await log.put(topic, *versions(0, 1))
        await until(lambda: recorder.of(topic) == [1])
        await asyncio.to_thread(log.broker.kill)
        await asyncio.to_thread(log.broker.start)
        await _put_again_until_acknowledged(log, topic, 2)
        await until(lambda: 2 in recorder.of(topic), seconds=60)
    assert list(dict.fromkeys(recorder.of(topic))) == [1, 2]


async def _put_again_until_acknowledged(log: KafkaLog, topic: str, number: int) -> None:
    """The first send after a crash may fail; the relay would send it again."""
    async with asyncio.timeout(60):
        while True:
            with suppress(SendFailed, AssertionError):
                await log.put(topic, *versions(0, number))
                return


async def test_members_that_join_and_leave_skip_and_repeat_nothing_and_keep_the_order(
    log: KafkaLog, tmp_path: Path
) -> None:
    database = open_database(file_url(tmp_path / "proef.db"))
    await make_tables(database)
    consumer = Consumer(UnitOfWork("proef", database, FakeClock(MOMENT)), [journal()])
    produced = [0] * KEYS
    async with running(log.source(), consumer):
        async with asyncio.TaskGroup() as group:
            group.create_task(_join_and_leave(log, consumer))
            group.create_task(_produce(log, produced))
        async with asyncio.timeout(60):
            while len(await rows(database, Toegepast)) < sum(produced):
                await asyncio.sleep(0.1)

    per_key: dict[str, list[int]] = defaultdict(list)
    for row in await rows(database, Toegepast):
        per_key[row.persoon].append(row.versie)
    await database.close()
    assert sum(produced) > 100
    for persoon, count in enumerate(produced):
        assert per_key[PERSONEN[persoon]] == list(range(1, count + 1))


async def _join_and_leave(log: KafkaLog, consumer: Consumer) -> None:
    for _ in range(CHURNS):
        async with running(log.source(), consumer):
            await asyncio.sleep(2)
        await asyncio.sleep(0.5)


async def _produce(log: KafkaLog, produced: list[int]) -> None:
    end = asyncio.get_running_loop().time() + CHURNS * 2.5
    while asyncio.get_running_loop().time() < end:
        window: list[Event] = []
        for persoon in range(KEYS):
            produced[persoon] += 1
            window.append(inwoner(PERSONEN[persoon], versie=produced[persoon]))
        await log.put(log.topics[0], *window)
        await asyncio.sleep(0.05)
