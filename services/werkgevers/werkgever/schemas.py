"""Werkgevers as the API speaks of them."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints

from services.werkgevers.werkgever import models
from services.werkgevers.werkgever.domain import RegistreerWerkgever
from shared.identifiers import VESTIGINGSNUMMER
from shared.schemas import Gemeentecode, KvkNummer, Moment, Optioneel, Ref, Schema, Tekst80
from shared.tenancy import Caller

SbiCode = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{2,5}$", strict=True),
    Field(description="SBI-code van twee tot vijf cijfers", examples=["1071"]),
]
Vestigingsnummer = Annotated[
    str,
    StringConstraints(pattern=VESTIGINGSNUMMER, strict=True),
    Field(examples=["000012345678"]),
]


class WerkgeverAanmaken(Schema):
    """An employer to be made known."""

    gemeente: Gemeentecode
    kvk_nummer: KvkNummer
    vestigingsnummer: Optioneel[Vestigingsnummer] = None
    naam: Tekst80
    sector: Optioneel[SbiCode] = None

    def command(self, caller: Caller) -> RegistreerWerkgever:
        """The command; raises GemeenteNietToegestaan."""
        return RegistreerWerkgever(
            gemeente=caller.gemeente(self.gemeente),
            kvk_nummer=self.kvk_nummer,
            vestigingsnummer=self.vestigingsnummer,
            naam=self.naam,
            sector=self.sector,
        )


class Werkgever(Schema):
    """A known employer."""

    id: Ref
    gemeente: Gemeentecode
    kvk_nummer: KvkNummer
    vestigingsnummer: Optioneel[Vestigingsnummer] = None
    naam: Tekst80
    sector: Optioneel[SbiCode] = None
    geregistreerd_op: Moment

    @classmethod
    def of(cls, row: models.Werkgever) -> Self:
        """The answer for a row."""
        return cls.build(
            id=row.id,
            gemeente=row.gemeente,
            kvk_nummer=row.kvk_nummer,
            vestigingsnummer=row.vestigingsnummer,
            naam=row.naam,
            sector=row.sector,
            geregistreerd_op=row.geregistreerd_op,
        )
