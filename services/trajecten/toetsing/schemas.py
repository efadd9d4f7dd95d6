"""A toetsing in the API."""

from datetime import date
from typing import Literal

import msgspec
from pydantic import Field

from services.trajecten.toetsing.domain import Toetsing
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


class ToetsingAntwoord(Schema):
    """The verdict and the outcome of every condition."""

    oordeel: Oordeel = Field(description="Alleen bij `voldoet` kan worden aangevraagd")
    uitkomsten: list[UitkomstAntwoord]

    @classmethod
    def of(cls, toetsing: Toetsing) -> "ToetsingAntwoord":
        """The toetsing as the API shows it."""
        found = msgspec.to_builtins(toetsing, builtin_types=(date,))
        return cls(oordeel=toetsing.oordeel, **found)
