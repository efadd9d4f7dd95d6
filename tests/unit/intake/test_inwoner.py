"""What is checked before an inwoner is registered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.intake.inwoner.domain import (
    DatumInToekomst,
    DatumVoorGeboorte,
    GeboortedatumInToekomst,
    RegistreerInwoner,
    UitkeringTegenstrijdig,
    UitkeringVoorGeboorte,
    controleer,
    controleer_gebeurd,
)

VANDAAG = date(2026, 11, 24)
INWONER = RegistreerInwoner("GM0090", date(1990, 5, 1), "participatiewet", date(2024, 1, 1))


def test_an_ordinary_inwoner_passes() -> None:
    controleer(INWONER, VANDAAG)


def test_born_today_passes_and_tomorrow_does_not() -> None:
    vandaag = replace(INWONER, geboortedatum=VANDAAG, uitkering_vanaf=None)
    controleer(vandaag, VANDAAG)
    with pytest.raises(GeboortedatumInToekomst):
        controleer(replace(vandaag, geboortedatum=date(2026, 11, 25)), VANDAAG)


def test_a_benefit_begins_on_the_day_of_birth_at_the_earliest() -> None:
    controleer(replace(INWONER, uitkering_vanaf=INWONER.geboortedatum), VANDAAG)
    with pytest.raises(UitkeringVoorGeboorte):
        controleer(replace(INWONER, uitkering_vanaf=date(1990, 4, 30)), VANDAAG)


def test_a_benefit_may_begin_later() -> None:
    controleer(replace(INWONER, uitkering_vanaf=date(2026, 12, 1)), VANDAAG)


def test_no_benefit_has_no_first_day() -> None:
    controleer(replace(INWONER, uitkering_soort="geen", uitkering_vanaf=None), VANDAAG)
    with pytest.raises(UitkeringTegenstrijdig):
        controleer(replace(INWONER, uitkering_soort="geen"), VANDAAG)


def test_what_happened_lies_between_birth_and_today() -> None:
    geboren, dag = INWONER.geboortedatum, timedelta(days=1)
    controleer_gebeurd("gevoerdOp", VANDAAG, geboren, VANDAAG)
    controleer_gebeurd("gevoerdOp", geboren, geboren, VANDAAG)
    with pytest.raises(DatumInToekomst):
        controleer_gebeurd("gevoerdOp", VANDAAG + dag, geboren, VANDAAG)
    with pytest.raises(DatumVoorGeboorte):
        controleer_gebeurd("gevoerdOp", geboren - dag, geboren, VANDAAG)
