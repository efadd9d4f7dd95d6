"""A plaatsing: a person at work with an employer, paid or not, and what can be wrong with it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.contracts.trajecten import PlaatsingEinde
from shared.contracts.werkgevers import SoortOvereenkomst
from shared.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class BeginPlaatsing:
    """A person works at an employer from `startdatum` up to and including `einddatum` (None: no end agreed)."""

    gemeente: str
    persoon_ref: UUID
    kvk_nummer: str
    soort_overeenkomst: SoortOvereenkomst
    startdatum: date
    einddatum: date | None
    minuten_per_week: int
    beschut: bool
    vacature_id: UUID | None = None
    toekenning_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class BeeindigPlaatsing:
    """The plaatsing ends: `datum` is its last day."""

    datum: date
    reden: PlaatsingEinde


@dataclass(frozen=True, slots=True)
class Plaatsingsfeiten:
    """What rules ask of a plaatsing (W-093): `einddatum` is the last day that is known, itself included."""

    plaatsing_id: UUID
    kvk_nummer: str
    startdatum: date
    einddatum: date | None
    minuten_per_week: int
    soort_overeenkomst: SoortOvereenkomst
    beschut: bool


class PlaatsingOnbekend(NotFound):
    """There is no such plaatsing, or not for this client."""

    code = "plaatsing-onbekend"

    def __init__(self) -> None:
        super().__init__("deze plaatsing bestaat niet")


class EindeVoorBegin(Conflict):
    """A plaatsing does not end before its first day."""

    code = "einde-voor-begin"

    def __init__(self, startdatum: date) -> None:
        super().__init__(f"een plaatsing die begint op {startdatum} eindigt niet eerder")


class AlBeeindigd(Conflict):
    """The plaatsing was ended before."""

    code = "plaatsing-al-beeindigd"

    def __init__(self, dag: date) -> None:
        super().__init__(f"deze plaatsing is al beëindigd op {dag}")


def controleer_einde(startdatum: date, einde: date | None) -> None:
    """Raises EindeVoorBegin."""
    if einde is not None and einde < startdatum:
        raise EindeVoorBegin(startdatum)
