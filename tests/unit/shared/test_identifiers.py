"""Public ids follow time (decision 34) and events carry a URN with the OIN of the gemeente."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.gemeenten import GEMEENTEN, bron_urn
from shared.identifiers import GEMEENTECODE, OIN, UUID_VORM, is_bsn, nieuw_id

MOMENTEN = st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
STAPPEN = st.timedeltas(timedelta(milliseconds=1), timedelta(days=3650))


@given(MOMENTEN, STAPPEN)
def test_ids_sort_by_the_moment_they_were_made_for(moment: datetime, later: timedelta) -> None:
    assert nieuw_id(moment) < nieuw_id(moment + later)
    assert str(nieuw_id(moment)) < str(nieuw_id(moment + later))


@given(MOMENTEN)
def test_an_id_is_a_uuid_of_version_7_that_holds_its_moment(moment: datetime) -> None:
    made = nieuw_id(moment)
    assert made.version == 7
    assert made.int >> 80 == int(moment.timestamp()) * 1000 + moment.microsecond // 1000
    assert re.fullmatch(UUID_VORM, str(made))


def test_ids_of_one_moment_differ() -> None:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    assert len({nieuw_id(moment) for _ in range(10_000)}) == 10_000


def test_every_gemeente_has_a_code_and_an_oin_of_the_right_form() -> None:
    for code, gemeente in GEMEENTEN.items():
        assert code == gemeente.code
        assert re.fullmatch(GEMEENTECODE, code)
        assert re.fullmatch(OIN, gemeente.oin)
    assert bron_urn("GM0090", "budget") == (
        f"urn:nld:oin:{GEMEENTEN['GM0090'].oin}:systeem:meedoen-budget"
    )


@pytest.mark.parametrize(
    ("nummer", "is_er_een"),
    [
        ("999990019", True),
        ("111222333", True),
        ("999990018", False),
        ("1112.22.333", False),
        ("11222333", False),
        ("999990019\n", False),
        ("٩٩٩٩٩٠٠١٩", False),
        ("", False),
    ],
)
def test_a_bsn_is_nine_digits_that_pass_the_elfproef(nummer: str, is_er_een: bool) -> None:
    assert is_bsn(nummer) is is_er_een
