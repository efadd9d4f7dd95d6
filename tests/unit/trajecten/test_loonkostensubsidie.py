"""S-102, S-157 and Pw 10d: the loonkostensubsidie to the cent (rules of the law, decision 27)."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from services.trajecten.loonkostensubsidie.domain import (
    ForfaitTeLang,
    GrondslagOnduidelijk,
    MinimumloonOnbekend,
    Omvang,
    bereken,
    maanden,
    omvang,
)
from services.trajecten.policy import RULES, load
from shared.money import deel
from shared.periode import Periode
from shared.policy import PolicyError, Reeks, Waarde

REGELS = load(None).loonkostensubsidie
JANUARI, JULI = date(2026, 1, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("dag", "loonwaarde", "uren", "bedragen"),
    [
        (JANUARI, 60, 36, [247795, 99118, 23293, 122411]),
        (JANUARI, 60, 24, [165197, 66079, 15529, 81608]),
        (JANUARI, 80, 36, [247795, 49559, 11646, 61205]),
        (JANUARI, 30, 36, [247795, 173457, 40762, 214219]),
        (JANUARI, 25, 36, [247795, 173457, 40762, 214219]),
        (JANUARI, 25, 24, [165197, 115638, 27175, 142813]),
        (JANUARI, None, 36, [247795, 123898, 29116, 153014]),
        (JANUARI, None, 32, [220262, 110131, 25881, 136012]),
        (JANUARI, None, 24, [165197, 82599, 19411, 102010]),
        (JANUARI, 60, 25.5, [175522, 70209, 16499, 86708]),
        (JANUARI, 60, 38, [261562, 104625, 24587, 129212]),
        (JULI, 60, 36, [252396, 100958, 23725, 124683]),
        (JULI, 80, 24, [168264, 33653, 7908, 41561]),
        (date(2023, 9, 1), 40, 32, [191520, 114912, 27004, 141916]),
    ],
)
def test_S_102_every_worked_example(
    dag: date, loonwaarde: int | None, uren: float, bedragen: list[int]
) -> None:
    """Base, subsidy, werkgeverslasten and total, as the law's order has them."""
    gevonden = bereken(REGELS, Omvang(int(uren * 60), loonwaarde), dag)
    assert [stap.bedrag_centen for stap in gevonden.stappen[1:]] == bedragen
    assert gevonden.totaal == bedragen[-1]


def test_S_102_the_published_example_of_2016() -> None:
    def sinds(waarde: int) -> Reeks[int]:
        return Reeks("proef", (Waarde(waarde, Periode(date(2016, 7, 1)), "proef", "rendement.nl"),))

    regels = replace(
        REGELS,
        minimumloon=sinds(153720),
        vakantiebijslag=sinds(80),
        volle_week=sinds(2160),
        forfait=sinds(500),
        werkgeverslasten=sinds(230),
    )
    gevonden = bereken(regels, Omvang(2160), date(2016, 7, 27))
    assert [stap.bedrag_centen for stap in gevonden.stappen[1:4]] == [166018, 83009, 19092]


@pytest.mark.parametrize("procent", range(100))
def test_S_102_each_step_is_half_up_of_the_exact_fraction(procent: int) -> None:
    for minuten in (15, 615, 1530, 2160, 2280):
        gevonden = bereken(REGELS, Omvang(minuten, procent), JANUARI)
        loon, grondslag, subsidie, lasten, totaal = (s.bedrag_centen for s in gevonden.stappen)
        exact = Fraction(loon) * Fraction(108, 100) * Fraction(minuten, 2160)
        aandeel = min(Fraction(100 - procent, 100), Fraction(70, 100))
        assert grondslag == int(exact + Fraction(1, 2))
        assert subsidie == int(grondslag * aandeel + Fraction(1, 2))
        assert lasten == int(subsidie * Fraction(235, 1000) + Fraction(1, 2))
        assert totaal == subsidie + lasten


