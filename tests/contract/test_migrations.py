"""Every revision goes up, down and up again on both databases, and the models ask for nothing more."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from deploy.migrate import alembic_config, seed_database, upgrade_database
from deploy.services import SERVICES
from shared.db.engine import file_url, migration_engine
from shared.service import Service
from tests.servers.postgres import PostgresServer


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.distributed)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield file_url(tmp_path / "leeg.db")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"migratie_{uuid4().hex[:8]}"
    server.create_database(name)
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture(params=list(SERVICES))
def service(request: pytest.FixtureRequest) -> Service:
    """Each service in turn."""
    return SERVICES[request.param]


def test_each_revision_goes_up_down_and_up(service: Service, url: str) -> None:
    with alembic_config(service, url) as config:
        revisions = list(ScriptDirectory.from_config(config).walk_revisions())[::-1]
    assert revisions
    for revision in revisions:
        (branch,) = revision.branch_labels
        for move, to in (
            (command.upgrade, revision.revision),
            (command.downgrade, f"{branch}@-1"),
            (command.upgrade, revision.revision),
        ):
            with alembic_config(service, url) as config:
                move(config, to)
    assert _tables(url) == {t.name for metadata in service.tables for t in metadata.sorted_tables}


def test_down_to_the_base_leaves_nothing(service: Service, url: str) -> None:
    upgrade_database(service, url)
    with alembic_config(service, url) as config:
        command.downgrade(config, "base")
    assert _tables(url) == set()


def test_the_models_ask_for_nothing_more(service: Service, url: str) -> None:
    upgrade_database(service, url)
    with alembic_config(service, url) as config:
        command.check(config)


def test_the_checks_of_the_tables_are_those_of_the_models(service: Service, url: str) -> None:
    # alembic does not look at them, and tests of one service make their tables from the models
    upgrade_database(service, url)
    tables = [table for metadata in service.tables for table in metadata.sorted_tables]
    wanted = {
        table.name: {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        for table in tables
    }
    engine = migration_engine(url)
    found = {
        table.name: {check["name"] for check in inspect(engine).get_check_constraints(table.name)}
        for table in tables
    }
    engine.dispose()
    assert found == wanted


@pytest.mark.parametrize("statement", ["update boeking set bedrag = 1", "delete from boeking"])
def test_the_journal_of_a_real_budget_is_append_only(url: str, statement: str) -> None:
    with _budget(url) as connection, pytest.raises(DBAPIError, match="alleen aanvullen"):
        connection.execute(text(statement))


def test_the_lines_of_the_journal_balance(url: str) -> None:
    with _budget(url) as connection:
        lines, total = connection.execute(
            text("select count(*), sum(bedrag) from journaalregel")
        ).one()
    assert (lines > 0, total) == (True, 0)


@contextmanager
def _budget(url: str) -> Iterator[Connection]:
    """A connection to a budget that holds its first begroting."""
    upgrade_database(SERVICES["budget"], url)
    asyncio.run(seed_database(SERVICES["budget"], url, None))
    engine = migration_engine(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _tables(url: str) -> set[str]:
    engine = migration_engine(url)
    found = set(inspect(engine).get_table_names()) - {"alembic_version", "sqlite_sequence"}
    engine.dispose()
    return found
