"""What ends a right, and on which day; national (decision 47, X-30)."""

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from shared.policy import Reeks

Einddag = Literal["dag-ervoor", "dag-zelf"]
"""The last day of a right: the day before the fact, or the day of the fact itself."""
Productcode = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


@dataclass(frozen=True, slots=True)
class RechtBeleid:
    """`uitkering_vereist`: the products that the law ties to a benefit, so that they end with it."""

    verhuizing: Reeks[Einddag]
    overlijden: Reeks[Einddag]
    uitkering_vereist: Reeks[tuple[Productcode, ...]]
