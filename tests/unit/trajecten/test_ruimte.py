"""What budget says it has left, as outcomes of a toetsing (decision 5)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.trajecten.ruimte.domain import (
    Plafondruimte,
    Ruimte,
    kosten_per_jaar,
    toets_ruimte,
)
from services.trajecten.toetsing.domain import Uitkomst
from tests.unit.trajecten.bouw import PRB, gerekend, het_product

PRODUCT = het_product("GM0090", "prb", PRB.besluitdatum)


def _ruimte(**anders: Any) -> Ruimte:
    plafond = Plafondruimte(vrij=1, regel="S-091", bron="plan")
    waarden = {"modus": "signaleren", "begroot_centen": 1, "beschikbaar_centen": 250_000}
    return Ruimte(regel="S-142", bron="plan", **{**waarden, "plafond": plafond, **anders})


def _uitkomsten(ruimte: Ruimte | None) -> dict[str, Uitkomst]:
    return {
        u.voorwaarde: u for u in toets_ruimte(PRB, PRODUCT, gerekend(PRODUCT, PRB), {2023: ruimte})
    }


@pytest.mark.parametrize(
    ("anders", "uitkomst"),
    [
        ({}, "voldoet"),
        ({"beschikbaar_centen": 249_999}, "niet-te-bepalen"),
        ({"beschikbaar_centen": 249_999, "modus": "weigeren"}, "voldoet-niet"),
        ({"modus": "weigeren"}, "voldoet"),
        ({"begroot_centen": None, "beschikbaar_centen": None}, "niet-te-bepalen"),
        ({"beschikbaar_centen": None, "modus": "registreren"}, "voldoet"),
    ],
)
def test_money(anders: dict[str, Any], uitkomst: str) -> None:
    geld = _uitkomsten(_ruimte(**anders))["budget-2023"]
    assert (geld.uitkomst, geld.regel) == (uitkomst, "S-142")


@pytest.mark.parametrize(("vrij", "uitkomst"), [(1, "voldoet"), (0, "voldoet-niet")])
def test_S_091_places(vrij: int, uitkomst: str) -> None:
    plafond = Plafondruimte(vrij=vrij, regel="S-091", bron="plan")
    plaats = _uitkomsten(_ruimte(plafond=plafond))["plafond"]
    assert (plaats.uitkomst, plaats.regel) == (uitkomst, "S-091")


def test_without_an_answer_nothing_is_determined() -> None:
    gevonden = _uitkomsten(None)
    assert {naam: u.uitkomst for naam, u in gevonden.items()} == {
        "budget-2023": "niet-te-bepalen",
        "plafond": "niet-te-bepalen",
    }
    assert all(u.regel and u.bron for u in gevonden.values())


def test_cost_per_year_with_the_year_of_the_decision() -> None:
    over = replace(PRB, startdatum=date(2024, 12, 1), einddatum=date(2025, 1, 31))
    assert kosten_per_jaar(over, gerekend(PRODUCT, over)) == {2023: 0, 2024: 125_000, 2025: 125_000}
    assert [u.voorwaarde for u in toets_ruimte(over, PRODUCT, gerekend(PRODUCT, over), {})] == [
        "budget-2024",
        "budget-2025",
        "plafond",
    ]


def test_an_endless_period_asks_budget_once() -> None:
    lang = replace(PRB, einddatum=date(2099, 12, 31))
    assert kosten_per_jaar(lang, gerekend(PRODUCT, lang)) == {2023: 0}
