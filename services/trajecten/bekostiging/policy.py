"""How a voorziening costs, as data: one class per way, told apart by `soort`."""

from typing import Annotated

import msgspec

from services.trajecten.voorwaarde.policy import RegelId, Tekst
from shared.money import GROOTSTE_BEDRAG

Bedrag = Annotated[int, msgspec.Meta(ge=1, le=GROOTSTE_BEDRAG)]
"""Whole cents."""


class Gevraagd(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="soort",
    tag="gevraagd",
):
    """The request names the total in cents; it is spread evenly over the months of the period."""


class _Vastgelegd(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="soort"
):
    """What the book itself says about the amount, and where that is written."""

    regel: RegelId
    bron: Tekst


class Vast(_Vastgelegd, frozen=True, kw_only=True, tag="vast"):
    """One amount in cents, in the month of the start."""

    centen: Bedrag


class PerHalfjaar(_Vastgelegd, frozen=True, kw_only=True, tag="per-halfjaar"):
    """At most this many cents on the last day of each full half-year (S-128, decision 40).

    Each half-year needs the judgement that there was enough cooperation; `weigering` is the rule of a no (S-130).
    """

    centen: Bedrag
    weigering: RegelId


class Loonkostensubsidie(_Vastgelegd, frozen=True, kw_only=True, tag="loonkostensubsidie"):
    """Reckoned by the law from the wage, the hours and the loonwaarde, or on the forfait (S-102, decision 27)."""

    forfait: bool


class Onbekend(_Vastgelegd, frozen=True, kw_only=True, tag="onbekend"):
    """The plan gives no amount or tariff: it stands in the book and cannot be granted (decision 41)."""

    reden: Tekst


Bekostiging = Gevraagd | Vast | PerHalfjaar | Loonkostensubsidie | Onbekend
