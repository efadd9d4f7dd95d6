"""The routes of inspection, rectification and erasure."""

from uuid import UUID

from fastapi import Response

from services.intake.betrokkene import handlers
from services.intake.betrokkene.schemas import BsnCorrigeren, Gewist, Inzage
from services.intake.inwoner import queries as inwoners
from services.intake.inwoner.schemas import Inwoner
from shared.auth import INZAGE
from shared.routing import Creates, Reads, Router

router = Router("intake", "betrokkene", verwerking="rechten-van-betrokkenen")

EEN = "/inwoners/{persoon_ref:uuid}"


@router.records(EEN + "/_corrigeren", Inwoner, "Corrigeer het BSN van een inwoner")
async def corrigeer(persoon_ref: UUID, body: BsnCorrigeren, call: Creates) -> Response:
    async with call.tx() as tx:
        command = body.command(persoon_ref)
        blijft = await handlers.corrigeer_bsn(tx, command, call.runtime.sleutels)
        return call.done(Inwoner.of(await inwoners.inwoner(tx.session, blijft)))


@router.records(EEN + "/_wissen", Gewist, "Wis een inwoner")
async def wis(persoon_ref: UUID, call: Creates) -> Response:
    async with call.tx() as tx:
        await handlers.wis(tx, persoon_ref)
        return call.done(Gewist.build(persoon_ref=persoon_ref, gewist_op=tx.vandaag))


@router.reveals(EEN + "/_inzage", Inzage, "Toon alles wat van een inwoner bewaard is", scope=INZAGE)
async def inzage(persoon_ref: UUID, call: Reads) -> Response:
    return call.ok(await Inzage.van(call, persoon_ref))
