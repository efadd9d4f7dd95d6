"""How events count and which figures follow."""

from dataclasses import dataclass
from datetime import date
from itertools import product
from uuid import UUID

import pytest

from services.monitor.indicator.domain import (
    AANGEHOUDEN,
    AANGEVRAAGD,
    CONTACTMOMENTEN,
    GEWEIGERD,
    INDICATOREN,
    INGETROKKEN,
    STATUS,
    VERLEEND,
    IndicatorNietGevonden,
    Telling,
    indicator,
    standen,
    tel,
    vervangt,
)
from shared.contracts.trajecten import ToekenningIngetrokken, ToekenningVerleend
from shared.contracts.werkgevers import WerkgeverscontactmomentVastgelegd

TOEKENNING = "01990000-0000-7000-8000-000000000002"
ID = UUID(TOEKENNING)
VERLEEND_2023 = ToekenningVerleend(
    gemeente="GM0090",
    toekenning_id=TOEKENNING,
    versie=1,
    persoon_ref="01990000-0000-7000-8000-000000000001",
    product="prb",
    besluitdatum=date(2023, 12, 31),
)
INGETROKKEN_2024 = ToekenningIngetrokken(
    gemeente="GM0090", toekenning_id=TOEKENNING, versie=2, ingetrokken_op=date(2024, 1, 5)
)


@dataclass
class Oud:
    indicator: str
    datum: date
    product: str | None


def test_an_event_counts_on_its_besluitdatum() -> None:
    assert tel(VERLEEND_2023, []) == Telling(VERLEEND, "GM0090", ID, date(2023, 12, 31), "prb")


def test_a_withdrawal_counts_where_the_toekenning_did() -> None:
    eerder = [
        Oud(AANGEVRAAGD, date(2022, 12, 30), "oud"),
        Oud(VERLEEND, date(2023, 12, 31), "prb"),
    ]
    assert tel(INGETROKKEN_2024, eerder) == Telling(
        INGETROKKEN, "GM0090", ID, date(2023, 12, 31), "prb"
    )


def test_a_withdrawal_without_anything_before_it_counts_on_its_own_day() -> None:
    assert tel(INGETROKKEN_2024, []) == Telling(INGETROKKEN, "GM0090", ID, date(2024, 1, 5), None)


def test_contact_counts_on_its_day() -> None:
    event = WerkgeverscontactmomentVastgelegd(
        gemeente="GM0098",
        contactmoment_id=TOEKENNING,
        kvk_nummer="12345678",
        datum=date(2026, 11, 21),
        soort="gesprek",
        tweezijdig=True,
    )
    assert tel(event, []) == Telling(CONTACTMOMENTEN, "GM0098", ID, date(2026, 11, 21), None)


def test_a_toekenning_counts_in_one_status_at_a_time() -> None:
    assert {VERLEEND, AANGEHOUDEN, GEWEIGERD, INGETROKKEN} == STATUS
    assert all(vervangt(nieuw, oud) for nieuw, oud in product(STATUS, STATUS))


@pytest.mark.parametrize("status", sorted(STATUS))
def test_a_request_keeps_counting_whatever_becomes_of_it(status: str) -> None:
    assert not vervangt(status, AANGEVRAAGD)
    assert not vervangt(AANGEVRAAGD, status)
    assert vervangt(AANGEVRAAGD, AANGEVRAAGD)


def test_figures_name_every_indicator_by_gemeente_year_and_code() -> None:
    found = standen({("GM0098", 2026, VERLEEND): 2, ("GM0090", 2023, GEWEIGERD): 1})
    assert [(s.gemeente, s.jaar, s.indicator.code) for s in found] == [
        (gemeente, jaar, code)
        for gemeente, jaar in (("GM0090", 2023), ("GM0098", 2026))
        for code in sorted(INDICATOREN)
    ]
    assert {(s.gemeente, s.indicator.code): s.aantal for s in found if s.aantal} == {
        ("GM0098", VERLEEND): 2,
        ("GM0090", GEWEIGERD): 1,
    }


def test_a_place_that_is_asked_for_is_there_with_zeros() -> None:
    found = standen({}, [("GM0090", 2020)])
    assert len(found) == len(INDICATOREN)
    assert {s.aantal for s in found} == {0}


def test_an_indicator_that_does_not_exist() -> None:
    assert indicator(VERLEEND).naam == "Toekenningen verleend"
    with pytest.raises(IndicatorNietGevonden):
        indicator("toekenningen-gewenst")
