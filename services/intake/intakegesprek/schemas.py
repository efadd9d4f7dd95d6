"""Intakegesprekken as the API speaks of them."""

from datetime import date
from typing import Annotated, Any, Self

import msgspec
from pydantic import Field

from services.intake.intakegesprek import domain, models
from services.intake.intakegesprek.domain import (
    ELEMENTEN,
    Diploma,
    Omgevingseis,
    Oorzaak,
    Opvolging,
    Tempo,
    VoerGesprek,
    ontbreekt,
    opvolging,
    startkwalificatie,
    trede_van,
)
from services.intake.intakegesprek.policy import Element
from shared.schemas import (
    GEHEEL,
    Code,
    Datum,
    Gemeentecode,
    Moment,
    Optioneel,
    Ref,
    Schema,
    Tekst2000,
    UrenPerWeek,
    Vlag,
)
from shared.uren import in_minuten, in_uren

Maanden = Annotated[
    int, Field(ge=0, le=600, description="Verwacht aantal hele maanden tot betaald werk"), GEHEEL
]


class Ladder(Schema):
    """Answers to the question tree of the participatieladder."""

    contract: Vlag = Field(description="Arbeidscontract of zelfstandig")
    ondersteuning: Optioneel[Vlag] = Field(
        None,
        description="Bij een contract: instrument van de gemeente, aanvullende uitkering, Wsw, "
        "begeleiding van buiten of onderwijs onder startkwalificatie",
    )
    onbetaalde_taken: Optioneel[Vlag] = Field(
        None, description="Zonder contract: elke week taken met verantwoordelijkheid voor anderen"
    )
    activiteiten: Optioneel[Vlag] = Field(
        None, description="Elke week een cursus, club of andere georganiseerde activiteit"
    )
    contacten: Optioneel[Vlag] = Field(
        None, description="Elke week ontmoetingen buiten het eigen huishouden"
    )


class Profiel(Schema):
    """How far work is."""

    maanden_tot_werk: Maanden
    zelfredzaam: Optioneel[Vlag] = None


class Opleiding(Schema):
    """Schooling and work history."""

    hoogste_diploma: Diploma
    werkervaring: Optioneel[Tekst2000] = None


class Belastbaarheid(Schema):
    """What somebody can take; limits of the work, never a diagnosis."""

    uren_per_week: UrenPerWeek
    tempo: Tempo
    omgeving: Optioneel[Annotated[list[Omgevingseis], Field(max_length=9)]] = Field(
        None, description="Wat het werk moet bieden; nooit waarom"
    )

    def waarde(self) -> domain.Belastbaarheid:
        """What is kept."""
        return domain.Belastbaarheid(
            minuten_per_week=in_minuten(self.uren_per_week),
            tempo=self.tempo,
            omgeving=tuple(dict.fromkeys(self.omgeving or ())),
        )

    @classmethod
    def of(cls, kept: domain.Belastbaarheid) -> Self:
        """The answer."""
        return cls.build(
            uren_per_week=in_uren(kept.minuten_per_week),
            tempo=kept.tempo,
            omgeving=list(kept.omgeving),
        )


class EerdereVoorziening(Schema):
    """What UWV gave before."""

    soort: Code
    tot: Optioneel[Datum] = Field(None, description="Laatste dag")


class Inhoud(Schema):
    """What was said; each element may be filled in later."""

    ladder: Optioneel[Ladder] = None
    profiel: Optioneel[Profiel] = None
    netwerk: Optioneel[Tekst2000] = None
    opleiding: Optioneel[Opleiding] = None
    eigenschappen: Optioneel[Tekst2000] = None
    mogelijkheden: Optioneel[Tekst2000] = None
    wens: Optioneel[Tekst2000] = None
    belastbaarheid: Optioneel[Belastbaarheid] = None
    plan: Optioneel[Ref] = Field(None, description="Kenmerk van het plan van aanpak")
    eerdere_voorzieningen: Optioneel[
        Annotated[list[EerdereVoorziening], Field(min_length=1, max_length=50)]
    ] = Field(None, description="Wat UWV eerder gaf")
    oorzaak: Optioneel[Oorzaak] = Field(
        None, description="Oorzaak als een verplichting niet is nagekomen"
    )

    def waarde(self) -> domain.Inhoud:
        """What is kept."""
        gezegd: dict[str, Any] = self.model_dump(exclude_none=True)
        if self.belastbaarheid:
            gezegd["belastbaarheid"] = self.belastbaarheid.waarde()
        return msgspec.convert(gezegd, domain.Inhoud, from_attributes=True)


