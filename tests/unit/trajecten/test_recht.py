"""What the facts of a person end, and on which day."""

from datetime import date

import pytest

from services.trajecten.persoon.domain import Persoonsfeiten, Uitkeringsduur
from services.trajecten.policy import load
from services.trajecten.recht.domain import (
    Voorziening,
    einde_van,
    laatste_rechtsdag,
    laatste_uitkeringsdag,
    stap_bij_einde,
)
from services.trajecten.toekenning.domain import Status, Zet

BELEID = load(None).recht
PW = ("participatiewet",)
VANDAAG = date(2025, 7, 1)


def een_voorziening(
    product: str = "prb", einddatum: date | None = None, gestart_op: date | None = None
) -> Voorziening:
    status: Status = "gestart" if gestart_op else "verleend"
    return Voorziening(product, status, date(2025, 3, 1), einddatum, gestart_op)


@pytest.mark.parametrize(
    ("vertrokken", "overleden", "laatste"),
    [
        (None, None, None),
        (date(2025, 6, 1), None, date(2025, 5, 31)),
        (None, date(2025, 6, 1), date(2025, 6, 1)),
        (date(2025, 6, 1), date(2025, 5, 20), date(2025, 5, 20)),
    ],
)
def test_decision_47_rights_end_the_day_before_the_verhuizing_and_on_the_day_of_death(
    vertrokken: date | None, overleden: date | None, laatste: date | None
) -> None:
    feiten = Persoonsfeiten(vertrokken_op=vertrokken, overleden_op=overleden)
    assert laatste_rechtsdag(feiten, BELEID) == laatste


def test_a_benefit_that_goes_on_ends_nothing() -> None:
    oud = Uitkeringsduur("participatiewet", date(2024, 1, 1), date(2024, 6, 30))
    nu = Uitkeringsduur("participatiewet", date(2025, 1, 1), None)
    assert laatste_uitkeringsdag([oud, nu], PW) is None
    assert laatste_uitkeringsdag([], PW) is None
    assert laatste_uitkeringsdag([oud], PW) == date(2024, 6, 30)
    assert laatste_uitkeringsdag([oud], ("ioaw",)) is None


@pytest.mark.parametrize("product", ["participatieplaats", "proefplaats"])
def test_X_30_what_presupposes_a_benefit_ends_with_it(product: str) -> None:
    dag = date(2025, 5, 31)
    assert einde_van(een_voorziening(product), None, dag, BELEID) == dag
    assert einde_van(een_voorziening(product), date(2025, 5, 1), dag, BELEID) == date(2025, 5, 1)


@pytest.mark.parametrize("product", ["prb", "oh-p2", "loonkostensubsidie", "jobcoaching"])
def test_X_30_guidance_goes_on_after_work(product: str) -> None:
    assert einde_van(een_voorziening(product), None, date(2025, 5, 31), BELEID) is None


def test_what_has_begun_ends_on_the_day_however_late_we_hear_of_it() -> None:
    dag = date(2025, 5, 31)
    lopend = een_voorziening(gestart_op=date(2025, 4, 1))
    assert stap_bij_einde(lopend, dag, VANDAAG) == Zet("beeindig", dag, "recht-vervallen")
    te_laat = een_voorziening(gestart_op=date(2025, 6, 10))
    begin = Zet("beeindig", date(2025, 6, 10), "recht-vervallen")
    assert stap_bij_einde(te_laat, dag, VANDAAG) == begin


def test_what_has_not_begun_is_withdrawn_not_before_its_decision() -> None:
    te_doen = een_voorziening()
    assert stap_bij_einde(te_doen, date(2025, 5, 31), VANDAAG) == Zet("trek_in", date(2025, 5, 31))
    assert stap_bij_einde(te_doen, date(2025, 2, 1), VANDAAG) == Zet("trek_in", date(2025, 3, 1))
    assert stap_bij_einde(te_doen, date(2025, 9, 1), VANDAAG) == Zet("trek_in", VANDAAG)


def test_what_is_over_by_then_stays_as_agreed() -> None:
    dag = date(2025, 5, 31)
    for gestart_op in (None, date(2025, 4, 1)):
        assert stap_bij_einde(een_voorziening("prb", dag, gestart_op), dag, VANDAAG) is None
        langer = een_voorziening("prb", date(2025, 6, 1), gestart_op)
        assert stap_bij_einde(langer, dag, VANDAAG) is not None
