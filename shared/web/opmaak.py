"""How figures and days look on a page, in Dutch: integers and dates in, text out.

A space that may not break is U+00A0, the minus is U+2212. None gives an empty text: "not applicable".
"""

from datetime import date, datetime
from typing import Final

from shared.clock import AMSTERDAM
from shared.money import in_euros

NBSP: Final = "\u00a0"
MIN: Final = "\u2212"
MAANDEN: Final = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
MAAND_KORT: Final = tuple("mrt" if naam == "maart" else naam[:3] for naam in MAANDEN)
_DAGEN: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def bedrag(centen: int | None) -> str:
    """Cents for a table: `1.234,50`, `−27.080,00`, `0,00`."""
    return "" if centen is None else in_euros(centen)


def mutatie(centen: int | None) -> str:
    """Cents as a change: `+4.200,00`, `−640,00`; no change is `0,00`."""
    return ("+" if centen and centen > 0 else "") + bedrag(centen)


def euros(centen: int | None) -> str:
    """Cents in running text: `€ 1.234,50`, `− € 150,00`."""
    return "" if centen is None else _euro(centen, in_euros(abs(centen)))


def heel(centen: int | None) -> str:
    """Cents as a headline in whole euros, half away from zero: `€ 104.854`; the exact amount stands elsewhere."""
    if centen is None:
        return ""
    getal = (abs(centen) + 50) // 100
    return _euro(centen if getal else 0, aantal(getal))


def aantal(getal: int) -> str:
    """A whole number with points: `1.234`."""
    return (MIN if getal < 0 else "") + f"{abs(getal):,}".replace(",", ".")


def procent(deel: int, geheel: int) -> str:
    """A share with one decimal, half up: `72,2 %`; empty when there is no whole."""
    if geheel <= 0:
        return ""
    tienden = (abs(deel) * 2000 + geheel) // (2 * geheel)
    teken = MIN if deel < 0 and tienden else ""
    return f"{teken}{aantal(tienden // 10)},{tienden % 10}{NBSP}%"


def datum(dag: date | None) -> str:
    """A day in a table: `02-10-2023`."""
    return "" if dag is None else f"{dag:%d-%m-%Y}"


def voluit(dag: date | None) -> str:
    """A day in text: `2 oktober 2023`."""
    return "" if dag is None else f"{dag.day}{NBSP}{MAANDEN[dag.month - 1]} {dag.year}"


def weekdag(dag: date) -> str:
    """A day as a heading: `Maandag 2 oktober 2023`."""
    return f"{_DAGEN[dag.weekday()].capitalize()} {voluit(dag)}"


def kort(dag: date | None) -> str:
    """A day in a timeline or a list: `ma 2 okt`."""
    if dag is None:
        return ""
    return f"{_DAGEN[dag.weekday()][:2]}{NBSP}{dagmaand(dag)}"


def dagmaand(dag: date | None) -> str:
    """A day whose year is plain: `28 sep`."""
    return "" if dag is None else f"{dag.day}{NBSP}{MAAND_KORT[dag.month - 1]}"


def tijdstip(moment: datetime | None) -> str:
    """A moment in Europe/Amsterdam: `2 oktober 2023 09:14`."""
    if moment is None:
        return ""
    here = moment.astimezone(AMSTERDAM)
    return f"{voluit(here.date())}{NBSP}{here:%H:%M}"


def _euro(centen: int, getal: str) -> str:
    return (f"{MIN}{NBSP}" if centen < 0 else "") + f"€{NBSP}{getal}"
