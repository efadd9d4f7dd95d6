"""When a benefit may be lowered, by how much and over which months (Pw art. 18, W-024 to W-027, X-14)."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.trajecten.afstemming.domain import (
    AfstemmingOnjuist,
    Eerdere,
    Gedraging,
    GeenBijstand,
    GeenVerwijt,
    GrondNietVervuld,
    GrondOnbekend,
    RegelOntbreekt,
    controleer_bijstand,
    controleer_gedraging,
    herhaling,
    uiterste_heroverweging,
    verdeel,
    verlaging,
)
from services.trajecten.afstemming.policy import load as load_afstemming
from services.trajecten.persoon.domain import Uitkeringsduur
from services.trajecten.policy import RULES, load
from shared.errors import Conflict
from shared.policy import BuitenGeldigheid, PolicyError

BELEID = load(None).afstemming
WET = BELEID.wet
VANDAAG = date(2026, 3, 2)
GEDRAGING = Gedraging(
    grond="voorziening-of-onderzoek",
    dag=date(2026, 2, 10),
    verwijtbaarheid="volledig",
    norm_centen=100_000,
    dringende_redenen=False,
    procent=None,
    feiten={},
)
VERHUIZEN = {"enigeMogelijkheid": True, "contractEenJaar": True, "loonTenMinsteNorm": True}


def _regels(fout: pytest.ExceptionInfo[Conflict]) -> list[str]:
    return [regel.id for regel in fout.value.regels]


def _bedragen(gedraging: Gedraging, *eerdere: Eerdere, dag: date = VANDAAG) -> dict[date, int]:
    found = verlaging(BELEID, "GM0098", gedraging, eerdere, dag)
    return {deel.maand: deel.bedrag_centen for deel in found.maanden}


def test_C8_a_norm_of_100_000_cents_is_33_334_and_twice_33_333() -> None:
    assert _bedragen(GEDRAGING) == {
        date(2026, 3, 1): 33_334,
        date(2026, 4, 1): 33_333,
        date(2026, 5, 1): 33_333,
    }


@pytest.mark.parametrize("norm", [1, 2, 3, 99_999, 100_000, 100_001, 140_183, 10**9 + 1])
def test_W_026_a_third_at_least_in_the_first_month_and_the_norm_in_all(norm: int) -> None:
    bedragen = list(_bedragen(replace(GEDRAGING, norm_centen=norm)).values())
    assert sum(bedragen) == norm
    assert bedragen[0] * 3 >= norm
    assert max(bedragen) - min(bedragen) <= 1
    assert bedragen == sorted(bedragen, reverse=True)


def test_W_026_the_months_are_that_of_the_imposition_and_two_more() -> None:
    assert list(_bedragen(GEDRAGING, dag=date(2026, 11, 30))) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]


def test_a_variant_of_one_month_takes_the_whole_norm() -> None:
    assert list(verdeel(100_000, [1])) == [100_000]
    assert list(verdeel(100_001, [2, 1, 1])) == [50_001, 25_000, 25_000]


def test_X_14_the_grounds_are_those_of_the_law() -> None:
    gronden = WET.gronden.op(VANDAAG).waarde
    assert [grond.regel for grond in gronden] == [f"pw-18-4-{lid}" for lid in "abcdefgh"]
    for grond in gronden:
        controleer_gedraging(WET, replace(GEDRAGING, grond=grond.code, feiten=VERHUIZEN), VANDAAG)
    with pytest.raises(GrondOnbekend) as fout:
        controleer_gedraging(WET, replace(GEDRAGING, grond="inschrijving-uwv"), VANDAAG)
    assert _regels(fout) == ["pw-18-4"]
    assert "uitzendbureau" in str(fout.value.regels[0].parameter)


@pytest.mark.parametrize("feit", VERHUIZEN)
@pytest.mark.parametrize("bekend", [True, False])
def test_X_14_to_move_is_asked_only_when_all_its_conditions_are_met(
    feit: str, bekend: bool
) -> None:
    feiten = VERHUIZEN | {feit: False}
    if not bekend:
        del feiten[feit]
    with pytest.raises(GrondNietVervuld) as fout:
        controleer_gedraging(WET, replace(GEDRAGING, grond="verhuizen", feiten=feiten), VANDAAG)
    assert [(r.id, r.parameter) for r in fout.value.regels] == [("pw-18-4-e", feit)]


def test_W_025_without_blame_there_is_no_maatregel() -> None:
    for procent in (None, 50):
        zonder = replace(GEDRAGING, verwijtbaarheid="geen", procent=procent)
        with pytest.raises(GeenVerwijt) as fout:
            controleer_gedraging(WET, zonder, VANDAAG)
        assert _regels(fout) == ["pw-18-9"]


@pytest.mark.parametrize(
    ("verwijt", "redenen", "procent", "regel"),
    [
        ("volledig", False, None, None),
        ("volledig", False, 50, "pw-18-5"),
        ("volledig", True, None, "pw-18-10"),
        ("volledig", True, 50, None),
        ("verminderd", False, None, "pw-18-10"),
        ("verminderd", False, 50, None),
    ],
)
def test_W_025_it_is_tailored_where_blame_or_circumstances_ask_for_it_and_only_there(
    verwijt: Any, redenen: bool, procent: int | None, regel: str | None
) -> None:
    gedraging = replace(
        GEDRAGING, verwijtbaarheid=verwijt, dringende_redenen=redenen, procent=procent
    )
    if regel is None:
        controleer_gedraging(WET, gedraging, VANDAAG)
        return
    with pytest.raises(AfstemmingOnjuist) as fout:
        controleer_gedraging(WET, gedraging, VANDAAG)
    assert _regels(fout) == [regel]


def test_a_tailored_lowering_is_rounded_for_the_person() -> None:
    half = replace(GEDRAGING, norm_centen=100_001, dringende_redenen=True, procent=50)
    assert list(_bedragen(half).values()) == [16_667, 16_667, 16_666]


@pytest.mark.parametrize(
    ("soort", "van", "tot", "einde", "mag"),
    [
        ("participatiewet", date(2026, 3, 2), None, None, True),
        ("participatiewet", date(2026, 3, 3), None, None, False),
        ("participatiewet", date(2020, 1, 1), date(2026, 3, 2), None, True),
        ("participatiewet", date(2020, 1, 1), date(2026, 3, 1), None, False),
        ("participatiewet", date(2020, 1, 1), None, date(2026, 3, 2), True),
        ("participatiewet", date(2020, 1, 1), None, date(2026, 3, 1), False),
        ("ioaw", date(2020, 1, 1), None, None, False),
        ("anw", date(2020, 1, 1), None, None, False),
    ],
)
def test_S_096_only_a_benefit_can_be_lowered(
    soort: str, van: date, tot: date | None, einde: date | None, mag: bool
) -> None:
    duren = [Uitkeringsduur(soort, van, tot)]
    if mag:
        controleer_bijstand(WET, duren, einde, VANDAAG)
        return
    with pytest.raises(GeenBijstand) as fout:
        controleer_bijstand(WET, duren, einde, VANDAAG)
    assert _regels(fout) == ["S-096"]


def test_S_096_who_has_no_benefit_at_all_gets_no_maatregel() -> None:
    with pytest.raises(GeenBijstand):
        controleer_bijstand(WET, [], None, VANDAAG)


def test_what_smallingerland_does_not_say_is_not_guessed() -> None:
    with pytest.raises(RegelOntbreekt) as fout:
        verlaging(BELEID, "GM0090", GEDRAGING, [], VANDAAG)
    assert _regels(fout) == ["pw-18-5"]
    with pytest.raises(BuitenGeldigheid) as te_vroeg:
        verlaging(BELEID, "GM0098", GEDRAGING, [], date(2024, 12, 31))
    assert _regels(te_vroeg) == ["W-026"]


@pytest.mark.parametrize(
    ("gedraging", "keer"),
    [
        (date(2025, 3, 1), 0),
        (date(2025, 3, 2), 0),
        (date(2025, 3, 3), 1),
        (date(2026, 3, 2), 1),
        (date(2026, 3, 3), 0),
    ],
)
def test_pw_18_6_a_repetition_comes_within_twelve_months_after_the_decision(
    gedraging: date, keer: int
) -> None:
    assert herhaling([Eerdere(date(2025, 3, 2), 0)], gedraging, 12) == keer


def test_pw_18_7_a_repetition_of_a_repetition_is_three_whole_months() -> None:
    tweede, derde = Eerdere(date(2025, 12, 1), 1), Eerdere(date(2025, 12, 1), 2)
    assert herhaling([Eerdere(date(2025, 6, 1), 0), tweede], GEDRAGING.dag, 12) == 2
    assert herhaling([derde], GEDRAGING.dag, 12) == 2
    found = verlaging(BELEID, "GM0098", GEDRAGING, [tweede], VANDAAG)
    assert (found.herhaling, found.regel) == (2, "pw-18-7")
    assert [deel.bedrag_centen for deel in found.maanden] == [100_000] * 3


def test_X_14_a_second_time_waits_for_the_rule_that_the_plan_lacks() -> None:
    with pytest.raises(RegelOntbreekt) as fout:
        _bedragen(GEDRAGING, Eerdere(date(2025, 12, 1), 0))
    assert _regels(fout) == ["pw-18-6", "X-14"]


@pytest.mark.parametrize(
    ("besluit", "uiterlijk"),
    [(date(2026, 3, 2), date(2026, 6, 2)), (date(2025, 11, 30), date(2026, 2, 28))],
)
def test_pw_18_3_it_is_looked_at_again_within_three_months(besluit: date, uiterlijk: date) -> None:
    assert uiterste_heroverweging(WET, besluit) == uiterlijk


def _afstemming(tmp_path: Path, **waarden: Any) -> Path:
    """The rules of Weststellingwerf with these values instead."""
    inhoud = yaml.safe_load((RULES / "GM0098/afstemming.yaml").read_text())
    for naam, waarde in waarden.items():
        inhoud[naam][0]["waarde"] = waarde
    (tmp_path / "GM0098").mkdir()
    (tmp_path / "GM0098/afstemming.yaml").write_text(yaml.safe_dump(inhoud))
    return tmp_path


@pytest.mark.parametrize(
    ("waarden", "reden"),
    [
        # the plan's 33,3% in each of three months: less than a third
        ({"verdeling": [333, 333, 334]}, "te weinig in de eerste maand"),
        ({"verdeling": [1, 1, 1, 1]}, "hoogstens 3 maanden"),
        ({"duur_maanden": 4, "verdeling": [1]}, "hoogstens 3 maanden"),
        ({"duur_maanden": 2, "verdeling": [1]}, "meer dan 100%"),
        ({"herhaling_maanden": 1}, "langer dan de eerste keer"),
        ({"herhaling_maanden": 4}, "hoogstens 3 maanden"),
    ],
)
def test_X_14_a_gemeente_stays_within_the_law(
    tmp_path: Path, waarden: dict[str, Any], reden: str
) -> None:
    with pytest.raises(PolicyError, match=reden):
        load_afstemming(RULES, _afstemming(tmp_path, **waarden))


def test_pw_18_6_what_a_gemeente_lays_down_for_a_second_time_holds(tmp_path: Path) -> None:
    beleid = load_afstemming(RULES, _afstemming(tmp_path, herhaling_maanden=2))
    found = verlaging(beleid, "GM0098", GEDRAGING, [Eerdere(date(2025, 12, 1), 0)], VANDAAG)
    assert (found.herhaling, found.regel) == (1, "X-14")
    assert [deel.bedrag_centen for deel in found.maanden] == [100_000] * 2
