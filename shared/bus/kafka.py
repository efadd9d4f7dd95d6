"""The distributed adapter: Apache Kafka through aiokafka. The one file that knows aiokafka.

What it guards against was measured: a commit without offsets commits what is no longer ours; records fetched before a
rebalance belong to the new owner; a producer whose idempotence is broken stays broken (decisions 48-51).
"""

import asyncio
import contextlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRebalanceListener, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord

from shared.bus.backoff import Backoff
from shared.bus.port import Apply, Batch, Locate, Message, Stop, Zombie
from shared.failpoints import failpoint
from shared.logs import without_values
from shared.pulse import Pulse

_log = logging.getLogger(__name__)

PARTITIONS = 6
"""Never changed for a keyed topic: a new number would move keys and break their order."""
_TOPIC_EXISTS = 36
_STEADY_SECONDS = 30
_MEASURE_SECONDS = 10
_HEARTBEAT_MS = 1000
_BROKER = "de broker"


class LogTruncated(Stop):
    """Our position is not in the log: events were lost before we read them, or this is another log."""


class SendFailed(Exception):
    """Not everything was acknowledged; the producer was dropped and will be made anew."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One event on its way to the broker."""

    topic: str
    key: str
    headers: Sequence[tuple[str, bytes]]
    value: bytes


async def create_topics(bootstrap: str, topics: Iterable[str], *, replication: int = 1) -> None:
    """Make the topics that do not exist yet, with six partitions and kept for ever (decision 52)."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        config = {"retention.ms": "-1"}
        wanted = [NewTopic(t, PARTITIONS, replication, topic_configs=config) for t in topics]
        answer = await admin.create_topics(wanted)
        failed = [error for error in answer.topic_errors if error[1] not in (0, _TOPIC_EXISTS)]
        if failed:
            raise KafkaError(f"topics niet gemaakt: {failed}")
    finally:
        await admin.close()


class KafkaSender:
    """Sends a window of events in order and waits for all acknowledgements."""

    def __init__(self, bootstrap: str, *, timeout_seconds: float = 15) -> None:
        self._bootstrap = bootstrap
        self._timeout = timeout_seconds
        self._producer: AIOKafkaProducer | None = None

    async def send(self, events: Sequence[Outgoing]) -> list[bool]:
        """Send all, then wait for all; says per event whether the broker has it.

        Raises SendFailed when no producer could be made. After any failure the next call begins with a new producer.
        """
        try:
            async with asyncio.timeout(self._timeout):
                producer = await self._ready()
                sent = [
                    await producer.send(
                        e.topic, e.value, key=e.key.encode(), headers=list(e.headers)
                    )
                    for e in events
                ]
                outcomes = await asyncio.gather(*sent, return_exceptions=True)
        except (KafkaError, TimeoutError, OSError) as error:
            await self.close()
            raise SendFailed(type(error).__name__) from error
        acked = [not isinstance(outcome, BaseException) for outcome in outcomes]
        if not all(acked):
            await self.close()
        return acked

    async def close(self) -> None:
        """Drop the producer for good: with a hung broker `stop()` alone hangs (decision 49)."""
        producer, self._producer = self._producer, None
        if producer is None:
            return
        with contextlib.suppress(Exception):
            await asyncio.wait_for(producer.stop(), 2)
        with contextlib.suppress(Exception):
            await asyncio.wait_for(producer._sender.close(), 2)  # noqa: SLF001
        with contextlib.suppress(Exception):
            # else the task that `stop()` made waits for ever for what can no longer be sent
            producer._message_accumulator.fail_all(KafkaError("losgelaten"))  # noqa: SLF001
        with contextlib.suppress(Exception):
            await asyncio.wait_for(producer.client.close(), 2)

    async def _ready(self) -> AIOKafkaProducer:
        if self._producer is None:
            self._producer = AIOKafkaProducer(
                bootstrap_servers=self._bootstrap,
                acks="all",
                enable_idempotence=True,
                linger_ms=5,
                max_batch_size=131072,
                compression_type="lz4",
                request_timeout_ms=int(self._timeout * 1000),
            )
            await self._producer.start()
        return self._producer


@dataclass(frozen=True, slots=True)
class _Place:
    """Where we are in a partition: the stored position, and the offset that must come next."""

    stored: int | None
    expected: int


@dataclass
class _Assignment(ConsumerRebalanceListener):
    """What is ours now. `generation` rises whenever it may have changed; the lock keeps a batch whole."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    generation: int = 0
    places: dict[TopicPartition, _Place] = field(default_factory=dict)

    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        async with self.lock:
            self.generation += 1
            self.places.clear()

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        # only forget: aiokafka swallows what is raised here and delivers all the same
        self.generation += 1
        self.places.clear()


