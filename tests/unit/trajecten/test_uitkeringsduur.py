"""How long somebody had a benefit without interruption: the facts behind the werkvoucher and the uitstroompremie."""

from datetime import date

import pytest

from services.trajecten.persoon.domain import (
    Uitkeringsduur,
    heeft_uitkering,
    ononderbroken_sinds,
    volle_maanden,
)

PW = ("participatiewet",)
LAATSTE_DAG = date(2025, 12, 31)


def pw(van: date | None, tot: date | None) -> Uitkeringsduur:
    return Uitkeringsduur("participatiewet", van, tot)


def sinds(*duren: Uitkeringsduur, onderbreking: int = 30) -> date | None:
    return ononderbroken_sinds(duren, PW, LAATSTE_DAG, onderbreking)


@pytest.mark.parametrize(
    ("dag", "genoeg"),
    [(date(2025, 12, 30), False), (date(2025, 12, 31), True), (date(2026, 1, 1), True)],
)
def test_W_094_eleven_months_and_thirty_days_is_too_short_and_twelve_months_is_enough(
    dag: date, genoeg: bool
) -> None:
    van = ononderbroken_sinds([pw(date(2025, 1, 1), dag)], PW, dag, 30)
    assert van == date(2025, 1, 1)
    assert volle_maanden(van, dag, 12) is genoeg


@pytest.mark.parametrize(
    ("weer_vanaf", "van"),
    [
        (date(2025, 7, 1), date(2024, 1, 1)),  # the day after
        (date(2025, 7, 31), date(2024, 1, 1)),  # 30 days without
        (date(2025, 8, 1), date(2025, 8, 1)),  # 31 days without
    ],
)
def test_W_094_a_gap_of_thirty_days_does_not_interrupt(weer_vanaf: date, van: date) -> None:
    assert sinds(pw(weer_vanaf, None), pw(date(2024, 1, 1), date(2025, 6, 30))) == van


def test_overlapping_benefits_are_one_run() -> None:
    lang, kort = pw(date(2024, 1, 1), None), pw(date(2025, 3, 1), date(2025, 4, 1))
    assert sinds(kort, lang) == date(2024, 1, 1)


def test_another_kind_of_benefit_does_not_count() -> None:
    assert sinds(Uitkeringsduur("ww", date(2024, 1, 1), None)) is None


def test_no_run_without_a_benefit_on_the_day() -> None:
    assert sinds(pw(date(2024, 1, 1), date(2025, 12, 30))) is None
    assert sinds(pw(date(2026, 1, 1), None)) is None
    assert sinds() is None


def test_an_unknown_first_day_gives_no_duration() -> None:
    assert sinds(pw(None, None)) is None
    assert sinds(pw(None, date(2025, 6, 30)), pw(date(2025, 9, 1), None)) == date(2025, 9, 1)


def test_W_093_a_benefit_on_the_day_before_the_first_working_day() -> None:
    duren = [pw(date(2024, 1, 1), date(2025, 2, 28))]
    assert heeft_uitkering(duren, PW, date(2025, 2, 28))
    assert not heeft_uitkering(duren, PW, date(2025, 3, 1))
    assert not heeft_uitkering(duren, ("ioaw",), date(2025, 2, 28))
