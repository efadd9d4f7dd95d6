"""What the page of today needs of budget, read strictly, and what in it asks for attention. Plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec


class Jaarbedrag(msgspec.Struct, frozen=True, rename="camel"):
    """A year that a post has a begroting for."""

    jaar: int


class Post(msgspec.Struct, frozen=True, rename="camel"):
    """A post of the begroting and its years."""

    code: str
    naam: str
    begroting: list[Jaarbedrag]


class Uitputting(msgspec.Struct, frozen=True, rename="camel"):
    """What is used of a post (cents) or of a plafond (places) in a year."""

    post: str
    naam: str
    eenheid: Literal["centen", "plaatsen"]
    modus: str
    begroot_centen: int | None = None
    verplicht_centen: int = 0
    gerealiseerd_centen: int = 0
    plaatsen: int = 0
    vrij: int = 0


class Verplichting(msgspec.Struct, frozen=True, rename="camel"):
    """A request that waits for the budgethouder; the amount in cents."""

    toekenning_id: str
    toegekend_centen: int
    post: str | None = None
    reden: str | None = None


class Bevinding(msgspec.Struct, frozen=True, rename="camel"):
    """Something in the budget that does not add up; amounts in cents."""

    code: str
    jaar: int
    verschil_centen: int | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """What budget said about one gemeente and year; `aangehouden` is all that waits, of which `wachtend` the first."""

    jaar: int
    posten: Sequence[Post]
    uitputting: Sequence[Uitputting]
    aangehouden: int
    wachtend: Sequence[Verplichting]
    bevindingen: Sequence[Bevinding]

    @property
    def geld(self) -> list[Uitputting]:
        """The posts that a begroting limits."""
        alle = (u for u in self.uitputting if u.eenheid == "centen")
        return [u for u in alle if u.modus != "registreren"]

    @property
    def vol(self) -> list[Uitputting]:
        """The plafonds without a place left."""
        return [u for u in self.uitputting if u.eenheid == "plaatsen" and u.plaatsen > 0 >= u.vrij]


def kies_jaar(posten: Iterable[Post], vandaag: date) -> int:
    """This year when there is a begroting for it, else the newest year that has one."""
    jaren = {bedrag.jaar for post in posten for bedrag in post.begroting}
    return vandaag.year if vandaag.year in jaren or not jaren else max(jaren)
