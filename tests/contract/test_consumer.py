"""Applying events on SQLite and on PostgreSQL: every event once, in order, or not at all (decisions 18, 19)."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, text
from sqlalchemy.exc import DBAPIError

from shared.bus.port import Message, Zombie
from shared.consumer import Consumer, Handler, each
from shared.contracts.intake import DiagnoseVastgesteld, InwonerGeregistreerd
from shared.db.engine import Database
from shared.db.tables import consumer_offset, dead_letter, inbox, outbox
from shared.db.uow import Tx, UnitOfWork
from shared.errors import Unavailable
from shared.events import Received, read_event_id
from shared.logs import without_values
from tests.contract.proef import (
    PERSONEN,
    TOPIC,
    Toegepast,
    applied,
    batch,
    diagnose,
    inwoner,
    message,
    rows,
)

Check = Callable[[Received[Any]], None]


class Weigert(Exception):
    """A handler that cannot apply an event."""


def journal(name: str = "", check: Check = lambda received: None) -> Handler:
    """Writes a line per event, in order; `check` may refuse one after that."""

    async def apply(tx: Tx, events: Sequence[Received[Any]]) -> None:
        for received in events:
            event = received.event
            versie = event.versie if isinstance(event, InwonerGeregistreerd) else event.trede
            line = Toegepast(
                door=name, persoon=event.persoon_ref, versie=versie, sequence=received.sequence
            )
            tx.session.add(line)
            await tx.session.flush()
            check(received)

    return Handler(frozenset({InwonerGeregistreerd, DiagnoseVastgesteld}), apply)


def refuses(*versies: int, error: Exception | None = None) -> Check:
    def check(received: Received[Any]) -> None:
        if getattr(received.event, "versie", 0) in versies:
            raise error or Weigert(received.event_id)

    return check


def events(*versies: int, persoon: int = 0) -> list[Message]:
    """Messages about one person; the number of each is its version and its sequence."""
    return [message(inwoner(PERSONEN[persoon], versie=v), sequence=v) for v in versies]


def ids(messages: Sequence[Message]) -> set[UUID | None]:
    return {read_event_id(dict(m.headers)) for m in messages}


@pytest.fixture
def consumer(uow: UnitOfWork) -> Consumer:
    return Consumer(uow, [journal()])


class TestOneTransaction:
    async def test_a_batch_writes_effects_inbox_and_position_together(
        self, consumer: Consumer, database: Database
    ) -> None:
        brought = events(1, 2, 3)
        assert await consumer.position(TOPIC, 0) is None

        await consumer.apply(batch(None, brought))

        assert await applied(database) == [1, 2, 3]
        assert {row.event_id for row in await rows(database, inbox)} == ids(brought)
        at = await consumer.position(TOPIC, 0)
        assert at is not None
        assert (at.next_offset, at.last_event_id) == (3, read_event_id(dict(brought[2].headers)))
        assert await consumer.position(TOPIC, 1) is None

    async def test_nothing_of_a_batch_of_one_is_kept_when_its_handler_raises(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        consumer = Consumer(uow, [journal(check=refuses(1))])
        with pytest.raises(Weigert):
            await consumer.apply(batch(None, events(1)))
        for table in (Toegepast, inbox, consumer_offset, dead_letter):
            assert await rows(database, table) == []

    async def test_what_a_handler_emits_is_committed_with_its_effects(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        async def answer(tx: Tx, received: Received[InwonerGeregistreerd]) -> None:
            tx.emit(diagnose(received.event.persoon_ref))
            if received.event.versie == 2:
                raise Weigert

        consumer = Consumer(uow, [each({InwonerGeregistreerd: answer})])
        with pytest.raises(Weigert):
            await consumer.apply(batch(None, events(1, 2)))
        assert [row.sequence for row in await rows(database, outbox)] == [1]


class TestInbox:
    async def test_a_batch_that_comes_again_changes_nothing(
        self, consumer: Consumer, database: Database
    ) -> None:
        brought = events(1, 2)
        await consumer.apply(batch(None, brought))
        await consumer.apply(batch(2, brought))
        assert await applied(database) == [1, 2]
        at = await consumer.position(TOPIC, 0)
        assert at is not None
        assert at.next_offset == 4

    async def test_an_event_twice_in_a_batch_is_applied_once_where_it_came_first(
        self, consumer: Consumer, database: Database
    ) -> None:
        one, two, three = events(1, 2, 3)
        await consumer.apply(batch(None, [one, two, one, three, two]))
        assert await applied(database) == [1, 2, 3]

    async def test_an_event_of_an_earlier_batch_is_dropped_from_a_later_one(
        self, consumer: Consumer, database: Database
    ) -> None:
        one, two, three = events(1, 2, 3)
        await consumer.apply(batch(None, [one, two]))
        await consumer.apply(batch(2, [two, three]))
        assert await applied(database) == [1, 2, 3]

    async def test_the_same_event_by_two_partitions_at_once_is_applied_once(
        self, consumer: Consumer, database: Database
    ) -> None:
        brought = events(*range(1, 9))
        await asyncio.gather(
            consumer.apply(batch(None, brought, partition=0)),
            consumer.apply(batch(None, brought[::-1], partition=1)),
        )
        assert sorted(await applied(database)) == list(range(1, 9))


class TestPosition:
    async def test_a_zombie_rolls_back_everything(
        self, consumer: Consumer, database: Database
    ) -> None:
        await consumer.apply(batch(None, events(1)))
        for stale in (None, 0, 7):
            with pytest.raises(Zombie):
                await consumer.apply(batch(stale, events(2, 3)))
        assert await applied(database) == [1]
        assert len(await rows(database, inbox)) == 1
        assert [row.next_offset for row in await rows(database, consumer_offset)] == [1]

    async def test_of_two_consumers_with_the_same_batch_one_is_the_zombie(
        self, consumer: Consumer, database: Database
    ) -> None:
        brought = events(1, 2)
        ended = await asyncio.gather(
            consumer.apply(batch(None, brought)),
            consumer.apply(batch(None, brought)),
            return_exceptions=True,
        )
        assert sorted(type(e).__name__ for e in ended) == ["NoneType", "Zombie"]
        assert await applied(database) == [1, 2]

    async def test_positions_of_partitions_are_apart(self, consumer: Consumer) -> None:
        await consumer.apply(batch(None, events(1, 2), partition=0))
        await consumer.apply(batch(None, events(1, persoon=1), partition=1))
        for partition, expected in ((0, 2), (1, 1)):
            at = await consumer.position(TOPIC, partition)
            assert at is not None
            assert at.next_offset == expected


class TestFailing:
    async def test_good_events_before_the_failing_one_stay_and_it_waits_with_all_behind_it(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        refused = [3]

        def check(received: Received[Any]) -> None:
            refuses(*refused)(received)

        consumer = Consumer(uow, [journal(check=check)])
        brought = events(1, 2, 3, 4)

        with pytest.raises(Weigert):
            await consumer.apply(batch(None, brought))
        assert await applied(database) == [1, 2]
        assert {row.event_id for row in await rows(database, inbox)} == ids(brought[:2])
        assert await rows(database, dead_letter) == []

        refused.clear()
        at = await consumer.position(TOPIC, 0)
        assert at is not None
        await consumer.apply(batch(at.next_offset, brought[2:]))
        assert await applied(database) == [1, 2, 3, 4]

    async def test_a_batch_that_fails_as_a_whole_but_not_one_by_one_is_applied(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        async def together(tx: Tx, received: Sequence[Received[Any]]) -> None:
            if len(received) > 1:
                raise Weigert

        known = frozenset({InwonerGeregistreerd})
        consumer = Consumer(uow, [Handler(known, together), journal()])
        await consumer.apply(batch(None, events(1, 2, 3)))
        assert await applied(database) == [1, 2, 3]

    @pytest.mark.parametrize("error", [Unavailable("weg"), Zombie("verplaatst")])
    async def test_what_is_no_fault_of_an_event_is_not_repeated_one_by_one(
        self, uow: UnitOfWork, database: Database, error: Exception
    ) -> None:
        consumer = Consumer(uow, [journal(check=refuses(2, error=error))])
        with pytest.raises(type(error)):
            await consumer.apply(batch(None, events(1, 2)))
        assert await applied(database) == []

    async def test_a_passing_fault_of_the_database_is_not_repeated_one_by_one(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        await self._busy_at_version_2(database)
        with pytest.raises(DBAPIError):
            await Consumer(uow, [journal()]).apply(batch(None, events(1, 2)))
        assert await applied(database) == []

    async def test_a_lasting_fault_of_the_database_is_repeated_one_by_one(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        async with database.writer.begin() as connection:
            await connection.execute(
                text("create unique index een_keer on toegepast (persoon, versie)")
            )
        with pytest.raises(DBAPIError):
            await Consumer(uow, [journal()]).apply(batch(None, events(1, 2, 2)))
        assert await applied(database) == [1, 2]

    @staticmethod
    async def _busy_at_version_2(database: Database) -> None:
        if database.has_broker:
            body = "begin raise exception 'bezig' using errcode = '40001'; end"
            function = f"create function bezig() returns trigger language plpgsql as $$ {body} $$"
            when = "for each row when (new.versie = 2) execute function bezig()"
            statements = [function, f"create trigger bezig before insert on toegepast {when}"]
        else:
            when = "when new.versie = 2 begin select raise(abort, 'database is locked'); end"
            statements = [f"create trigger bezig before insert on toegepast {when}"]
        async with database.writer.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))


class TestHandlers:
    async def test_one_handler_gets_the_mixed_list_in_order(self, uow: UnitOfWork) -> None:
        seen: list[list[str]] = []

        async def apply(tx: Tx, received: Sequence[Received[Any]]) -> None:
            seen.append([type(r.event).__name__ for r in received])

        kinds: frozenset[Any] = frozenset({InwonerGeregistreerd, DiagnoseVastgesteld})
        mixed = [message(e) for e in (inwoner(), diagnose(), inwoner(PERSONEN[1]), diagnose())]
        await Consumer(uow, [Handler(kinds, apply)]).apply(batch(None, mixed))
        wanted = [InwonerGeregistreerd, DiagnoseVastgesteld] * 2
        assert seen == [[kind.__name__ for kind in wanted]]

    async def test_nouns_run_lowest_first_each_with_its_own_types(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        async def only_diagnose(tx: Tx, received: Received[DiagnoseVastgesteld]) -> None:
            line = Toegepast(
                door="midden", persoon=received.key, versie=received.event.trede, sequence=1
            )
            tx.session.add(line)
            await tx.session.flush()

        nouns = [journal("laag"), each({DiagnoseVastgesteld: only_diagnose}), journal("hoog")]
        mixed = [message(diagnose(trede=1)), message(inwoner(versie=2))]
        await Consumer(uow, nouns).apply(batch(None, mixed))
        found = [(row.door, row.versie) for row in await rows(database, Toegepast)]
        assert found == [("laag", 1), ("laag", 2), ("midden", 1), ("hoog", 1), ("hoog", 2)]

    async def test_each_calls_one_function_per_event_in_order(self, uow: UnitOfWork) -> None:
        seen: list[tuple[str, int]] = []

        async def registered(tx: Tx, received: Received[InwonerGeregistreerd]) -> None:
            seen.append(("inwoner", received.event.versie))

        async def assessed(tx: Tx, received: Received[DiagnoseVastgesteld]) -> None:
            seen.append(("diagnose", received.event.trede))

        handler = each({InwonerGeregistreerd: registered, DiagnoseVastgesteld: assessed})
        mixed = [message(e) for e in (inwoner(versie=1), diagnose(trede=5), inwoner(versie=2))]
        await Consumer(uow, [handler]).apply(batch(None, mixed))
        assert seen == [("inwoner", 1), ("diagnose", 5), ("inwoner", 2)]

    async def test_a_type_nobody_here_knows_is_skipped_and_leaves_no_inbox_row(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        async def registered(tx: Tx, received: Received[InwonerGeregistreerd]) -> None:
            tx.session.add(Toegepast(persoon=received.key, versie=1, sequence=1))

        consumer = Consumer(uow, [each({InwonerGeregistreerd: registered})])
        await consumer.apply(batch(None, [message(diagnose()), *events(1)]))
        await consumer.apply(batch(2, [message(diagnose())]))
        assert await applied(database) == [1]
        assert len(await rows(database, inbox)) == 1
        at = await consumer.position(TOPIC, 0)
        assert at is not None
        assert at.next_offset == 3

    async def test_handlers_run_as_the_system_and_see_every_gemeente(self, uow: UnitOfWork) -> None:
        seen: list[frozenset[str] | None] = []

        async def registered(tx: Tx, received: Received[InwonerGeregistreerd]) -> None:
            seen.append(tx.caller.gemeenten)

        consumer = Consumer(uow, [each({InwonerGeregistreerd: registered})])
        await consumer.apply(batch(None, events(1)))
        assert seen == [None]


async def test_what_is_logged_about_an_error_holds_no_values_of_the_database(
    uow: UnitOfWork, database: Database
) -> None:
    async with database.writer.begin() as connection:
        await connection.execute(text("create unique index een_keer on toegepast (persoon)"))
    with pytest.raises(DBAPIError) as failed:
        await Consumer(uow, [journal()]).apply(batch(None, events(1, 2)))
    said = without_values(failed.value)
    assert said.startswith("IntegrityError ")
    assert "test_consumer.py:" in said
    assert PERSONEN[0] not in said


async def test_a_position_that_was_taken_away_makes_a_zombie(
    consumer: Consumer, database: Database
) -> None:
    await consumer.apply(batch(None, events(1)))
    async with database.writer.begin() as connection:
        await connection.execute(delete(consumer_offset))
    with pytest.raises(Zombie):
        await consumer.apply(batch(1, events(2)))
    assert await applied(database) == [1]
