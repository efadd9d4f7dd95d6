"""The loonkostensubsidie of a month, step by step, and its months for a period (Pw 10d, decision 27).

Integers only; every step is rounded half-up to the cent before the next one begins. The base (wage with holiday pay,
pro rata of the hours) is one step: rounding inside it shifts some totals by a cent.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from services.trajecten.loonkostensubsidie.policy import Loonkostensubsidie
from shared.errors import Conflict, Regel
from shared.money import deel
from shared.periode import Periode, laatste_dag
from shared.policy import Waarde

Naam = Literal["minimumloon", "grondslag", "subsidie", "werkgeverslasten", "totaal"]
GEHEEL = 1000
"""All of it, in promille."""


@dataclass(frozen=True, slots=True)
class Omvang:
    """What the amount depends on: the hours, and the loonwaarde in whole percents (0-99); None = the forfait."""

    minuten_per_week: int
    loonwaarde: int | None = None


@dataclass(frozen=True, slots=True)
class Stap:
    """One step: what it is, its outcome in cents and the rules that it used."""

    naam: Naam
    bedrag_centen: int
    regels: tuple[Regel, ...] = ()


@dataclass(frozen=True, slots=True)
class Berekening:
    """The amount of a full month, on the rules of `peildatum`."""

    peildatum: date
    stappen: tuple[Stap, ...]

    @property
    def totaal(self) -> int:
        """The subsidy of a full month in cents, werkgeverslasten included."""
        return self.stappen[-1].bedrag_centen


@dataclass(frozen=True, slots=True)
class Maand:
    """One calendar month: its first day, what is due in cents and the calculation behind it."""

    maand: date
    bedrag_centen: int
    berekening: Berekening


class MinimumloonOnbekend(Conflict):
    """The minimum wage of this day is not loaded (yet)."""

    code = "minimumloon-onbekend"

    def __init__(self, dag: date, bekend: Sequence[Waarde[int]]) -> None:
        eerste, laatste = bekend[0].geldig.van, bekend[-1].geldig.tot
        super().__init__(
            f"het minimumloon van {dag} is niet bekend; wel van {eerste} t/m {laatste}",
            regels=[bekend[-1].als_regel()],
        )


class EindeVoorBegin(Conflict):
    """D7: a period ends on or after its first day."""

    code = "einde-voor-begin"

    def __init__(self) -> None:
        regel = Regel("D7", "Begrippen: perioden zijn t/m")
        super().__init__("de einddatum ligt voor de startdatum", regels=[regel])


class GrondslagOnduidelijk(Conflict):
    """S-157: a subsidy is based on a measured loonwaarde or on the forfait: on one of them."""

    code = "grondslag-onduidelijk"

    def __init__(self, regel: Regel) -> None:
        super().__init__("noem een loonwaarde of kies het forfait, niet beide", regels=[regel])


class ForfaitTeLang(Conflict):
    """S-157: the forfait holds for the first months only."""

    code = "forfait-te-lang"

    def __init__(self, laatste: date, regel: Regel) -> None:
        super().__init__(f"het forfait duurt ten hoogste t/m {laatste}", regels=[regel])


def omvang(
    regels: Loonkostensubsidie, minuten: int, loonwaarde: int | None, dag: date, *, forfait: bool
) -> Omvang:
    """The size of a subsidy with exactly one base; raises GrondslagOnduidelijk (S-157)."""
    if (loonwaarde is None) is not forfait:
        raise GrondslagOnduidelijk(regels.forfait_maanden.op(dag).als_regel())
    return Omvang(minuten, loonwaarde)


def minimumloon(regels: Loonkostensubsidie, dag: date) -> Waarde[int]:
    """The reference wage of a day; raises MinimumloonOnbekend."""
    if not regels.minimumloon.geldt_op(dag):
        raise MinimumloonOnbekend(dag, regels.minimumloon.waarden)
    return regels.minimumloon.op(dag)


def bereken(regels: Loonkostensubsidie, subsidie: Omvang, dag: date) -> Berekening:
    """The amount of a full month on the rules of `dag`; raises MinimumloonOnbekend."""
    loon = minimumloon(regels, dag)
    bijslag, week = regels.vakantiebijslag.op(dag), regels.volle_week.op(dag)
    aandeel, grens = _aandeel(regels, subsidie, dag)
    lasten = regels.werkgeverslasten.op(dag)
    bruto = loon.waarde * (GEHEEL + bijslag.waarde) * subsidie.minuten_per_week
    grondslag = deel(bruto, GEHEEL * week.waarde)
    bedrag = deel(grondslag * aandeel, GEHEEL)
    vergoeding = deel(bedrag * lasten.waarde, GEHEEL)
    stappen = (
        Stap("minimumloon", loon.waarde, (loon.als_regel(),)),
        Stap("grondslag", grondslag, (bijslag.als_regel(), week.als_regel())),
        Stap("subsidie", bedrag, (grens.als_regel(),)),
        Stap("werkgeverslasten", vergoeding, (lasten.als_regel(),)),
        Stap("totaal", bedrag + vergoeding),
    )
    return Berekening(dag, stappen)


def maanden(
    regels: Loonkostensubsidie, subsidie: Omvang, periode: Periode, *, voorlopig: bool = False
) -> tuple[Maand, ...]:
    """The months of a period t/m with an end, ascending; a part of a month is pro rata of its calendar days.

    The year of the start is paid on the wage of the start, each later year on that of 1 January (Pw 10d(7)). A year
    whose wage is not known yet raises MinimumloonOnbekend; with `voorlopig` it goes on at the amount before it, until
    the herziening of that year. Raises ForfaitTeLang (S-157).
    """
    _check_forfait(regels, subsidie, periode)
    gevonden: list[Maand] = []
    for maand in periode.maanden():
        nieuw = not gevonden or maand.month == 1
        dag = max(maand, periode.van)
        if nieuw and not (voorlopig and gevonden and not regels.minimumloon.geldt_op(dag)):
            vol = bereken(regels, subsidie, dag)
        gevonden.append(Maand(maand, _naar_rato(vol.totaal, maand, periode), vol))
    return tuple(gevonden)


def _aandeel(regels: Loonkostensubsidie, subsidie: Omvang, dag: date) -> tuple[int, Waarde[int]]:
    """The share of the base in promille, and the rule that bounds it (Pw 10d(4) and (5))."""
    if subsidie.loonwaarde is None:
        forfait = regels.forfait.op(dag)
        return forfait.waarde, forfait
    hoogste = regels.hoogste_aandeel.op(dag)
    return min(GEHEEL - subsidie.loonwaarde * 10, hoogste.waarde), hoogste


def _check_forfait(regels: Loonkostensubsidie, subsidie: Omvang, periode: Periode) -> None:
    if subsidie.loonwaarde is not None:
        return
    hoogstens = regels.forfait_maanden.op(periode.van)
    laatste = laatste_dag(periode.van, hoogstens.waarde)
    if periode.tot is None or periode.tot > laatste:
        raise ForfaitTeLang(laatste, hoogstens.als_regel())


def _naar_rato(bedrag: int, maand: date, periode: Periode) -> int:
    """The part of a month's amount that the period covers, by calendar days, half-up to the cent."""
    lengte = calendar.monthrange(maand.year, maand.month)[1]
    einde = maand + timedelta(days=lengte - 1)
    van, tot = max(maand, periode.van), min(einde, periode.tot or einde)
    return deel(bedrag * ((tot - van).days + 1), lengte)
