"""What a gemeente wants to reach in a calendar year, as data."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

import msgspec

from shared.policy import Reeks

Tekst = Annotated[str, msgspec.Meta(pattern=r"\S", max_length=300)]
Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
RegelId = Annotated[str, msgspec.Meta(pattern=r"^[a-zA-Z0-9_.-]{1,40}$")]


class Doel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number to reach in a calendar year on one indicator, and where the plan says so."""

    indicator: Code
    aantal: Annotated[int, msgspec.Meta(ge=1)]
    regel: RegelId
    bron: Tekst


class Doelenlijst(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The goals of one plan; at most one on an indicator."""

    doelen: tuple[Doel, ...]

    def __post_init__(self) -> None:
        for code, aantal in Counter(doel.indicator for doel in self.doelen).items():
            if aantal > 1:
                raise ValueError(f"indicator {code} heeft {aantal} doelen")


@dataclass(frozen=True, slots=True)
class DoelRules:
    """The file `doel.yaml` of one gemeente."""

    doelen: Reeks[Doelenlijst]
