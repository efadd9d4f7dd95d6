"""The second wall: PostgreSQL's row security, behind the fence of the session (decisions 25, 57, 62)."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Table, inspect, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from deploy.migrate import upgrade_database
from deploy.services import SERVICES
from shared.db.dialect import row_security
from shared.db.engine import Database, migration_engine, open_database, relay_engine
from shared.db.tables import idempotentie
from shared.db.uow import UnitOfWork
from shared.service import Service
from shared.tenancy import SYSTEEM, Caller
from shared.testing.clock import FakeClock
from tests.contract.proef import DAAR, HIER, MOMENT, Notitie, notitie
from tests.servers.postgres import PostgresServer

pytestmark = pytest.mark.distributed

ZONDER_MUUR = {
    "stream": "per key only how many events it has had",
    "inbox": "ids of events only",
    "consumer_offset": "places in topics only",
    "verwerkingslog": "random refs of persons, no gemeente; only shown of a person who is the caller's",
    "auditlog": "who did what stands behind a span; shown with it, by role",
    "aanmeldpoging": "somebody who logs in has no gemeente yet; found by a secret only",
    "sessie": "belongs to a person, not to a gemeente; found by the digest of a secret only",
}
"""The tables without row security, each with the reason."""


@pytest.fixture
def database_url(postgres: PostgresServer) -> Iterator[str]:
    name = f"muur_{uuid4().hex[:8]}"
    postgres.create_database(name)
    yield postgres.url(name)
    postgres.drop_database(name)


@pytest.fixture
async def both(uow: UnitOfWork) -> UnitOfWork:
    """A note of each gemeente."""
    async with uow(SYSTEEM) as tx:
        tx.session.add_all([notitie(), notitie(gemeente="GM0098")])
    return uow


def _tables(service: Service) -> list[Table]:
    return [table for metadata in service.tables for table in metadata.sorted_tables]


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_every_table_has_row_security_or_a_reason(service: Service) -> None:
    without = {table.name for table in _tables(service) if not row_security(table)}
    assert without <= set(ZONDER_MUUR)
    assert not any("gemeente" in table.c for table in _tables(service) if table.name in without)


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_an_upgrade_gives_every_table_its_policy_and_may_be_repeated(
    service: Service, database_url: str
) -> None:
    for _ in range(2):
        upgrade_database(service, database_url)
    engine = migration_engine(database_url)
    with engine.connect() as connection:
        forced = connection.scalars(
            text(
                "select relname from pg_class join pg_policy on polrelid = pg_class.oid "
                "where relrowsecurity and relforcerowsecurity and polname = 'muur'"
            )
        )
        assert set(forced) == {table.name for table in _tables(service) if row_security(table)}
        assert set(inspect(connection).get_table_names()) - {"alembic_version"} == {
            table.name for table in _tables(service)
        }
    engine.dispose()


@pytest.mark.parametrize(
    ("caller", "seen"),
    [
        (HIER, ["GM0090"]),
        (DAAR, ["GM0098"]),
        (Caller("beide", HIER.gemeenten | DAAR.gemeenten), ["GM0090", "GM0098"]),  # type: ignore[operator]
        (Caller("niemand", frozenset()), []),
        (SYSTEEM, ["GM0090", "GM0098"]),
    ],
    ids=lambda value: value.client if isinstance(value, Caller) else "",
)
async def test_a_core_statement_that_no_fence_sees_meets_the_wall(
    both: UnitOfWork, caller: Caller, seen: list[str]
) -> None:
    query = text("select gemeente from notitie order by gemeente")
    async with both.read(caller) as session:
        assert list(await session.scalars(query)) == seen
    async with both(caller) as tx:
        changed = await tx.session.execute(text("update notitie set versie = 2 returning id"))
        assert len(changed.all()) == len(seen)


async def test_a_foreign_row_cannot_be_written(both: UnitOfWork) -> None:
    statement = text("insert into notitie values (:id, 'x', 1, null, 'GM0098')")
    columns = [column.name for column in Notitie.__table__.columns]
    assert columns == ["id", "tekst", "versie", "bijlage", "gemeente"]
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with both(HIER) as tx:
            await tx.session.execute(statement, {"id": UUID(int=1)})
    async with both(DAAR) as tx:
        await tx.session.execute(statement, {"id": UUID(int=1)})


async def test_a_pooled_connection_forgets_who_asked(
    both: UnitOfWork, database_url: str, database: Database
) -> None:
    one = open_database(database_url, pool=1)
    uow = UnitOfWork("intake", one, FakeClock(MOMENT))
    pids = set()
    for caller, seen in ((SYSTEEM, 2), (HIER, 1), (Caller("niemand", frozenset()), 0)):
        async with uow(caller) as tx:
            pids.add(await tx.session.scalar(text("select pg_backend_pid()")))
            assert len((await tx.session.scalars(text("select id from notitie"))).all()) == seen
        async with one.reader.connect() as connection:
            pids.add(await connection.scalar(text("select pg_backend_pid()")))
            assert (await connection.execute(text("select id from notitie"))).all() == []
    async with uow.read(HIER) as session:
        await session.commit()
        assert len((await session.scalars(text("select id from notitie"))).all()) == 1
    assert len(pids) == 1
    await one.close()


async def test_the_relay_and_migrations_see_everything(both: UnitOfWork, database_url: str) -> None:
    engine = relay_engine(both.database)
    async with engine.connect() as connection:
        assert len((await connection.execute(text("select id from notitie"))).all()) == 2
    await engine.dispose()
    plain = migration_engine(database_url)
    with plain.connect() as sync:
        assert _count(sync) == 2
    plain.dispose()


def _count(connection: Connection) -> int:
    return len(connection.execute(text("select id from notitie")).all())


async def test_stored_answers_are_for_their_own_client(uow: UnitOfWork) -> None:
    row = {"key": "k", "fingerprint": "f", "created_at": MOMENT}
    async with uow(HIER) as tx:
        await tx.session.execute(idempotentie.insert(), row | {"client": HIER.client})
    async with uow.read(DAAR) as session:
        assert (await session.execute(select(idempotentie))).all() == []
    with pytest.raises(DBAPIError, match="row-level security"):
        async with uow(DAAR) as tx:
            await tx.session.execute(idempotentie.insert(), row | {"client": HIER.client})


async def test_the_role_of_the_tests_is_small(database: Database) -> None:
    """A superuser or a role with BYPASSRLS would see every row, and these tests nothing."""
    query = text("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
    async with database.reader.connect() as connection:
        assert await connection.scalar(query) is False
