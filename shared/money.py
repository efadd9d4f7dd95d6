"""Money is a whole number of cents, everywhere; euros exist only on pages and in CSV (decision 20)."""

GROOTSTE_BEDRAG = 10**13 - 1
"""The largest amount in cents that a request or an event may name: just under 100 milliard euro."""


def in_euros(centen: int) -> str:
    """An amount in cents as Dutch euros with two decimals: 123450 → `1.234,50`; the minus is U+2212."""
    euros, rest = divmod(abs(centen), 100)
    teken = "\u2212" if centen < 0 else ""
    return f"{teken}{euros:,}".replace(",", ".") + f",{rest:02d}"


def deel(teller: int, noemer: int) -> int:
    """`teller / noemer` in whole cents, half-up; for amounts of zero and more.

    Raises ValueError for a negative numerator or a denominator that is not positive.
    """
    if teller < 0 or noemer < 1:
        raise ValueError("een deel wordt genomen van nul of meer, door een positief getal")
    return (2 * teller + noemer) // (2 * noemer)


def verdeel(centen: int, delen: int) -> list[int]:
    """Split an amount in equal parts of whole cents; the first parts carry the rest, so the sum is exact.

    Raises ValueError when there is nothing to split over.
    """
    if delen < 1:
        raise ValueError("een bedrag wordt over minstens een deel verdeeld")
    deel, rest = divmod(centen, delen)
    return [deel + 1] * rest + [deel] * (delen - rest)
