"""What a gemeente asks of a plan van aanpak (X-28); a gemeente without a file asks for no plan."""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from shared.policy import Reeks

Deelcode = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


@dataclass(frozen=True, slots=True)
class PlanBeleid:
    """`delen`: the parts that must be filled; `evaluatie_maanden`: the most months between two evaluations."""

    delen: Reeks[Annotated[tuple[Deelcode, ...], msgspec.Meta(min_length=1)]]
    evaluatie_maanden: Reeks[Annotated[int, msgspec.Meta(ge=1, le=60)]]
