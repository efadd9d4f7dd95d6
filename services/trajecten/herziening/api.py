"""`/v1/herzieningen`: running subsidies on the minimum wage of 1 January."""

from uuid import UUID

from fastapi import Response

from services.trajecten.herziening import handlers, queries
from services.trajecten.herziening.domain import HerzieningOnbekend
from services.trajecten.herziening.schemas import HerzieningAntwoord, HerzieningBody
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router

router = Router(
    "trajecten",
    "herzieningen",
    "Lopende loonkostensubsidies op het minimumloon van 1 januari",
    verwerking="voorzieningen",
)


@router.creates("/herzieningen", HerzieningAntwoord, tekst="Herzie de loonkostensubsidies")
async def herzie(body: HerzieningBody, call: Creates) -> Response:
    command = body.command(call.caller)
    async with call.tx() as tx:
        row, gewijzigd, bekeken = await handlers.herzie(tx, command)
        call.raakt(*bekeken)
        return call.created(HerzieningAntwoord.of(row, gewijzigd), row.id)


@router.lists("/herzieningen", HerzieningAntwoord, tekst="Toon herzieningen, de nieuwste eerst")
async def lijst(call: Reads, paging: AskedPage) -> Response:
    async with call.read() as session:
        total, rows = await paging.take(session, queries.herzieningen())
        gewijzigd = await queries.gewijzigd(session, [row.id for row in rows])
        call.raakt(*await queries.van(session, [een for elk in gewijzigd.values() for een in elk]))
        found = [HerzieningAntwoord.of(row, gewijzigd[row.id]) for row in rows]
        return call.page(found, total, paging)


@router.reads(
    "/herzieningen/{herziening_id:uuid}",
    HerzieningAntwoord,
    tekst="Toon een herziening en wat zij wijzigde",
)
async def detail(herziening_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        row = await queries.herziening(session, herziening_id)
        if row is None:
            raise HerzieningOnbekend
        gewijzigd = await queries.gewijzigd(session, [row.id])
        call.raakt(*await queries.van(session, gewijzigd[row.id]))
        return call.ok(HerzieningAntwoord.of(row, gewijzigd[row.id]))
