"""Plaatsingen in the API."""

from typing import Self

from pydantic import Field

from services.trajecten.plaatsing.domain import BeeindigPlaatsing, BeginPlaatsing
from services.trajecten.plaatsing.models import Plaatsing
from shared.contracts.trajecten import PlaatsingEinde
from shared.contracts.werkgevers import SoortOvereenkomst
from shared.schemas import (
    Datum,
    Gemeentecode,
    KvkNummer,
    Optioneel,
    Ref,
    Schema,
    UrenPerWeek,
    Vlag,
)
from shared.tenancy import Caller
from shared.uren import in_minuten, in_uren

_SOORT = "01 reguliere baan, 02 leerbaan, 03 vrijwilligerswerk, 04 werkervaringsplaats (VUM)"


class PlaatsingVelden(Schema):
    """What a request and an answer share."""

    persoon_ref: Ref
    kvk_nummer: KvkNummer
    soort_overeenkomst: SoortOvereenkomst = Field(description=_SOORT)
    startdatum: Datum
    einddatum: Optioneel[Datum] = Field(None, description="Laatste dag die is afgesproken")
    uren_per_week: UrenPerWeek
    beschut: Vlag = Field(default=False, description="Of het beschut werk is")
    vacature_id: Optioneel[Ref] = Field(None, description="De vacature die zo vervuld is")
    toekenning_id: Optioneel[Ref] = Field(None, description="De voorziening waar zij bij hoort")


class PlaatsingBody(PlaatsingVelden):
    """A person begins to work at an employer."""

    gemeente: Optioneel[Gemeentecode] = Field(
        None, description="Verplicht voor een client van meer dan een gemeente"
    )

    def command(self, caller: Caller) -> BeginPlaatsing:
        """The command behind the request; raises GemeenteNietToegestaan."""
        return BeginPlaatsing(
            gemeente=caller.gemeente(self.gemeente),
            persoon_ref=self.persoon_ref,
            kvk_nummer=self.kvk_nummer,
            soort_overeenkomst=self.soort_overeenkomst,
            startdatum=self.startdatum,
            einddatum=self.einddatum,
            minuten_per_week=in_minuten(self.uren_per_week),
            beschut=self.beschut,
            vacature_id=self.vacature_id,
            toekenning_id=self.toekenning_id,
        )


class PlaatsingEindeBody(Schema):
    """The last day and why it ends."""

    datum: Datum
    reden: PlaatsingEinde

    def command(self) -> BeeindigPlaatsing:
        """The command behind the request."""
        return BeeindigPlaatsing(self.datum, self.reden)


class PlaatsingAntwoord(PlaatsingVelden):
    """A plaatsing."""

    id: Ref
    gemeente: Gemeentecode
    geeindigd_op: Optioneel[Datum] = Field(None, description="Laatste dag die het werd")
    reden: Optioneel[PlaatsingEinde] = None

    @classmethod
    def of(cls, row: Plaatsing) -> Self:
        """The plaatsing as the API shows it."""
        direct = set(cls.model_fields) - {"uren_per_week"}
        return cls.build(
            **{name: getattr(row, name) for name in direct},
            uren_per_week=in_uren(row.minuten_per_week),
        )
