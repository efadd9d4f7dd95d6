"""`meedoen`: what an operator does by hand. `python -m deploy.cli --help`."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from deploy.controle import INVARIANTEN, Controle
from deploy.migrate import data_url
from deploy.opschonen import VOLGORDE, Plan
from deploy.opschonen import opschonen as verwijder
from deploy.services import SERVICES
from deploy.settings import Settings
from services.budget.grootboek.queries import afwijkingen
from shared.clock import SystemClock
from shared.consumer import Consumer
from shared.crypto import bewaar, nieuw_bestand
from shared.db.engine import migration_engine, open_database
from shared.db.uow import UnitOfWork
from shared.deadletters import discard, open_letters, park
from shared.errors import DomainError
from shared.gemeenten import GEMEENTEN
from shared.tenancy import SYSTEEM

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Meedoen beheren")
dlq = typer.Typer(no_args_is_help=True, help="Berichten die apart staan")
cli.add_typer(dlq, name="dlq")

ServiceName = Annotated[str, typer.Argument(metavar="SERVICE", help=", ".join(SERVICES))]
Data = Annotated[Path | None, typer.Option(help="Map van de ingebedde modus")]


@cli.command("sleutels")
def sleutels(file: Annotated[Path, typer.Argument(metavar="BESTAND")]) -> None:
    """Make the keys of all gemeenten in a new file; keep it apart from the databases and their copies."""
    try:
        bewaar(nieuw_bestand(GEMEENTEN), file)
    except FileExistsError:
        typer.echo(f"{file} bestaat al; sleutels worden nooit overschreven", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"sleutels van {', '.join(GEMEENTEN)} staan in {file}")


@dlq.command("toon")
def toon(service: ServiceName, data: Data = None) -> None:
    """List the messages a service has set aside, oldest first."""

    async def work(uow: UnitOfWork) -> None:
        async with uow.read(SYSTEEM) as session:
            letters = await open_letters(session)
        table = Table("nr", "soort", "topic", "sleutel", "sinds", "fout")
        for letter in letters:
            key = (letter.key or b"").decode(errors="replace")
            since = f"{letter.created_at:%Y-%m-%d %H:%M}"
            table.add_row(str(letter.id), letter.kind, letter.topic, key, since, letter.error)
        Console().print(table)

    _run(service, data, work)


@dlq.command("herstel")
def herstel(service: ServiceName, nummer: int, data: Data = None) -> None:
    """Apply a message that was set aside, and those of its key behind it, in order."""

    async def work(uow: UnitOfWork) -> None:
        done = await Consumer(uow, SERVICES[service].handlers).replay(nummer)
        typer.echo(f"{done} bericht(en) hersteld")

    _run(service, data, work)


@dlq.command("verwerp")
def verwerp(service: ServiceName, nummer: int, data: Data = None) -> None:
    """Decide that a message will never be applied."""

    async def work(uow: UnitOfWork) -> None:
        async with uow(SYSTEEM) as tx:
            await discard(tx, nummer)
        typer.echo(f"bericht {nummer} verworpen")

    _run(service, data, work)


@dlq.command("opzij")
def opzij(service: ServiceName, topic: str, sleutel: str, data: Data = None) -> None:
    """Set the messages of one key aside: the way past a message that keeps failing."""

    async def work(uow: UnitOfWork) -> None:
        async with uow(SYSTEEM) as tx:
            await park(tx, topic, sleutel.encode())
        typer.echo(f"berichten van {sleutel} gaan opzij")

    _run(service, data, work)


@cli.command("controle")
def controle(
    data: Data = None,
    sinds: Annotated[int, typer.Option(help="Zo oud, in seconden, moet zijn wat aankwam")] = 60,
) -> None:
    """Check the invariants over all databases; exits 1 and names every violation when one does not hold."""
    settings = Settings()
    tot = SystemClock().now() - timedelta(seconds=sinds)

    @contextmanager
    def opened(service: str) -> Iterator[Connection]:
        engine = migration_engine(_url(settings, data, service))
        with engine.connect() as connection:
            yield connection
        engine.dispose()

    asked = Controle(opened, tot)
    found = {naam: list(check(asked)) for naam, check in INVARIANTEN.items()}
    found["I10 keten van het grootboek"] = asyncio.run(_keten(data))
    table = Table("invariant", "uitkomst")
    for naam, wrong in found.items():
        table.add_row(naam, f"{len(wrong)} afwijkingen" if wrong else "klopt")
    Console().print(table)
    for naam, wrong in found.items():
        for line in wrong:
            typer.echo(f"{naam}: {line}", err=True)
    if any(found.values()):
        raise typer.Exit(1)


async def _keten(data: Path | None) -> list[str]:
    async with _uow("budget", data) as uow, uow.read(SYSTEEM) as session:
        return await afwijkingen(session)


@cli.command("opschonen")
def opschonen(
    data: Data = None,
    *,
    proef: Annotated[bool, typer.Option("--proef", help="Tel alleen, en wis niemand")] = False,
) -> None:
    """Erase everybody of whom all terms are over (AVG art. 5); `--proef` only counts."""
    plan = asyncio.run(_opschonen(data, proef=proef))
    table = Table("dienst", "categorie", "bewaard", "verlopen", "gaat weg")
    for telling in plan.tellingen:
        aantallen = (telling.bewaard, telling.verlopen, telling.weg)
        table.add_row(telling.dienst, telling.categorie, *map(str, aantallen))
    Console().print(table)
    typer.echo(f"{len(plan.personen)} inwoner(s) {'te wissen' if proef else 'gewist'}")


async def _opschonen(data: Path | None, *, proef: bool) -> Plan:
    async with AsyncExitStack() as stack:
        diensten = {naam: await stack.enter_async_context(_uow(naam, data)) for naam in VOLGORDE}
        return await verwijder(diensten, f"opschonen:{getuser()}"[:80], proef=proef)


def _url(settings: Settings, data: Path | None, service: str) -> str:
    return data_url(data, SERVICES[service]) if data else settings.database(service)


def _run(service: str, data: Path | None, work: Callable[[UnitOfWork], Awaitable[None]]) -> None:
    if service not in SERVICES:
        raise typer.BadParameter(f"kies uit {', '.join(SERVICES)}")
    try:
        asyncio.run(_with_uow(service, data, work))
    except DomainError as error:
        typer.echo(error.detail, err=True)
        raise typer.Exit(1) from error


async def _with_uow(
    service: str, data: Path | None, work: Callable[[UnitOfWork], Awaitable[None]]
) -> None:
    async with _uow(service, data) as uow:
        await work(uow)


@asynccontextmanager
async def _uow(service: str, data: Path | None) -> AsyncIterator[UnitOfWork]:
    settings = Settings()
    database = open_database(_url(settings, data, service))
    try:
        policy = SERVICES[service].load_policy(settings.rules)
        yield UnitOfWork(service, database, SystemClock(), policy)
    finally:
        await database.close()


if __name__ == "__main__":
    cli()
