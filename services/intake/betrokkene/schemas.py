"""Inspection, rectification and erasure as the API speaks of them."""

from uuid import UUID

from pydantic import Field

from services.intake.aanmelding.schemas import Aanmelding
from services.intake.betrokkene.domain import CorrigeerBsn
from services.intake.diagnose.schemas import Diagnose
from services.intake.identiteit.schemas import Bsn
from services.intake.intakegesprek.schemas import IntakegesprekDetail
from services.intake.inwoner.schemas import InwonerDetail
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
    """All that intake keeps of a person."""

    inwoner: InwonerDetail
    bsn: Optioneel[Bsn] = None
    eerdere_registraties: list[Ref] = Field(description="Registraties die hierin zijn opgegaan")
    aanmeldingen: list[Aanmelding]
    intakegesprekken: list[IntakegesprekDetail]
    diagnoses: list[Diagnose]
