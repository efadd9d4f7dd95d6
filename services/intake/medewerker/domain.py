"""Who does the work: a code, a team and a role, and nothing else of the person (W-002, S-068)."""

from dataclasses import dataclass
from typing import Literal

from shared.errors import Conflict, NotFound

Rol = Literal[
    "activeringscoach",
    "consulent",
    "regievoerder",
    "jobcoach",
    "jobhunter",
    "kwaliteitsmedewerker",
    "instrumentenregisseur",
    "budgethouder",
    "teamleider",
]
"""What somebody does; `regievoerder` is the vlechtwerker inburgering."""


class MedewerkerNietGevonden(NotFound):
    """No such medewerker, or not in a gemeente of the caller."""

    code = "medewerker-niet-gevonden"


class MedewerkerOnbekend(Conflict):
    """The body names the code of nobody in this gemeente."""

    code = "medewerker-onbekend"


class CodeInGebruik(Conflict):
    """Another medewerker of the gemeente has this code."""

    code = "code-in-gebruik"


@dataclass(frozen=True, slots=True)
class LegMedewerkerVast:
    """Make a medewerker known; `caseload` is the number of persons who are in his care already."""

    gemeente: str
    code: str
    werknaam: str
    team: str
    rol: Rol
    caseload: int = 0
