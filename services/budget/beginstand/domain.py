"""What a post had at go-live besides what came with toekenningen, and why a line of it is not taken. Plain Python."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from services.budget.begroting.domain import Budgetpost
from shared.errors import Fout, ongeldig

BEGINSTAND = "beginstand"
Herkomst = Literal["toekenningen", "grootboek"]
"""Whether it came with toekenningen, or as a line of the old ledger."""


@dataclass(frozen=True, slots=True)
class NeemBeginstandOver:
    """Add this to what a post had in a year: cents that were committed still, and cents that were realised.

    Below zero takes back what an earlier line said.
    """

    gemeente: str
    post: str
    jaar: int
    verplicht: int
    gerealiseerd: int


@dataclass(slots=True)
class Nu:
    """What there is now of the beginstand of a post in a year: its id, what is open of it and what is realised."""

    id: UUID
    nieuw: bool = False
    open: int = 0
    gerealiseerd: int = 0


@dataclass(frozen=True, slots=True)
class Beginstand:
    """What was taken over on a post in a year: how many lines or toekenningen, and their cents.

    `kenmerk` is what an invoice on the open part of the old ledger names.
    """

    kenmerk: UUID | None
    gemeente: str
    post: str
    jaar: int
    aantal: int
    verplicht: int
    gerealiseerd: int

    @property
    def herkomst(self) -> Herkomst:
        """Where it came from."""
        return "grootboek" if self.kenmerk else "toekenningen"


def controleer(command: NeemBeginstandOver, post: Budgetpost | None, nu: Nu | None) -> None:
    """Raises Invalid with every fault."""
    fouten = []
    if post is None:
        fouten.append(Fout("post", "onbekende-post", "is geen post van deze gemeente"))
    if not command.verplicht and not command.gerealiseerd:
        fouten.append(
            Fout("verplichtCenten", "niets", "noem een bedrag, verplicht of gerealiseerd")
        )
    if (nu.open if nu else 0) + command.verplicht < 0:
        fouten.append(
            Fout("verplichtCenten", "onder-nul", "er staat minder open dan dit terugneemt")
        )
    if (nu.gerealiseerd if nu else 0) + command.gerealiseerd < 0:
        fouten.append(Fout("gerealiseerdCenten", "onder-nul", "er is minder gerealiseerd dan dit"))
    if fouten:
        raise ongeldig(fouten)
