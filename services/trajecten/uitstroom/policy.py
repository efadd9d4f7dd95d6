"""What counts as outflow, national because the plans leave it open (D9, decision 45), and aftercare per gemeente."""

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


class Contact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One contact of the aftercare: due so many days after the first day without the benefit."""

    soort: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    na_dagen: Dagen


@dataclass(frozen=True, slots=True)
class NazorgBeleid:
    """The aftercare that a gemeente offers at outflow to work (W-050); one without a file offers none."""

    contacten: Reeks[tuple[Contact, ...]]
