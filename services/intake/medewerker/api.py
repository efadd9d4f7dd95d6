"""The routes of medewerkers."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.intake.medewerker import handlers, queries
from services.intake.medewerker.schemas import Medewerker, MedewerkerAanmaken
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router
from shared.schemas import Code, Optioneel

router = Router("intake", "medewerker")


@router.creates("/medewerkers", Medewerker, "Leg een medewerker vast")
async def leg_vast(body: MedewerkerAanmaken, call: Creates) -> Response:
    command = body.command(call.caller)
    async with call.tx() as tx:
        row = await handlers.leg_vast(tx, command)
        return call.created(Medewerker.of(row), row.id)


@router.lists("/medewerkers", Medewerker, "Toon de medewerkers")
async def lijst(
    call: Reads,
    paging: AskedPage,
    team: Annotated[Optioneel[Code], Query(description="Alleen van dit team")] = None,
) -> Response:
    async with call.read() as session:
        total, rows = await paging.take(session, queries.alle(team))
        return call.page([Medewerker.of(row) for row in rows], total, paging)


@router.reads("/medewerkers/{medewerker_id:uuid}", Medewerker, "Toon een medewerker")
async def toon(medewerker_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(Medewerker.of(await queries.medewerker(session, medewerker_id)))
