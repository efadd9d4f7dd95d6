"""How events count, how long it was quiet, and where a year is heading."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from services.monitor import policy
from services.monitor.doel.domain import doelen, verwacht
from services.monitor.indicator.domain import (
    CONTACTMOMENTEN,
    SOORTEN,
    STATUS,
    TELLERS,
    IndicatorNietGevonden,
    Telling,
    stilten,
    tel,
    volgt_op,
    zoek,
)
from services.monitor.indicator.policy import van_gemeente
from shared.contracts.trajecten import ToekenningIngetrokken, ToekenningVerleend
from shared.events import Event, Received
from shared.policy import PolicyError

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


@dataclass(eq=False)
class Oud:
    soort: str
    datum: date
    kenmerk: str | None = None
    onderwerp: UUID = ID
    telt: bool = True
    stilte: int | None = None
    jaar: int = 0

    def __post_init__(self) -> None:
        self.jaar = self.datum.year


def received(event: Event) -> Received[Any]:
    wat = (event.ce_type(), event.key, event.subject, 1, event.gemeente)
    return Received(UUID(int=7), *wat, datetime(2026, 5, 1, tzinfo=UTC), event)


def telling(soort: str, datum: date, kenmerk: str | None) -> Telling:
    return Telling(soort, ID, ID.hex, datum, datum.year, kenmerk)


def test_an_event_counts_on_its_besluitdatum() -> None:
    wanted = telling("toekenningen-verleend", date(2023, 12, 31), "prb")
    assert tel(received(VERLEEND_2023), []) == wanted


def test_a_withdrawal_counts_where_the_toekenning_did() -> None:
    eerder = [
        Oud("toekenningen-aangevraagd", date(2022, 12, 30), "oud"),
        Oud("toekenningen-verleend", date(2023, 12, 31), "prb"),
    ]
    wanted = telling("toekenningen-ingetrokken", date(2023, 12, 31), "prb")
    assert tel(received(INGETROKKEN_2024), eerder) == wanted


def test_a_withdrawal_without_anything_before_it_counts_on_its_own_day() -> None:
    wanted = telling("toekenningen-ingetrokken", date(2024, 1, 5), None)
    assert tel(received(INGETROKKEN_2024), []) == wanted


def test_a_toekenning_counts_in_one_status_at_a_time() -> None:
    rows = [Oud(soort, date(2023, 1, 1)) for soort in STATUS]
    assert all(volgt_op(nieuw, oud) for nieuw, oud in product(rows, rows))
    other = Oud("toekenningen-verleend", date(2023, 1, 1), onderwerp=UUID(int=3))
    assert not any(volgt_op(other, oud) for oud in rows)


@pytest.mark.parametrize("status", sorted(STATUS))
def test_a_request_keeps_counting_whatever_becomes_of_it(status: str) -> None:
    vraag = Oud("toekenningen-aangevraagd", date(2023, 1, 1))
    later = Oud(status, date(2023, 1, 1))
    assert not volgt_op(later, vraag)
    assert not volgt_op(vraag, later)
    assert volgt_op(vraag, vraag)


@pytest.mark.parametrize(
    ("vorige", "jaren"),
    [
        (date(2021, 11, 21), 4),
        (date(2021, 11, 20), 5),
        (date(2026, 11, 20), 0),
        (date(2026, 11, 21), 0),
        (date(2024, 2, 29), 2),
    ],
)
def test_D2_exactly_so_many_years_is_one_less(vorige: date, jaren: int) -> None:
    contacten = [
        Oud(CONTACTMOMENTEN, vorige, "doelgroep"),
        Oud(CONTACTMOMENTEN, date(2026, 11, 21), "doelgroep"),
    ]
    assert stilten(contacten) == [None, jaren]


def test_every_rule_of_the_plans_is_about_something_that_is_counted() -> None:
    rules = policy.load()
    alle = van_gemeente(rules.indicator, None)
    assert {indicator.soort for indicator in alle.values()} == SOORTEN
    assert {teller.soort for teller in TELLERS.values()} == SOORTEN
    with pytest.raises(IndicatorNietGevonden):
        zoek(alle, "toekenningen-gewenst")
    assert "nieuwe-werkgevers" not in van_gemeente(rules.indicator, "GM0090")


@pytest.mark.parametrize(
    ("noun", "oud", "nieuw"),
    [
        ("doel", "indicator: nieuwe-werkgevers", "indicator: gewenst"),
        ("doel", "indicator: nieuwe-werkgevers", "indicator: ips-gestart"),
        ("indicator", "soort: werkgeverscontactmomenten", "soort: wensen"),
    ],
)
def test_a_goal_on_nothing_and_a_figure_of_nothing_are_refused(
    tmp_path: Path, noun: str, oud: str, nieuw: str
) -> None:
    text = (policy.RULES / "GM0098" / f"{noun}.yaml").read_text(encoding="utf-8")
    assert oud in text
    (tmp_path / "GM0098").mkdir()
    (tmp_path / "GM0098" / f"{noun}.yaml").write_text(text.replace(oud, nieuw), encoding="utf-8")
    with pytest.raises(PolicyError):
        policy.load(tmp_path)


def test_the_goals_hold_in_the_years_of_their_plan() -> None:
    rules = policy.load().doel
    assert {code: doel.aantal for code, doel in doelen(rules, "GM0090", 2023).items()} == {
        "uitstroom-naar-werk": 200,
        "leerwerkplekken-gestart": 100,
    }
    assert doelen(rules, "GM0090", 2019) == {}
    assert doelen(rules, "GM0098", 2029) == {}
    assert doelen(rules, "GM0014", 2023) == {}


@pytest.mark.parametrize(
    ("vandaag", "stand"),
    [
        (date(2023, 1, 1), None),
        (date(2023, 1, 2), 36_500),
        (date(2023, 7, 2), 200),
        (date(2023, 12, 31), 100),
        (date(2024, 1, 1), None),
    ],
)
def test_S_040_where_the_year_is_heading(vandaag: date, stand: int | None) -> None:
    assert verwacht(100, 2023, vandaag) == stand
