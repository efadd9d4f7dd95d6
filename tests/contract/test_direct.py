# ruff: noqa: PT012 - what must raise is a whole transaction
"""Statements past the session, on both databases: fenced, in order, one commit, connections that outlive trouble."""

import asyncio
from itertools import cycle, islice
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.sql import func

from shared.db.direct import Rows, value
from shared.db.engine import Database
from shared.db.reading import Asked, Reading, ask, ask_all
from shared.db.tables import outbox
from shared.db.uow import UnitOfWork
from shared.errors import Conflict, GemeenteNietToegestaan
from shared.tenancy import SYSTEEM, Caller
from tests.contract.proef import (
    DAAR,
    HIER,
    PERSONEN,
    WESTSTELLINGWERF,
    Notitie,
    Toegepast,
    inwoner,
    notitie,
    rows,
)

_LASTIG = ("een", 'a"b', "c\\d", "{e,f}", "", "NULL", "é\n'")
_BIJLAGEN: tuple[Any, ...] = (None, [], [[1, 2], [3]], {"a": ['x"y', None]}, "tekst")
_TEKSTEN = Reading(
    select(Notitie.tekst).where(Notitie.versie >= value("vanaf")).order_by(Notitie.tekst)
)
_EENTJE = Reading(
    select(Notitie.id, Notitie.versie).where(Notitie.tekst == value("tekst")).with_for_update()
)


def teksten(vanaf: int = 0) -> Asked[list[str]]:
    return _TEKSTEN.ask(lambda found: [tekst for (tekst,) in found], vanaf=vanaf)


def eentje(tekst: str) -> Asked[Rows]:
    return _EENTJE.ask(lambda found: found, tekst=tekst)


async def store(uow: UnitOfWork, *notities: Notitie, caller: Caller = SYSTEEM) -> None:
    async with uow(caller) as tx:
        tx.session.add_all(notities)


class TestReading:
    async def test_a_caller_reads_own_rows_only_and_the_system_all(self, uow: UnitOfWork) -> None:
        await store(uow, notitie(tekst="hier"), notitie(WESTSTELLINGWERF, "daar"))
        seen = []
        for caller in (HIER, DAAR, SYSTEEM, HIER):
            async with uow.read(caller) as session:
                seen.append(await ask(session, teksten()))
        assert seen == [["hier"], ["daar"], ["daar", "hier"], ["hier"]]

    async def test_what_the_transaction_added_is_seen(self, uow: UnitOfWork) -> None:
        made = notitie(tekst="nieuw")
        async with uow(HIER) as tx:
            tx.add(made)
            alle, vanaf_twee, een = await ask_all(tx, teksten(), teksten(2), eentje("nieuw"))
        assert (alle, vanaf_twee, een) == (["nieuw"], [], [(made.id, 1)])

    async def test_what_is_read_ahead_is_for_who_asks_exactly_that(self, uow: UnitOfWork) -> None:
        await store(uow, notitie(tekst="eerst"))
        async with uow(HIER, ahead=(teksten(),)) as tx:
            await tx.session.execute(update(Notitie).values(tekst="later"))
            assert await ask(tx, teksten()) == ["eerst"]
            assert await ask(tx, teksten()) == ["later"]
        async with uow(HIER, ahead=(teksten(2),)) as tx:
            assert await ask(tx, teksten()) == ["later"]

    async def test_make_may_refuse(self, uow: UnitOfWork) -> None:
        def refuse(found: Rows) -> None:
            raise Conflict("zo niet")

        with pytest.raises(Conflict):
            async with uow(HIER) as tx:
                tx.session.add(notitie())
                await ask(tx.session, _TEKSTEN.ask(refuse, vanaf=0))
        async with uow.read(HIER) as session:
            assert await ask(session, teksten()) == []


