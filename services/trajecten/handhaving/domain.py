"""A signal for the people of enforcement, and what came of it (W-028)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from shared.errors import Conflict, NotFound

Uitkomst = Literal["geen-gevolgen", "gevolgen-voor-uitkering"]


@dataclass(frozen=True, slots=True)
class GeefSignaal:
    """Ask for a closer look at a person. What was seen stays in the file of the gemeente: no text of it comes here."""

    gemeente: str
    persoon_ref: UUID
    gegeven_op: date
    medewerker: str


@dataclass(frozen=True, slots=True)
class RondAf:
    """Enforcement is done, on a day."""

    uitkomst: Uitkomst
    datum: date


class SignaalOnbekend(NotFound):
    """There is no such signal, or not for this client."""

    code = "handhavingssignaal-onbekend"

    def __init__(self) -> None:
        super().__init__("dit handhavingssignaal bestaat niet")


class SignaalAfgerond(Conflict):
    """A signal is dealt with once."""

    code = "handhavingssignaal-afgerond"

    def __init__(self, op: date) -> None:
        super().__init__(f"dit handhavingssignaal is afgerond op {op}")