class GesprekAanmaken(Inhoud):
    """A first talk to be recorded."""

    persoon_ref: Ref
    medewerker: Code = Field(description="Code van de medewerker die het gesprek voerde")
    gevoerd_op: Datum

    def command(self) -> VoerGesprek:
        """The command."""
        return VoerGesprek(self.persoon_ref, self.medewerker, self.gevoerd_op, self._inhoud())

    def _inhoud(self) -> domain.Inhoud:
        eigen = {"persoon_ref", "medewerker", "gevoerd_op"}
        return Inhoud(
            **{naam: getattr(self, naam) for naam in self.model_fields_set - eigen}
        ).waarde()


class Intakegesprek(Schema):
    """How far a first talk is."""

    id: Ref
    persoon_ref: Ref
    gemeente: Gemeentecode
    medewerker: Code
    gevoerd_op: Datum
    ontbreekt: list[Element] = Field(description="Elementen die nog niet zijn ingevuld")
    vastgesteld: Vlag = Field(description="Alles is er wat de diagnose nodig heeft")
    compleet: Vlag = Field(description="Alles is er, het plan van aanpak ook")
    vastgelegd_op: Moment

    @classmethod
    def of(cls, row: models.Intakegesprek) -> Self:
        """The answer for a row."""
        return cls.build(**_van(row))


class IntakegesprekDetail(Intakegesprek):
    """A first talk with what was said, and what follows from it."""

    inhoud: Optioneel[Inhoud] = Field(None, description="Ontbreekt als de persoon is gewist")
    trede: Optioneel[Annotated[int, Field(ge=1, le=6)]] = Field(
        None, description="Trede van de participatieladder, uit de antwoorden"
    )
    startkwalificatie: Optioneel[Vlag] = Field(None, description="Havo, vwo of mbo 2 en hoger")
    opvolging: Optioneel[Opvolging] = Field(None, description="Wat op de oorzaak volgt")

    @classmethod
    def met(
        cls, row: models.Intakegesprek, said: domain.Inhoud | None, *, gezondheid: bool
    ) -> Self:
        """The answer with what was said; belastbaarheid only when the reader may see it."""
        if said is None:
            return cls.of(row)
        return cls.build(
            **_van(row),
            inhoud=_inhoud(said, gezondheid=gezondheid),
            trede=trede_van(said.ladder) if said.ladder else None,
            startkwalificatie=(
                startkwalificatie(said.opleiding.hoogste_diploma) if said.opleiding else None
            ),
            opvolging=opvolging(said.oorzaak) if said.oorzaak else None,
        )


def _van(row: models.Intakegesprek) -> dict[str, Any]:
    return {
        "id": row.id,
        "persoon_ref": row.persoon_ref,
        "gemeente": row.gemeente,
        "medewerker": row.medewerker,
        "gevoerd_op": row.gevoerd_op,
        "ontbreekt": list(ontbreekt(row.ingevuld, ELEMENTEN)),
        "vastgesteld": row.vastgesteld,
        "compleet": row.compleet,
        "vastgelegd_op": row.vastgelegd_op,
    }


def _inhoud(said: domain.Inhoud, *, gezondheid: bool) -> Inhoud:
    values: dict[str, Any] = msgspec.to_builtins(said, builtin_types=(Ref, date))
    values.pop("belastbaarheid", None)
    if said.belastbaarheid and gezondheid:
        values["belastbaarheid"] = Belastbaarheid.of(said.belastbaarheid)
    return Inhoud.model_validate(values)
