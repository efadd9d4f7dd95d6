"""What a request costs, per calendar month."""

from collections.abc import Iterator
from datetime import date

from services.trajecten.aanvraag.domain import Aanvraag
from services.trajecten.bekostiging.policy import (
    Bekostiging,
    Gevraagd,
    Onbekend,
    PerHalfjaar,
    Vast,
)
from shared.contracts.trajecten import Maandbedrag
from shared.money import verdeel
from shared.periode import laatste_dag

HALFJAAR = 6
"""Months."""


def kosten(bekostiging: Bekostiging, aanvraag: Aanvraag) -> tuple[Maandbedrag, ...]:
    """The cents per calendar month, ascending; empty when nothing can be reckoned. Months without cost are left out."""
    if not aanvraag.uitvoerbaar:
        return ()
    match bekostiging:
        case Gevraagd():
            return _gespreid(aanvraag.maanden, aanvraag.bedrag_centen or 0)
        case Vast(centen=centen):
            return _gespreid(aanvraag.maanden[:1], centen)
        case PerHalfjaar(centen=centen):
            dagen = volle_halfjaren(aanvraag.startdatum, aanvraag.einddatum)
            return tuple(Maandbedrag(maand=d.replace(day=1), bedrag_centen=centen) for d in dagen)
        case Onbekend():
            return ()


def volle_halfjaren(start: date, einde: date | None) -> Iterator[date]:
    """The last day of each full half-year from `start` up to and including `einde` (D7)."""
    nummer = 1
    while einde and (dag := laatste_dag(start, nummer * HALFJAAR)) <= einde:
        yield dag
        nummer += 1


def _gespreid(maanden: tuple[date, ...], centen: int) -> tuple[Maandbedrag, ...]:
    delen = zip(maanden, verdeel(centen, len(maanden)), strict=True)
    return tuple(Maandbedrag(maand=maand, bedrag_centen=deel) for maand, deel in delen if deel)
