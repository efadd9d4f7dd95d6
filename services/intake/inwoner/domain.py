"""An inwoner as the kernapplicatie hands him over: facts without a name or BSN (decision 10)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.contracts.intake import UitkeringSoort
from shared.errors import Conflict, NotFound


class InwonerNietGevonden(NotFound):
    """No such inwoner, or not in a gemeente of the caller."""

    code = "inwoner-niet-gevonden"


class GeboortedatumInToekomst(Conflict):
    """Nobody is registered before the day of birth."""

    code = "geboortedatum-in-toekomst"


class UitkeringVoorGeboorte(Conflict):
    """A benefit cannot begin before the day of birth."""

    code = "uitkering-voor-geboorte"


class UitkeringTegenstrijdig(Conflict):
    """A first day of a benefit was given for someone without a benefit."""

    code = "uitkering-tegenstrijdig"


@dataclass(frozen=True, slots=True)
class RegistreerInwoner:
    """Make an inwoner known; `uitkering_vanaf` is the first day of the benefit and may lie ahead."""

    gemeente: str
    geboortedatum: date
    uitkering_soort: UitkeringSoort
    uitkering_vanaf: date | None = None
    huishouden_ref: UUID | None = None
    postcodecijfers: str | None = None


def controleer(command: RegistreerInwoner, vandaag: date) -> None:
    """Raises GeboortedatumInToekomst, UitkeringTegenstrijdig or UitkeringVoorGeboorte."""
    if command.geboortedatum > vandaag:
        raise GeboortedatumInToekomst("de geboortedatum ligt in de toekomst")
    if command.uitkering_vanaf is None:
        return
    if command.uitkering_soort == "geen":
        raise UitkeringTegenstrijdig("zonder uitkering is er geen uitkeringVanaf")
    if command.uitkering_vanaf < command.geboortedatum:
        raise UitkeringVoorGeboorte("de uitkering begint niet voor de geboorte")
