"""Charts as SVG from the server (decision 65): the same without JavaScript, in print and in the dark.

Integers in, markup out. Shapes carry classes, never styles: meedoen.css gives the colours, the layout the hatches of
svg.py. Strips are as wide as their place (x in percent); `verloop` is drawn for a width.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from shared.web.opmaak import MAAND_KORT, MAANDEN, aantal, voluit
from shared.web.svg import HEEL, deel, kier, pct, rect, ring, streep, strook, svg, tekst

_SMAL: Final = 600
_DUIZEND_EURO: Final = 100_000


@dataclass(frozen=True, slots=True)
class Stand:
    """The quantities of a post in cents. What is spent and committed beyond `begroot` is over."""

    begroot: int
    gerealiseerd: int
    verplicht: int

    @property
    def vastgelegd(self) -> int:
        """Spent and committed together."""
        return self.gerealiseerd + self.verplicht

    @property
    def vrij(self) -> int:
        """What is left; negative when the post is over."""
        return self.begroot - self.vastgelegd

    @property
    def chips(self) -> tuple[str, ...]:
        """The chip of a post that needs attention: nothing left, or less than a tenth."""
        if self.vrij < 0:
            return ("tekort",)
        if self.begroot == 0:
            return ()
        if self.vrij == 0:
            return ("volledig vastgelegd",)
        return ("bijna op",) if self.vastgelegd * 10 >= self.begroot * 9 else ()


def schaal(standen: Iterable[Stand]) -> int:
    """The width of all bars of one table, in percent of begroot: 105, or more when a post is further over."""
    nodig = [-(-s.vastgelegd * 100 // s.begroot) for s in standen if s.begroot > 0]
    return max([105, *(-(-n // 5) * 5 for n in nodig)])


def balk(stand: Stand, schaal: int = 105, *, jaardeel: int | None = None) -> Markup:
    """The bar of four quantities; `jaardeel` is the part of the year that has passed, in percent.

    With nothing budgeted all of it is over. The row holds the figures: the bar itself is decoration.
    """
    grens = deel(100, schaal)
    klaar, gevuld = (_gevuld(n, stand, schaal) for n in (stand.gerealiseerd, stand.vastgelegd))
    over = _over(stand, schaal)
    return strook(
        "mo-balk",
        rect("mo-vrij", 0, grens) if stand.begroot > 0 else "",
        rect("mo-arcering", klaar, gevuld, 'fill="url(#mo-verplicht)"'),
        rect("mo-gerealiseerd", 0, klaar),
        kier(klaar) if 0 < klaar < gevuld else "",
        rect("mo-arcering-over", grens, over, 'fill="url(#mo-over)"'),
        streep("mo-jaardeel", deel(jaardeel, schaal)) if jaardeel is not None else "",
        streep("mo-begroot", grens),
    )


def plekken(bezet: int, totaal: int, breed: int = 376) -> Markup:
    """One square for each place, in groups of five; places taken beyond the total are crossed. At most `breed` px."""
    alle = max(bezet, totaal, 1)
    zijde = next((z for z in range(10, 3, -1) if _einde(alle, z) <= breed), 3)
    rij = alle if _einde(alle, zijde) <= breed else _per_rij(zijde, breed)
    vakken = []
    for n in range(max(bezet, totaal)):
        soort = "mo-vol" if n < min(bezet, totaal) else "mo-vrij"
        vul = "" if n < totaal else ' fill="url(#mo-over)"'
        x, y = _einde(n % rij + 1, zijde) - zijde, n // rij * 16
        vakken.append(
            f'<rect class="{"mo-arcering-over" if vul else soort}" x="{x}" y="{y}" '
            f'width="{zijde}" height="12"{vul}/>'
        )
    maat = f'width="{_einde(rij, zijde)}" height="{-(-alle // rij) * 16 - 4}"'
    return svg("mo-plekken", f'{maat} aria-hidden="true"', *vakken)


def venster(
    periode: tuple[date | None, date], vandaag: date, toon: tuple[date, date], *, laat: bool = False
) -> Markup:
    """The window of a task, from its first day (None: one day only) to its last, between the two days shown."""
    begin, eind = periode
    x = _plaats(eind, toon)
    soort = " mo-laat" if laat else ""
    return strook(
        "mo-venster",
        '<line class="mo-spoor" x1="0" x2="100%" y1="12" y2="12"/>',
        rect(f"mo-loopt{soort}", _plaats(begin, toon), x, y=8, hoog=8) if begin else "",
        f'<circle class="mo-punt{soort}" cx="{pct(x)}" cy="12" r="5"/>',
        streep("mo-vandaag", _plaats(vandaag, toon)),
    )


@dataclass(frozen=True, slots=True)
class Punt:
    """The stand at the end of a day: what is not spent yet, and what of that is not committed, in cents."""

    dag: date
    nog: int
    vrij: int


def verloop(
    begroot: int, punten: Sequence[Punt], prognose: int | None = None, *, breed: int = 1168
) -> Markup:
    """The burn-down of a calendar year: a line for what is not spent, a band for what is committed, the plan dotted.

    `punten` is in order of day and ends on the peildatum. Draw it for 1168 px, for 720 and, for phones, for 288.
    """
    nu = punten[-1]
    cijfers = [0, begroot, prognose or 0, *(p.nog for p in punten), *(p.vrij for p in punten)]
    vlak = _Vlak(nu.dag.year, min(cijfers), max(cijfers), breed)
    nog = [vlak.op(p.dag, p.nog) for p in punten]
    vrij = [vlak.op(p.dag, p.vrij) for p in punten]
    naam = f"Verloop tegen plan tot en met {voluit(nu.dag)}; de cijfers staan in de tabel"
    return svg(
        f"mo-verloop mo-verloop-{breed}",
        f'viewBox="0 0 {breed} {vlak.hoog}" role="img" aria-label="{naam}"',
        *vlak.assen(begroot),
        f'<polygon fill="url(#mo-band)" points="{" ".join([*nog, *reversed(vrij)])}"/>',
        f'<polyline class="mo-lijn-vrij" points="{" ".join(vrij)}"/>',
        vlak.lijn("mo-plan", (vlak.begin, begroot), (vlak.eind, 0)),
        f'<polyline class="mo-lijn-nog" points="{" ".join(nog)}"/>',
        *vlak.stand(nu),
        vlak.in_band(punten[len(punten) // 2]),
        *(vlak.prognose(nu, prognose) if prognose is not None else ()),
    )


class _Vlak:
    """The plane of a burn-down: days to x and cents to y, in whole px; narrow ones write only figures in the plane."""

    def __init__(self, jaar: int, laagst: int, hoogst: int, breed: int) -> None:
        self.smal = breed < _SMAL
        self.begin, self.eind = date(jaar, 1, 1), date(jaar, 12, 31)
        self.laagst, self.bereik = laagst, max(hoogst - laagst, 1)
        self.links, self.rechts = (34, breed - 8) if self.smal else (52, breed - 168)
        self.boven, self.onder = 24, 200 if self.smal else 304
        self.hoog = self.onder + 28

    def x(self, dag: date) -> int:
        dagen = (self.eind - self.begin).days
        return self.links + (dag - self.begin).days * (self.rechts - self.links) // dagen

    def y(self, centen: int) -> int:
        return self.onder - (centen - self.laagst) * (self.onder - self.boven) // self.bereik

    def op(self, dag: date, centen: int) -> str:
        return f"{self.x(dag)},{self.y(centen)}"

    def lijn(self, soort: str, van: tuple[date, int], tot: tuple[date, int]) -> str:
        (x1, y1), (x2, y2) = ((self.x(dag), self.y(centen)) for dag, centen in (van, tot))
        return f'<line class="{soort}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'

    def assen(self, begroot: int) -> Iterator[str]:
        stap = next(s for s in _stappen() if self.bereik <= 5 * s)
        treden = range(-(-self.laagst // stap) * stap, self.laagst + self.bereik + 1, stap)
        vrij = {trede for trede in treden if abs(self.y(trede) - self.y(begroot)) > 15}
        for centen in sorted(vrij | {begroot}):
            as_ = "mo-as" if centen == 0 else "mo-raster"
            yield self.lijn(as_, (self.begin, centen), (self.eind, centen))
            cijfer = aantal((centen + _DUIZEND_EURO // 2) // _DUIZEND_EURO)
            yield tekst(self.links - 8, self.y(centen) + 4, cijfer, "mo-eind")
        yield tekst(self.links - 8, self.onder + 20, "× 1.000" if not self.smal else "", "mo-eind")
        for maand, naam in enumerate(MAAND_KORT, 1):
            kort = naam[0] if self.smal else naam
            midden = self.x(date(self.begin.year, maand, 15))
            yield tekst(midden, self.onder + 20, kort, "mo-midden")

    def in_band(self, punt: Punt) -> str:
        boven, onder = self.y(punt.nog), self.y(punt.vrij)
        ruim = onder - boven > 32 and self.x(punt.dag) > self.links + 80
        hoogte = (boven + onder) // 2 + 5
        return tekst(self.x(punt.dag), hoogte, "verplicht", "mo-sterk mo-midden") if ruim else ""

    def stand(self, nu: Punt) -> Iterator[str]:
        x, nog, vrij = self.x(nu.dag), self.y(nu.nog), self.y(nu.vrij)
        woorden = ("", "") if self.smal else (" nog niet gerealiseerd", " beschikbaar")
        yield f'<line class="mo-vandaag" x1="{x}" y1="20" x2="{x}" y2="{self.onder}"/>'
        yield ring(x, nog) + ring(x, vrij)
        dag = f"stand {nu.dag.day} {MAANDEN[nu.dag.month - 1]}"
        # a stand that is still near the top has its own figure there
        hoogte = 16 if nog - 10 > 32 else self.onder - 10
        yield self.label(x, hoogte, dag, links=self.smal and x > 144)
        ver = x > self.rechts - (48 if self.smal else 190)
        yield self.label(x, nog - 10, _getal(nu.nog) + woorden[0], links=ver)
        ver = x > self.links + (56 if self.smal else 160)
        yield self.label(x, min(vrij + 18, self.onder - 6), _getal(nu.vrij) + woorden[1], links=ver)

    def prognose(self, nu: Punt, centen: int) -> Iterator[str]:
        x, y = self.x(self.eind), self.y(centen)
        yield self.lijn("mo-prognose", (nu.dag, nu.nog), (self.eind, centen)) + ring(x, y)
        if self.smal:
            yield self.label(x + 8, y - 10, _getal(centen), links=True)
            return
        y = min(y, self.onder - 32)
        yield self.label(x + 4, y, f"{_getal(abs(centen))} {'over' if centen >= 0 else 'tekort'}")
        yield tekst(x + 12, y + 17, "prognose 31 december", "mo-zacht")
        yield tekst(x + 12, y + 34, "plan: 0 over", "mo-zacht")

    def label(self, x: int, y: int, woorden: str, *, links: bool = False) -> str:
        plek, soort = (x - 8, " mo-eind") if links else (x + 8, "")
        return tekst(plek, y, woorden, f"mo-sterk{soort}")


def _stappen() -> Iterator[int]:
    macht = _DUIZEND_EURO
    while True:
        yield from (macht, 2 * macht, 5 * macht)
        macht *= 10


def _getal(centen: int) -> str:
    euro = (abs(centen) + 50) // 100
    return aantal(euro if centen > 0 else -euro)


def _gevuld(centen: int, stand: Stand, schaal: int) -> int:
    binnen = min(max(centen, 0), stand.begroot)
    return deel(binnen * 100, stand.begroot * schaal) if binnen > 0 else 0


def _over(stand: Stand, schaal: int) -> int:
    """Where the part above begroot ends; at the edge when nothing was budgeted."""
    if stand.vastgelegd <= max(stand.begroot, 0):
        return 0
    if stand.begroot <= 0:
        return HEEL
    return min(deel(stand.vastgelegd * 100, stand.begroot * schaal), HEEL)


def _plaats(dag: date, toon: tuple[date, date]) -> int:
    eerste, laatste = toon
    return deel((min(max(dag, eerste), laatste) - eerste).days, max((laatste - eerste).days, 1))


def _einde(plek: int, zijde: int) -> int:
    """Where the n-th square of a row ends: 1 or 2 px between squares, as much again twice between groups."""
    tussen = 2 if zijde > 5 else 1
    return plek * (zijde + tussen) - tussen + (plek - 1) // 5 * 2 * tussen


def _per_rij(zijde: int, breed: int) -> int:
    return max(n for n in range(5, breed, 5) if _einde(n, zijde) <= breed)
