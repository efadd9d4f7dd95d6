"""Whole cents: nothing is lost or made when an amount is split (decision 20)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.money import GROOTSTE_BEDRAG, in_euros, verdeel

BEDRAGEN = st.integers(-GROOTSTE_BEDRAG, GROOTSTE_BEDRAG)


@given(BEDRAGEN, st.integers(1, 400))
def test_the_parts_of_an_amount_sum_to_it_exactly_and_differ_at_most_a_cent(
    centen: int, delen: int
) -> None:
    parts = verdeel(centen, delen)
    assert (len(parts), sum(parts)) == (delen, centen)
    assert max(parts) - min(parts) <= 1
    assert parts == sorted(parts, reverse=True)


@pytest.mark.parametrize("delen", [0, -1])
def test_an_amount_is_split_over_at_least_one_part(delen: int) -> None:
    with pytest.raises(ValueError, match="minstens een deel"):
        verdeel(100, delen)


@pytest.mark.parametrize(
    ("centen", "tekst"),
    [
        (0, "0,00"),
        (5, "0,05"),
        (-5, "−0,05"),
        (123450, "1.234,50"),
        (-100000000, "−1.000.000,00"),
    ],
)
def test_euros_are_written_the_dutch_way(centen: int, tekst: str) -> None:
    assert in_euros(centen) == tekst


@given(BEDRAGEN)
def test_euros_are_written_without_rounding(centen: int) -> None:
    digits = in_euros(centen).replace(".", "").replace(",", "").replace("−", "-")
    assert int(digits) == centen
