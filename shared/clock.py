"""The only place that looks at the wall clock."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Clock(Protocol):
    """Gives the present moment; passed in everywhere, so that a test or a demo year decides what time it is."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


def kalenderdag(moment: datetime) -> date:
    """The calendar day of a moment in Europe/Amsterdam: the day a booking or a decision falls on (I16)."""
    return moment.astimezone(AMSTERDAM).date()


def einde_van(dag: date) -> datetime:
    """The moment at which a calendar day in Europe/Amsterdam is over."""
    return datetime.combine(dag + timedelta(days=1), time(), AMSTERDAM).astimezone(UTC)
