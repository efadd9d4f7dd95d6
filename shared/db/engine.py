"""Opening a database: one writer with its rules, one reader; the only file beside dialect.py that knows dialects."""

import asyncio
import sqlite3
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

import aiosqlite
import msgspec
import psycopg
from sqlalchemy import URL, AdaptedConnection, Connection, Engine, create_engine, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool, QueuePool

from shared.db.direct import told
from shared.db.steps import BEGIN, BEGIN_READING

_ALS_SYSTEEM = "-c app.gemeenten=*"
"""Connection options of what works for the system alone: row security (dialect.py) shows it every row."""
_MAY_WAIT: Final = (BEGIN, "pragma")
"""How statements begin that wait until no other connection is in the way: the loop has to go on for that one."""
_STATEMENTS_KEPT: Final = 512
"""How many statements a connection keeps prepared."""
_PRAGMAS = (
    "pragma journal_mode=wal",
    "pragma synchronous=full",
    "pragma busy_timeout=5000",
    "pragma foreign_keys=on",
    # what is deleted or overwritten is zeroed: who was erased is in no free page either
    "pragma secure_delete=on",
)


def as_json(document: object) -> str:
    """A document as it is stored."""
    return msgspec.json.encode(document).decode()


@dataclass(frozen=True)
class Database:
    """The engines of one service: `writer` for transactions, `reader` for queries."""

    url: str
    writer: AsyncEngine
    reader: AsyncEngine
    streams: asyncio.Semaphore
    """Who reads a list whole holds a connection for long, and needs a second one to record whom it is about."""
    on_commit: list[Callable[[], None]] = field(default_factory=list)

    @property
    def has_broker(self) -> bool:
        """Whether events leave this database through a relay; an SQLite outbox is read directly."""
        return self.writer.dialect.name != "sqlite"

    def in_use(self) -> dict[str, int]:
        """How many connections of each pool are in use."""
        pools = {"writer": self.writer.pool, "reader": self.reader.pool}
        if self.writer is self.reader:
            del pools["reader"]
        return {name: p.checkedout() for name, p in pools.items() if isinstance(p, QueuePool)}

    def committed(self) -> None:
        """Tell those who wait for new events that a transaction with events was committed."""
        for wake in self.on_commit:
            wake()

    async def close(self) -> None:
        """Close every connection."""
        await self.reader.dispose()
        await self.writer.dispose()


def open_database(url: str, *, pool: int = 10) -> Database:
    """Open the database behind an SQLAlchemy URL (`sqlite+aiosqlite:///…` or `postgresql+psycopg://…`)."""
    parsed = make_url(url)
    # half the connections: then one of the others comes free sooner or later for each of them
    streams = asyncio.Semaphore(max(1, pool // 2))
    if parsed.get_backend_name() == "sqlite":
        return Database(url, _sqlite_writer(parsed), _sqlite_reader(parsed), streams)
    engine = create_async_engine(
        parsed,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=5,
        hide_parameters=True,
        json_serializer=as_json,
        connect_args={"async_creator_fn": _Connecting},
    )
    return Database(url, engine, engine, streams)


class _Connecting:
    """A connection that is made once somebody waits for it; who only asks whether one is free leaves no coroutine."""

    def __init__(self, *address: Any, **options: Any) -> None:
        self._address = address
        self._options = options

    def __await__(self) -> Generator[Any, None, psycopg.AsyncConnection[Any]]:
        return psycopg.AsyncConnection.connect(*self._address, **self._options).__await__()


def file_url(path: Path) -> str:
    """The URL of the database in a file."""
    return f"sqlite+aiosqlite:///{path}"


def migration_engine(url: str) -> Engine:
    """A plain engine for Alembic and operators, which works without an event loop and sees every row."""
    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    return create_engine(
        parsed.set(drivername="sqlite") if sqlite else parsed,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={} if sqlite else {"options": _ALS_SYSTEEM},
    )


def relay_engine(database: Database) -> AsyncEngine:
    """An engine without a pool: a pooled connection keeps the relay's advisory lock after close (decision 48)."""
    return create_async_engine(
        make_url(database.url),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "options": _ALS_SYSTEEM,
        },
    )


class _OnTheLoop(aiosqlite.Connection):
    """A connection that executes where it is called: SQLAlchemy sends four calls a statement, and each would cost a hop
    to a thread that takes longer than the statement itself. Only what may wait for a lock goes to the thread, and what
    comes while that is busy: who was waiting may have been cancelled, and its connection has one user at a time.
    """

    _sent = _done = 0
    """How much was sent to the thread, and how much it did; each is counted on one side only."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        waits = args and isinstance(args[0], str) and args[0].startswith(_MAY_WAIT)
        if waits or self._sent != self._done:
            self._sent += 1
            there = partial(self._there, fn, *args, **kwargs)
            return await super()._execute(there)  # type: ignore[no-untyped-call]
        if not self._running or self._connection is None:
            raise ValueError("Connection closed")
        return fn(*args, **kwargs)

    def _there(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return fn(*args, **kwargs)
        finally:
            self._done += 1


def _connect_sqlite(database: str, **options: Any) -> _OnTheLoop:
    settings = {
        **options,
        "isolation_level": None,
        "check_same_thread": False,
        "cached_statements": _STATEMENTS_KEPT,
    }
    return _OnTheLoop(partial(sqlite3.connect, database, **settings), iter_chunk_size=64)


def _sqlite_writer(url: URL) -> AsyncEngine:
    # one connection per file: writers queue here instead of meeting "database is locked"
    engine = create_async_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,
        connect_args={"async_creator_fn": _connect_sqlite},
        json_serializer=as_json,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, record: Any) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        _begin_at_once(connection, BEGIN)

    return engine


def _sqlite_reader(url: URL) -> AsyncEngine:
    readonly = url.set(
        database=f"file:{url.database}", query={**url.query, "mode": "ro", "uri": "true"}
    )
    engine = create_async_engine(
        readonly,
        pool_size=5,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"async_creator_fn": _connect_sqlite},
        json_serializer=as_json,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, record: Any) -> None:
        connection.execute("pragma query_only=on")
        connection.execute("pragma busy_timeout=5000")

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        _begin_at_once(connection, BEGIN_READING)

    return engine


def _begin_at_once(connection: Connection, sql: str) -> None:
    """Begin, unless that was done past SQLAlchemy; one step of the connection, where a cursor takes four."""
    adapted = cast(AdaptedConnection, connection.connection.dbapi_connection)
    try:
        if not adapted.driver_connection.in_transaction:
            adapted.run_async(lambda raw: raw.execute_fetchall(sql))
    except sqlite3.Error as error:
        raise told(error, adapted, connection.dialect) from error
