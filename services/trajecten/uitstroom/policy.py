"""What counts as outflow; national, because the plans leave it open (D9, decision 45)."""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from shared.contracts.intake import Uitkering
from shared.policy import Reeks

Dagen = Annotated[int, msgspec.Meta(ge=0, le=366)]


@dataclass(frozen=True, slots=True)
class UitstroomBeleid:
    """`uitkeringen`: the benefits one flows out of; `terugval_dagen`: after so few days without it did not last.

    `onderbreking_dagen`: the most days without a benefit that do not interrupt it, for the uitstroompremie.
    """

    uitkeringen: Reeks[tuple[Uitkering, ...]]
    terugval_dagen: Reeks[Dagen]
    onderbreking_dagen: Reeks[Dagen]
