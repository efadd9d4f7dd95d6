"""How a gemeente classifies its inwoners: by distance or by profile, with its own boundaries."""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from shared.contracts.intake import Afstand, Profiel
from shared.policy import Reeks


class Klasse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One class with the conditions that lead to it; boundaries in whole months until work.

    Raises ValueError when it does not name exactly one outcome, or two upper boundaries.
    """

    afstand: Afstand | None = None
    profiel: Profiel | None = None
    onder_maanden: int | None = None
    tot_en_met_maanden: int | None = None
    zelfredzaam: bool | None = None
    indicatie_beschut: bool | None = None
    regel: str

    def __post_init__(self) -> None:
        if (self.afstand is None) == (self.profiel is None):
            raise ValueError("een klasse noemt een afstand of een profiel")
        if self.onder_maanden is not None and self.tot_en_met_maanden is not None:
            raise ValueError("een klasse heeft hoogstens een bovengrens")

    @property
    def voor_iedereen(self) -> bool:
        """Whether nothing is asked to fall in this class."""
        asked = (self.onder_maanden, self.tot_en_met_maanden)
        return {*asked, self.zelfredzaam, self.indicatie_beschut} == {None}

    @property
    def voorwaarde(self) -> str:
        """The conditions in words, as an answer names them."""
        parts = {
            f"minder dan {self.onder_maanden} maanden": self.onder_maanden,
            f"hoogstens {self.tot_en_met_maanden} maanden": self.tot_en_met_maanden,
            "zelfredzaam" if self.zelfredzaam else "niet zelfredzaam": self.zelfredzaam,
            "indicatie beschut" if self.indicatie_beschut else "geen indicatie beschut": (
                self.indicatie_beschut
            ),
        }
        return ", ".join(tekst for tekst, set_ in parts.items() if set_ is not None) or "overige"


class Indeling(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The classes in order: the first that fits counts. Raises ValueError when someone could fall in none."""

    klassen: tuple[Klasse, ...]

    def __post_init__(self) -> None:
        if not self.klassen or not self.klassen[-1].voor_iedereen:
            raise ValueError("de laatste klasse stelt geen voorwaarde")


class Meting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Within how many months the next measurement of the trede follows; no norm when left out."""

    binnen_maanden: Annotated[int, msgspec.Meta(ge=1)] | None = None


@dataclass(frozen=True, slots=True)
class DiagnoseBeleid:
    """The rules of a gemeente for the diagnose."""

    indeling: Reeks[Indeling]
    meting: Reeks[Meting]
