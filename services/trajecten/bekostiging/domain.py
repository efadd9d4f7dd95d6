"""What a request costs, per calendar month."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from services.trajecten.aanvraag.domain import Aanvraag
from services.trajecten.bekostiging.policy import (
    Bekostiging,
    Gevraagd,
    Loonkostensubsidie,
    Onbekend,
    PerHalfjaar,
    Vast,
)
from services.trajecten.loonkostensubsidie.domain import Omvang, maanden
from services.trajecten.loonkostensubsidie.policy import Loonkostensubsidie as Loonregels
from shared.contracts.trajecten import Maandbedrag
from shared.errors import Conflict
from shared.money import verdeel
from shared.periode import Periode, laatste_dag

HALFJAAR = 6
"""Months."""


@dataclass(frozen=True, slots=True)
class Kosten:
    """The cents per calendar month, ascending, months without cost left out.

    When they cannot be reckoned there are none: `ontbreekt` says what is missing, `bezwaar` what stands in the way.
    """

    maanden: tuple[Maandbedrag, ...] = ()
    ontbreekt: str | None = None
    bezwaar: Conflict | None = None

    @property
    def totaal(self) -> int:
        """All months together, in cents."""
        return sum(maand.bedrag_centen for maand in self.maanden)

    def per_jaar(self) -> dict[int, int]:
        """Cents per calendar year."""
        jaren = groupby(self.maanden, key=lambda deel: deel.maand.year)
        return {jaar: sum(deel.bedrag_centen for deel in delen) for jaar, delen in jaren}


def kosten(bekostiging: Bekostiging, aanvraag: Aanvraag, regels: Loonregels) -> Kosten:
    """What the request costs in the way of its product; nothing for a period that cannot be carried out (D7)."""
    return _gerekend(bekostiging, aanvraag, regels) if aanvraag.uitvoerbaar else Kosten()


def _gerekend(bekostiging: Bekostiging, aanvraag: Aanvraag, regels: Loonregels) -> Kosten:
    match bekostiging:
        case Onbekend(reden=reden):
            return Kosten(ontbreekt=reden)
        case Gevraagd():
            return _gevraagd(aanvraag)
        case Vast(centen=centen):
            return Kosten(_gespreid(aanvraag.maanden[:1], centen))
        case PerHalfjaar(centen=centen):
            return _per_halfjaar(aanvraag, centen)
        case Loonkostensubsidie(forfait=forfait):
            return _loonkostensubsidie(aanvraag, regels, forfait=forfait)


def volle_halfjaren(start: date, einde: date) -> Iterator[date]:
    """The last day of each full half-year from `start` up to and including `einde` (D7)."""
    nummer = 1
    while (dag := laatste_dag(start, nummer * HALFJAAR)) <= einde:
        yield dag
        nummer += 1


def _gevraagd(aanvraag: Aanvraag) -> Kosten:
    if aanvraag.bedrag_centen is None:
        return Kosten(ontbreekt="bedragCenten in het verzoek")
    return Kosten(_gespreid(aanvraag.maanden, aanvraag.bedrag_centen))


def _gespreid(per_maand: Sequence[date], centen: int) -> tuple[Maandbedrag, ...]:
    delen = zip(per_maand, verdeel(centen, len(per_maand)), strict=True)
    return tuple(Maandbedrag(maand=maand, bedrag_centen=deel) for maand, deel in delen if deel)


def _per_halfjaar(aanvraag: Aanvraag, centen: int) -> Kosten:
    if aanvraag.einddatum is None:
        return Kosten(ontbreekt="einddatum in het verzoek")
    dagen = volle_halfjaren(aanvraag.startdatum, aanvraag.einddatum)
    return Kosten(tuple(Maandbedrag(maand=d.replace(day=1), bedrag_centen=centen) for d in dagen))


def _loonkostensubsidie(aanvraag: Aanvraag, regels: Loonregels, *, forfait: bool) -> Kosten:
    loonwaarde = None if forfait else aanvraag.loonwaarde
    if aanvraag.einddatum is None or aanvraag.minuten_per_week is None:
        return Kosten(ontbreekt="urenPerWeek en einddatum in het verzoek")
    if loonwaarde is None and not forfait:
        return Kosten(ontbreekt="een gemeten loonwaarde in het verzoek")
    omvang = Omvang(aanvraag.minuten_per_week, loonwaarde.procent if loonwaarde else None)
    periode = Periode(aanvraag.startdatum, aanvraag.einddatum)
    try:
        gevonden = maanden(regels, omvang, periode, voorlopig=True)
    except Conflict as bezwaar:
        return Kosten(bezwaar=bezwaar)
    delen = [
        Maandbedrag(maand=m.maand, bedrag_centen=m.bedrag_centen)
        for m in gevonden
        if m.bedrag_centen
    ]
    return Kosten(tuple(delen))
