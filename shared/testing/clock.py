"""A clock that stands still until it is told to move."""

from datetime import UTC, date, datetime, timedelta


class FakeClock:
    """Says the moment it was given; noon of a day is safely that day in Amsterdam and in UTC."""

    def __init__(self, moment: datetime | date) -> None:
        self._moment = _noon(moment)

    def now(self) -> datetime:
        """The moment it stands at, in UTC."""
        return self._moment

    def set(self, moment: datetime | date) -> None:
        """Go to a moment, or to noon of a day."""
        self._moment = _noon(moment)

    def advance(self, step: timedelta) -> None:
        """Go on by a step."""
        self._moment += step


def _noon(moment: datetime | date) -> datetime:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime(moment.year, moment.month, moment.day, 12, tzinfo=UTC)
