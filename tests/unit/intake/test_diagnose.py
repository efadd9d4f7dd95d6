"""Distance and profile from the rule data of each gemeente, at every boundary (D3, D4)."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from services.intake import policy
from services.intake.diagnose.domain import (
    NietTeBepalen,
    StelDiagnoseVast,
    Uitkomst,
    deel_in,
)
from services.intake.diagnose.policy import DiagnoseBeleid
from shared.policy import BuitenGeldigheid, PolicyError

BELEID = policy.load().diagnose
DAG = date(2026, 11, 24)
PERSOON = UUID("01990000-0000-7000-8000-000000000001")


def diagnose(
    gemeente: str,
    maanden: int,
    *,
    zelfredzaam: bool | None = None,
    beschut: bool | None = None,
    dag: date = DAG,
) -> Uitkomst:
    command = StelDiagnoseVast(PERSOON, 3, maanden, dag, zelfredzaam, beschut)
    return deel_in(command, BELEID[gemeente].indeling.op(dag))


@pytest.mark.parametrize(
    ("maanden", "afstand"),
    [
        (0, "kort"),
        (11, "kort"),
        (12, "middel"),
        (24, "middel"),
        (25, "lang"),
        (600, "lang"),
    ],
)
def test_S_060_D3_X_06_distance_at_its_boundaries(maanden: int, afstand: str) -> None:
    uitkomst = diagnose("GM0090", maanden)
    assert (uitkomst.afstand, uitkomst.profiel) == (afstand, None)


def test_S_060_names_rule_source_and_parameter() -> None:
    regel = diagnose("GM0090", 24).regel
    assert regel.id == "S-060"
    assert regel.bron == "Focus op Werk 2020-2024, par. 5.2"
    assert regel.parameter == "hoogstens 24 maanden"
    assert regel.geldig_vanaf == date(2020, 1, 1)


def test_S_060_an_indicatie_beschut_makes_no_profile_where_there_are_none() -> None:
    uitkomst = diagnose("GM0090", 3, zelfredzaam=True, beschut=True)
    assert (uitkomst.afstand, uitkomst.profiel) == ("kort", None)


@pytest.mark.parametrize("maanden", [0, 3])
def test_W_018_under_four_months_and_zelfredzaam(maanden: int) -> None:
    uitkomst = diagnose("GM0098", maanden, zelfredzaam=True)
    assert (uitkomst.profiel, uitkomst.afstand, uitkomst.regel.id) == ("p1", None, "W-018")
    assert uitkomst.regel.parameter == "minder dan 4 maanden, zelfredzaam"


def test_W_018_D4_under_four_months_but_not_zelfredzaam_is_p2() -> None:
    assert diagnose("GM0098", 3, zelfredzaam=False).profiel == "p2"


def test_W_018_cannot_be_determined_without_zelfredzaam() -> None:
    with pytest.raises(NietTeBepalen) as refused:
        diagnose("GM0098", 3)
    assert [regel.id for regel in refused.value.regels] == ["W-018"]
    assert [fout.name for fout in refused.value.fouten] == ["zelfredzaam"]


@pytest.mark.parametrize("zelfredzaam", [True, False, None])
@pytest.mark.parametrize("maanden", [4, 11])
def test_W_019_X_13_from_four_up_to_twelve_months(maanden: int, zelfredzaam: bool | None) -> None:
    uitkomst = diagnose("GM0098", maanden, zelfredzaam=zelfredzaam)
    assert (uitkomst.profiel, uitkomst.regel.id) == ("p2", "W-019")


@pytest.mark.parametrize("maanden", [12, 23])
def test_W_020_X_13_from_twelve_up_to_twenty_four_months(maanden: int) -> None:
    uitkomst = diagnose("GM0098", maanden)
    assert (uitkomst.profiel, uitkomst.regel.id) == ("p3", "W-020")


@pytest.mark.parametrize("maanden", [24, 600])
def test_W_021_X_13_from_twenty_four_months(maanden: int) -> None:
    uitkomst = diagnose("GM0098", maanden)
    assert (uitkomst.profiel, uitkomst.regel.id) == ("p4", "W-021")
    assert uitkomst.regel.parameter == "overige"


@pytest.mark.parametrize("maanden", [0, 3, 4, 12, 24, 600])
def test_W_022_D4_an_indicatie_beschut_wins(maanden: int) -> None:
    uitkomst = diagnose("GM0098", maanden, zelfredzaam=True, beschut=True)
    assert (uitkomst.profiel, uitkomst.regel.id) == ("p5", "W-022")


def test_W_022_without_an_indicatie_the_months_decide() -> None:
    assert diagnose("GM0098", 24, beschut=False).profiel == "p4"


def test_W_017_profiles_hold_in_the_years_of_the_plan_only() -> None:
    for dag in (date(2025, 1, 1), date(2028, 12, 31)):
        assert diagnose("GM0098", 24, dag=dag).profiel == "p4"
    for dag in (date(2024, 12, 31), date(2029, 1, 1)):
        with pytest.raises(BuitenGeldigheid):
            diagnose("GM0098", 24, dag=dag)


def test_S_060_holds_until_it_is_replaced() -> None:
    assert diagnose("GM0090", 12, dag=date(2031, 1, 1)).afstand == "middel"
    with pytest.raises(BuitenGeldigheid) as refused:
        diagnose("GM0090", 12, dag=date(2019, 12, 31))
    assert [regel.id for regel in refused.value.regels] == ["S-060"]


def overlay(tmp_path: Path, klassen: str) -> Path:
    file = tmp_path / "GM0090" / "diagnose.yaml"
    file.parent.mkdir()
    file.write_text(
        "indeling:\n  - vanaf: 2020-01-01\n    regel: S-060\n    bron: proef\n"
        f"    waarde: {{klassen: {klassen}}}\n"
        "meting:\n  - {vanaf: 2020-01-01, regel: B.1, bron: proef, waarde: {}}\n",
        encoding="utf-8",
    )
    return tmp_path


def test_another_boundary_is_data(tmp_path: Path) -> None:
    eigen = "[{afstand: kort, onder_maanden: 6, regel: S-060}, {afstand: lang, regel: S-060}]"
    beleid: DiagnoseBeleid = policy.load(overlay(tmp_path, eigen)).diagnose["GM0090"]
    command = StelDiagnoseVast(PERSOON, 3, 6, DAG)
    assert deel_in(command, beleid.indeling.op(DAG)).afstand == "lang"


def test_a_condition_that_asks_for_no_is_met_by_no_only(tmp_path: Path) -> None:
    eigen = (
        "[{profiel: p4, zelfredzaam: false, regel: X}, "
        "{profiel: p2, indicatie_beschut: false, regel: X}, {profiel: p5, regel: X}]"
    )
    indeling = policy.load(overlay(tmp_path, eigen)).diagnose["GM0090"].indeling.op(DAG)

    def profiel(*, zelfredzaam: bool, beschut: bool) -> str | None:
        command = StelDiagnoseVast(PERSOON, 3, 6, DAG, zelfredzaam, beschut)
        return deel_in(command, indeling).profiel

    assert profiel(zelfredzaam=False, beschut=True) == "p4"
    assert profiel(zelfredzaam=True, beschut=False) == "p2"
    assert profiel(zelfredzaam=True, beschut=True) == "p5"
    assert [klasse.voorwaarde for klasse in indeling.waarde.klassen] == [
        "niet zelfredzaam",
        "geen indicatie beschut",
        "overige",
    ]


@pytest.mark.parametrize(
    "klassen",
    [
        "[]",
        "[{afstand: kort, onder_maanden: 12, regel: S-060}]",
        "[{afstand: kort, profiel: p1, regel: S-060}]",
        "[{regel: S-060}]",
        "[{afstand: kort, onder_maanden: 1, tot_en_met_maanden: 1, regel: X}, {afstand: lang, regel: X}]",
        "[{afstand: dichtbij, regel: S-060}]",
        "[{afstand: kort, ondermaanden: 12, regel: S-060}, {afstand: lang, regel: S-060}]",
        "[{afstand: kort}]",
    ],
)
def test_classes_that_leave_doubt_are_refused_at_the_start(tmp_path: Path, klassen: str) -> None:
    with pytest.raises(PolicyError, match=r"GM0090/diagnose\.yaml: indeling"):
        policy.load(overlay(tmp_path, klassen))