def test_S_102_every_step_names_its_rule_and_source() -> None:
    meting = bereken(REGELS, Omvang(2160, 60), JANUARI)
    assert [(s.naam, [r.id for r in s.regels]) for s in meting.stappen] == [
        ("minimumloon", ["WML-14"]),
        ("grondslag", ["WML-15", "Pw-10d-4"]),
        ("subsidie", ["S-102"]),
        ("werkgeverslasten", ["LKS-1"]),
        ("totaal", []),
    ]
    assert [r.id for r in bereken(REGELS, Omvang(2160), JANUARI).stappen[2].regels] == ["Pw-10d-5"]
    assert "34131" in meting.stappen[0].regels[0].bron


def test_Pw_10d_7_a_running_subsidy_is_set_anew_on_1_january_only() -> None:
    gevonden = maanden(REGELS, Omvang(2160, 60), Periode(date(2025, 3, 1), date(2026, 12, 31)))
    bedragen = {m.maand: m.bedrag_centen for m in gevonden}
    assert bedragen[date(2025, 6, 1)] == bedragen[date(2025, 12, 1)]
    assert bedragen[date(2026, 1, 1)] == bedragen[date(2026, 12, 1)] == 122411
    assert {m.berekening.peildatum for m in gevonden} == {date(2025, 3, 1), JANUARI}


@pytest.mark.parametrize(
    ("start", "bedrag"), [(date(2026, 6, 30), 122411), (date(2026, 7, 1), 124683)]
)
def test_Pw_10d_7_a_new_subsidy_starts_on_the_wage_of_its_first_day(
    start: date, bedrag: int
) -> None:
    gevonden = maanden(REGELS, Omvang(2160, 60), Periode(start, date(2026, 8, 31)))
    assert gevonden[-1].bedrag_centen == bedrag


def test_Pw_10d_7_a_july_grant_keeps_its_amount_until_the_next_1_january() -> None:
    periode = Periode(date(2025, 7, 1), date(2026, 8, 31))
    gevonden = maanden(REGELS, Omvang(2160, 60), periode)
    juli_2025 = bereken(REGELS, Omvang(2160, 60), date(2025, 7, 1)).totaal
    assert [m.bedrag_centen for m in gevonden] == [juli_2025] * 6 + [122411] * 8


def test_Pw_10d_a_part_of_a_month_is_pro_rata_of_its_days() -> None:
    gevonden = maanden(REGELS, Omvang(2160, 60), Periode(date(2026, 1, 17), date(2026, 3, 1)))
    assert [m.bedrag_centen for m in gevonden] == [59231, 122411, 3949]
    assert [m.maand for m in gevonden] == [JANUARI, date(2026, 2, 1), date(2026, 3, 1)]
    een_dag = maanden(REGELS, Omvang(2160, 60), Periode(date(2026, 2, 10), date(2026, 2, 10)))
    assert [m.bedrag_centen for m in een_dag] == [4372]


def test_S_157_the_forfait_takes_six_months_at_most() -> None:
    start = date(2026, 1, 15)
    assert len(maanden(REGELS, Omvang(1440), Periode(start, date(2026, 7, 14)))) == 7
    for te_lang in (date(2026, 7, 15), None):
        with pytest.raises(ForfaitTeLang) as fout:
            maanden(REGELS, Omvang(1440), Periode(start, te_lang))
        assert fout.value.regels[0].id == "S-157"
        assert "2026-07-14" in fout.value.detail
    assert len(maanden(REGELS, Omvang(1440, 50), Periode(start, date(2026, 12, 31)))) == 12


