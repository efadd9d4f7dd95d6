"""Dutch amounts and days, to the character."""

from datetime import UTC, date, datetime

import pytest

from shared.web import opmaak

DAG = date(2023, 10, 2)


@pytest.mark.parametrize(
    ("centen", "tabel", "tekst", "kop", "verandering"),
    [
        (123_450, "1.234,50", "€\u00a01.234,50", "€\u00a01.235", "+1.234,50"),
        (
            -123_449,
            "\u22121.234,49",
            "\u2212\u00a0€\u00a01.234,49",
            "\u2212\u00a0€\u00a01.234",
            "\u22121.234,49",
        ),
        (0, "0,00", "€\u00a00,00", "€\u00a00", "0,00"),
        (-49, "\u22120,49", "\u2212\u00a0€\u00a00,49", "€\u00a00", "\u22120,49"),
        (None, "", "", "", ""),
    ],
)
def test_amounts(centen: int | None, tabel: str, tekst: str, kop: str, verandering: str) -> None:
    assert opmaak.bedrag(centen) == tabel
    assert opmaak.euros(centen) == tekst
    assert opmaak.heel(centen) == kop
    assert opmaak.mutatie(centen) == verandering


@pytest.mark.parametrize(
    ("deel", "geheel", "tekst"),
    [
        (722, 1000, "72,2\u00a0%"),
        (1, 3, "33,3\u00a0%"),
        (5, 10_000, "0,1\u00a0%"),
        (0, 5, "0,0\u00a0%"),
        (-1, 4, "\u221225,0\u00a0%"),
        (-1, 100_000, "0,0\u00a0%"),
        (5, 0, ""),
    ],
)
def test_shares(deel: int, geheel: int, tekst: str) -> None:
    assert opmaak.procent(deel, geheel) == tekst


def test_days() -> None:
    assert opmaak.datum(DAG) == "02-10-2023"
    assert opmaak.voluit(DAG) == "2\u00a0oktober 2023"
    assert opmaak.weekdag(DAG) == "Maandag 2\u00a0oktober 2023"
    assert opmaak.kort(DAG) == "ma\u00a02\u00a0okt"
    assert opmaak.dagmaand(date(2023, 3, 1)) == "1\u00a0mrt"
    assert [f(None) for f in (opmaak.datum, opmaak.voluit, opmaak.kort, opmaak.dagmaand)] == [
        ""
    ] * 4


def test_a_moment_is_the_clock_of_amsterdam() -> None:
    assert (
        opmaak.tijdstip(datetime(2023, 10, 2, 22, 30, tzinfo=UTC))
        == "3\u00a0oktober 2023\u00a000:30"
    )
    assert opmaak.tijdstip(None) == ""


def test_counts() -> None:
    assert [opmaak.aantal(n) for n in (0, 999, 1234, -7)] == ["0", "999", "1.234", "\u22127"]
