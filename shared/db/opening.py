"""The begin of a transaction: a connection on which somebody was named and the first statements were run."""

import asyncio
from collections.abc import Sequence
from typing import Final, Self

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import PoolProxiedConnection

from shared.db.dialect import is_lock_timeout
from shared.db.direct import Direct, Opening, Rows, Wie
from shared.db.pipeline import Memory, Pipeline
from shared.db.steps import Steps

_SERVED: Final = "heeft gediend"
_MEMORY: Final = "geheugen"
"""What is remembered of a pooled connection, for as long as it lives."""


class Opened:
    """A transaction that has begun when the body does; what the body did not commit is rolled back.

    Raises `opening.too_long` when one of its first statements waited too long for a lock.
    """

    connection: AsyncConnection
    direct: Direct
    found: Sequence[Rows]
    """The rows of each of its first statements."""

    def __init__(self, engine: AsyncEngine, wie: Wie, opening: Opening) -> None:
        self._engine = engine
        self._wie = wie
        self._opening = opening

    async def __aenter__(self) -> Self:
        while not await self._begun():
            pass
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *raised: object) -> None:
        closing = self.connection.close()
        # after a commit nothing is waited for any more; a rollback must come to its end, whoever is cancelled
        await (closing if kind is None else asyncio.shield(closing))

    async def _begun(self) -> bool:
        """False when the connection had died since it last served: nothing was done on it, so another one will do.

        That costs nothing; asking each connection whether it still lives would cost a round trip per transaction.
        """
        self.connection = connection = await self._engine.connect()
        pooled = await connection.get_raw_connection()
        try:
            self.direct = _direct(connection, pooled)
            self.found = await self.direct.begin(self._wie, self._opening)
        except BaseException as error:
            lost = isinstance(error, DBAPIError) and error.connection_invalidated
            died = lost and _SERVED in pooled.info
            if lost:
                await connection.invalidate()
            await asyncio.shield(connection.close())
            if died:
                return False
            if self._opening.too_long and isinstance(error, DBAPIError) and is_lock_timeout(error):
                raise self._opening.too_long from None
            raise
        pooled.info[_SERVED] = True
        return True


async def direct(connection: AsyncConnection) -> Direct:
    """The way past SQLAlchemy on one of its connections."""
    return _direct(connection, await connection.get_raw_connection())


def _direct(connection: AsyncConnection, pooled: PoolProxiedConnection) -> Direct:
    raw, dialect = pooled.driver_connection, connection.dialect
    if isinstance(raw, psycopg.AsyncConnection):
        memory = pooled.info.get(_MEMORY)
        if memory is None:
            memory = pooled.info[_MEMORY] = Memory(raw)
        return Pipeline(raw, dialect, memory)
    return Steps(connection, raw, dialect)
