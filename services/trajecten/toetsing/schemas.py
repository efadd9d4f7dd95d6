"""A toetsing in the API."""

from typing import Literal

from pydantic import Field

from services.trajecten.toetsing.domain import Toetsing, Uitkomst
from shared.schemas import Datum, Optioneel, Schema

Oordeel = Literal["voldoet", "voldoet-niet", "niet-te-bepalen"]


class UitkomstAntwoord(Schema):
    """The outcome of one condition."""

    voorwaarde: str = Field(description="Naam van de voorwaarde", examples=["bedrag"])
    regel: str = Field(description="Regel-id of wetsartikel", examples=["S-091"])
    bron: str = Field(description="Beleidsstuk en paragraaf, of de wet")
    uitkomst: Oordeel
    feit: Optioneel[str] = Field(None, description="Wat er is gevonden")
    parameter: Optioneel[str] = Field(None, description="Wat de regel vraagt")
    geldig_vanaf: Optioneel[Datum] = Field(None, description="Eerste dag van deze regel")

    @classmethod
    def of(cls, uitkomst: Uitkomst) -> "UitkomstAntwoord":
        """The outcome as the API shows it."""
        return cls.build(
            voorwaarde=uitkomst.voorwaarde,
            regel=uitkomst.regel,
            bron=uitkomst.bron,
            uitkomst=uitkomst.uitkomst,
            feit=uitkomst.feit,
            parameter=uitkomst.parameter,
            geldig_vanaf=uitkomst.geldig_vanaf,
        )


class ToetsingAntwoord(Schema):
    """The verdict and the outcome of every condition."""

    oordeel: Oordeel = Field(description="Alleen bij `voldoet` kan worden aangevraagd")
    uitkomsten: list[UitkomstAntwoord]

    @classmethod
    def of(cls, toetsing: Toetsing) -> "ToetsingAntwoord":
        """The toetsing as the API shows it."""
        return cls(
            oordeel=toetsing.oordeel,
            uitkomsten=[UitkomstAntwoord.of(uitkomst) for uitkomst in toetsing.uitkomsten],
        )