@pytest.mark.parametrize(("loonwaarde", "forfait"), [(None, False), (60, True)])
def test_S_157_a_loonwaarde_or_the_forfait_and_not_both(
    loonwaarde: int | None, forfait: bool
) -> None:
    with pytest.raises(GrondslagOnduidelijk) as fout:
        omvang(REGELS, 2160, loonwaarde, JANUARI, forfait=forfait)
    assert fout.value.regels[0].id == "S-157"
    assert omvang(REGELS, 2160, 60, JANUARI, forfait=False) == Omvang(2160, 60)
    assert omvang(REGELS, 2160, None, JANUARI, forfait=True) == Omvang(2160)


def test_Pw_10d_7_a_wage_that_is_not_known_is_named() -> None:
    over_de_grens = Periode(date(2026, 11, 1), date(2027, 2, 28))
    with pytest.raises(MinimumloonOnbekend, match="2027-01-01") as fout:
        maanden(REGELS, Omvang(2160, 60), over_de_grens)
    assert fout.value.regels[0].geldig_vanaf == JULI
    for dag in (date(2022, 12, 31), date(2027, 1, 1)):
        with pytest.raises(MinimumloonOnbekend, match=str(dag)):
            bereken(REGELS, Omvang(2160, 60), dag)


def test_Pw_10d_7_a_running_subsidy_goes_on_at_the_known_amount_until_the_herziening() -> None:
    periode = Periode(date(2026, 11, 1), date(2027, 2, 28))
    gevonden = maanden(REGELS, Omvang(2160, 60), periode, voorlopig=True)
    assert [m.bedrag_centen for m in gevonden] == [124683] * 4
    with pytest.raises(MinimumloonOnbekend, match="2027-02-01"):
        maanden(
            REGELS, Omvang(2160, 60), Periode(date(2027, 2, 1), date(2027, 2, 28)), voorlopig=True
        )


def _met_2027(overlay: Path) -> None:
    eigen = overlay / "landelijk" / "loonkostensubsidie.yaml"
    eigen.parent.mkdir(parents=True)
    shutil.copy(RULES / "landelijk" / "loonkostensubsidie.yaml", eigen)
    tekst = eigen.read_text(encoding="utf-8")
    regel = "  - {vanaf: 2027-01-01, tot: 2027-06-30, waarde: 240000, regel: WML-14, bron: proef}\n"
    eigen.write_text(tekst.replace("vakantiebijslag:", regel + "vakantiebijslag:"), "utf-8")


def test_Pw_10d_7_a_new_wage_is_loaded_from_the_overlay(tmp_path: Path) -> None:
    _met_2027(tmp_path)
    regels = load(tmp_path).loonkostensubsidie
    gevonden = maanden(regels, Omvang(2160, 60), Periode(date(2026, 11, 1), date(2027, 2, 28)))
    # 2.400,00 × 1,08 = 2.592,00 → 40% 1.036,80 → 23,5% 243,65
    assert [m.bedrag_centen for m in gevonden] == [124683, 124683, 128045, 128045]


def test_S_102_no_gemeente_has_rules_of_its_own(tmp_path: Path) -> None:
    _met_2027(tmp_path)
    (tmp_path / "landelijk").rename(tmp_path / "GM0090")
    with pytest.raises(PolicyError, match="S-102"):
        load(tmp_path)


def test_the_wages_go_on_without_a_gap_from_2023() -> None:
    dag = date(2023, 1, 1)
    while dag.year < 2027:
        assert REGELS.minimumloon.geldt_op(dag)
        dag += timedelta(days=1)


@pytest.mark.parametrize(
    ("teller", "noemer", "uitkomst"), [(1, 2, 1), (149, 100, 1), (150, 100, 2), (0, 7, 0)]
)
def test_a_part_is_rounded_half_up(teller: int, noemer: int, uitkomst: int) -> None:
    assert deel(teller, noemer) == uitkomst


@pytest.mark.parametrize(("teller", "noemer"), [(-1, 2), (1, 0), (1, -2)])
def test_a_part_of_less_than_nothing_is_refused(teller: int, noemer: int) -> None:
    with pytest.raises(ValueError, match="deel"):
        deel(teller, noemer)