class TestNewRows:
    """What is new at the end goes out past the session where it can, and through its flush where it must."""

    @pytest.mark.parametrize("first", [True, False])
    async def test_a_row_is_added_to_the_transaction_or_to_its_session_alike(
        self, uow: UnitOfWork, database: Database, *, first: bool
    ) -> None:
        async with uow(HIER) as tx:
            if first:
                tx.add(notitie(tekst="een"))
            tx.session.add(notitie(tekst="twee"))
            tx.add(notitie(tekst="drie"))
            await tx.session.execute(update(Notitie).values(versie=2))
        found = sorted(row.versie for row in await rows(database, Notitie))
        assert found == [2, 2, 2][not first :]

    @pytest.mark.parametrize("number", [1, 4, 5, 12])
    async def test_few_and_many_rows_are_stored_alike(
        self, uow: UnitOfWork, database: Database, number: int
    ) -> None:
        made = [notitie(tekst=tekst) for tekst in islice(cycle(_LASTIG), number)]
        for row, bijlage in zip(made, cycle(_BIJLAGEN), strict=False):
            row.bijlage = bijlage
        wanted = {row.id: (row.tekst, row.bijlage) for row in made}
        async with uow(HIER) as tx:
            for row in made:
                tx.add(row)
        found = {row.id: (row.tekst, row.bijlage) for row in await rows(database, Notitie)}
        assert found == wanted

    @pytest.mark.parametrize("number", [1, 4, 5, 12])
    async def test_few_and_many_events_keep_their_order_per_key(
        self, uow: UnitOfWork, database: Database, number: int
    ) -> None:
        said = [inwoner(PERSONEN[n % 3], versie=n) for n in range(number)]
        for _ in range(2):
            async with uow(HIER) as tx:
                for event in said:
                    tx.emit(event)
        found = await rows(database, outbox)
        assert [row.key for row in found] == [event.key for event in said] * 2
        for key in {row.key for row in found}:
            sequences = [row.sequence for row in found if row.key == key]
            assert sequences == list(range(1, len(sequences) + 1))

    async def test_a_foreign_row_is_refused(self, uow: UnitOfWork, database: Database) -> None:
        with pytest.raises(GemeenteNietToegestaan):
            async with uow(HIER) as tx:
                tx.add(notitie(WESTSTELLINGWERF))
        assert await rows(database, Notitie) == []

    async def test_a_default_of_the_model_is_stored(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        await store(uow, notitie(), caller=HIER)
        assert [row.versie for row in await rows(database, Notitie)] == [1]

    async def test_a_number_that_the_database_gives_is_given(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        async with uow(SYSTEEM) as tx:
            tx.session.add_all([_toegepast(versie) for versie in (7, 8)])
            tx.session.add(notitie())
        found = [(row.nr, row.versie, row.door) for row in await rows(database, Toegepast)]
        assert found == [(1, 7, ""), (2, 8, "")]
        assert len(await rows(database, Notitie)) == 1

    async def test_a_value_that_the_database_computes_is_computed(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        made = notitie()
        made.versie = func.length("vier")
        await store(uow, made)
        assert [row.versie for row in await rows(database, Notitie)] == [4]

    async def test_new_and_changed_rows_go_together(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        await store(uow, notitie(tekst="oud"))
        async with uow(HIER) as tx:
            [row] = await tx.session.scalars(select(Notitie))
            row.tekst = "gewijzigd"
            tx.session.add(notitie(tekst="nieuw"))
        assert {row.tekst for row in await rows(database, Notitie)} == {"gewijzigd", "nieuw"}

    async def test_a_row_that_is_there_already_undoes_all(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        first, again = notitie(), notitie()
        await store(uow, first)
        again.id = first.id
        with pytest.raises(IntegrityError):
            async with uow(HIER) as tx:
                tx.session.add_all([again, notitie()])
                tx.emit(inwoner())
        assert len(await rows(database, Notitie)) == 1


def _toegepast(versie: int) -> Toegepast:
    return Toegepast(persoon="x", versie=versie, sequence=1)


async def killed(database: Database) -> int:
    """Cut off every connection to this database but the one that does it; how many those were."""
    async with database.writer.connect() as connection:
        mine = "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity"
        where = "where datname = current_database() and pid <> pg_backend_pid()"
        return int((await connection.execute(text(f"{mine} {where}"))).scalar_one())


async def at_once(uow: UnitOfWork, number: int) -> None:
    """So many transactions together, each on a connection of its own."""
    together = asyncio.Barrier(number)

    async def one() -> None:
        async with uow(HIER) as tx:
            await together.wait()
            tx.session.add(notitie())

    await asyncio.gather(*(one() for _ in range(number)))


@pytest.mark.distributed
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
class TestConnections:
    """A pooled connection is not asked whether it lives before it is used."""

    async def test_those_that_died_unused_are_replaced_without_anybody_noticing(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        await at_once(uow, 5)
        assert await killed(database) == 4
        await at_once(uow, 5)
        await killed(database)
        async with uow.read(HIER) as session:
            assert len(await ask(session, teksten())) == 10

    async def test_one_that_dies_in_a_transaction_is_told(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        with pytest.raises(DBAPIError) as told:
            async with uow(HIER) as tx:
                tx.session.add(notitie())
                assert await killed(database) == 1
        assert told.value.connection_invalidated
        await store(uow, notitie(), caller=HIER)
        assert len(await rows(database, Notitie)) == 1

    async def test_statements_that_the_server_forgot_are_prepared_again(
        self, uow: UnitOfWork
    ) -> None:
        for forget in (False, True, False):
            async with uow(HIER) as tx:
                tx.session.add(notitie())
                if forget:
                    await tx.session.execute(text("deallocate all"))
                    await tx.session.flush()
        async with uow.read(HIER) as session:
            assert len(await ask(session, teksten())) == 3

    async def test_who_is_cancelled_while_waiting_leaves_a_connection_that_works(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        await store(uow, notitie(tekst="slot"))

        async def wait() -> None:
            async with uow(HIER) as tx:
                await ask(tx.session, eentje("slot"))

        async with uow(HIER) as tx:
            await ask(tx.session, eentje("slot"))
            waiting = asyncio.create_task(wait())
            await asyncio.sleep(0.2)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        assert database.in_use() == {"writer": 0}
        await at_once(uow, 3)
        assert len(await rows(database, Notitie)) == 4

    async def test_a_reader_cannot_write(self, uow: UnitOfWork) -> None:
        with pytest.raises(DBAPIError, match="read-only"):
            async with uow.read(SYSTEEM) as session:
                await session.execute(delete(Notitie))

    @pytest.mark.parametrize("number", [1, 12])
    async def test_what_is_too_long_is_refused_and_not_cut_off(
        self, uow: UnitOfWork, database: Database, number: int
    ) -> None:
        with pytest.raises(DBAPIError, match="too long"):
            async with uow(HIER) as tx:
                for _ in range(number):
                    tx.add(notitie(tekst="x" * 81))
        assert await rows(database, Notitie) == []

    async def test_many_statements_and_rows_pass_in_one_trip(
        self, uow: UnitOfWork, database: Database
    ) -> None:
        async with uow(HIER) as tx:
            tx.session.add_all([notitie(tekst=str(n) * 20) for n in range(3000)])
            for n in range(300):
                tx.emit(inwoner(versie=n))
        async with uow.read(HIER) as session:
            assert len(await ask(session, teksten())) == 3000
