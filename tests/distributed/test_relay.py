"""The relay on PostgreSQL: nothing is lost, nothing overtakes its own key, one works at a time (decisions 15, 48)."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.bus.kafka import KafkaSender, Outgoing, SendFailed
from shared.clock import SystemClock
from shared.db.engine import Database, open_database, relay_engine
from shared.db.tables import outbox
from shared.db.uow import UnitOfWork
from shared.relay import Relay, Sender
from shared.tenancy import SYSTEEM
from tests.contract.event_source import until
from tests.contract.proef import PERSONEN, TOPIC, inwoner, make_tables, rows
from tests.servers import topics
from tests.servers.kafka import KafkaBroker
from tests.servers.postgres import PostgresServer

pytestmark = pytest.mark.distributed

SLOW = "$$ begin perform pg_sleep(0.05); return null; end $$"
DEFERRED = "deferrable initially deferred for each row when (new.id % 5 = 0)"
SLOW_COMMIT = [
    f"create function traag() returns trigger language plpgsql as {SLOW}",
    f"create constraint trigger traag after insert on outbox {DEFERRED} execute function traag()",
]
LEADER = "select pid from pg_locks where locktype = 'advisory' and database = "
LEADER += "(select oid from pg_database where datname = current_database())"


class Memory:
    """A broker of this test: keeps what is sent; refuses a key, or everything, while told to."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, int]] = []
        self.refused: set[str] = set()
        self.away = False

    async def send(self, events: Sequence[Outgoing]) -> list[bool]:
        if self.away:
            raise SendFailed("weg")
        acked = [event.key not in self.refused for event in events]
        for event, ok in zip(events, acked, strict=True):
            if ok:
                self.arrived.append((event.key, _sequence(event)))
        return acked

    async def close(self) -> None:
        """Nothing to let go of."""

    def of(self, persoon: int) -> list[int]:
        return [sequence for key, sequence in self.arrived if key == PERSONEN[persoon]]


def _sequence(event: Outgoing) -> int:
    return int(dict(event.headers)["ce_sequence"])


@pytest.fixture
async def database(postgres: PostgresServer) -> AsyncIterator[Database]:
    postgres.create_database("relay")
    opened = open_database(postgres.url("relay"))
    await make_tables(opened)
    yield opened
    await opened.close()
    postgres.drop_database("relay")


@pytest.fixture
def uow(database: Database) -> UnitOfWork:
    return UnitOfWork("intake", database, SystemClock())


@pytest.fixture
def topic(kafka: KafkaBroker) -> Iterator[str]:
    kafka.create_topics([TOPIC])
    yield TOPIC
    kafka.delete_topics([TOPIC])


def make_relay(database: Database, sender: Sender, *, window: int = 500) -> Relay:
    return Relay("intake", database, sender, SystemClock(), window=window, poll_seconds=0.05)


@asynccontextmanager
async def working(relay: Relay) -> AsyncIterator[None]:
    """The relay at work; it must still be when the body ends."""
    task = asyncio.create_task(relay.run())
    try:
        yield
        assert not task.done(), task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def emit(uow: UnitOfWork, persoon: int, *numbers: int) -> None:
    async with uow(SYSTEEM) as tx:
        for number in numbers:
            tx.emit(inwoner(PERSONEN[persoon], versie=number))


async def waiting(database: Database) -> int:
    return sum(row.published_at is None for row in await rows(database, outbox))


