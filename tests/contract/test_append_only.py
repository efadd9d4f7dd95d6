"""Tables that are only ever added to: the database refuses UPDATE and DELETE, for the owner too (I10)."""

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from shared.db.dialect import append_only, not_append_only
from shared.db.engine import Database
from shared.db.uow import UnitOfWork
from shared.tenancy import SYSTEEM
from tests.contract.conftest import BOTH
from tests.contract.proef import Notitie, notitie, rows, see_all


@pytest.fixture(autouse=True)
async def _guarded(uow: UnitOfWork, database: Database) -> None:
    async with uow(SYSTEEM) as tx:
        tx.session.add(notitie())
    await _run(database, append_only("notitie", database.writer.dialect.name))


async def _run(database: Database, statements: list[str]) -> None:
    async with database.writer.begin() as connection:
        await see_all(connection)
        for statement in statements:
            await connection.execute(text(statement))


@pytest.mark.parametrize("change", [update(Notitie).values(tekst="anders"), delete(Notitie)])
async def test_I10_a_row_can_be_neither_changed_nor_deleted(
    database: Database, change: object
) -> None:
    with pytest.raises(DBAPIError, match="alleen aanvullen"):
        await _run(database, [str(change).replace(":tekst", "'anders'")])
    assert [row.tekst for row in await rows(database, Notitie)] == ["tekst"]


async def test_I10_rows_can_be_added(uow: UnitOfWork, database: Database) -> None:
    async with uow(SYSTEEM) as tx:
        tx.session.add(notitie())
    assert len(await rows(database, Notitie)) == 2


@pytest.mark.parametrize("database_url", BOTH[1:], indirect=True)
async def test_I10_a_whole_table_cannot_be_emptied_at_once(database: Database) -> None:
    with pytest.raises(DBAPIError, match="alleen aanvullen"):
        await _run(database, ["truncate notitie"])


async def test_a_downgrade_takes_the_guards_away(database: Database) -> None:
    await _run(database, not_append_only("notitie", database.writer.dialect.name))
    await _run(database, ["delete from notitie"])
    assert await rows(database, Notitie) == []
