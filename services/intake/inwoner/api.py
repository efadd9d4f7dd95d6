"""The routes of inwoners."""

from uuid import UUID

from fastapi import Response

from services.intake.inwoner import handlers, queries
from services.intake.inwoner.schemas import Inwoner, InwonerAanmaken
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router

router = Router("intake", "inwoner")


@router.creates("/inwoners", Inwoner, "Registreer een inwoner")
async def registreer(body: InwonerAanmaken, call: Creates) -> Response:
    command = body.command(call.caller)
    async with call.tx() as tx:
        row = await handlers.registreer(tx, command)
        return call.created(Inwoner.of(row), row.persoon_ref)


@router.lists("/inwoners", Inwoner, "Toon de inwoners")
async def lijst(call: Reads, paging: AskedPage) -> Response:
    async with call.read() as session:
        total, rows = await paging.take(session, queries.alle())
        return call.page([Inwoner.of(row) for row in rows], total, paging)


@router.reads("/inwoners/{persoon_ref:uuid}", Inwoner, "Toon een inwoner")
async def toon(persoon_ref: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(Inwoner.of(await queries.inwoner(session, persoon_ref)))
