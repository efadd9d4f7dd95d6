"""Hours a week: an exact Decimal in quarters while we reckon, whole minutes in tables and events."""

from decimal import Decimal

MEESTE_UREN = 60
"""The most hours a week that a request may name."""


def in_minuten(uren: Decimal) -> int:
    """Whole minutes a week; raises ValueError when that is not exact."""
    minuten = uren * 60
    if minuten != int(minuten):
        raise ValueError(f"{uren} uur is geen heel aantal minuten")
    return int(minuten)


def in_uren(minuten: int) -> Decimal:
    """Hours a week of whole minutes."""
    return Decimal(minuten) / 60