async def until_drained(database: Database, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while await waiting(database):
            await asyncio.sleep(0.05)


async def leaders(database: Database) -> list[int]:
    async with database.reader.connect() as connection:
        return list(await connection.scalars(text(LEADER)))


async def until_someone_leads(database: Database) -> int:
    async with asyncio.timeout(60):
        while not (found := await leaders(database)):
            await asyncio.sleep(0.02)
    return found[0]


class TestNothingIsLost:
    async def test_events_that_become_visible_late_are_found_and_keys_keep_their_order(
        self, database: Database, uow: UnitOfWork, kafka: KafkaBroker, topic: str
    ) -> None:
        async with database.writer.begin() as connection:
            for statement in SLOW_COMMIT:
                await connection.execute(text(statement))

        async def writer(number: int) -> None:
            for turn in range(20):
                persoon = (number + turn) % 5
                await emit(uow, persoon, turn)

        async with working(make_relay(database, KafkaSender(kafka.bootstrap), window=7)):
            await asyncio.gather(*(writer(number) for number in range(8)))
            await until_drained(database)

        found = await rows(database, outbox)
        assert len(found) == 160
        wanted: dict[str, list[str]] = defaultdict(list)
        for row in found:
            wanted[row.key].append(row.payload)
        arrived: dict[str, list[str]] = defaultdict(list)
        for value in await asyncio.to_thread(topics.read_all, kafka.bootstrap, topic):
            arrived[json.loads(value)["persoonRef"]].append(value.decode())
        assert arrived == wanted

    async def test_an_event_arrives_with_its_key_headers_and_payload(
        self, database: Database, uow: UnitOfWork
    ) -> None:
        seen: list[Outgoing] = []

        class Spy(Memory):
            async def send(self, events: Sequence[Outgoing]) -> list[bool]:
                seen.extend(events)
                return await super().send(events)

        async with working(make_relay(database, Spy())):
            await emit(uow, 0, 1)
            await until_drained(database)
        [row] = await rows(database, outbox)
        [event] = seen
        headers = dict(event.headers)
        assert (event.topic, event.key, event.value) == (TOPIC, row.key, row.payload.encode())
        assert headers["ce_id"].decode() == str(row.event_id)
        assert headers["ce_type"].decode() == row.type
        assert headers["ce_sequence"] == b"1"

    async def test_a_refused_event_stays_and_holds_back_its_key_only(
        self, database: Database, uow: UnitOfWork
    ) -> None:
        memory = Memory()
        memory.refused.add(PERSONEN[0])
        async with working(make_relay(database, memory)):
            await emit(uow, 0, 1, 2)
            await emit(uow, 1, 1, 2)
            await until(lambda: memory.of(1) == [1, 2])
            # what arrived is marked after it arrived
            async with asyncio.timeout(60):
                while await waiting(database) != 2:
                    await asyncio.sleep(0.02)
            memory.refused.clear()
            await until_drained(database)
        assert memory.of(0) == [1, 2]

    async def test_while_the_broker_is_away_rows_stay_and_say_why(
        self, database: Database, uow: UnitOfWork, kafka: KafkaBroker, topic: str
    ) -> None:
        await asyncio.to_thread(kafka.kill)
        sender = KafkaSender(kafka.bootstrap, timeout_seconds=2)
        async with working(make_relay(database, sender)):
            await emit(uow, 0, 1, 2, 3)
            try:
                async with asyncio.timeout(60):
                    while not (await rows(database, outbox))[0].attempts:
                        await asyncio.sleep(0.05)
                assert await waiting(database) == 3
                assert all(row.last_error for row in await rows(database, outbox))
            finally:
                await asyncio.to_thread(kafka.start)
            await until_drained(database)
        values = await asyncio.to_thread(topics.read_all, kafka.bootstrap, topic)
        arrived = [json.loads(value)["versie"] for value in values]
        assert list(dict.fromkeys(arrived)) == [1, 2, 3]

    async def test_a_database_that_crashes_is_waited_for(
        self, database: Database, uow: UnitOfWork, postgres: PostgresServer
    ) -> None:
        memory = Memory()
        async with working(make_relay(database, memory)):
            await emit(uow, 0, 1)
            await until_drained(database)
            await asyncio.to_thread(postgres.stop_immediate)
            await asyncio.to_thread(postgres.start)
            await _emit_after_crash(uow, 2)
            await until_drained(database)
        assert memory.of(0) == [1, 2]


async def _emit_after_crash(uow: UnitOfWork, number: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                return await emit(uow, 0, number)
            except DBAPIError:
                await asyncio.sleep(0.1)


class TestOneLeader:
    async def test_of_two_relays_one_works(self, database: Database, uow: UnitOfWork) -> None:
        one, two = Memory(), Memory()
        async with working(make_relay(database, one)), working(make_relay(database, two)):
            await until_someone_leads(database)
            for number in range(1, 11):
                await emit(uow, 0, number)
            await until_drained(database)
            assert len(await leaders(database)) == 1
        assert sorted([one.of(0), two.of(0)]) == [[], list(range(1, 11))]

    async def test_the_other_takes_over_when_the_connection_of_the_leader_dies(
        self, database: Database, uow: UnitOfWork
    ) -> None:
        both = Memory()
        async with working(make_relay(database, both)), working(make_relay(database, both)):
            for number in range(1, 6):
                leader = await until_someone_leads(database)
                async with database.reader.connect() as connection:
                    await connection.execute(text(f"select pg_terminate_backend({leader})"))
                await emit(uow, 0, number)
                await until_drained(database)
        assert list(dict.fromkeys(both.of(0))) == [1, 2, 3, 4, 5]

    async def test_a_relay_that_ends_lets_go_of_the_lead(self, database: Database) -> None:
        for _ in range(3):
            async with working(make_relay(database, Memory())):
                await until_someone_leads(database)
            async with asyncio.timeout(60):
                while await leaders(database):
                    await asyncio.sleep(0.02)

    async def test_a_connection_of_the_relay_is_never_pooled(self, database: Database) -> None:
        engine = relay_engine(database)
        async with engine.connect() as connection:
            await connection.execute(text("select pg_advisory_lock(1)"))
            assert len(await leaders(database)) == 1
        async with asyncio.timeout(60):
            while await leaders(database):
                await asyncio.sleep(0.02)
        await engine.dispose()

    async def test_services_in_one_server_lead_apart(
        self, database: Database, uow: UnitOfWork
    ) -> None:
        memory = Memory()
        other = Relay("budget", database, Memory(), SystemClock(), poll_seconds=0.05)
        async with working(other):
            await until_someone_leads(database)
            async with working(make_relay(database, memory)):
                async with asyncio.timeout(60):
                    while len(await leaders(database)) < 2:
                        await asyncio.sleep(0.02)


async def test_a_commit_wakes_the_relay_without_waiting_for_its_poll(
    database: Database, uow: UnitOfWork
) -> None:
    memory = Memory()
    relay = Relay("intake", database, memory, SystemClock(), poll_seconds=3600)
    async with working(relay):
        await until_someone_leads(database)
        for number in range(1, 11):
            await emit(uow, 0, number)
            await until(lambda n=number: memory.of(0)[-1:] == [n])  # type: ignore[misc]


async def test_a_commit_in_another_replica_wakes_the_relay_that_leads(
    database: Database, postgres: PostgresServer
) -> None:
    memory, idle = Memory(), Memory()
    replica = open_database(postgres.url("relay"))
    there = UnitOfWork("intake", replica, SystemClock())
    leads = Relay("intake", database, memory, SystemClock(), poll_seconds=3600)
    follows = Relay("intake", replica, idle, SystemClock(), poll_seconds=3600)
    async with working(leads):
        await until_someone_leads(database)
        async with working(follows):
            await emit(there, 0, 1)
            await until(lambda: memory.of(0) == [1])
            await emit(there, 0, 2)
            await until(lambda: memory.of(0) == [1, 2])
    assert idle.arrived == []
    await replica.close()
