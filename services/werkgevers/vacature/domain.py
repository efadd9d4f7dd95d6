"""A vacature as its sender describes it, and what a next version of it means (decision 23 of the design)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.contracts.werkgevers import SoortOvereenkomst
from shared.errors import Conflict, NotFound

Resultaat = Literal["geplaatst", "vervangen", "ongewijzigd"]


class VacatureNietGevonden(NotFound):
    """No such vacature of this sender, or not in a gemeente of the caller, or withdrawn."""

    code = "vacature-niet-gevonden"


class VerouderdeVersie(Conflict):
    """A later version of the vacature came in before; in a `_bulk` the line is left alone."""

    code = "verouderde-versie"


class VersieHergebruikt(Conflict):
    """The version came in before with another content."""

    code = "versie-hergebruikt"


class IdWijktAf(Conflict):
    """The address names another vacature than the content."""

    code = "id-wijkt-af"


@dataclass(frozen=True, slots=True)
class Feiten:
    """What we search on, taken out of the document; None or empty where the sender left it out.

    Minutes a week; `sector` is an SBI code, `postcodecijfers` the four digits of the workplace.
    """

    naam: str | None = None
    handelsnaam: str | None = None
    soorten: tuple[SoortOvereenkomst, ...] = ()
    minuten_min: int | None = None
    minuten_max: int | None = None
    sluitingsdatum: date | None = None
    sector: str | None = None
    postcodecijfers: str | None = None


@dataclass(frozen=True, slots=True)
class PlaatsVacature:
    """Publish a version of a vacature, for these gemeenten, as it came in: `document` is kept to the byte."""

    afzender: str
    id_vacature: str
    versie: int
    gemeenten: frozenset[str]
    document: str
    feiten: Feiten


@dataclass(frozen=True, slots=True)
class TrekVacatureIn:
    """Withdraw a vacature, with a version of its own."""

    afzender: str
    id_vacature: str
    versie: int


@dataclass(frozen=True, slots=True)
class Stand:
    """The last version that came in; `document` is None for a withdrawal."""

    versie: int
    document: str | None
    gemeenten: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Zoekvraag:
    """Which vacatures to list: `open_op` or `gesloten_op` a day, the beginning of an SBI code, minutes a week."""

    open_op: date | None = None
    gesloten_op: date | None = None
    sector: str | None = None
    soort: SoortOvereenkomst | None = None
    minuten: int | None = None
    gemeente: str | None = None


def is_nieuw(bekend: Stand, komt: Stand) -> bool:
    """Whether what comes in goes on from what is known; False when it is the same once more.

    Raises VerouderdeVersie for a lower version, VersieHergebruikt for the same one with another content.
    """
    if komt.versie < bekend.versie:
        raise VerouderdeVersie(f"versie {bekend.versie} is al binnen")
    if komt.versie == bekend.versie and komt != bekend:
        raise VersieHergebruikt("deze versie is al binnen, met een andere inhoud")
    return komt != bekend


def leesbaar(tekst: str | None) -> str | None:
    """A text of the document without the control characters that no column or page can hold."""
    if tekst is None:
        return None
    return "".join(teken if teken.isprintable() else " " for teken in tekst).strip() or None


def controleer_id(in_adres: str, in_document: str) -> None:
    """Raises IdWijktAf."""
    if in_adres != in_document:
        raise IdWijktAf("idVacature is niet die van het adres")


def soorten_van(codes: Collection[SoortOvereenkomst | None]) -> tuple[SoortOvereenkomst, ...]:
    """The kinds of agreement of all forms of contract, each once."""
    return tuple(sorted({code for code in codes if code is not None}))
