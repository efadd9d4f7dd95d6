"""Verplichtingen and decisions of the budgethouder, as the API shows them."""

from uuid import UUID

from pydantic import Field

from services.budget.grootboek.domain import Status
from services.budget.verplichting import domain
from services.budget.verplichting.domain import Beslis, Keuze
from shared.schemas import Aantal, Gemeentecode, Moment, Optioneel, Ref, Saldo, Schema, Tekst2000


class BesluitVerzoek(Schema):
    """What the budgethouder decides, and why."""

    besluit: Keuze
    reden: Tekst2000

    def command(self, toekenning: UUID) -> Beslis:
        """The decision about this toekenning."""
        return Beslis(toekenning, self.besluit, self.reden)


class BesluitAntwoord(Schema):
    """A decision as it was recorded."""

    besluit: Keuze
    reden: Tekst2000
    door: str
    besloten_op: Moment
    overschrijding_centen: Saldo = Field(description="Wat hiermee boven de begroting is aanvaard")


class Verplichting(Schema):
    """What budget holds for one toekenning."""

    toekenning_id: Ref
    gemeente: Gemeentecode
    versie: Aantal = Field(description="De versie van de toekenning die het laatst beantwoord is")
    status: Status
    post: Optioneel[str] = Field(None, description="De post die gevraagd is")
    reden: Optioneel[str] = Field(None, description="Waarom aangehouden of geweigerd")
    toegekend_centen: Saldo
    open_centen: Saldo = Field(description="Wat nog openstaat")
    gerealiseerd_centen: Saldo = Field(description="Wat gefactureerd is, ook boven wat openstond")
    besluit: Optioneel[BesluitAntwoord] = None

    @classmethod
    def of(cls, held: domain.Verplichting) -> "Verplichting":
        """The verplichting as the API shows it."""
        return cls.build(
            toekenning_id=held.toekenning,
            gemeente=held.gemeente,
            versie=held.versie,
            status=held.status,
            post=held.post,
            reden=held.reden,
            toegekend_centen=held.toegekend,
            open_centen=held.open,
            gerealiseerd_centen=held.gerealiseerd,
            besluit=held.besluit and _besluit(held.besluit),
        )


def _besluit(besluit: domain.Besluitvastlegging) -> BesluitAntwoord:
    return BesluitAntwoord.build(
        besluit=besluit.besluit,
        reden=besluit.reden,
        door=besluit.door,
        besloten_op=besluit.besloten_op,
        overschrijding_centen=besluit.overschrijding,
    )
