"""Inspection, rectification and erasure as the API speaks of them."""

from uuid import UUID

from pydantic import Field

from services.intake.betrokkene.domain import CorrigeerBsn
from services.intake.identiteit.schemas import Bsn
from services.intake.intakegesprek.schemas import IntakegesprekDetail
from services.intake.inwoner.schemas import InwonerDetail
from shared.inzage import Dienstdeel
from shared.schemas import Datum, Optioneel, Ref, Schema, Vlag


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
