"""The routes of inspection, rectification and erasure."""

from typing import Final
from uuid import UUID

from fastapi import Response

from services.intake.betrokkene import handlers, queries
from services.intake.betrokkene.schemas import BsnCorrigeren, Gewist, Inzage
from services.intake.identiteit import handlers as identiteit
from services.intake.intakegesprek import handlers as intakegesprek
from services.intake.intakegesprek.schemas import IntakegesprekDetail
from services.intake.inwoner import queries as inwoners
from services.intake.inwoner.schemas import Inwoner, InwonerDetail
from services.intake.policy import RULES
from shared.auth import INZAGE
from shared.inzage import PAD, Dienstdeel, Inzagedelen
from shared.routing import Call, Creates, Reads, Router
from shared.verwerkingenlog import lees_register

router = Router("intake", "betrokkene", verwerking="rechten-van-betrokkenen")

_DEEL: Final = Inzagedelen("intake", queries.DELEN, lees_register(RULES / "verwerkingen.yaml"))
_ELDERS: Final = ("trajecten", "budget", "monitor")
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
    return call.ok(await _inzage(call, persoon_ref))


async def _inzage(call: Call, persoon_ref: UUID) -> Inzage:
    ring = call.runtime.sleutels
    async with call.read() as session:
        row = await inwoners.inwoner(session, persoon_ref)
        wie = await identiteit.lees(session, ring, persoon_ref)
        refs = await queries.registraties(session, persoon_ref)
        gesprekken = [
            IntakegesprekDetail.met(
                rij, await intakegesprek.lees(session, ring, rij), gezondheid=True
            )
            for rij in await queries.gesprekken(session, refs)
        ]
        hier, _ = await _DEEL.verzamel(session, refs)
    elders, ontbreekt = await _elders(call, {*refs, *hier.kenmerken()})
    return Inzage.build(
        inwoner=InwonerDetail.met(row, wie, eigen=True),
        bsn=wie.bsn,
        eerdere_registraties=refs[1:],
        intakegesprekken=gesprekken,
        diensten=[hier, *elders],
        ontbreekt=ontbreekt,
    )


async def _elders(call: Call, kenmerken: set[UUID]) -> tuple[list[Dienstdeel], list[str]]:
    """What other services keep of who is known by these, and the names of those that said nothing.

    Each is asked under all that is known of him by then, so behind one that is silent nobody is asked.
    """
    gevonden: list[Dienstdeel] = []
    for dienst in _ELDERS:
        body = {"kenmerken": [str(kenmerk) for kenmerk in sorted(kenmerken)]}
        antwoord = await call.elders.post(dienst, PAD, body)
        if antwoord is None:
            break
        gevonden.append(Dienstdeel.model_validate(antwoord))
        kenmerken |= gevonden[-1].kenmerken()
    return gevonden, list(_ELDERS[len(gevonden) :])
