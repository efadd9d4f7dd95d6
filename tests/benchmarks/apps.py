"""The two processes of `granting`: trajecten as it is deployed, and the least that does the same three inserts.

`python -m tests.benchmarks.apps meedoen|kaal DATABASE PORT DIRECTORY`; DIRECTORY holds the key of the issuer, and
is where the profile is written when `--profile` asks for one.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import orjson
import psycopg
import typer
import uvicorn
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier, Placeholder
from psycopg.types.json import set_json_loads
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deploy.keys import key_in
from deploy.services import SERVICES
from deploy.serving import collect_rarely, process_app, serve
from deploy.settings import Settings
from shared.auth import TokenDeur
from shared.clients import Clients
from shared.clock import SystemClock
from shared.db.engine import open_database
from shared.db.uow import UnitOfWork
from shared.logs import configure_logging
from shared.management import Manager
from shared.runtime import Runtime
from shared.service import build_app
from shared.tokens import Ondertekenaar, Tokens
from tests.benchmarks.profiling import profiled

POOL: Final = 10
TABLES: Final = ("toekenning", "outbox", "idempotentie")
AS_SYSTEM: Final = "-c app.gemeenten=*"
"""Connection options for rows of every gemeente, where the database guards them."""


def main(app: str, database: str, port: int, directory: Path, *, profile: bool = False) -> None:
    """Serve until told to stop."""
    if app == "kaal":
        bare(database, port)
        return
    with profiled(directory / "profiel.json" if profile else None):
        asyncio.run(meedoen(database, port, directory))


async def meedoen(url: str, port: int, directory: Path) -> None:
    """Trajecten with everything on: tokens, idempotency, outbox, tenancy, its log and its metrics."""
    configure_logging()
    service, clock = SERVICES["trajecten"], SystemClock()
    database = open_database(url, pool=POOL)
    policy = service.load_policy(None)
    uow = UnitOfWork(service.name, database, clock, policy)
    door = TokenDeur(Tokens({ISSUER: issuer(directory).sleutelbos()}))
    runtime = Runtime(service.name, database, uow, clock, Clients({}), policy, door)
    manager = Manager([runtime])
    app = process_app({service.name: build_app(service, runtime)}, manager)
    try:
        await serve(app, Settings(), port, [], manager)
    finally:
        await database.close()


ISSUER: Final = "http://uitgever.example.nl"


def issuer(directory: Path) -> Ondertekenaar:
    """Who signs the token of the clients; its key stays in the directory."""
    return Ondertekenaar(ISSUER, key_in(directory / "uitgever.pem"))


def bare(url: str, port: int) -> None:
    """Starlette and psycopg with a pool, nothing else: read the JSON, insert three rows of the same size, commit."""
    app = Starlette(routes=[Route("/toekenningen", _insert, methods=["POST"])], lifespan=_pool(url))
    collect_rarely()
    uvicorn.run(app, port=port, log_level="warning", access_log=False)


def _pool(url: str) -> Any:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[dict[str, Any]]:
        set_json_loads(_as_text)
        address = url.replace("+psycopg", "")
        free: asyncio.LifoQueue[psycopg.AsyncConnection[Any]] = asyncio.LifoQueue()
        opened = [
            await psycopg.AsyncConnection.connect(address, row_factory=dict_row, options=AS_SYSTEM)
            for _ in range(POOL)
        ]
        for connection in opened:
            free.put_nowait(connection)
        rows = [await _example(opened[0], table) for table in TABLES]
        yield {"free": free, "rows": rows, "inserts": [*map(_statement, TABLES, rows)]}
        for connection in opened:
            await connection.close()

    return lifespan


def _as_text(document: str | bytes) -> str:
    """A stored document goes back in as it came out."""
    return document if isinstance(document, str) else document.decode()


async def _example(connection: psycopg.AsyncConnection[Any], table: str) -> dict[str, Any]:
    """A row that trajecten stored for a request of this benchmark."""
    async with connection.transaction():
        cursor = await connection.execute(SQL("select * from {} limit 1").format(Identifier(table)))
        row: dict[str, Any] | None = await cursor.fetchone()
    assert row is not None, f"{table} is empty"
    return {name: value for name, value in row.items() if (table, name) != ("outbox", "id")}


def _statement(table: str, row: dict[str, Any]) -> str:
    columns, values = SQL(",").join(map(Identifier, row)), SQL(",").join(map(Placeholder, row))
    made = SQL("insert into {} ({}) values ({})").format(Identifier(table), columns, values)
    return made.as_string()


async def _insert(request: Request) -> Response:
    orjson.loads(await request.body())
    id_, key = uuid4(), request.headers["idempotency-key"]
    toekenning, outbox, answer = request.state.rows
    rows = (
        {**toekenning, "id": id_},
        {**outbox, "event_id": uuid4(), "key": str(id_), "subject": str(id_)},
        {**answer, "key": key},
    )
    connection = await request.state.free.get()
    try:
        async with connection.transaction():
            for statement, row in zip(request.state.inserts, rows, strict=True):
                await connection.execute(statement, row)
    finally:
        request.state.free.put_nowait(connection)
    return Response(answer["body"], 201, {"location": f"/toekenningen/{id_}"}, "application/json")


if __name__ == "__main__":
    typer.run(main)
