"""The begin of a transaction: a connection on which somebody was named and the first statements were run."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, Self

import psycopg
from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError, MissingGreenlet
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import PoolProxiedConnection, QueuePool
from sqlalchemy.util import greenlet_spawn

from shared.db.dialect import is_lock_timeout
from shared.db.direct import Direct, Opening, Rows, Wie, told
from shared.db.pipeline import Memory, Pipeline
from shared.db.steps import Steps

_SERVED: Final = "heeft gediend"
_MEMORY: Final = "geheugen"
"""What is remembered of a pooled connection, for as long as it lives."""


class Opened:
    """A transaction that has begun when the body does; what the body did not commit is rolled back.

    Raises `opening.too_long` when one of its first statements waited too long for a lock.
    """

    direct: Direct
    found: Sequence[Rows]
    """The rows of each of its first statements."""

    def __init__(self, engine: AsyncEngine, wie: Wie, opening: Opening) -> None:
        self._engine = engine
        self._wie = wie
        self._opening = opening
        self._pooled: PoolProxiedConnection

    async def __aenter__(self) -> Self:
        while not await self._begun():
            pass
        return self

    async def __aexit__(self, *raised: object) -> None:
        if self.direct.ended:
            # nothing is left to roll back, and going back to the pool waits for nobody
            self._pooled._close_special(transaction_reset=True)  # noqa: SLF001
        else:
            # a rollback must come to its end, whoever is cancelled
            await asyncio.shield(greenlet_spawn(self._pooled.close))

    def connection(self) -> AsyncConnection:
        """The connection as SQLAlchemy's sessions want it; most transactions that just create never need it."""
        sync = Connection(self._engine.sync_engine, connection=self._pooled)
        return AsyncConnection(self._engine, sync)

    async def _begun(self) -> bool:
        """False when the connection had died since it last served: nothing was done on it, so another one will do.

        That costs nothing; asking each connection whether it still lives would cost a round trip per transaction.
        """
        pooled = self._pooled = await _connected(self._engine)
        try:
            self.direct = _direct(pooled, self._engine.dialect)
            self.found = await self.direct.begin(self._wie, self._opening)
        except BaseException as error:
            lost = isinstance(error, DBAPIError) and error.connection_invalidated
            died = lost and _SERVED in pooled.info
            await asyncio.shield(greenlet_spawn(pooled.invalidate if lost else pooled.close))
            if died:
                return False
            if self._opening.too_long and isinstance(error, DBAPIError) and is_lock_timeout(error):
                raise self._opening.too_long from None
            raise
        pooled.info[_SERVED] = True
        return True


async def _connected(engine: AsyncEngine) -> PoolProxiedConnection:
    dialect = engine.dialect
    assert dialect.dbapi is not None
    pool = engine.pool
    try:
        if isinstance(pool, QueuePool) and pool.checkedin():
            # one that is free waits for nobody, unless it was lost and only its place is left
            with suppress(MissingGreenlet):
                return engine.sync_engine.raw_connection()
        return await engine.raw_connection()
    except dialect.dbapi.Error as error:
        raise told(error, None, dialect) from error


async def direct(connection: AsyncConnection) -> Direct:
    """The way past SQLAlchemy on one of its connections."""
    return _direct(await connection.get_raw_connection(), connection.dialect)


def _direct(pooled: PoolProxiedConnection, dialect: Dialect) -> Direct:
    raw = pooled.driver_connection
    if not isinstance(raw, psycopg.AsyncConnection):
        return Steps(raw, dialect)
    memory = pooled.info.get(_MEMORY)
    if memory is None:
        memory = pooled.info[_MEMORY] = Memory(raw)
    return Pipeline(raw, dialect, memory)
