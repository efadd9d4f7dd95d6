"""The routes of inwoners."""

from uuid import UUID

from fastapi import Response

from services.intake.inwoner import handlers, queries
from services.intake.inwoner.domain import Melding
from services.intake.inwoner.schemas import (
    GeheimhoudingMelden,
    HuishoudenMelden,
    Inwoner,
    InwonerAanmaken,
    OverlijdenMelden,
    UitkeringMelden,
    VerhuizingMelden,
)
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router

router = Router("intake", "inwoner", "Wie de kernapplicatie aanmeldt, en wat zij daarna meldt")

EEN = "/inwoners/{persoon_ref:uuid}"


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


@router.reads(EEN, Inwoner, "Toon een inwoner")
async def toon(persoon_ref: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(Inwoner.of(await queries.inwoner(session, persoon_ref)))


@router.records(EEN + "/_verhuizen", Inwoner, "Meld dat een inwoner de gemeente verlaat")
async def verhuizen(persoon_ref: UUID, body: VerhuizingMelden, call: Creates) -> Response:
    return await _wijzig(call, persoon_ref, body.command())


@router.records(EEN + "/_overlijden", Inwoner, "Meld het overlijden van een inwoner")
async def overlijden(persoon_ref: UUID, body: OverlijdenMelden, call: Creates) -> Response:
    return await _wijzig(call, persoon_ref, body.command())


@router.records(EEN + "/_uitkering", Inwoner, "Meld het begin of einde van een uitkering")
async def uitkering(persoon_ref: UUID, body: UitkeringMelden, call: Creates) -> Response:
    return await _wijzig(call, persoon_ref, body.command())


@router.records(EEN + "/_huishouden", Inwoner, "Meld een ander huishouden")
async def huishouden(persoon_ref: UUID, body: HuishoudenMelden, call: Creates) -> Response:
    return await _wijzig(call, persoon_ref, body.command())


@router.records(EEN + "/_geheimhouding", Inwoner, "Meld geheimhouding, of het einde ervan")
async def geheimhouding(persoon_ref: UUID, body: GeheimhoudingMelden, call: Creates) -> Response:
    async with call.tx() as tx:
        row = await handlers.zet_geheimhouding(tx, persoon_ref, geheimhouding=body.geheimhouding)
        return call.done(Inwoner.of(row))


async def _wijzig(call: Creates, persoon_ref: UUID, melding: Melding) -> Response:
    async with call.tx() as tx:
        row = await handlers.wijzig(tx, persoon_ref, melding)
        return call.done(Inwoner.of(row))
