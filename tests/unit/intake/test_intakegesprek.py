"""The question tree, the elements a gemeente asks for, and what follows from what was said."""

from datetime import date
from typing import get_args

import pytest

from services.intake import policy
from services.intake.intakegesprek.domain import (
    ELEMENTEN,
    AntwoordOntbreekt,
    Belastbaarheid,
    Diploma,
    Inhoud,
    Ladder,
    Profiel,
    TredeTegenstrijdig,
    controleer_trede,
    is_compleet,
    is_vastgesteld,
    ontbreekt,
    opvolging,
    startkwalificatie,
    trede_van,
)
from services.intake.intakegesprek.policy import Eisen

DAG = date(2026, 11, 24)


def eisen(gemeente: str) -> Eisen:
    return policy.load().intakegesprek[gemeente].elementen.op(DAG).waarde


@pytest.mark.parametrize(
    ("antwoorden", "trede"),
    [
        (Ladder(contract=True, ondersteuning=False), 6),
        (Ladder(contract=True, ondersteuning=True), 5),
        (Ladder(contract=False, onbetaalde_taken=True), 4),
        (Ladder(contract=False, onbetaalde_taken=False, activiteiten=True), 3),
        (
            Ladder(contract=False, onbetaalde_taken=False, activiteiten=False, contacten=True),
            2,
        ),
        (
            Ladder(contract=False, onbetaalde_taken=False, activiteiten=False, contacten=False),
            1,
        ),
        # what the tree does not reach does not count
        (Ladder(contract=True, ondersteuning=False, onbetaalde_taken=True, contacten=True), 6),
        (Ladder(contract=False, ondersteuning=True, onbetaalde_taken=True), 4),
    ],
)
def test_B_1_every_branch_of_the_tree(antwoorden: Ladder, trede: int) -> None:
    assert trede_van(antwoorden) == trede


@pytest.mark.parametrize(
    ("antwoorden", "vraag"),
    [
        (Ladder(contract=True), "ladder.ondersteuning"),
        (Ladder(contract=False), "ladder.onbetaaldeTaken"),
        (Ladder(contract=False, onbetaalde_taken=False), "ladder.activiteiten"),
        (
            Ladder(contract=False, onbetaalde_taken=False, activiteiten=False),
            "ladder.contacten",
        ),
    ],
)
def test_B_1_a_question_that_is_reached_needs_an_answer(antwoorden: Ladder, vraag: str) -> None:
    with pytest.raises(AntwoordOntbreekt) as refused:
        trede_van(antwoorden)
    assert [fout.name for fout in refused.value.fouten] == [vraag]


def test_B_1_nobody_with_a_benefit_is_on_six() -> None:
    zes = Inhoud(ladder=Ladder(contract=True, ondersteuning=False))
    vijf = Inhoud(ladder=Ladder(contract=True, ondersteuning=True))
    controleer_trede(zes, uitkering=False)
    controleer_trede(vijf, uitkering=True)
    controleer_trede(Inhoud(), uitkering=True)
    with pytest.raises(TredeTegenstrijdig):
        controleer_trede(zes, uitkering=True)


def test_W_006_vastgesteld_asks_eight_elements_and_compleet_all_nine() -> None:
    regels = eisen("GM0098")
    assert len(ELEMENTEN) == 9
    acht = tuple(element for element in ELEMENTEN if element != "plan")
    assert is_vastgesteld(acht, regels)
    assert not is_compleet(acht, regels)
    assert ontbreekt(acht, regels.compleet) == ("plan",)
    assert is_compleet(ELEMENTEN, regels)
    for element in acht:
        zonder = tuple(e for e in ELEMENTEN if e != element)
        assert not is_vastgesteld(zonder, regels)
        assert not is_compleet(zonder, regels)


def test_S_060_smallingerland_asks_what_the_distance_follows_from() -> None:
    regels = eisen("GM0090")
    assert is_vastgesteld(("profiel", "opleiding", "belastbaarheid"), regels)
    assert not is_vastgesteld(("opleiding", "belastbaarheid"), regels)
    assert not is_compleet(("profiel", "opleiding", "belastbaarheid"), regels)


def test_a_gemeente_cannot_call_complete_what_is_not_laid_down() -> None:
    with pytest.raises(ValueError, match="compleet"):
        Eisen(vastgesteld=("wens", "plan"), compleet=("wens",))


@pytest.mark.parametrize("diploma", get_args(Diploma))
def test_S_013_startkwalificatie_is_havo_vwo_or_mbo_two_and_up(diploma: Diploma) -> None:
    onder = {"geen", "basisonderwijs", "vmbo", "mbo-1"}
    assert startkwalificatie(diploma) is (diploma not in onder)


def test_S_050_the_cause_decides_what_follows() -> None:
    assert opvolging("onwetendheid") == "voorlichting"
    assert opvolging("onwil") == "handhaving"


def test_W_006_belastbaarheid_has_no_place_for_a_diagnosis() -> None:
    # every field is a number or one of a list of codes: nothing can be written in it
    assert Belastbaarheid.__struct_fields__ == ("minuten_per_week", "tempo", "omgeving")


def test_what_is_filled_in_later_is_added() -> None:
    eerst = Inhoud(wens="kok", profiel=Profiel(maanden_tot_werk=8))
    later = eerst.aangevuld(Inhoud(wens="bakker", netwerk="zus"))
    assert later == Inhoud(wens="bakker", netwerk="zus", profiel=Profiel(maanden_tot_werk=8))
    assert later.ingevuld == ("profiel", "netwerk", "wens")
