"""S-090, S-091 and S-092: the persoonlijk re-integratiebudget of Smallingerland."""

from dataclasses import replace
from datetime import date

import pytest

from services.trajecten.aanvraag.domain import Aanvraag
from services.trajecten.toekenning.domain import LOPEND, VERBRUIKT
from tests.unit.trajecten.bouw import (
    ALLE_FEITEN,
    NIEUW,
    PRB,
    een_situatie,
    gebreken,
    gerekend,
    getoetst,
    het_product,
)


def test_S_090_prb_every_condition_is_named_with_its_source() -> None:
    toetsing = getoetst("GM0090", PRB)
    assert toetsing.oordeel == "voldoet"
    regels = [u.regel for u in toetsing.uitkomsten]
    assert regels.count("S-090") == 5
    assert regels.count("S-091") == 2
    assert regels.count("S-092") == 1
    prb = [u for u in toetsing.uitkomsten if u.regel.startswith("S-09")]
    assert {u.geldig_vanaf for u in prb} == {date(2020, 1, 1)}
    assert all("Focus op Werk 2020-2024, par. 6." in u.bron for u in prb)


@pytest.mark.parametrize(
    ("feit", "voorwaarde"),
    [
        ("eigenAanvraag", "eigen-aanvraag"),
        ("planMetDoelen", "plan-met-doelen"),
        ("toestemmingCollege", "toestemming-college"),
        ("deelVanActieplan", "deel-van-actieplan"),
    ],
)
def test_S_090_prb_fact_false_refuses_and_absent_is_not_determinable(
    feit: str, voorwaarde: str
) -> None:
    nee = getoetst("GM0090", replace(PRB, feiten={**ALLE_FEITEN, feit: False}))
    assert gebreken(nee) == {voorwaarde: ("S-090", "voldoet-niet")}
    assert nee.oordeel == "voldoet-niet"
    zonder = {naam: waarde for naam, waarde in ALLE_FEITEN.items() if naam != feit}
    weg = getoetst("GM0090", replace(PRB, feiten=zonder))
    assert gebreken(weg) == {voorwaarde: ("S-090", "niet-te-bepalen")}
    assert weg.oordeel == "niet-te-bepalen"


def test_S_090_prb_no_running_re_integration() -> None:
    lopend = replace(NIEUW, lopende_re_integratie=["leerwerkplek"])
    toetsing = getoetst("GM0090", PRB, lopend)
    assert gebreken(toetsing) == {"geen-re-integratietraject": ("S-090", "voldoet-niet")}
    assert "leerwerkplek" in {u.feit for u in toetsing.gebreken}


def test_S_090_prb_running_is_from_aangevraagd_to_gestart() -> None:
    assert {"aangevraagd", "aangehouden", "verleend", "gestart"} == LOPEND


@pytest.mark.parametrize(
    ("centen", "uitkomst"), [(1, "voldoet"), (250_000, "voldoet"), (250_001, "voldoet-niet")]
)
def test_S_091_prb_bedrag(centen: int, uitkomst: str) -> None:
    toetsing = getoetst("GM0090", replace(PRB, bedrag_centen=centen))
    (bedrag,) = [u for u in toetsing.uitkomsten if u.voorwaarde == "bedrag"]
    assert (bedrag.uitkomst, bedrag.regel) == (uitkomst, "S-091")
    assert (bedrag.feit, bedrag.parameter) == (str(centen), "250000")


def test_S_091_prb_second_one_is_refused_also_in_a_later_year() -> None:
    tweede = replace(PRB, besluitdatum=date(2024, 3, 1))
    toetsing = getoetst("GM0090", tweede, replace(NIEUW, aantal_eerder=1))
    assert gebreken(toetsing) == {"eenmalig": ("S-091", "voldoet-niet")}


def test_S_091_prb_withdrawn_and_refused_do_not_count_ended_does() -> None:
    assert LOPEND | {"beeindigd"} == VERBRUIKT


@pytest.mark.parametrize(
    ("afstand", "uitkomst"),
    [
        ("kort", "voldoet"),
        ("middel", "voldoet-niet"),
        ("lang", "voldoet-niet"),
        (None, "niet-te-bepalen"),
    ],
)
def test_S_092_prb_korte_afstand(afstand: str | None, uitkomst: str) -> None:
    toetsing = getoetst("GM0090", PRB, een_situatie(afstand=afstand))
    (gevonden,) = [u for u in toetsing.uitkomsten if u.regel == "S-092"]
    assert (gevonden.uitkomst, gevonden.feit, gevonden.parameter) == (uitkomst, afstand, "kort")


def test_prb_is_not_paid_from_esf() -> None:
    assert gebreken(getoetst("GM0090", replace(PRB, fonds="esf"))) == {
        "fonds": ("S-141", "voldoet-niet")
    }


def test_D7_period_ends_on_or_after_its_start() -> None:
    op_de_dag = replace(PRB, einddatum=PRB.startdatum)
    assert getoetst("GM0090", op_de_dag).oordeel == "voldoet"
    ervoor = replace(PRB, einddatum=date(2023, 3, 31))
    assert gebreken(getoetst("GM0090", ervoor)) == {"periode": ("D7", "voldoet-niet")}


@pytest.mark.parametrize(
    ("einde", "oordeel"), [(date(2033, 3, 31), "voldoet"), (date(2033, 4, 1), "voldoet-niet")]
)
def test_D7_ten_years_is_the_longest(einde: date, oordeel: str) -> None:
    assert getoetst("GM0090", replace(PRB, einddatum=einde)).oordeel == oordeel


def _per_maand(aanvraag: Aanvraag) -> list[tuple[int, int]]:
    product = het_product("GM0090", "prb", PRB.besluitdatum)
    return [(k.maand.month, k.bedrag_centen) for k in gerekend(product, aanvraag).maanden]


def test_cost_per_month_adds_up_and_leaves_out_empty_months() -> None:
    assert _per_maand(PRB) == [(4, 83_334), (5, 83_333), (6, 83_333)]
    assert _per_maand(replace(PRB, einddatum=None)) == [(4, 250_000)]
    assert _per_maand(replace(PRB, bedrag_centen=2)) == [(4, 1), (5, 1)]
