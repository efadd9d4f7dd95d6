"""What is counted: each event falls under one indicator, and may end the counting of earlier ones."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol
from uuid import UUID

from shared.contracts.trajecten import (
    ToekenningAangehouden,
    ToekenningAangevraagd,
    ToekenningGeweigerd,
    ToekenningIngetrokken,
    ToekenningVerleend,
)
from shared.contracts.werkgevers import WerkgeverscontactmomentVastgelegd
from shared.errors import NotFound

AANGEVRAAGD: Final = "toekenningen-aangevraagd"
VERLEEND: Final = "toekenningen-verleend"
AANGEHOUDEN: Final = "toekenningen-aangehouden"
GEWEIGERD: Final = "toekenningen-geweigerd"
INGETROKKEN: Final = "toekenningen-ingetrokken"
CONTACTMOMENTEN: Final = "werkgeverscontactmomenten"


class IndicatorNietGevonden(NotFound):
    """There is no indicator with this code."""

    code = "indicator-niet-gevonden"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure the monitor keeps, with the sentence that says what it counts."""

    code: str
    naam: str
    definitie: str


INDICATOREN: Final[Mapping[str, Indicator]] = {
    indicator.code: indicator
    for indicator in (
        Indicator(
            AANGEHOUDEN,
            "Toekenningen aangehouden",
            "Toekenningen die nu wachten op de budgethouder, naar het jaar van de besluitdatum",
        ),
        Indicator(
            AANGEVRAAGD,
            "Toekenningen aangevraagd",
            "Alle aangevraagde toekenningen, wat er ook van werd, naar het jaar van de besluitdatum",
        ),
        Indicator(
            GEWEIGERD,
            "Toekenningen geweigerd",
            "Toekenningen die geweigerd zijn, naar het jaar van de besluitdatum",
        ),
        Indicator(
            INGETROKKEN,
            "Toekenningen ingetrokken",
            "Toekenningen die voor de start zijn ingetrokken, naar het jaar van de besluitdatum",
        ),
        Indicator(
            VERLEEND,
            "Toekenningen verleend",
            "Toekenningen die verleend en niet ingetrokken zijn, naar het jaar van de besluitdatum",
        ),
        Indicator(
            CONTACTMOMENTEN,
            "Contactmomenten met werkgevers",
            "Vastgelegde contactmomenten met werkgevers, naar het jaar waarin ze plaatsvonden",
        ),
    )
}
"""Every indicator by code, in the order of the code."""

STATUS: Final = frozenset({VERLEEND, AANGEHOUDEN, GEWEIGERD, INGETROKKEN})
"""Those that count what a toekenning is now: a toekenning counts in one of them at most."""

Geteld = (
    ToekenningAangevraagd
    | ToekenningVerleend
    | ToekenningAangehouden
    | ToekenningGeweigerd
    | ToekenningIngetrokken
    | WerkgeverscontactmomentVastgelegd
)
INDICATOR_VAN: Final[Mapping[type[Geteld], str]] = {
    ToekenningAangevraagd: AANGEVRAAGD,
    ToekenningVerleend: VERLEEND,
    ToekenningAangehouden: AANGEHOUDEN,
    ToekenningGeweigerd: GEWEIGERD,
    ToekenningIngetrokken: INGETROKKEN,
    WerkgeverscontactmomentVastgelegd: CONTACTMOMENTEN,
}


class Eerder(Protocol):
    """An event of the same subject that was counted before."""

    indicator: str
    datum: date
    product: str | None


@dataclass(frozen=True, slots=True)
class Telling:
    """One event as it is counted: `onderwerp` is what it is about, `datum` gives the year."""

    indicator: str
    gemeente: str
    onderwerp: UUID
    datum: date
    product: str | None


@dataclass(frozen=True, slots=True)
class Stand:
    """The figure of one indicator for a gemeente and a calendar year."""

    indicator: Indicator
    gemeente: str
    jaar: int
    aantal: int


def indicator(code: str) -> Indicator:
    """The indicator; raises IndicatorNietGevonden."""
    if code not in INDICATOREN:
        raise IndicatorNietGevonden("deze indicator bestaat niet")
    return INDICATOREN[code]


def tel(event: Geteld, eerder: Sequence[Eerder]) -> Telling:
    """How an event counts, given what was counted about its subject before, oldest first."""
    code = INDICATOR_VAN[type(event)]
    onderwerp = UUID(event.subject)
    if isinstance(event, WerkgeverscontactmomentVastgelegd):
        return Telling(code, event.gemeente, onderwerp, event.datum, None)
    if isinstance(event, ToekenningIngetrokken):
        datum, product = _eerder_gezegd(event, eerder)
        return Telling(code, event.gemeente, onderwerp, datum, product)
    return Telling(code, event.gemeente, onderwerp, event.besluitdatum, event.product)


def vervangt(nieuw: str, oud: str) -> bool:
    """Whether an event under `nieuw` ends the counting of an earlier one of the same subject under `oud`."""
    return nieuw == oud or {nieuw, oud} <= STATUS


def standen(
    aantallen: Mapping[tuple[str, int, str], int], ook: Collection[tuple[str, int]] = ()
) -> list[Stand]:
    """Every indicator, zero included, for each gemeente and year that has a figure or stands in `ook`.

    `aantallen` is by gemeente, year and code; the answer in that order too.
    """
    plaatsen = {(gemeente, jaar) for gemeente, jaar, _ in aantallen} | set(ook)
    return [
        Stand(soort, gemeente, jaar, aantallen.get((gemeente, jaar, code), 0))
        for gemeente, jaar in sorted(plaatsen)
        for code, soort in INDICATOREN.items()
    ]


def _eerder_gezegd(
    event: ToekenningIngetrokken, eerder: Sequence[Eerder]
) -> tuple[date, str | None]:
    # an event set aside by an operator may leave a withdrawal without anything before it
    return (eerder[-1].datum, eerder[-1].product) if eerder else (event.ingetrokken_op, None)
