"""Besluiten and betaalopdrachten in the API."""

from typing import Self

from pydantic import Field

from services.trajecten.besluit.domain import Bevestig, Status
from services.trajecten.besluit.models import Besluit, Betaalopdracht
from shared.contracts.trajecten import BesluitSoort, BetaalSoort, Betaaluitkomst, Ontvanger
from shared.schemas import (
    Aantal,
    Centen,
    Datum,
    Gemeentecode,
    KvkNummer,
    Optioneel,
    Ref,
    Schema,
    Vlag,
)


class BesluitAntwoord(Schema):
    """What was decided on a toekenning."""

    id: Ref
    gemeente: Gemeentecode
    toekenning_id: Ref
    persoon_ref: Ref
    product: str
    soort: BesluitSoort
    besluitdatum: Datum
    regel: Optioneel[str] = Field(None, description="De regel achter een weigering")

    @classmethod
    def of(cls, row: Besluit) -> Self:
        """The besluit as the API shows it."""
        return cls.build(**{name: getattr(row, name) for name in cls.model_fields})


class BetaalopdrachtAntwoord(Schema):
    """Money to be paid out for one month of a toekenning."""

    id: Ref
    gemeente: Gemeentecode
    toekenning_id: Ref
    persoon_ref: Ref
    soort: BetaalSoort
    ontvanger: Ontvanger
    kvk_nummer: Optioneel[KvkNummer] = None
    bedrag_centen: Centen
    maand: Datum = Field(description="Eerste dag van de maand waar het voor is")
    betaalbaar_vanaf: Datum
    na_oordeel: Vlag = Field(description="Of eerst over de inzet moet zijn geoordeeld (S-128)")
    oordeel: Optioneel[Vlag] = Field(None, description="Of er voldoende is meegewerkt")
    status: Status
    afgehandeld_op: Optioneel[Datum] = Field(None, description="Betaald, afgewezen of vervallen op")

    @classmethod
    def of(cls, row: Betaalopdracht) -> Self:
        """The betaalopdracht as the API shows it."""
        return cls.build(**{name: getattr(row, name) for name in cls.model_fields})


class GeefBody(Schema):
    """Up to and including which day the due ones are given."""

    gemeente: Optioneel[Gemeentecode] = Field(
        None, description="Verplicht voor een client van meer dan een gemeente"
    )
    tot: Datum


class GeefAntwoord(Schema):
    """How many betaalopdrachten were given now."""

    gegeven: Aantal


class BevestigBody(Schema):
    """What became of a betaalopdracht."""

    uitkomst: Betaaluitkomst
    datum: Datum

    def command(self) -> Bevestig:
        """The command behind the request."""
        return Bevestig(self.uitkomst, self.datum)


class OordeelBody(Schema):
    """Whether there was enough cooperation."""

    voldoende: Vlag
