"""Who gets the next aanmelding, whom waiting makes late, and how long somebody waited."""

from datetime import date
from uuid import UUID

import pytest

from services.intake import policy
from services.intake.aanmelding.domain import grenzen, wachtdagen
from services.intake.werkverdeling.domain import verdeel

DAG = date(2026, 11, 24)
IDS = [UUID(int=n) for n in range(6)]


def test_W_004_each_time_the_lowest_caseload_and_of_equals_the_first_by_code() -> None:
    given = verdeel(IDS, {"c": 1, "b": 0, "a": 0})
    assert [id_ for id_, _ in given] == IDS
    assert [code for _, code in given] == ["a", "b", "a", "b", "c", "a"]
    assert verdeel(IDS, {"a": 0, "b": 0, "c": 1}) == given
    assert verdeel([], {"a": 0}) == []


def test_W_004_the_norm_holds_where_the_plan_gives_one_and_while_it_holds() -> None:
    beleid = policy.load().aanmelding
    assert grenzen(beleid, DAG) == {"GM0098": date(2026, 11, 17)}
    assert grenzen(beleid, date(2024, 12, 31)) == {}
    assert grenzen(beleid, date(2029, 1, 1)) == {}


@pytest.mark.parametrize(
    ("gesprek_op", "afgesloten_op", "dagen"),
    [
        (None, None, 23),
        (date(2026, 11, 1), date(2026, 11, 20), 0),
        (date(2026, 11, 8), None, 7),
        (None, date(2026, 11, 20), 19),
    ],
)
def test_S_066_days_until_the_first_talk(
    gesprek_op: date | None, afgesloten_op: date | None, dagen: int
) -> None:
    assert wachtdagen(date(2026, 11, 1), gesprek_op, afgesloten_op, DAG) == dagen
