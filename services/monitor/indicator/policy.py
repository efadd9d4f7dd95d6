"""What the monitor counts, as data: the indicators of every gemeente, and those of one plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from shared.policy import LANDELIJK, Reeks

Stap = Literal["aanmelding", "intake", "traject", "voorziening", "geld", "werkgever", "werk"]
"""The steps of the main flow, in their order."""
Tekst = Annotated[str, msgspec.Meta(pattern=r"\S", max_length=300)]
Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure: the counted events of one `soort`, with the sentence that says what it counts.

    `kenmerken` narrows it to a few products, treden or reasons. `stilte` asks that it was quiet that long: days without
    a benefit after uitstroom (D9), whole years without contact before a contact (D1).
    """

    code: Code
    naam: Tekst
    stap: Stap
    soort: Code
    definitie: Tekst
    kenmerken: tuple[Code, ...] = ()
    stilte: Annotated[int, msgspec.Meta(ge=1)] | None = None


class Indicatorlijst(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The indicators of one place, in the order in which they are shown."""

    indicatoren: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRules:
    """The file `indicator.yaml` of a place."""

    indicatoren: Reeks[Indicatorlijst]


def van_gemeente(rules: Mapping[str, IndicatorRules], gemeente: str | None) -> dict[str, Indicator]:
    """The indicators of a gemeente (None: of all) by code: those of every gemeente first.

    The newest definition serves every year, so that years can be compared.
    """
    plaatsen = [LANDELIJK, *sorted(rules.keys() - {LANDELIJK})]
    gekozen = [p for p in plaatsen if gemeente is None or p in (LANDELIJK, gemeente)]
    return {
        indicator.code: indicator
        for plaats in gekozen
        if plaats in rules
        for indicator in rules[plaats].indicatoren.waarden[-1].waarde.indicatoren
    }
