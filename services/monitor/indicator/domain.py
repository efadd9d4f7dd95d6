"""What is counted: how each event is kept, and what a later one does to an earlier one. Plain Python.

What an indicator is stands in `policy.py`; here is only what happened.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID

from services.monitor.doel.domain import Doelstand
from services.monitor.indicator.policy import Indicator
from shared.clock import kalenderdag
from shared.contracts.budget import RealisatieGeboekt
from shared.contracts.intake import (
    AanmeldingGeregistreerd,
    AanmeldingToegewezen,
    DiagnoseVastgesteld,
    IntakegesprekGevoerd,
    UitkeringBegonnen,
)
from shared.contracts.trajecten import (
    BetaalopdrachtBevestigd,
    PlaatsingBeeindigd,
    PlaatsingBegonnen,
    PlanVastgesteld,
    ToekenningAangehouden,
    ToekenningAangevraagd,
    ToekenningBeeindigd,
    ToekenningGestart,
    ToekenningGeweigerd,
    ToekenningIngetrokken,
    ToekenningVerleend,
    TrajectAfgesloten,
    TrajectGeopend,
    UitstroomGeregistreerd,
)
from shared.contracts.werkgevers import (
    VacatureGeplaatst,
    WerkgeverGeregistreerd,
    WerkgeverscontactmomentVastgelegd,
)
from shared.errors import NotFound
from shared.events import Event, Received
from shared.periode import plus_maanden

DIAGNOSES: Final = "diagnoses"
UITSTROOM: Final = "uitstroom"
UITKERINGEN: Final = "uitkeringen-begonnen"
CONTACTMOMENTEN: Final = "werkgeverscontactmomenten"
STATUS: Final = frozenset(
    {
        "toekenningen-verleend",
        "toekenningen-aangehouden",
        "toekenningen-geweigerd",
        "toekenningen-ingetrokken",
    }
)
"""Those that say what a toekenning is now: a toekenning counts in one of them at most."""


class IndicatorNietGevonden(NotFound):
    """There is no indicator with this code."""

    code = "indicator-niet-gevonden"


Kenmerk = Callable[[Any], str | None]


@dataclass(frozen=True, slots=True)
class Teller:
    """How one type of event is counted.

    `soort` is what it counts as; `dag` names the field that gives its day (None: the day it was said), `jaar` the one
    that gives its year (None: that of its day); `groep` the field under which events are found that say something about
    each other; `kenmerk` what it is told apart by.
    """

    soort: str
    dag: str | None
    groep: str = "subject"
    kenmerk: Kenmerk = lambda event: None
    jaar: str | None = None


def _toekenning(soort: str, dag: str) -> Teller:
    return Teller(soort, dag, "toekenning_id", lambda event: getattr(event, "product", None))


def _gesprek(event: IntakegesprekGevoerd) -> str | None:
    return "compleet" if event.compleet else "vastgesteld" if event.vastgesteld else None


def _contact(event: WerkgeverscontactmomentVastgelegd) -> str | None:
    if not event.tweezijdig:
        return None
    return "doelgroep" if event.doelgroep_participatiewet else "tweezijdig"


TELLERS: Final[Mapping[type[Event], Teller]] = {
    AanmeldingGeregistreerd: Teller("aanmeldingen", "aangemeld_op", kenmerk=lambda e: e.kanaal),
    AanmeldingToegewezen: Teller("aanmeldingen-toegewezen", "toegewezen_op"),
    IntakegesprekGevoerd: Teller("intakegesprekken", "gevoerd_op", kenmerk=_gesprek),
    DiagnoseVastgesteld: Teller(
        DIAGNOSES, "vastgesteld_op", "persoon_ref", lambda e: f"trede-{e.trede}"
    ),
    UitkeringBegonnen: Teller(UITKERINGEN, "vanaf", "persoon_ref", lambda e: e.uitkering_soort),
    TrajectGeopend: Teller("trajecten-geopend", "geopend_op"),
    TrajectAfgesloten: Teller("trajecten-afgesloten", "afgesloten_op"),
    PlanVastgesteld: Teller("plannen-vastgesteld", "vastgesteld_op"),
    ToekenningAangevraagd: _toekenning("toekenningen-aangevraagd", "besluitdatum"),
    ToekenningVerleend: _toekenning("toekenningen-verleend", "besluitdatum"),
    ToekenningAangehouden: _toekenning("toekenningen-aangehouden", "besluitdatum"),
    ToekenningGeweigerd: _toekenning("toekenningen-geweigerd", "besluitdatum"),
    ToekenningIngetrokken: _toekenning("toekenningen-ingetrokken", "ingetrokken_op"),
    ToekenningGestart: _toekenning("toekenningen-gestart", "startdatum"),
    ToekenningBeeindigd: _toekenning("toekenningen-beeindigd", "beeindigd_op"),
    BetaalopdrachtBevestigd: Teller(
        "betaalopdrachten", "betaald_op", "toekenning_id", lambda e: e.uitkomst
    ),
    PlaatsingBegonnen: Teller(
        "plaatsingen",
        "startdatum",
        kenmerk=lambda e: "beschut" if e.beschut else e.soort_overeenkomst,
    ),
    PlaatsingBeeindigd: Teller("plaatsingen-beeindigd", "beeindigd_op", kenmerk=lambda e: e.reden),
    UitstroomGeregistreerd: Teller(
        UITSTROOM, "laatste_uitkeringsdag", "persoon_ref", lambda e: e.reden
    ),
    RealisatieGeboekt: Teller(
        "realisaties",
        None,
        "toekenning_id",
        lambda e: "factuur" if e.factuur_id else "betaalopdracht",
        "boekjaar",
    ),
    WerkgeverGeregistreerd: Teller("werkgevers", None),
    WerkgeverscontactmomentVastgelegd: Teller(CONTACTMOMENTEN, "datum", "kvk_nummer", _contact),
    VacatureGeplaatst: Teller("vacatures", "geplaatst_op"),
}
SOORTEN: Final = frozenset(teller.soort for teller in TELLERS.values())
"""Everything that is counted."""


class Rij(Protocol):
    """An event as it is kept. `telt` ends when another takes its place; `stilte` is how long it was quiet.

    `stilte` of an uitstroom: days without benefit after it, None = no benefit came. Of a contact: whole years since the
    two-way contact before it, None = there was none.
    """

    soort: str
    onderwerp: UUID
    datum: date
    jaar: int
    kenmerk: str | None
    telt: bool
    stilte: int | None


@dataclass(frozen=True, slots=True)
class Telling:
    """One event as it is counted."""

    soort: str
    onderwerp: UUID
    groep: str
    datum: date
    jaar: int
    kenmerk: str | None


@dataclass(frozen=True, slots=True)
class Stand:
    """The figure of one indicator for a gemeente and a calendar year, with its goal where the plan has one."""

    indicator: Indicator
    gemeente: str
    jaar: int
    aantal: int
    doel: Doelstand | None = None


class Geteld(NamedTuple):
    """How many events of one sort there are in a gemeente and year; `aantal` is zero where nothing is left of them."""

    gemeente: str
    jaar: int
    soort: str
    kenmerk: str | None
    stilte: int | None
    aantal: int


def zoek(indicatoren: Mapping[str, Indicator], code: str) -> Indicator:
    """The indicator; raises IndicatorNietGevonden."""
    if code not in indicatoren:
        raise IndicatorNietGevonden("deze indicator bestaat niet")
    return indicatoren[code]


def past(indicator: Indicator, geteld: Geteld) -> bool:
    """Whether these events count in an indicator."""
    soort = geteld.soort == indicator.soort
    kenmerk = not indicator.kenmerken or geteld.kenmerk in indicator.kenmerken
    stil = indicator.stilte is None or geteld.stilte is None or geteld.stilte >= indicator.stilte
    return soort and kenmerk and stil


def groep(event: Event) -> str:
    """Under what an event is found again: a toekenning, a person, an employer; of an id its 32 digits."""
    return str(getattr(event, TELLERS[type(event)].groep)).replace("-", "")


def tel(received: Received[Any], eerder: Sequence[Rij]) -> Telling:
    """How an event counts, given what was counted of its group before, oldest first."""
    event, teller = received.event, TELLERS[type(received.event)]
    datum: date = getattr(event, teller.dag) if teller.dag else kalenderdag(received.time)
    kenmerk = teller.kenmerk(event)
    vorige = [rij for rij in eerder if rij.soort.startswith("toekenningen-")]
    if vorige and kenmerk is None:
        kenmerk = vorige[-1].kenmerk
    if vorige and isinstance(event, ToekenningIngetrokken):
        datum = vorige[-1].datum  # a withdrawal counts in the year of the besluit
    jaar: int = getattr(event, teller.jaar) if teller.jaar else datum.year
    return Telling(teller.soort, _onderwerp(event), groep(event), datum, jaar, kenmerk)


def _onderwerp(event: Event) -> UUID:
    if isinstance(event, RealisatieGeboekt):
        return UUID(event.factuur_id or event.betaalopdracht_id)
    return UUID(event.subject)


def volgt_op(nieuw: Rij, oud: Rij) -> bool:
    """Whether an event that came later takes the place of an earlier one of its group."""
    if nieuw.soort == oud.soort == DIAGNOSES:
        return nieuw.jaar == oud.jaar and nieuw.datum >= oud.datum
    samen = nieuw.soort == oud.soort or {nieuw.soort, oud.soort} <= STATUS
    return samen and nieuw.onderwerp == oud.onderwerp


def blijft_achter(nieuw: Rij, eerder: Iterable[Rij]) -> bool:
    """Whether a diagnose comes in after one of a later day in its year: then that one is still the last."""
    return nieuw.soort == DIAGNOSES and any(
        (rij.soort, rij.jaar) == (DIAGNOSES, nieuw.jaar) and rij.datum > nieuw.datum
        for rij in eerder
    )


def stilten(rijen: Sequence[Rij]) -> list[int | None]:
    """How long it was quiet around each event of a group, in whatever order they came in."""
    return [
        _voor_contact(rij, rijen) if rij.soort == CONTACTMOMENTEN else _na_uitstroom(rij, rijen)
        for rij in rijen
    ]


def _na_uitstroom(rij: Rij, rijen: Iterable[Rij]) -> int | None:
    if rij.soort != UITSTROOM:
        return None
    terug = [r.datum for r in rijen if r.soort == UITKERINGEN and r.datum > rij.datum]
    return (min(terug) - rij.datum).days - 1 if terug else None


def _voor_contact(rij: Rij, rijen: Sequence[Rij]) -> int | None:
    plaats = rijen.index(rij)
    eerder = [
        r.datum
        for at, r in enumerate(rijen)
        if r.kenmerk == "doelgroep" and (r.datum, at) < (rij.datum, plaats)
    ]
    return _hele_jaren(max(eerder), rij.datum) if eerder else None


def _hele_jaren(van: date, tot: date) -> int:
    """The most whole years by which `van` lies before `tot`; exactly so many years counts one less (D2)."""
    jaren = tot.year - van.year
    return jaren if van < plus_maanden(tot, -12 * jaren) else max(0, jaren - 1)