class KafkaSource:
    """Events of the named topics for one service; replicas of the service share the partitions."""

    def __init__(
        self,
        bootstrap: str,
        service: str,
        topics: Sequence[str],
        *,
        instance: str | None = None,
        session_timeout_ms: int = 10000,
    ) -> None:
        self._service = service
        self._topics = tuple(topics)
        self.pulse = Pulse()
        self._settings = {
            "bootstrap_servers": bootstrap,
            "group_id": f"meedoen-{service}",
            "group_instance_id": instance,
            "enable_auto_commit": False,
            "auto_offset_reset": "earliest",
            "max_poll_records": 500,
            "isolation_level": "read_committed",
            "session_timeout_ms": session_timeout_ms,
            # a heartbeat is how a member hears that another came or left: until then its partitions stand still
            "heartbeat_interval_ms": min(_HEARTBEAT_MS, session_timeout_ms // 4),
        }

    async def run(self, apply: Apply, position: Locate) -> None:
        """Bring events for ever; see `EventSource.run`. A broker that is away is waited for."""
        backoff = Backoff()
        clock = asyncio.get_running_loop().time
        while True:
            began = clock()
            try:
                reading = _Reading(self._settings, self._topics, self._service, apply, position)
                await reading.run(self.pulse)
            except KafkaError as error:
                _log.warning("kafka is away for %s: %s", self._service, type(error).__name__)
                self.pulse.failing(_BROKER, type(error).__name__)
            if clock() - began > _STEADY_SECONDS:
                backoff.worked()
            await asyncio.sleep(backoff.failed())


class _Reading:
    """One connection to the broker, until it breaks."""

    def __init__(
        self,
        settings: Mapping[str, object],
        topics: Sequence[str],
        service: str,
        apply: Apply,
        position: Locate,
    ) -> None:
        self._service = service
        self._topics = topics
        self._apply = apply
        self._locate = position
        self._mine = _Assignment()
        self._consumer = AIOKafkaConsumer(**settings)
        self._backoffs: dict[TopicPartition, Backoff] = {}
        self._resume_at: dict[TopicPartition, float] = {}
        self._now = asyncio.get_running_loop().time
        self._measured = 0.0

    async def run(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._consumer.subscribe(self._topics, listener=self._mine)
        try:
            await self._consumer.start()
            while True:
                pulse.beat()
                self._resume()
                await self._measure()
                await self._go_to_places()
                data = await self._consumer.getmany(timeout_ms=300, max_records=500)
                # read after getmany: what it returned may belong to a newer assignment than before it
                await self._take(data, self._mine.generation)
        except asyncio.CancelledError:
            self._hand_over()
            raise
        finally:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._consumer.stop(), 5)

    def _hand_over(self) -> None:
        """Let the others have our partitions at once: a static member keeps them until its session ends."""
        coordinator = getattr(self._consumer, "_coordinator", None)
        if coordinator is not None:
            coordinator._group_instance_id = None  # noqa: SLF001 - aiokafka leaves for dynamic members only

    async def _measure(self) -> None:
        """See now and then how far behind we are; an idle consumer notices in no other way that the broker is away."""
        if self._now() < self._measured + _MEASURE_SECONDS:
            return
        self._measured = self._now()
        mine = self._consumer.assignment()
        try:
            ends = await asyncio.wait_for(self._consumer.end_offsets(mine), 5) if mine else {}
        except (KafkaError, TimeoutError) as error:
            self._pulse.failing(_BROKER, type(error).__name__)
            return
        self._pulse.well(_BROKER)
        places = self._mine.places
        self._pulse.behind = {
            (p.topic, p.partition): end - places[p].expected
            for p, end in ends.items()
            if p in places
        }
        kept = {_name(partition) for partition in mine}
        self._pulse.trouble = {w: why for w, why in self._pulse.trouble.items() if w in kept}

    async def _take(
        self, data: Mapping[TopicPartition, Sequence[ConsumerRecord]], generation: int
    ) -> None:
        for partition, records in data.items():
            async with self._mine.lock:
                if generation != self._mine.generation:
                    return
                await self._one(partition, records)

    async def _one(self, partition: TopicPartition, records: Sequence[ConsumerRecord]) -> None:
        """Apply the records of one partition, or arrange that they are read again."""
        try:
            place = await self._place(partition)
            if records[0].offset != place.expected:
                await self._check(partition, place.stored)
                _log.info("%s goes back to %s of %s", self._service, place.expected, partition)
                self._consumer.seek(partition, place.expected)
                return
            batch = Batch(
                partition.topic, partition.partition, place.stored, [_message(r) for r in records]
            )
            await self._apply(batch)
        except Stop:
            raise
        except Zombie:
            self._again(partition, records[0].offset)
        except Exception as error:  # noqa: BLE001 - whatever it was, this partition waits and the others go on
            _log.error("%s waits at %s: %s", self._service, partition, without_values(error))
            self._again(partition, records[0].offset)
            self._pause(partition, error)
        else:
            await self._done(partition, batch.next_offset)

    async def _done(self, partition: TopicPartition, next_offset: int) -> None:
        self._mine.places[partition] = _Place(next_offset, next_offset)
        self._backoffs.pop(partition, None)
        self._pulse.well(_name(partition))
        failpoint("K9", self._service)
        # a hint for monitoring only: the position in our database is the truth
        with contextlib.suppress(KafkaError):
            await self._consumer.commit({partition: next_offset})

    async def _go_to_places(self) -> None:
        """Begin at our own position: Kafka may have kept a later one, and then would bring nothing to notice it by."""
        for partition in self._consumer.assignment():
            async with self._mine.lock:
                if partition in self._resume_at or partition in self._mine.places:
                    continue
                if partition in self._consumer.assignment():
                    await self._go_to_place(partition)

    async def _go_to_place(self, partition: TopicPartition) -> None:
        try:
            place = await self._place(partition)
        except Stop:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, this partition waits and the others go on
            _log.error("%s cannot begin at %s: %s", self._service, partition, without_values(error))
            self._pause(partition, error)
        else:
            self._consumer.seek(partition, place.expected)

    async def _place(self, partition: TopicPartition) -> _Place:
        place = self._mine.places.get(partition)
        if place is None:
            found = await self._locate(partition.topic, partition.partition)
            place = await self._check(partition, found.next_offset if found else None)
            self._mine.places[partition] = place
        return place

    async def _check(self, partition: TopicPartition, stored: int | None) -> _Place:
        """Where to go on; raises LogTruncated when the log does not reach there."""
        begin = (await self._consumer.beginning_offsets([partition]))[partition]
        if stored is None:
            return _Place(None, begin)
        end = (await self._consumer.end_offsets([partition]))[partition]
        if not begin <= stored <= end:
            raise LogTruncated(f"{partition} loopt van {begin} tot {end}, wij zijn op {stored}")
        return _Place(stored, stored)

    def _again(self, partition: TopicPartition, offset: int) -> None:
        """Ask for the same records once more and look up the position anew."""
        self._mine.places.pop(partition, None)
        self._consumer.seek(partition, offset)

    def _pause(self, partition: TopicPartition, error: Exception) -> None:
        self._pulse.failing(_name(partition), type(error).__name__)
        wait = self._backoffs.setdefault(partition, Backoff()).failed()
        self._resume_at[partition] = self._now() + wait
        self._consumer.pause(partition)

    def _resume(self) -> None:
        due = [p for p, moment in self._resume_at.items() if moment <= self._now()]
        for partition in due:
            del self._resume_at[partition]
            if partition in self._consumer.assignment():
                self._consumer.resume(partition)


def _name(partition: TopicPartition) -> str:
    return f"{partition.topic}/{partition.partition}"


def _message(record: ConsumerRecord) -> Message:
    return Message(record.offset, record.key, record.headers, record.value)
