"""Inspection, rectification and erasure as the API speaks of them."""

from typing import Final, Self
from uuid import UUID

from pydantic import Field

from services.intake.betrokkene import queries
from services.intake.betrokkene.domain import CorrigeerBsn
from services.intake.identiteit import handlers as identiteit
from services.intake.identiteit.schemas import Bsn
from services.intake.intakegesprek import handlers as intakegesprek
from services.intake.intakegesprek.schemas import IntakegesprekDetail
from services.intake.inwoner import queries as inwoners
from services.intake.inwoner.schemas import InwonerDetail
from services.intake.policy import RULES
from shared.inzage import PAD, Dienstdeel, Inzagedelen
from shared.routing import Call
from shared.schemas import Datum, Optioneel, Ref, Schema, Vlag
from shared.verwerkingenlog import lees_register

_DEEL: Final = Inzagedelen("intake", queries.DELEN, lees_register(RULES / "verwerkingen.yaml"))
_ELDERS: Final = ("trajecten", "budget", "monitor")


class BsnCorrigeren(Schema):
    """The right BSN of an inwoner."""

    bsn: Bsn
    samenvoegen: Optioneel[Vlag] = Field(
        None,
        description="true: wie dit BSN al heeft is dezelfde persoon; de nieuwste registratie vervalt",
    )

    def command(self, persoon_ref: UUID) -> CorrigeerBsn:
        """The command."""
        return CorrigeerBsn(persoon_ref, self.bsn, bool(self.samenvoegen))


class Gewist(Schema):
    """A person who was erased."""

    persoon_ref: Ref
    gewist_op: Datum


class Inzage(Schema):
    """All that is kept of a person, by all services."""

    inwoner: InwonerDetail
    bsn: Optioneel[Bsn] = None
    eerdere_registraties: list[Ref] = Field(description="Registraties die hierin zijn opgegaan")
    intakegesprekken: list[IntakegesprekDetail]
    diensten: list[Dienstdeel] = Field(
        description="Wat elke dienst bewaart, en wat ermee is gedaan"
    )
    ontbreekt: list[str] = Field(
        description="Diensten die nu niet antwoordden: vraag de inzage later opnieuw",
        examples=[["monitor"]],
    )

    @classmethod
    async def van(cls, call: Call, persoon_ref: UUID) -> Self:
        """Gather it with the rights of the caller; raises InwonerNietGevonden."""
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
        return cls.build(
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
