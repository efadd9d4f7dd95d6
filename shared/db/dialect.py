"""What differs between the two databases; dialect names stand here and in engine.py only."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final, cast

import psycopg
from sqlalchemy import BigInteger, Connection, Dialect, Integer, Table, insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlalchemy.orm import DeclarativeBase

Id = BigInteger().with_variant(Integer, "sqlite")
"""A growing integer key: SQLite only counts up on INTEGER."""

MUUR: Final = "muur"
"""The key in `Table.info` of a condition on rows that takes the place of the one on `gemeente` (row_security)."""
ALLEEN_SYSTEEM: Final = "false"
"""The condition of a table that no caller has to do with."""
_GEMEENTEN = "(select current_setting('app.gemeenten', true))"
_AGAIN_STATES = frozenset({"40001", "40P01", "55P03", "57014", "57P01", "57P02", "57P03"})
_AGAIN_CLASSES = ("08", "53")
_CHANNEL = "meedoen_outbox"
_SQLITE_AGAIN = (
    "database is locked",
    "database table is locked",
    "is full",
    "disk i/o error",
    "unable to open database",
)


def upserting(
    where: AsyncSession | Dialect, table: Table | type[DeclarativeBase]
) -> postgresql.Insert:
    """An insert into `table` that knows `on_conflict_do_nothing` and `on_conflict_do_update` on this database."""
    dialect = where if isinstance(where, Dialect) else where.get_bind().dialect
    made = sqlite.insert(table) if dialect.name == "sqlite" else postgresql.insert(table)
    return cast(postgresql.Insert, made)


async def bulk_insert(
    session: AsyncSession, table: Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert many rows in one round trip, in the given order."""
    if rows:
        connection = await session.connection()
        await connection.execute(insert(table), [dict(row) for row in rows])


async def empty_log(engine: AsyncEngine) -> None:
    """Move the write-ahead log of an SQLite file into it and cut it off, with all it held of before.

    Somebody who reads at this moment may keep it until the next time. PostgreSQL recycles and archives its own log.
    """
    if engine.dialect.name != "sqlite":
        return
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        # no transaction may be open around it, so not through SQLAlchemy
        cursor = await raw.driver_connection.execute("pragma wal_checkpoint(truncate)")
        await cursor.close()


def is_lock_timeout(error: DBAPIError) -> bool:
    """Whether the statement gave up waiting for a lock."""
    return getattr(error.orig, "sqlstate", None) == "55P03"


def is_transient(error: DBAPIError) -> bool:
    """Whether the same work may well succeed later: connection, lock, deadlock, serialization, space."""
    state = getattr(error.orig, "sqlstate", None)
    if error.connection_invalidated or (state is None and _lost(error)):
        return True
    if state is not None:
        return state in _AGAIN_STATES or state.startswith(_AGAIN_CLASSES)
    said = str(error.orig).lower()
    return any(part in said for part in _SQLITE_AGAIN)


def _lost(error: DBAPIError) -> bool:
    # psycopg raises OperationalError without a SQLSTATE when the server cannot be reached
    return type(error.orig).__module__.startswith("psycopg") and (
        type(error.orig).__name__ == "OperationalError"
    )


def is_taken(error: IntegrityError) -> bool:
    """Whether a row breaks a unique constraint, and no other one."""
    state = getattr(error.orig, "sqlstate", None)
    return state == "23505" or "unique constraint failed" in str(error.orig).lower()


async def take_leadership(connection: AsyncConnection, name: str) -> bool:
    """Try to become the one relay of this database by a session advisory lock; kept until the connection closes."""
    result = await connection.execute(
        text("select pg_try_advisory_lock(hashtextextended(:name, 0))"), {"name": name}
    )
    return bool(result.scalar_one())


async def announce(connection: AsyncConnection) -> None:
    """Tell the relay that leads, in whichever process, that events wait; a wake-up only, never a transport."""
    async with connection.begin():
        await connection.execute(text(f"notify {_CHANNEL}"))


async def announcements(connection: AsyncConnection) -> AsyncIterator[None]:
    """Yields at each announcement of another process; the connection serves nothing else meanwhile.

    Raises ConnectionError when the connection is lost: what psycopg raises here does not pass through SQLAlchemy.
    """
    async with connection.begin():
        await connection.execute(text(f"listen {_CHANNEL}"))
    raw = await connection.get_raw_connection()
    assert raw.driver_connection is not None
    try:
        async for _ in raw.driver_connection.notifies():
            yield
    except psycopg.Error as lost:
        raise ConnectionError(type(lost).__name__) from lost


def row_security(table: Table) -> list[str]:
    """Statements that have PostgreSQL show and take only rows of the caller, for the owner of the table too.

    They may be run again. A table without a `gemeente` and without a condition of its own gets none. Who says nothing
    about itself (direct.py) sees no row; without a WITH CHECK the same condition holds for what is written.
    """
    own = table.info.get(MUUR)
    if own is None and "gemeente" in table.c:
        own = f"gemeente = any(string_to_array({_GEMEENTEN}, ','))"
    if own is None:
        return []
    return [
        f"alter table {table.name} enable row level security",
        f"alter table {table.name} force row level security",
        f"drop policy if exists muur on {table.name}",
        f"create policy muur on {table.name} using ({_GEMEENTEN} = '*' or {own})",
    ]


def no_row_security(table: str, dialect: str) -> list[str]:
    """Statements for a downgrade that drops a table which the condition of this one looks into."""
    return [f"drop policy if exists muur on {table}"] if dialect == "postgresql" else []


def of_client(column: str) -> str:
    """The condition of a row that belongs to the client named in a column."""
    return f"{column} = (select current_setting('app.client', true))"


def of_client_or_listed(column: str, key: str, table: str, reference: str) -> str:
    """The condition of a row that belongs to a client, and is open to those who see it listed in another table."""
    listed = f"select {reference} from {table}"  # noqa: S608 - names from our own models
    return f"{of_client(column)} or {key} in ({listed})"


def secure_rows(connection: Connection, table: Table) -> None:
    """Set the row security of a table; SQLite has none."""
    if connection.dialect.name == "postgresql":
        for statement in row_security(table):
            connection.execute(text(statement))


def append_only(table: str, dialect: str) -> list[str]:
    """Statements for a revision: after these no UPDATE or DELETE on the table succeeds, for the owner either (I10)."""
    if dialect == "sqlite":
        return [
            f"create trigger {table}_geen_{verb} before {verb} on {table} "
            f"begin select raise(abort, '{table} is alleen aanvullen'); end"
            for verb in ("update", "delete")
        ]
    guard = f"{table}_alleen_aanvullen"
    body = f"begin raise exception '{table} is alleen aanvullen'; end"
    verbs = "update or delete or truncate"
    return [
        f"create function {guard}() returns trigger language plpgsql as $$ {body} $$",
        f"create trigger {guard} before {verbs} on {table} for each statement execute function {guard}()",
    ]


def not_append_only(table: str, dialect: str) -> list[str]:
    """Statements for a downgrade: take the guards of `append_only` away."""
    if dialect == "sqlite":
        return [f"drop trigger {table}_geen_{verb}" for verb in ("update", "delete")]
    return [
        f"drop trigger {table}_alleen_aanvullen on {table}",
        f"drop function {table}_alleen_aanvullen()",
    ]
