"""W-001, W-017..W-023 and W-073: Open House of Weststellingwerf, and the end of ESF."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from services.trajecten.productenboek.policy import Product
from services.trajecten.toetsing.domain import toets
from services.trajecten.voorwaarde.policy import FondsOpen
from shared.contracts.trajecten import Fonds
from shared.policy import BuitenGeldigheid
from tests.unit.trajecten.bouw import (
    BELEID,
    NIEUW,
    OPEN_HOUSE,
    een_situatie,
    gebreken,
    gerekend,
    getoetst,
    het_product,
)

PROFIELEN = ("p1", "p2", "p3", "p4", "p5")


def _eigen_profiel_alleen(profiel: str, regel: str) -> None:
    aanvraag = replace(OPEN_HOUSE, product=f"oh-{profiel}")
    assert het_product("GM0098", aanvraag.product, aanvraag.besluitdatum).regel == regel
    for ander in PROFIELEN:
        gevonden = gebreken(getoetst("GM0098", aanvraag, een_situatie(profiel=ander)))
        niet = {"profiel": ("W-017", "voldoet-niet")}
        assert gevonden == ({} if ander == profiel else niet), ander


def test_W_017_one_product_per_profile_and_none_without_a_profile() -> None:
    boek = BELEID.productenboek["GM0098"].producten.op(date(2026, 1, 1)).waarde
    assert sorted(code for code in boek if code.startswith("oh-")) == [
        f"oh-{profiel}" for profiel in PROFIELEN
    ]
    toetsing = getoetst("GM0098", OPEN_HOUSE, een_situatie(profiel=None))
    assert gebreken(toetsing) == {"profiel": ("W-017", "niet-te-bepalen")}


def test_W_018_p1() -> None:
    _eigen_profiel_alleen("p1", "W-018")


def test_W_019_p2() -> None:
    _eigen_profiel_alleen("p2", "W-019")


def test_W_020_p3() -> None:
    _eigen_profiel_alleen("p3", "W-020")


def test_W_021_p4() -> None:
    _eigen_profiel_alleen("p4", "W-021")


def test_W_022_p5() -> None:
    _eigen_profiel_alleen("p5", "W-022")


@pytest.mark.parametrize(
    ("dag", "regel"),
    [
        (date(2025, 1, 1), "W-023"),
        (date(2025, 12, 31), "W-023"),
        (date(2026, 1, 1), "W-001"),
        (date(2028, 12, 31), "W-001"),
    ],
)
def test_W_023_the_old_book_ends_with_2025(dag: date, regel: str) -> None:
    assert BELEID.productenboek["GM0098"].producten.op(dag).regel == regel
    assert getoetst("GM0098", replace(OPEN_HOUSE, besluitdatum=dag)).oordeel == "voldoet"


@pytest.mark.parametrize("dag", [date(2024, 12, 31), date(2029, 1, 1)])
def test_W_001_outside_the_plan_no_rule_holds(dag: date) -> None:
    with pytest.raises(BuitenGeldigheid) as fout:
        getoetst("GM0098", replace(OPEN_HOUSE, besluitdatum=dag))
    assert [regel.id for regel in fout.value.regels] == ["W-023"]


def test_amount_of_open_house_is_free() -> None:
    assert getoetst("GM0098", replace(OPEN_HOUSE, bedrag_centen=10**12)).oordeel == "voldoet"


def test_W_073_inkoop_has_no_esf_part() -> None:
    toetsing = getoetst("GM0098", replace(OPEN_HOUSE, fonds="esf"))
    assert gebreken(toetsing) == {"fonds": ("W-071", "voldoet-niet")}


@pytest.mark.parametrize(
    ("fonds", "einde", "oordeel"),
    [
        ("esf", date(2026, 12, 31), "voldoet"),
        ("esf", date(2027, 1, 1), "voldoet-niet"),
        ("regulier", date(2027, 1, 1), "voldoet"),
    ],
)
def test_W_073_esf_pays_no_month_after_2026(fonds: Fonds, einde: date, oordeel: str) -> None:
    bron = {"regel": "W-073", "bron": "Uitvoeringsplan, h. 6"}
    voorwaarde = {
        "toets": "fonds",
        "parameter": {"regulier": None, "esf": date(2026, 12, 31)},
        "vanaf": date(2025, 1, 1),
        **bron,
    }
    werkdeel = msgspec.convert(
        {
            "naam": "Jobcoaching",
            "post": "participatie-werkdeel",
            "re-integratie": False,
            "voorwaarden": {"fonds": [voorwaarde]},
            **bron,
        },
        Product,
    )
    assert isinstance(werkdeel.voorwaarden["fonds"][0], FondsOpen)
    aanvraag = replace(OPEN_HOUSE, startdatum=date(2026, 11, 1), einddatum=einde, fonds=fonds)
    gevonden = toets(aanvraag, NIEUW, werkdeel, gerekend(werkdeel, aanvraag))
    assert gevonden.oordeel == oordeel
    assert gevonden.uitkomsten[0].parameter == "regulier, esf t/m 2026-12-31"
