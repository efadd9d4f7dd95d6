"""Bringing databases to the newest revision, and making revisions; `python -m deploy.migrate --help`."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory

from deploy.services import SERVICES, TOPICS
from deploy.settings import Settings
from shared.bus.kafka import create_topics
from shared.clock import SystemClock
from shared.db.dialect import secure_rows
from shared.db.engine import file_url, migration_engine, open_database
from shared.db.uow import UnitOfWork
from shared.service import Service
from shared.tenancy import SYSTEEM

ROOT = Path(__file__).parent.parent
_SHARED = "shared/db/migrations"
cli = typer.Typer(no_args_is_help=True, add_completion=False)


@contextmanager
def alembic_config(service: Service, url: str) -> Iterator[Config]:
    """Alembic's configuration for one service on one database."""
    config = Config(ROOT / "alembic.ini", ini_section=service.name)
    engine = migration_engine(url)
    with engine.connect() as connection:
        config.attributes.update(connection=connection, metadata=service.tables)
        yield config
        connection.commit()  # lint-skip: no-commit
    engine.dispose()


def upgrade_database(service: Service, url: str) -> None:
    """Bring the database of a service to the newest revision, and give every table its row security."""
    with alembic_config(service, url) as config:
        command.upgrade(config, "heads")
    engine = migration_engine(url)
    for table in (table for metadata in service.tables for table in metadata.sorted_tables):
        # one lock at a time: the service may be running
        with engine.begin() as connection:
            secure_rows(connection, table)
    engine.dispose()


async def seed_database(service: Service, url: str, overlay: Path | None) -> None:
    """Store the first version of what people edit later; harmless when it is there."""
    if service.seed is None:
        return
    database = open_database(url)
    async with UnitOfWork(service.name, database, SystemClock())(SYSTEEM) as tx:
        await service.seed(tx, service.load_policy(overlay))
    await database.close()


def data_url(directory: Path, service: Service) -> str:
    """Where the database of a service lives in embedded mode."""
    return file_url(directory / f"{service.name}.db")


@cli.command()
def upgrade(
    data: Annotated[Path | None, typer.Option(help="Map van de ingebedde modus")] = None,
) -> None:
    """Bring every database to the newest revision; with MEEDOEN_DATABASE_URL also makes the topics."""
    settings = Settings()
    for service in SERVICES.values():
        url = _url(settings, data, service)
        upgrade_database(service, url)
        asyncio.run(seed_database(service, url, settings.rules))
        typer.echo(f"{service.name}: bijgewerkt")
    if data is None:
        asyncio.run(create_topics(settings.kafka, TOPICS, replication=settings.kafka_replication))


@cli.command()
def revision(service: str, text: str) -> None:
    """Make a revision from the difference between the models and the newest revision.

    SERVICE is a service, or `plumbing` for the tables every service has.
    """
    chosen = SERVICES.get(service) or next(iter(SERVICES.values()))
    with tempfile.TemporaryDirectory() as directory:
        url = data_url(Path(directory), chosen)
        upgrade_database(chosen, url)
        with alembic_config(chosen, url) as config:
            _revise(config, service, text)


def _revise(config: Config, branch: str, text: str) -> None:
    begun = any(branch in s.branch_labels for s in _revisions(config))
    folder = f"services/{branch}/migrations" if branch in SERVICES else f"{_SHARED}/{branch}"
    command.revision(
        config,
        text,
        autogenerate=True,
        head=f"{branch}@head" if begun else "base",
        branch_label=None if begun else branch,
        version_path=str(ROOT / folder),
    )


def _revisions(config: Config) -> list[Script]:
    return list(ScriptDirectory.from_config(config).walk_revisions())


@cli.command()
def check(
    data: Annotated[Path | None, typer.Option(help="Map van de ingebedde modus")] = None,
) -> None:
    """Fail when the models differ from the newest revision."""
    for service in SERVICES.values():
        with alembic_config(service, _url(Settings(), data, service)) as config:
            command.check(config)


def _url(settings: Settings, data: Path | None, service: Service) -> str:
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        return data_url(data, service)
    return settings.database(service.name)


if __name__ == "__main__":
    cli()
