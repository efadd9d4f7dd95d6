"""The routes of werkverdelingen."""

from uuid import UUID

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.aanmelding import queries as aanmeldingen
from services.intake.werkverdeling import handlers, models, queries
from services.intake.werkverdeling.schemas import Werkverdeling, WerkverdelingAanmaken
from shared.routing import Call, Creates, Reads, Router

router = Router("intake", "werkverdeling", verwerking="intake")


@router.creates(
    "/werkverdelingen", Werkverdeling, "Verdeel de wachtende aanmeldingen over een team"
)
async def verdeel(body: WerkverdelingAanmaken, call: Creates) -> Response:
    command = body.command(call.caller)
    async with call.tx() as tx:
        row = await handlers.verdeel_werk(tx, command, call.runtime.policy.aanmelding)
        return call.created(await _antwoord(call, tx.session, row), row.id)


@router.reads("/werkverdelingen/{werkverdeling_id:uuid}", Werkverdeling, "Toon een werkverdeling")
async def toon(werkverdeling_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        row = await queries.werkverdeling(session, werkverdeling_id)
        return call.ok(await _antwoord(call, session, row))


async def _antwoord(call: Call, session: AsyncSession, row: models.Werkverdeling) -> Werkverdeling:
    verdeeld = await aanmeldingen.van_werkverdeling(session, row.id)
    call.raakt(*verdeeld)
    return Werkverdeling.of(row, [(a.id, a.medewerker) for a in verdeeld])
