"""Besluiten on toekenningen, and the money that follows from them: betaalopdrachten for the kernapplicatie."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from shared.contracts.trajecten import (
    BesluitSoort,
    BetaalSoort,
    Betaaluitkomst,
    Maandbedrag,
    Ontvanger,
)
from shared.errors import Conflict, NotFound
from shared.periode import plus_maanden

Status = Literal["gepland", "gegeven", "betaald", "afgewezen", "vervallen"]
"""Planned: not told to anybody yet. What was paid, refused or lapsed stays so."""


@dataclass(frozen=True, slots=True)
class Onderwerp:
    """The toekenning that a besluit or a betaalopdracht is about."""

    gemeente: str
    toekenning_id: UUID
    versie: int
    persoon_ref: UUID
    product: str


@dataclass(frozen=True, slots=True)
class NeemBesluit:
    """Something is decided on a toekenning; `regel` is the rule of a refusal, where there is one."""

    over: Onderwerp
    soort: BesluitSoort
    datum: date
    regel: str | None = None


@dataclass(frozen=True, slots=True)
class Betaalplan:
    """What is to be paid for a toekenning and to whom: cents per month.

    `dadelijk`: all of it at once, else each month after its last day. `na_oordeel`: only after a judgement (S-128).
    """

    over: Onderwerp
    soort: BetaalSoort
    ontvanger: Ontvanger
    kvk_nummer: str | None
    delen: tuple[Maandbedrag, ...]
    dadelijk: bool
    na_oordeel: bool = False


@dataclass(frozen=True, slots=True)
class Bevestig:
    """The kernapplicatie says what became of a betaalopdracht, and on which day."""

    uitkomst: Betaaluitkomst
    datum: date


class BesluitOnbekend(NotFound):
    """There is no such besluit, or not for this client."""

    code = "besluit-onbekend"

    def __init__(self) -> None:
        super().__init__("dit besluit bestaat niet")


class BetaalopdrachtOnbekend(NotFound):
    """There is no such betaalopdracht, or not for this client."""

    code = "betaalopdracht-onbekend"

    def __init__(self) -> None:
        super().__init__("deze betaalopdracht bestaat niet")


class NietGegeven(Conflict):
    """Only a betaalopdracht that was given and not answered yet can be confirmed."""

    code = "betaalopdracht-niet-gegeven"

    def __init__(self, status: Status) -> None:
        super().__init__(f"deze betaalopdracht is {status}")


class GeenOordeelNodig(Conflict):
    """Nobody has to judge this betaalopdracht, or it is past that."""

    code = "geen-oordeel-nodig"

    def __init__(self, status: Status) -> None:
        super().__init__(f"over deze betaalopdracht ({status}) is geen oordeel nodig")


class BevestigingTeVroeg(Conflict):
    """Nothing is paid before the day it may be paid on, nor on a day to come."""

    code = "bevestiging-buiten-termijn"

    def __init__(self, vanaf: date, vandaag: date) -> None:
        super().__init__(f"dit kan zijn betaald van {vanaf} tot en met {vandaag}")


def betaalbaar_vanaf(maand: date, *, dadelijk: bool, vandaag: date) -> date:
    """From when the money of a month may be paid: at once, or on the last day of that month."""
    return vandaag if dadelijk else plus_maanden(maand, 1) - timedelta(days=1)


def vervalt(maand: date, recht_tot: date | None) -> bool:
    """Whether a month lies wholly after the last day of the right; None: there never was a right."""
    return recht_tot is None or maand > recht_tot


def per_maand(delen: Iterable[Maandbedrag]) -> dict[date, int]:
    """Cents by the first day of the month."""
    return {deel.maand: deel.bedrag_centen for deel in delen}
