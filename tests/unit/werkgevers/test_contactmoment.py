"""When an employer is new (W-057, D1, D2, X-25)."""

from datetime import date

import pytest

from services.werkgevers import policy
from services.werkgevers.contactmoment.domain import (
    Contact,
    DatumInToekomst,
    LegContactVast,
    NieuwsbriefTweezijdig,
    beoordeel,
    controleer,
)
from shared.contracts.werkgevers import ContactSoort

BELEID = policy.load().contactmoment
GESPREK = date(2026, 11, 21)


def nieuw(
    vorige: date | None,
    *,
    telt: bool = True,
    datum: date = GESPREK,
    gemeente: str = "GM0098",
) -> bool | None:
    nieuwheid = beoordeel(BELEID, gemeente, Contact(datum, telt, vorige))
    return nieuwheid.nieuw if nieuwheid else None


def test_D1_never_spoken_is_new() -> None:
    assert nieuw(None) is True


def test_D2_exactly_five_years_ago_is_not_new() -> None:
    assert nieuw(date(2021, 11, 21)) is False


def test_D1_a_day_more_than_five_years_ago_is_new() -> None:
    assert nieuw(date(2021, 11, 20)) is True


def test_X_25_a_second_talk_does_not_make_the_employer_new_again() -> None:
    assert nieuw(GESPREK) is False


def test_D1_one_sided_contact_makes_nobody_new() -> None:
    assert nieuw(None, telt=False) is False
    assert nieuw(date(2010, 1, 1), telt=False) is False


def test_D2_five_years_before_the_leap_day_is_the_last_of_february() -> None:
    dag = date(2028, 2, 29)
    assert nieuw(date(2023, 2, 28), datum=dag) is False
    assert nieuw(date(2023, 2, 27), datum=dag) is True


def test_W_057_names_rule_source_and_parameter() -> None:
    nieuwheid = beoordeel(BELEID, "GM0098", Contact(GESPREK, telt=True, vorige=None))
    assert nieuwheid is not None
    assert (nieuwheid.regel.id, nieuwheid.regel.parameter) == ("W-057", "5")
    assert nieuwheid.regel.bron.endswith("doel 3")


def test_W_057_is_a_rule_of_weststellingwerf_in_the_years_of_its_plan() -> None:
    assert nieuw(None, gemeente="GM0090") is None
    assert nieuw(None, datum=date(2024, 12, 31)) is None
    assert nieuw(None, datum=date(2025, 1, 1)) is True
    assert nieuw(None, datum=date(2028, 12, 31)) is True
    assert nieuw(None, datum=date(2029, 1, 1)) is None


def contact(datum: date, soort: ContactSoort = "gesprek") -> LegContactVast:
    return LegContactVast("GM0098", "12345678", datum, soort, True, True)


def test_contact_is_recorded_on_its_day_at_the_earliest() -> None:
    controleer(contact(GESPREK), GESPREK)
    with pytest.raises(DatumInToekomst):
        controleer(contact(date(2026, 11, 22)), GESPREK)


def test_D1_a_newsletter_is_not_two_way() -> None:
    with pytest.raises(NieuwsbriefTweezijdig):
        controleer(contact(GESPREK, "nieuwsbrief"), GESPREK)
