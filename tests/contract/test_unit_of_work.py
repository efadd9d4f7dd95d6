# ruff: noqa: PT012 - what must raise is a whole transaction
"""The unit of work on SQLite and on PostgreSQL: one commit, one order, one fence (decisions 15, 54, 57)."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Row, Select, Update, delete, exists, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased

from shared.db.dialect import upserting
from shared.db.engine import Database
from shared.db.tables import outbox, stream
from shared.db.uow import UnitOfWork
from shared.errors import GemeenteNietToegestaan
from shared.events import EventTooLarge
from shared.tenancy import SYSTEEM
from shared.testing.clock import FakeClock
from tests.contract.proef import (
    DAAR,
    HIER,
    PERSONEN,
    SMALLINGERLAND,
    WESTSTELLINGWERF,
    Notitie,
    inwoner,
    notitie,
    rows,
)


class Spijt(Exception):
    """The body of a transaction changes its mind."""


class TestOneCommit:
    async def test_state_and_event_are_committed_together(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        async with uow(HIER) as tx:
            tx.session.add(notitie())
            tx.emit(inwoner())

        assert len(await rows(database, Notitie)) == 1
        assert [row.type for row in await rows(database, outbox)] == [inwoner().ce_type()]

    async def test_neither_state_nor_event_is_left_when_the_body_raises(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        with pytest.raises(Spijt):
            async with uow(HIER) as tx:
                tx.session.add(notitie())
                tx.emit(inwoner())
                await tx.session.flush()
                raise Spijt

        for table in (Notitie, outbox, stream):
            assert await rows(database, table) == []

    async def test_state_is_not_kept_when_its_events_cannot_be_written(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        async with database.writer.begin() as connection:
            await connection.execute(text("drop table outbox"))

        with pytest.raises(DBAPIError):
            async with uow(HIER) as tx:
                tx.session.add(notitie())
                tx.emit(inwoner())

        assert await rows(database, Notitie) == []

    async def test_events_are_buffered_and_written_last(self, uow: UnitOfWork) -> None:
        async with uow(HIER) as tx:
            tx.emit(inwoner())
            await tx.session.flush()
            written = await tx.session.execute(select(func.count()).select_from(outbox))
            locked = await tx.session.execute(select(func.count()).select_from(stream))
            assert (written.scalar_one(), locked.scalar_one()) == (0, 0)

    async def test_who_waits_for_events_is_told_after_the_commit_and_only_then(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        told: list[str] = []
        database.on_commit.append(lambda: told.append("event"))

        async with uow(HIER) as tx:
            tx.session.add(notitie())
        assert told == []
        with pytest.raises(Spijt):
            async with uow(HIER) as tx:
                tx.emit(inwoner())
                raise Spijt
        assert told == []
        async with uow(HIER) as tx:
            tx.emit(inwoner())
            assert told == []
        assert told == ["event"]

    async def test_an_event_over_64_kb_is_refused_when_it_is_emitted(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        with pytest.raises(EventTooLarge):
            async with uow(HIER) as tx:
                tx.emit(inwoner(persoon="x" * 65_536))
        assert await rows(database, outbox) == []

    async def test_the_outbox_row_holds_the_envelope(
        self, uow: UnitOfWork, database: Database, clock: FakeClock
    ) -> None:
        async with uow(HIER) as tx:
            tx.emit(inwoner(PERSONEN[3]))

        [row] = await rows(database, outbox)
        assert (row.topic, row.key, row.subject) == ("intake.events", PERSONEN[3], PERSONEN[3])
        assert (row.gemeente, row.sequence, row.created_at) == (SMALLINGERLAND, 1, clock.now())
        assert (row.published_at, row.attempts, row.last_error) == (None, 0, None)


class TestOrder:
    async def test_sequence_is_contiguous_per_key(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        async with uow(HIER) as tx:
            for persoon in (PERSONEN[1], PERSONEN[0], PERSONEN[1]):
                tx.emit(inwoner(persoon))
        async with uow(HIER) as tx:
            tx.emit(inwoner(PERSONEN[1]))

        found = [(row.key, row.sequence) for row in await rows(database, outbox)]
        second, first = PERSONEN[1], PERSONEN[0]
        assert found == [(second, 1), (first, 1), (second, 2), (second, 3)]

    async def test_a_sequence_number_of_a_rolled_back_transaction_is_given_again(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        with pytest.raises(Spijt):
            async with uow(HIER) as tx:
                tx.emit(inwoner())
                raise Spijt
        async with uow(HIER) as tx:
            tx.emit(inwoner())
        assert [row.sequence for row in await rows(database, outbox)] == [1]

    async def test_50_writers_on_few_keys_in_opposite_orders_do_not_deadlock_and_keep_order(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        committed: dict[str, list[int]] = defaultdict(list)
        dice = random.Random(15)

        async def write(nummer: int) -> None:
            keys = PERSONEN[:4] if nummer % 2 else PERSONEN[3::-1]
            async with uow(HIER) as tx:
                for key in keys:
                    tx.emit(inwoner(key, versie=nummer))
                await asyncio.sleep(dice.random() / 100)

        database.on_commit.append(lambda: committed["times"].append(1))
        await asyncio.gather(*(write(nummer) for nummer in range(50)))

        assert len(committed["times"]) == 50
        per_key = _by_key(await rows(database, outbox))
        assert {len(found) for found in per_key.values()} == {50}
        for found in per_key.values():
            assert [row.sequence for row in found] == list(range(1, 51))

    async def test_id_order_is_commit_order_per_key_also_when_commits_are_slow(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        seen: dict[str, list[int]] = defaultdict(list)

        async def write(nummer: int) -> None:
            async with uow(HIER) as tx:
                tx.emit(inwoner(PERSONEN[nummer % 3], versie=nummer))
                await asyncio.sleep(0.01 * (nummer % 4))

        async def watch() -> None:
            while sum(map(len, seen.values())) < 24:
                for key, found in _by_key(await rows(database, outbox)).items():
                    ids = [row.id for row in found]
                    # what became visible stays a prefix: nothing appears below it later
                    assert ids[: len(seen[key])] == seen[key]
                    seen[key] = ids
                await asyncio.sleep(0)

        async with asyncio.TaskGroup() as group:
            group.create_task(watch())
            for nummer in range(24):
                group.create_task(write(nummer))
        assert sum(map(len, seen.values())) == 24


def _by_key(found: Sequence[Row[Any]]) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in found:
        grouped[row.key].append(row)
    return grouped


OTHER = aliased(Notitie)
READS: dict[str, Select[Any]] = {
    "entity": select(Notitie.tekst),
    "whole": select(func.count()).select_from(Notitie),
    "alias": select(OTHER.tekst),
    "page-count": select(func.count()).select_from(select(Notitie.id).subquery()),
    "cte": select(func.count()).select_from(select(Notitie.id).cte()),
    "exists": select(exists(select(Notitie.id).where(Notitie.tekst == "daar"))),
}
SEEN_HERE = {"entity": ["hier"], "whole": [1], "alias": ["hier"], "page-count": [1], "cte": [1]}
SEEN_HERE["exists"] = [False]


class TestFence:
    """A caller sees and changes rows of its own gemeenten only; the system sees all."""

    @pytest.fixture(autouse=True)
    async def _one_row_here_and_one_there(self, uow: UnitOfWork) -> None:
        async with uow(SYSTEEM) as tx:
            tx.session.add_all([notitie(), notitie(WESTSTELLINGWERF)])
            await tx.session.flush()
            await tx.session.execute(update(Notitie).values(tekst="hier"))
            where = Notitie.gemeente == WESTSTELLINGWERF
            await tx.session.execute(update(Notitie).where(where).values(tekst="daar"))

    @pytest.mark.parametrize("shape", READS)
    async def test_a_select_gives_own_rows_only(self, uow: UnitOfWork, shape: str) -> None:
        async with uow.read(HIER) as session:
            assert list(await session.scalars(READS[shape])) == SEEN_HERE[shape]

    async def test_the_fence_is_that_of_the_caller_and_not_of_the_one_before(
        self, uow: UnitOfWork
    ) -> None:
        for caller, seen in ((HIER, ["hier"]), (DAAR, ["daar"]), (HIER, ["hier"])):
            async with uow.read(caller) as session:
                assert list(await session.scalars(select(Notitie.tekst))) == seen
        async with uow.read(SYSTEEM) as session:
            assert sorted(await session.scalars(select(Notitie.tekst))) == ["daar", "hier"]

    async def test_a_foreign_row_cannot_be_got_by_its_id(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        [there] = [r for r in await rows(database, Notitie) if r.gemeente == WESTSTELLINGWERF]
        async with uow.read(HIER) as session:
            assert await session.get(Notitie, there.id) is None

    @pytest.mark.parametrize("change", [update(Notitie).values(tekst="x"), delete(Notitie)])
    async def test_an_update_or_delete_leaves_foreign_rows_alone(
        self, uow: UnitOfWork, database: Database, change: Update
    ) -> None:
        async with uow(HIER) as tx:
            await tx.session.execute(change)
        found = [(r.gemeente, r.tekst) for r in await rows(database, Notitie)]
        assert (WESTSTELLINGWERF, "daar") in found
        assert (SMALLINGERLAND, "hier") not in found

    async def test_a_new_row_for_another_gemeente_is_refused(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        with pytest.raises(GemeenteNietToegestaan):
            async with uow(HIER) as tx:
                tx.session.add(notitie(WESTSTELLINGWERF))
        assert len(await rows(database, Notitie)) == 2

    async def test_a_row_cannot_be_moved_to_another_gemeente(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        with pytest.raises(GemeenteNietToegestaan):
            async with uow(HIER) as tx:
                [row] = await tx.session.scalars(select(Notitie))
                row.gemeente = WESTSTELLINGWERF
        found = {row.gemeente for row in await rows(database, Notitie)}
        assert found == {SMALLINGERLAND, WESTSTELLINGWERF}

    @pytest.mark.parametrize("way", ["values", "parameters", "upsert"])
    async def test_an_insert_statement_for_another_gemeente_is_refused(
        self, uow: UnitOfWork, database: Database, way: str
    ) -> None:
        with pytest.raises(GemeenteNietToegestaan):
            await _insert(uow, way, WESTSTELLINGWERF)
        assert len(await rows(database, Notitie)) == 2
        await _insert(uow, way, SMALLINGERLAND)
        assert len(await rows(database, Notitie)) == 3


async def _insert(uow: UnitOfWork, way: str, gemeente: str) -> None:
    row = notitie()
    values = {"id": row.id, "gemeente": gemeente, "tekst": "x"}
    async with uow(HIER) as tx:
        if way == "values":
            await tx.session.execute(insert(Notitie).values(values))
        elif way == "parameters":
            await tx.session.execute(insert(Notitie), [values])
        else:
            statement = upserting(tx.session, Notitie).values([values])
            await tx.session.execute(statement.on_conflict_do_nothing())


class TestReading:
    async def test_what_a_read_session_changes_is_never_written(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        async with uow.read(HIER) as session:
            session.add(notitie())
        assert await rows(database, Notitie) == []

    async def test_a_reader_does_not_wait_for_a_writer(self, uow: UnitOfWork) -> None:
        async with uow(HIER) as tx:
            tx.session.add(notitie())
            await tx.session.flush()
            async with asyncio.timeout(20), uow.read(HIER) as session:
                assert list(await session.scalars(select(Notitie))) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestSqlite:
    """What only SQLite promises (decision 54)."""

    async def test_a_read_session_cannot_write(self, uow: UnitOfWork) -> None:
        with pytest.raises(DBAPIError, match="readonly"):
            async with uow.read(SYSTEEM) as session:
                session.add(notitie())
                await session.flush()

    async def test_a_write_transaction_begins_immediate_so_that_savepoints_roll_back_too(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        with pytest.raises(Spijt):
            async with uow(SYSTEEM) as tx:
                async with tx.session.begin_nested():
                    tx.session.add(notitie())
                raise Spijt
        assert await rows(database, Notitie) == []

    async def test_every_commit_reaches_the_disk(self, database: Database) -> None:
        async with database.writer.connect() as connection:
            found = {
                name: (await connection.execute(text(f"pragma {name}"))).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            }
        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}

    async def test_an_outbox_id_is_never_used_again(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        for _ in range(2):
            async with uow(SYSTEEM) as tx:
                tx.emit(inwoner())
        async with database.writer.begin() as connection:
            await connection.execute(delete(outbox))
        async with uow(SYSTEEM) as tx:
            tx.emit(inwoner())
        assert [row.id for row in await rows(database, outbox)] == [3]
