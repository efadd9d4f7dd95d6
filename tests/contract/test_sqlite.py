"""SQLite on the event loop: what waits for a lock does so elsewhere, and nobody uses its connection meanwhile."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from shared.db.engine import file_url, open_database


async def test_what_was_cancelled_while_it_waited_for_a_lock_leaves_no_transaction(
    tmp_path: Path,
) -> None:
    file = tmp_path / "proef.db"
    database = open_database(file_url(file))
    async with database.writer.connect() as connection:
        await connection.exec_driver_sql("create table proef (id integer primary key)")
        await connection.commit()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("begin immediate")
    async with database.writer.connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        waiting = asyncio.create_task(raw.execute_fetchall("begin immediate"))
        await asyncio.sleep(0.1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        asyncio.get_running_loop().call_later(0.1, other.rollback)
        await raw.rollback()
        assert not raw.in_transaction
    async with database.writer.begin() as connection:
        await connection.exec_driver_sql("insert into proef default values")
    other.close()
    await database.close()


async def test_the_loop_goes_on_while_a_writer_waits(tmp_path: Path) -> None:
    file = tmp_path / "proef.db"
    database = open_database(file_url(file))
    async with database.writer.begin() as connection:
        await connection.exec_driver_sql("create table proef (id integer primary key)")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("begin immediate")
    # nobody else can let go: a loop that stands still would wait until the lock is given up
    asyncio.get_running_loop().call_later(0.1, other.rollback)
    async with database.writer.begin() as connection:
        await connection.exec_driver_sql("insert into proef default values")
        assert (await connection.exec_driver_sql("select count(*) from proef")).scalar_one() == 1
    other.close()
    await database.close()
