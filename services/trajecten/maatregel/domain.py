"""A maatregel from proposal to the last month: its steps, and what can stand in the way of one."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from services.trajecten.afstemming.domain import Gedraging
from shared.contracts.maatregelen import Maatregeluitkomst
from shared.errors import Conflict, NotFound, Regel

Status = Literal["voorgesteld", "opgelegd", "afgewezen", "vervallen"]
Maandstatus = Literal["gegeven", "uitgevoerd", "afgewezen", "vervallen"]
Aanleiding = Literal["inkeer", "termijn"]
"""Why it is looked at again: the person asks (Pw 18(11)), or three months are almost over (Pw 18(3))."""
Oordeel = Literal["handhaven", "beeindigen"]


@dataclass(frozen=True, slots=True)
class StelVoor:
    """Propose a maatregel. `afweging` points to the report in the file of the gemeente: no text of it comes here."""

    gemeente: str
    persoon_ref: UUID
    gedraging: Gedraging
    afweging: str
    medewerker: str


@dataclass(frozen=True, slots=True)
class Beslis:
    """What the second person says, on which day."""

    akkoord: bool
    medewerker: str
    datum: date


@dataclass(frozen=True, slots=True)
class Heroverweeg:
    """A second look; `verzocht_op` is the day of the written request behind an inkeer."""

    aanleiding: Aanleiding
    oordeel: Oordeel
    medewerker: str
    datum: date
    verzocht_op: date | None = None


@dataclass(frozen=True, slots=True)
class BevestigMaand:
    """What the kernapplicatie did with a month, on which day."""

    uitkomst: Maatregeluitkomst
    datum: date


class MaatregelOnbekend(NotFound):
    """There is no such maatregel, or not for this client."""

    code = "maatregel-onbekend"

    def __init__(self) -> None:
        super().__init__("deze maatregel bestaat niet")


class MaandOnbekend(NotFound):
    """There is no such month of a maatregel, or not for this client."""

    code = "maatregelmaand-onbekend"

    def __init__(self) -> None:
        super().__init__("deze maand van een maatregel bestaat niet")


class GedragingBekend(Conflict):
    """Of this obligation and this day a maatregel was proposed or imposed already."""

    code = "gedraging-bekend"

    def __init__(self) -> None:
        super().__init__("voor deze gedraging is al een maatregel voorgesteld of opgelegd")


class StapNietToegestaan(Conflict):
    """The maatregel is in a state without this step."""

    code = "stap-niet-toegestaan"

    def __init__(self, status: Status) -> None:
        super().__init__(f"dit kan niet met een maatregel die {status} is")


class GeenOpenMaanden(Conflict):
    """All that could lapse was carried out or has lapsed."""

    code = "geen-open-maanden"

    def __init__(self, regel: Regel) -> None:
        super().__init__("er is geen maand meer die kan vervallen", regels=[regel])


class MaandNietOpen(Conflict):
    """The month was answered already, or taken back."""

    code = "maatregelmaand-niet-open"

    def __init__(self, status: Maandstatus) -> None:
        super().__init__(f"deze maand is {status}")
