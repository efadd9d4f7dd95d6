"""Periods in calendar days, inclusive on both sides (t/m), and month arithmetic (definition D7)."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_KORTSTE_MAAND: Final = 28


@dataclass(frozen=True, slots=True)
class Periode:
    """A period from `van` up to and including `tot`; `tot=None` means without an end.

    Raises ValueError when `tot` lies before `van`.
    """

    van: date
    tot: date | None = None

    def __post_init__(self) -> None:
        if self.tot is not None and self.tot < self.van:
            raise ValueError(f"een periode eindigt niet voor haar begin: {self.van} t/m {self.tot}")

    def bevat(self, dag: date) -> bool:
        """Whether the day falls in the period, both ends included."""
        return self.van <= dag and (self.tot is None or dag <= self.tot)

    def overlapt(self, ander: "Periode") -> bool:
        """Whether the two periods share at least one day."""
        begint_op_tijd = ander.tot is None or self.van <= ander.tot
        return begint_op_tijd and (self.tot is None or ander.van <= self.tot)

    def maanden(self) -> Iterator[date]:
        """The first day of each calendar month the period touches; only for a period with an end."""
        if self.tot is None:
            raise ValueError("een periode zonder einde heeft geen laatste maand")
        eerste, laatste = (dag.year * 12 + dag.month - 1 for dag in (self.van, self.tot))
        return (date(nr // 12, nr % 12 + 1, 1) for nr in range(eerste, laatste + 1))


def plus_maanden(dag: date, aantal: int) -> date:
    """The same day `aantal` months later, clipped at the end of that month."""
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + aantal, 12)
    if dag.day <= _KORTSTE_MAAND:
        return date(jaar, maand + 1, dag.day)
    return date(jaar, maand + 1, min(dag.day, calendar.monthrange(jaar, maand + 1)[1]))


def laatste_dag(start: date, maanden: int) -> date:
    """The last day t/m of a duration in months that begins on `start`: start + months, clipped, − 1 day (D7)."""
    return plus_maanden(start, maanden) - timedelta(days=1)
