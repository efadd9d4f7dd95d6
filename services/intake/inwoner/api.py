"""The routes of inwoners."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Response

from services.intake.identiteit import handlers as identiteit
from services.intake.inwoner import handlers, queries
from services.intake.inwoner.domain import Levering, Melding, VersieTegenstrijdig
from services.intake.inwoner.schemas import (
    BsnAntwoord,
    BsnZoeken,
    GeheimhoudingMelden,
    Gevonden,
    HuishoudenMelden,
    Inwoner,
    InwonerAanmaken,
    InwonerDetail,
    OverlijdenMelden,
    UitkeringMelden,
    Uitslag,
    VerhuizingMelden,
    lees_levering,
)
from shared.auth import BSN
from shared.bulk import per_regel
from shared.db.uow import Tx
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router, Stores

router = Router(
    "intake",
    "inwoner",
    "Wie de kernapplicatie aanmeldt, en wat zij daarna meldt",
    verwerking="inwoneradministratie",
)

EEN = "/inwoners/{persoon_ref:uuid}"


@router.creates("/inwoners", Inwoner, "Registreer een inwoner")
async def registreer(body: InwonerAanmaken, call: Creates) -> Response:
    command = body.command(call.caller)
    async with call.tx() as tx:
        row = await handlers.registreer(tx, command, body.wie(), call.runtime.sleutels)
        return call.created(Inwoner.of(row), row.persoon_ref)


@router.bulk("/inwoners/_bulk", "Lever inwoners aan, een per regel")
async def lever_aan(call: Stores) -> Response:
    ring = call.runtime.sleutels

    async def neem_over(tx: Tx, lines: Sequence[bytes]) -> list[Uitslag]:
        gelezen = [lees_levering(line, call.caller, ring.stempel) for line in lines]
        gedaan = iter(
            await handlers.lever_aan(tx, [e for e in gelezen if isinstance(e, Levering)], ring)
        )
        return [Uitslag.of(next(gedaan) if isinstance(e, Levering) else e) for e in gelezen]

    botst = Uitslag.of(VersieTegenstrijdig("deze regel wordt al aangeleverd"))
    return await per_regel(call, neem_over, botst)


@router.lists("/inwoners", Inwoner, "Toon de inwoners")
async def lijst(call: Reads, paging: AskedPage) -> Response:
    async with call.read() as session:
        total, rows = await paging.take(session, queries.alle())
        return call.page([Inwoner.of(row) for row in rows], total, paging)


@router.reads(EEN, InwonerDetail, "Toon een inwoner")
async def toon(persoon_ref: UUID, call: Reads) -> Response:
    async with call.read() as session:
        row = await queries.inwoner(session, persoon_ref)
        wie = await identiteit.lees(session, call.runtime.sleutels, persoon_ref)
        return call.ok(InwonerDetail.met(row, wie))


@router.reveals("/inwoners/_zoek", Gevonden, "Zoek een inwoner met een BSN", scope=BSN)
async def zoek(body: BsnZoeken, call: Reads) -> Response:
    gemeente = call.caller.gemeente(body.gemeente)
    async with call.read() as session:
        ref = await identiteit.zoek(session, call.runtime.sleutels, gemeente, body.bsn)
        return call.ok(Gevonden.build(persoon_ref=ref))


@router.reveals(EEN + "/_bsn", BsnAntwoord, "Toon het BSN van een inwoner", scope=BSN)
async def toon_bsn(persoon_ref: UUID, call: Reads) -> Response:
    async with call.read() as session:
        row = await queries.inwoner(session, persoon_ref)
        wie = await identiteit.lees(session, call.runtime.sleutels, persoon_ref)
        return call.ok(BsnAntwoord.build(persoon_ref=row.persoon_ref, bsn=wie.bsn))


@router.records(EEN + "/_verhuizen", Inwoner, "Meld dat een inwoner de gemeente verlaat")
async def verhuizen(persoon_ref: UUID, body: VerhuizingMelden, call: Creates) -> Response:
    return await _wijzig(call, persoon_ref, body.command(), correctie=body.correctie)


@router.records(EEN + "/_overlijden", Inwoner, "Meld het overlijden van een inwoner")
async def overlijden(persoon_ref: UUID, body: OverlijdenMelden, call: Creates) -> Response:
    return await _wijzig(call, persoon_ref, body.command(), correctie=body.correctie)


@router.records(EEN + "/_uitkering", Inwoner, "Meld het begin of einde van een uitkering")
async def uitkering(persoon_ref: UUID, body: UitkeringMelden, call: Creates) -> Response:
    return await _wijzig(call, persoon_ref, body.command(), correctie=body.correctie)


@router.records(EEN + "/_huishouden", Inwoner, "Meld een ander huishouden")
async def huishouden(persoon_ref: UUID, body: HuishoudenMelden, call: Creates) -> Response:
    return await _wijzig(call, persoon_ref, body.command())


@router.records(EEN + "/_geheimhouding", Inwoner, "Meld geheimhouding, of het einde ervan")
async def geheimhouding(persoon_ref: UUID, body: GeheimhoudingMelden, call: Creates) -> Response:
    async with call.tx() as tx:
        row = await handlers.zet_geheimhouding(tx, persoon_ref, geheimhouding=body.geheimhouding)
        return call.done(Inwoner.of(row))


async def _wijzig(
    call: Creates, persoon_ref: UUID, melding: Melding, *, correctie: bool | None = None
) -> Response:
    async with call.tx() as tx:
        row = await handlers.wijzig(tx, persoon_ref, melding, correctie=bool(correctie))
        return call.done(Inwoner.of(row))
