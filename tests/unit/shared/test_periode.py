"""Periods t/m and month arithmetic (definition D7, decision 20)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.periode import Periode, laatste_dag, plus_maanden

DAGEN = st.dates(date(1900, 1, 1), date(2099, 12, 31))
MAANDEN = st.integers(-600, 600)


@pytest.mark.parametrize(
    ("start", "maanden", "laatste"),
    [
        (date(2026, 1, 1), 6, date(2026, 6, 30)),
        (date(2026, 1, 15), 6, date(2026, 7, 14)),
        (date(2026, 8, 31), 6, date(2027, 2, 27)),
        (date(2023, 8, 31), 6, date(2024, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)
def test_D7_a_duration_ends_the_day_before_the_same_day_clipped_to_the_month(
    start: date, maanden: int, laatste: date
) -> None:
    assert laatste_dag(start, maanden) == laatste


@given(DAGEN, MAANDEN)
def test_D7_adding_months_lands_in_the_right_month_on_the_same_day_or_its_last(
    dag: date, aantal: int
) -> None:
    uit = plus_maanden(dag, aantal)
    assert (uit.year * 12 + uit.month) - (dag.year * 12 + dag.month) == aantal
    is_last_of_month = (uit + timedelta(days=1)).day == 1
    assert uit.day == dag.day or (uit.day < dag.day and is_last_of_month)


@given(DAGEN, st.integers(1, 120), st.integers(1, 120))
def test_D7_a_longer_duration_never_ends_earlier(start: date, een: int, twee: int) -> None:
    if een <= twee:
        assert start <= laatste_dag(start, een) <= laatste_dag(start, twee)


@given(DAGEN, st.integers(0, 3000), DAGEN)
def test_a_period_holds_exactly_the_days_from_begin_to_end_both_included(
    van: date, dagen: int, dag: date
) -> None:
    tot = van + timedelta(days=dagen)
    assert Periode(van, tot).bevat(dag) == (van <= dag <= tot)
    assert Periode(van).bevat(dag) == (van <= dag)


@given(DAGEN, st.integers(0, 60), st.integers(-90, 90), st.integers(0, 60))
def test_two_periods_overlap_when_they_share_a_day(
    van: date, lengte: int, verschil: int, andere: int
) -> None:
    een = Periode(van, van + timedelta(days=lengte))
    begin = van + timedelta(days=verschil)
    twee = Periode(begin, begin + timedelta(days=andere))
    shared = any(twee.bevat(van + timedelta(days=n)) for n in range(lengte + 1))
    assert een.overlapt(twee) == shared == twee.overlapt(een)


def test_a_period_without_an_end_overlaps_what_comes_after() -> None:
    open_ = Periode(date(2026, 1, 1))
    assert open_.overlapt(Periode(date(2090, 1, 1)))
    assert not open_.overlapt(Periode(date(2025, 1, 1), date(2025, 12, 31)))


def test_a_period_does_not_end_before_it_begins() -> None:
    assert Periode(date(2026, 1, 1), date(2026, 1, 1)).bevat(date(2026, 1, 1))
    with pytest.raises(ValueError, match="eindigt niet voor haar begin"):
        Periode(date(2026, 1, 2), date(2026, 1, 1))


@given(DAGEN, st.integers(0, 1200))
def test_the_months_of_a_period_are_all_months_it_touches(van: date, dagen: int) -> None:
    tot = van + timedelta(days=dagen)
    touched = {(van + timedelta(days=n)).replace(day=1) for n in range(dagen + 1)}
    assert list(Periode(van, tot).maanden()) == sorted(touched)


def test_a_period_without_an_end_has_no_last_month() -> None:
    with pytest.raises(ValueError, match="zonder einde"):
        list(Periode(date(2026, 1, 1)).maanden())
