"""Who an inwoner is, as the API speaks of it."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from services.intake.identiteit import domain
from shared.identifiers import BSN, is_bsn
from shared.schemas import GEHEEL, Optioneel, Schema, Tekst80


def _bsn(value: str) -> str:
    if not is_bsn(value):
        raise PydanticCustomError("bsn", "geen BSN")
    return value


Bsn = Annotated[
    str,
    StringConstraints(pattern=BSN, strict=True),
    AfterValidator(_bsn),
    WithJsonSchema(
        {
            "type": "string",
            "format": "bsn",
            "pattern": BSN,
            "description": "Burgerservicenummer: negen cijfers die aan de elfproef voldoen",
            "examples": ["999990019"],
        }
    ),
]
Postcode = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9][0-9]{3}[A-Z]{2}$", strict=True),
    Field(examples=["9203KN"]),
]
Toevoeging = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9A-Za-z -]{1,10}$", strict=True),
    Field(examples=["a"]),
]
Huisnummer = Annotated[int, Field(ge=1, le=99999), GEHEEL]


class Naam(Schema):
    """A name."""

    achternaam: Tekst80
    voornamen: Optioneel[Tekst80] = None
    voorvoegsel: Optioneel[Tekst80] = None

    def waarde(self) -> domain.Naam:
        """The name."""
        return domain.Naam(self.achternaam, self.voornamen, self.voorvoegsel)

    @classmethod
    def of(cls, naam: domain.Naam) -> Self:
        """The answer for a name."""
        return cls.build(
            achternaam=naam.achternaam, voornamen=naam.voornamen, voorvoegsel=naam.voorvoegsel
        )


class Adres(Schema):
    """An address in the Netherlands."""

    straat: Tekst80
    huisnummer: Huisnummer
    toevoeging: Optioneel[Toevoeging] = None
    postcode: Postcode
    woonplaats: Tekst80

    def waarde(self) -> domain.Adres:
        """The address."""
        return domain.Adres(
            straat=self.straat,
            huisnummer=self.huisnummer,
            postcode=self.postcode,
            woonplaats=self.woonplaats,
            toevoeging=self.toevoeging,
        )

    @classmethod
    def of(cls, adres: domain.Adres) -> Self:
        """The answer for an address."""
        return cls.build(
            straat=adres.straat,
            huisnummer=adres.huisnummer,
            toevoeging=adres.toevoeging,
            postcode=adres.postcode,
            woonplaats=adres.woonplaats,
        )
