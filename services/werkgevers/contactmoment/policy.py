"""What a gemeente laid down about contact with employers; a gemeente without a file has no rule."""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from shared.policy import Reeks


@dataclass(frozen=True, slots=True)
class ContactBeleid:
    """`nieuw_na_jaren`: an employer without contact in this many whole years is new (W-057, D1).

    `doel_nieuwe_werkgevers`: how many new employers the gemeente wants in a calendar year (W-057, X-25).
    """

    nieuw_na_jaren: Reeks[Annotated[int, msgspec.Meta(ge=1)]]
    doel_nieuwe_werkgevers: Reeks[Annotated[int, msgspec.Meta(ge=1)]]
