"""Which elements of the intake a gemeente asks for, and when."""

from dataclasses import dataclass
from typing import Literal

import msgspec

from shared.policy import Reeks

Element = Literal[
    "ladder",
    "profiel",
    "netwerk",
    "opleiding",
    "eigenschappen",
    "mogelijkheden",
    "wens",
    "belastbaarheid",
    "plan",
]
"""The nine elements of W-006; `opleiding` is schooling and work history, `plan` the plan van aanpak."""


class Eisen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a talk must have to be vastgesteld, and to be compleet (decision 46).

    Raises ValueError when compleet asks less.
    """

    vastgesteld: tuple[Element, ...]
    compleet: tuple[Element, ...]

    def __post_init__(self) -> None:
        if not self.vastgesteld or not set(self.vastgesteld) <= set(self.compleet):
            raise ValueError("compleet vraagt minstens wat vastgesteld vraagt")


@dataclass(frozen=True, slots=True)
class IntakeEisen:
    """The rules of a gemeente for the first talk."""

    elementen: Reeks[Eisen]
