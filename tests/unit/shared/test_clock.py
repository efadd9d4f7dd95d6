"""The calendar day of a booking is the one in Amsterdam (I16)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.clock import SystemClock, kalenderdag
from shared.testing.clock import FakeClock


@pytest.mark.parametrize(
    ("moment", "dag"),
    [
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        # the clock goes forward on 29 March 2026 and back on 25 October 2026, both at 01:00 UTC
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_I16_the_calendar_day_turns_at_midnight_in_amsterdam(moment: datetime, dag: date) -> None:
    assert kalenderdag(moment) == dag


def test_the_clock_of_the_machine_speaks_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(0)


def test_the_clock_of_a_test_stands_still_until_it_is_moved() -> None:
    clock = FakeClock(date(2026, 1, 31))
    assert clock.now() == clock.now() == datetime(2026, 1, 31, 12, tzinfo=UTC)
    clock.advance(timedelta(days=1))
    assert kalenderdag(clock.now()) == date(2026, 2, 1)
    clock.set(date(2027, 1, 1))
    assert kalenderdag(clock.now()) == date(2027, 1, 1)
