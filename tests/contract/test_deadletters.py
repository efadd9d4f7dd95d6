"""Events that are set aside: with their bytes, with all behind them, until an operator decides (decision 18)."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.bus.port import Message, Stop
from shared.consumer import Consumer
from shared.db.engine import Database
from shared.db.tables import dead_letter, inbox, parking
from shared.db.uow import UnitOfWork
from shared.deadletters import (
    DeadLetterLimitReached,
    NietHerstelbaar,
    OnbekendeDeadLetter,
    discard,
    letters_of_key,
    message_of,
    open_letter,
    open_letters,
    park,
    resolve,
)
from shared.events import read_event_id
from shared.tenancy import SYSTEEM
from tests.contract.proef import (
    PERSONEN,
    TOPIC,
    Toegepast,
    applied,
    batch,
    inwoner,
    message,
    poison,
    rows,
    with_key,
)
from tests.contract.test_consumer import Weigert, events, ids, journal, refuses

FIRST, OTHER = PERSONEN[0].encode(), PERSONEN[1].encode()


@pytest.fixture
def consumer(uow: UnitOfWork) -> Consumer:
    return Consumer(uow, [journal()])


async def kinds(database: Database) -> list[str]:
    return [row.kind for row in await rows(database, dead_letter)]


async def open_ids(uow: UnitOfWork) -> list[int]:
    async with uow.read(SYSTEEM) as session:
        return [row.id for row in await open_letters(session)]


class TestSettingAside:
    async def test_an_unreadable_event_parks_its_key_and_the_rest_goes_on(
        self, consumer: Consumer, database: Database
    ) -> None:
        before, behind = events(1, 3)
        others = events(5, 6, persoon=1)
        await consumer.apply(batch(None, [before, poison(), others[0], behind, others[1]]))
        await consumer.apply(batch(5, events(4) + events(7, persoon=1)))

        assert await applied(database) == [1, 5, 6, 7]
        assert await kinds(database) == ["undecodable", "parked", "parked"]
        assert [(row.topic, row.key) for row in await rows(database, parking)] == [(TOPIC, FIRST)]

    async def test_what_is_set_aside_leaves_no_inbox_row(
        self, consumer: Consumer, database: Database
    ) -> None:
        good = events(1, persoon=1)
        await consumer.apply(batch(None, [poison(), *events(2), *good]))
        assert {row.event_id for row in await rows(database, inbox)} == ids(good)

    async def test_a_letter_is_the_message_as_it_came(
        self, consumer: Consumer, database: Database
    ) -> None:
        bad = poison()
        headers = [*bad.headers, ("vreemd", b"\xff\x00")]
        came = Message(0, b"\x00\xff", headers, b"\x00{")
        await consumer.apply(batch(None, [came]))
        [row] = await rows(database, dead_letter)
        assert message_of(row) == came
        assert (row.partition, row.offset, row.event_id) == (
            0,
            0,
            read_event_id(dict(bad.headers)),
        )

    async def test_a_poison_key_may_hold_nul_and_is_parked(
        self, consumer: Consumer, database: Database
    ) -> None:
        nul = FIRST + b"\x00"
        await consumer.apply(batch(None, [with_key(events(1)[0], nul), *events(2)]))
        assert [row.key for row in await rows(database, parking)] == [nul]
        assert await applied(database) == [2]

    async def test_a_message_of_nobody_is_set_aside_by_its_place(
        self, consumer: Consumer, database: Database
    ) -> None:
        nothing = Message(0, None, [], None)
        await consumer.apply(batch(None, [nothing, nothing, *events(1)]))
        found = [(row.event_id, row.key, row.offset) for row in await rows(database, dead_letter)]
        assert found == [(None, None, 0), (None, None, 1)]
        assert await applied(database) == [1]

    async def test_an_event_of_a_parked_key_that_comes_twice_is_kept_once(
        self, consumer: Consumer, database: Database
    ) -> None:
        bad, behind = poison(), events(2)
        await consumer.apply(batch(None, [bad, *behind, *behind, bad]))
        await consumer.apply(batch(4, [bad, *behind]))
        assert await kinds(database) == ["undecodable", "parked"]

    async def test_setting_aside_is_undone_with_the_batch_it_was_in(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        consumer = Consumer(uow, [journal(check=refuses(1))])
        with pytest.raises(Weigert):
            await consumer.apply(batch(None, [*events(1), poison(PERSONEN[1])]))
        assert await rows(database, dead_letter) == []
        assert await rows(database, parking) == []


class TestLimit:
    async def test_the_limit_stops_the_service_without_losing_the_batch(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        consumer = Consumer(uow, [journal()], dead_letter_limit=2)
        bad = [poison(PERSONEN[n]) for n in range(3)]
        with pytest.raises(DeadLetterLimitReached) as stopped:
            await consumer.apply(batch(None, [*events(1, persoon=9), *bad]))
        assert isinstance(stopped.value, Stop)
        assert await consumer.position(TOPIC, 0) is None
        for table in (Toegepast, inbox, dead_letter, parking):
            assert await rows(database, table) == []

    async def test_what_is_resolved_does_not_count(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        consumer = Consumer(uow, [journal()], dead_letter_limit=2)
        await consumer.apply(batch(None, [poison(PERSONEN[0]), poison(PERSONEN[1])]))
        with pytest.raises(DeadLetterLimitReached):
            await consumer.apply(batch(2, [poison(PERSONEN[2])]))
        await _discard(uow, (await open_ids(uow))[0])
        await consumer.apply(batch(2, [poison(PERSONEN[2])]))
        assert len(await rows(database, dead_letter)) == 3


async def _discard(uow: UnitOfWork, letter: int) -> None:
    async with uow(SYSTEEM) as tx:
        await discard(tx, letter)


async def _park_and_bring(
    uow: UnitOfWork, consumer: Consumer, brought: Sequence[Message]
) -> list[int]:
    """An operator parks the first person; what comes then waits. Gives the open letters."""
    async with uow(SYSTEEM) as tx:
        await park(tx, TOPIC, FIRST)
    await consumer.apply(batch(None, brought))
    return await open_ids(uow)


class TestDeciding:
    async def test_an_operator_parks_a_key_whose_event_keeps_failing(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        failing = Consumer(uow, [journal(check=refuses(1))])
        brought = [*events(1, 2), *events(5, persoon=1)]
        with pytest.raises(Weigert):
            await failing.apply(batch(None, brought))
        await _park_and_bring(uow, failing, brought)
        assert await applied(database) == [5]
        assert await kinds(database) == ["parked", "parked"]

    @pytest.mark.parametrize("which", [0, 1, 2])
    async def test_a_replay_applies_all_letters_of_the_key_in_order_and_frees_it(
        self, uow: UnitOfWork, consumer: Consumer, database: Database, which: int
    ) -> None:
        brought = events(1, 2, 3)
        waiting = await _park_and_bring(uow, consumer, brought)

        assert await consumer.replay(waiting[which]) == 3

        assert await applied(database) == [1, 2, 3]
        assert {row.event_id for row in await rows(database, inbox)} == ids(brought)
        assert await rows(database, parking) == []
        assert {row.resolution for row in await rows(database, dead_letter)} == {"hersteld"}
        await consumer.apply(batch(3, [*brought, *events(4)]))
        assert await applied(database) == [1, 2, 3, 4]

    async def test_a_replay_leaves_other_keys_parked(
        self, uow: UnitOfWork, consumer: Consumer, database: Database
    ) -> None:
        async with uow(SYSTEEM) as tx:
            await park(tx, TOPIC, OTHER)
        waiting = await _park_and_bring(uow, consumer, [*events(1), *events(5, persoon=1)])
        assert await consumer.replay(waiting[0]) == 1
        assert await applied(database) == [1]
        assert [row.key for row in await rows(database, parking)] == [OTHER]

    async def test_a_replay_that_fails_changes_nothing(
        self, uow: UnitOfWork, consumer: Consumer, database: Database
    ) -> None:
        waiting = await _park_and_bring(uow, consumer, events(1, 2))
        with pytest.raises(Weigert):
            await Consumer(uow, [journal(check=refuses(2))]).replay(waiting[0])
        assert await applied(database) == []
        assert await open_ids(uow) == waiting
        assert len(await rows(database, parking)) == 1

    async def test_an_event_that_still_cannot_be_read_can_only_be_discarded(
        self, uow: UnitOfWork, consumer: Consumer, database: Database
    ) -> None:
        bad = poison()
        await consumer.apply(batch(None, [bad, *events(2)]))
        first, second = await open_ids(uow)
        for letter in (first, second):
            with pytest.raises(NietHerstelbaar):
                await consumer.replay(letter)

        await _discard(uow, first)
        assert len(await rows(database, parking)) == 1
        assert await consumer.replay(second) == 1
        assert await applied(database) == [2]
        assert await rows(database, parking) == []

    async def test_the_last_discard_frees_the_key_and_the_event_is_never_applied(
        self, uow: UnitOfWork, consumer: Consumer, database: Database
    ) -> None:
        brought = events(1)
        waiting = await _park_and_bring(uow, consumer, brought)
        await _discard(uow, waiting[0])
        assert await rows(database, parking) == []
        await consumer.apply(batch(1, [*brought, *events(2)]))
        assert await applied(database) == [2]

    async def test_an_unreadable_event_that_was_discarded_and_comes_again_parks_nothing(
        self, uow: UnitOfWork, consumer: Consumer, database: Database
    ) -> None:
        bad = poison()
        await consumer.apply(batch(None, [bad]))
        await _discard(uow, (await open_ids(uow))[0])
        await consumer.apply(batch(1, [bad, *events(2), bad, *events(3)]))
        await consumer.apply(batch(5, events(4)))
        assert await applied(database) == [2, 3, 4]
        assert await rows(database, parking) == []

    @pytest.mark.parametrize("key", [None, b""])
    async def test_messages_without_a_key_wait_together(
        self, uow: UnitOfWork, consumer: Consumer, database: Database, key: bytes | None
    ) -> None:
        keyless = [with_key(message(inwoner(versie=n)), k) for n, k in ((1, key), (2, b""))]
        await consumer.apply(batch(None, keyless))
        first, second = await open_ids(uow)
        await _discard(uow, first)
        assert len(await rows(database, parking)) == 1
        await _discard(uow, second)
        assert await rows(database, parking) == []

    async def test_a_letter_is_decided_upon_once(self, uow: UnitOfWork, consumer: Consumer) -> None:
        waiting = await _park_and_bring(uow, consumer, events(1))
        await consumer.replay(waiting[0])
        with pytest.raises(OnbekendeDeadLetter):
            await consumer.replay(waiting[0])
        with pytest.raises(OnbekendeDeadLetter):
            await _discard(uow, waiting[0])
        with pytest.raises(OnbekendeDeadLetter):
            await consumer.replay(4711)

    async def test_two_operators_at_once_decide_once(
        self, uow: UnitOfWork, consumer: Consumer, database: Database
    ) -> None:
        waiting = await _park_and_bring(uow, consumer, events(1, 2))
        ended = await asyncio.gather(
            *(consumer.replay(waiting[0]) for _ in range(4)),
            *(_discard(uow, waiting[0]) for _ in range(4)),
            return_exceptions=True,
        )
        failed = [e for e in ended if isinstance(e, BaseException)]
        assert all(isinstance(e, OnbekendeDeadLetter) for e in failed)
        decided = [row.resolution for row in await rows(database, dead_letter)]
        assert decided[0] in ("hersteld", "verworpen")
        # a discard of the first leaves the second, which the replays of the first no longer name
        expected = [1, 2] if decided == ["hersteld", "hersteld"] else []
        assert await applied(database) == expected
        assert len(failed) == 7

    async def test_a_batch_of_a_parked_key_waits_for_a_decision_that_is_being_made(
        self, uow: UnitOfWork, consumer: Consumer, database: Database
    ) -> None:
        waiting = await _park_and_bring(uow, consumer, events(1))
        async with asyncio.TaskGroup() as group, uow(SYSTEEM) as tx:
            letter = await open_letter(tx.session, waiting[0])
            letters = await letters_of_key(tx.session, letter)
            arriving = group.create_task(consumer.apply(batch(1, events(2))))
            await asyncio.sleep(0.4)
            assert not arriving.done()
            await resolve(tx, letters, "verworpen")
        assert await applied(database) == [2]

    async def test_a_decision_and_a_batch_of_the_same_key_do_not_pass_each_other(
        self, uow: UnitOfWork, consumer: Consumer, database: Database
    ) -> None:
        waiting = await _park_and_bring(uow, consumer, events(1))
        await asyncio.gather(consumer.replay(waiting[0]), consumer.apply(batch(1, events(2))))
        for letter in await open_ids(uow):
            await consumer.replay(letter)
        assert await applied(database) == [1, 2]
        assert await rows(database, parking) == []
