"""The yearly herziening of running subsidies: the wage of 1 January from that day on (Pw 10d(7))."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.contracts.trajecten import Maandbedrag
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Herzie:
    """Set the running subsidies of a gemeente anew for the months from 1 January of a year."""

    gemeente: str
    jaar: int

    @property
    def vanaf(self) -> date:
        """1 January of that year."""
        return date(self.jaar, 1, 1)


class HerzieningOnbekend(NotFound):
    """There is no such herziening, or not for this client."""

    code = "herziening-onbekend"

    def __init__(self) -> None:
        super().__init__("deze herziening bestaat niet")


def herzien(
    oud: Sequence[Maandbedrag], nieuw: Sequence[Maandbedrag], vanaf: date
) -> tuple[Maandbedrag, ...]:
    """The months before a day as they were, those from it on as they are reckoned now."""
    return (*(m for m in oud if m.maand < vanaf), *(m for m in nieuw if m.maand >= vanaf))


def vanaf_dag(maanden: Sequence[Maandbedrag], vanaf: date) -> int:
    """The cents of the months from a day on."""
    return sum(m.bedrag_centen for m in maanden if m.maand >= vanaf)
