"""The routes of inspection, rectification and erasure."""

from uuid import UUID

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.aanmelding.domain import grenzen
from services.intake.aanmelding.schemas import Aanmelding
from services.intake.betrokkene import handlers, queries
from services.intake.betrokkene.schemas import BsnCorrigeren, Gewist, Inzage
from services.intake.diagnose.schemas import Diagnose
from services.intake.identiteit import handlers as identiteit
from services.intake.intakegesprek import handlers as intakegesprek
from services.intake.intakegesprek.schemas import IntakegesprekDetail
from services.intake.inwoner import queries as inwoners
from services.intake.inwoner.schemas import Inwoner, InwonerDetail
from shared.auth import BSN, GEZONDHEID
from shared.routing import Call, Creates, Reads, Router

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


@router.reveals(
    EEN + "/_inzage", Inzage, "Toon alles wat intake van een inwoner bewaart", scope=BSN
)
async def inzage(persoon_ref: UUID, call: Reads) -> Response:
    call.caller.mag(GEZONDHEID)
    async with call.read() as session:
        return call.ok(await _inzage(call, session, persoon_ref))


async def _inzage(call: Call, session: AsyncSession, persoon_ref: UUID) -> Inzage:
    ring, vandaag = call.runtime.sleutels, call.vandaag
    row = await inwoners.inwoner(session, persoon_ref)
    wie = await identiteit.lees(session, ring, persoon_ref)
    dossier = await queries.dossier(session, persoon_ref)
    laat = grenzen(call.runtime.policy.aanmelding, vandaag)
    return Inzage.build(
        inwoner=InwonerDetail.met(row, wie, eigen=True),
        bsn=wie.bsn,
        eerdere_registraties=list(dossier.refs[1:]),
        aanmeldingen=[Aanmelding.of(rij, laat, vandaag) for rij in dossier.aanmeldingen],
        intakegesprekken=[
            IntakegesprekDetail.met(
                rij, await intakegesprek.lees(session, ring, rij), gezondheid=True
            )
            for rij in dossier.intakegesprekken
        ],
        diagnoses=[Diagnose.of(rij) for rij in dossier.diagnoses],
    )
