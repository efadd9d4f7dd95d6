"""A toetsing in the API."""

from typing import Any, Literal

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


_UITKOMST = tuple(UitkomstAntwoord.model_fields)


class ToetsingAntwoord(Schema):
    """The verdict and the outcome of every condition."""

    oordeel: Oordeel = Field(description="Alleen bij `voldoet` kan worden aangevraagd")
    uitkomsten: list[UitkomstAntwoord]

    @classmethod
    def of(cls, toetsing: Toetsing) -> "ToetsingAntwoord":
        """The toetsing as the API shows it."""
        return cls.model_validate(
            {
                "oordeel": toetsing.oordeel,
                "uitkomsten": [_aanwezig(uitkomst) for uitkomst in toetsing.uitkomsten],
            }
        )


def _aanwezig(uitkomst: Uitkomst) -> dict[str, Any]:
    return {name: value for name in _UITKOMST if (value := getattr(uitkomst, name)) is not None}
