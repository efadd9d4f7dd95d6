"""What trajecten knows of a person: facts of intake, never a name or BSN (decision 10)."""

from dataclasses import dataclass
from datetime import date

from shared.errors import Conflict


@dataclass(frozen=True, slots=True)
class Persoonsfeiten:
    """The facts that rules ask for; None = not known (yet)."""

    geboortedatum: date | None = None
    uitkering_soort: str | None = None
    uitkering_vanaf: date | None = None
    trede: int | None = None
    afstand: str | None = None
    profiel: str | None = None


class NogNietVerwerkt(Conflict):
    """The person is not known here; when intake knows them, the event is still on its way (decision 15)."""

    code = "nog-niet-verwerkt"

    def __init__(self) -> None:
        super().__init__("deze persoon is hier (nog) niet bekend; probeer het zo nog eens")
