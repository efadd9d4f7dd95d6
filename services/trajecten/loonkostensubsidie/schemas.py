"""The calculation of a loonkostensubsidie in the API."""

from typing import Annotated

from pydantic import Field

from services.trajecten.loonkostensubsidie.domain import (
    Berekening,
    EindeVoorBegin,
    Maand,
    Naam,
    Omvang,
    Stap,
    omvang,
)
from services.trajecten.loonkostensubsidie.policy import Loonkostensubsidie
from shared.periode import Periode
from shared.schemas import (
    GEHEEL,
    Datum,
    Optioneel,
    RegelAntwoord,
    Saldo,
    Schema,
    UrenPerWeek,
    Vlag,
)
from shared.uren import in_minuten

Loonwaarde = Annotated[
    int,
    Field(ge=0, le=99, description="Gemeten loonwaarde in hele procenten van het minimumloon"),
    GEHEEL,
]


class BerekenBody(Schema):
    """The hours, the base and the period t/m of a subsidy."""

    uren_per_week: UrenPerWeek
    loonwaarde: Optioneel[Loonwaarde] = None
    forfait: Vlag = Field(
        default=False, description="Zonder loonwaardemeting: ten hoogste zes maanden"
    )
    startdatum: Datum
    einddatum: Datum = Field(description="Laatste dag")

    def omvang(self, regels: Loonkostensubsidie) -> Omvang:
        """The size of the subsidy; raises GrondslagOnduidelijk."""
        minuten = in_minuten(self.uren_per_week)
        return omvang(regels, minuten, self.loonwaarde, self.startdatum, forfait=self.forfait)

    def periode(self) -> Periode:
        """The period; raises EindeVoorBegin."""
        if self.einddatum < self.startdatum:
            raise EindeVoorBegin
        return Periode(self.startdatum, self.einddatum)


class StapAntwoord(Schema):
    """One step, rounded half-up to the cent, with the rules it used."""

    naam: Naam
    bedrag_centen: Saldo
    regels: list[RegelAntwoord]

    @classmethod
    def of(cls, stap: Stap) -> "StapAntwoord":
        """The step as the API shows it."""
        return cls(
            naam=stap.naam,
            bedrag_centen=stap.bedrag_centen,
            regels=[RegelAntwoord.of(regel) for regel in stap.regels],
        )


class BerekeningAntwoord(Schema):
    """The amount of a full month from a day on."""

    vanaf: Datum = Field(description="Eerste dag waarop dit bedrag geldt")
    stappen: list[StapAntwoord]

    @classmethod
    def of(cls, berekening: Berekening) -> "BerekeningAntwoord":
        """The calculation as the API shows it."""
        return cls(
            vanaf=berekening.peildatum,
            stappen=[StapAntwoord.of(stap) for stap in berekening.stappen],
        )


class MaandAntwoord(Schema):
    """One calendar month."""

    maand: Datum = Field(description="Eerste dag van de maand")
    bedrag_centen: Saldo


class LoonkostensubsidieAntwoord(Schema):
    """The months of a subsidy and each calculation behind them."""

    totaal_centen: Saldo
    maanden: list[MaandAntwoord]
    berekeningen: list[BerekeningAntwoord]

    @classmethod
    def of(cls, maanden: tuple[Maand, ...]) -> "LoonkostensubsidieAntwoord":
        """The subsidy as the API shows it."""
        per_dag = {m.berekening.peildatum: m.berekening for m in maanden}
        return cls(
            totaal_centen=sum(m.bedrag_centen for m in maanden),
            maanden=[MaandAntwoord(maand=m.maand, bedrag_centen=m.bedrag_centen) for m in maanden],
            berekeningen=[BerekeningAntwoord.of(b) for b in per_dag.values()],
        )
