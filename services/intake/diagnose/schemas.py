"""Diagnoses as the API speaks of them."""

from typing import Annotated, Self

from pydantic import Field

from services.intake.diagnose import domain, models
from services.intake.diagnose.domain import Aanleiding, StelDiagnoseVast
from shared.contracts.intake import Afstand, Profiel
from shared.schemas import (
    GEHEEL,
    Datum,
    Gemeentecode,
    Moment,
    Optioneel,
    Ref,
    RegelAntwoord,
    Schema,
    Vlag,
)

Trede = Annotated[int, Field(ge=1, le=6, description="Trede van de participatieladder"), GEHEEL]
Maanden = Annotated[
    int, Field(ge=0, le=600, description="Verwacht aantal hele maanden tot betaald werk"), GEHEEL
]


class Groeipotentieel(Schema):
    """What can still be reached."""

    trede: Trede
    voor: Datum = Field(description="Wanneer deze trede wordt verwacht")


class DiagnoseAanmaken(Schema):
    """A diagnose to be laid down."""

    persoon_ref: Ref
    trede: Trede
    maanden_tot_werk: Maanden
    zelfredzaam: Optioneel[Vlag] = Field(
        None, description="Weglaten als het niet bekend is; soms nodig om het profiel te bepalen"
    )
    indicatie_beschut: Optioneel[Vlag] = Field(
        None, description="Of er een indicatie beschut werk is; weglaten betekent nee"
    )
    vastgesteld_op: Datum
    aanleiding: Optioneel[Aanleiding] = Field(None, description="Waarom de trede is gemeten")
    groeipotentieel: Optioneel[Groeipotentieel] = None

    def command(self) -> StelDiagnoseVast:
        """The command."""
        groei = self.groeipotentieel
        return StelDiagnoseVast(
            persoon_ref=self.persoon_ref,
            trede=self.trede,
            maanden_tot_werk=self.maanden_tot_werk,
            vastgesteld_op=self.vastgesteld_op,
            zelfredzaam=self.zelfredzaam,
            indicatie_beschut=self.indicatie_beschut,
            aanleiding=self.aanleiding,
            groeipotentieel=(domain.Groeipotentieel(groei.trede, groei.voor) if groei else None),
        )


class Diagnose(Schema):
    """A diagnose with what follows from it and the rule that was used."""

    id: Ref
    persoon_ref: Ref
    gemeente: Gemeentecode
    trede: Trede
    maanden_tot_werk: Maanden
    zelfredzaam: Optioneel[Vlag] = None
    indicatie_beschut: Optioneel[Vlag] = None
    afstand: Optioneel[Afstand] = Field(
        None, description="Afstand tot de arbeidsmarkt, als de gemeente daarmee werkt"
    )
    profiel: Optioneel[Profiel] = Field(None, description="Profiel, als de gemeente daarmee werkt")
    vastgesteld_op: Datum
    aanleiding: Optioneel[Aanleiding] = None
    groeipotentieel: Optioneel[Groeipotentieel] = None
    volgende_meting_voor: Optioneel[Datum] = Field(
        None, description="Uiterste dag van de volgende meting, als de gemeente een norm heeft"
    )
    regel: RegelAntwoord
    vastgelegd_op: Moment

    @classmethod
    def of(cls, row: models.Diagnose) -> Self:
        """The answer for a row."""
        return cls.build(
            id=row.id,
            persoon_ref=row.persoon_ref,
            gemeente=row.gemeente,
            trede=row.trede,
            maanden_tot_werk=row.maanden_tot_werk,
            zelfredzaam=row.zelfredzaam,
            indicatie_beschut=row.indicatie_beschut,
            afstand=row.afstand,
            profiel=row.profiel,
            vastgesteld_op=row.vastgesteld_op,
            aanleiding=row.aanleiding,
            groeipotentieel=_groei(row),
            volgende_meting_voor=row.volgende_meting_voor,
            regel=_regel(row),
            vastgelegd_op=row.vastgelegd_op,
        )


def _groei(row: models.Diagnose) -> Groeipotentieel | None:
    if row.groei_trede is None or row.groei_voor is None:
        return None
    return Groeipotentieel(trede=row.groei_trede, voor=row.groei_voor)


def _regel(row: models.Diagnose) -> RegelAntwoord:
    return RegelAntwoord.build(
        id=row.regel,
        bron=row.regel_bron,
        parameter=row.regel_parameter,
        geldig_vanaf=row.regel_vanaf,
    )
