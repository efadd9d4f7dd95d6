"""Which goal holds in a year, and where the year is heading. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.monitor.doel.policy import Doel, DoelRules


@dataclass(frozen=True, slots=True)
class Doelstand:
    """A goal with what was counted so far; `verwacht` is where this goes at the pace of the year up to today.

    None when the year is over or has not begun: then there is nothing to expect.
    """

    doel: Doel
    verwacht: int | None


def doelen(rules: Mapping[str, DoelRules], gemeente: str, jaar: int) -> dict[str, Doel]:
    """The goals of a gemeente in a year by the code of their indicator: those that hold on its last day."""
    eigen, dag = rules.get(gemeente), date(jaar, 12, 31)
    if eigen is None or not eigen.doelen.geldt_op(dag):
        return {}
    return {doel.indicator: doel for doel in eigen.doelen.op(dag).waarde.doelen}


def verwacht(aantal: int, jaar: int, vandaag: date) -> int | None:
    """What the count of a year comes to on 31 December at its pace so far, rounded down (S-040).

    None outside the year, and on its first day nothing can be said yet.
    """
    verlopen = (vandaag - date(jaar, 1, 1)).days
    dagen = (date(jaar + 1, 1, 1) - date(jaar, 1, 1)).days
    return aantal * dagen // verlopen if 0 < verlopen < dagen else None
