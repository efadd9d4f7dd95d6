"""The states of a toekenning, what counts for a person, and what budget says it has left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal
from uuid import UUID

import msgspec

from services.trajecten.productenboek.policy import FondsOpen, Product
from services.trajecten.toetsing.domain import Aanvraag, Uitkomst, oordeel
from shared.contracts.trajecten import BeeindigReden
from shared.errors import Conflict, NotFound

Status = Literal[
    "concept",
    "ter_toetsing",
    "aangevraagd",
    "aangehouden",
    "verleend",
    "gestart",
    "beeindigd",
    "ingetrokken",
    "geweigerd",
]
Stap = Literal[
    "leg_voor", "vraag_aan", "houd_aan", "verleen", "weiger", "start", "beeindig", "trek_in"
]

OVERGANGEN: Mapping[tuple[Status, Stap], Status] = {
    ("concept", "leg_voor"): "ter_toetsing",
    ("concept", "vraag_aan"): "aangevraagd",
    ("concept", "trek_in"): "ingetrokken",
    ("ter_toetsing", "vraag_aan"): "aangevraagd",
    ("ter_toetsing", "weiger"): "geweigerd",
    ("ter_toetsing", "trek_in"): "ingetrokken",
    ("aangevraagd", "verleen"): "verleend",
    ("aangevraagd", "houd_aan"): "aangehouden",
    ("aangevraagd", "weiger"): "geweigerd",
    ("aangevraagd", "trek_in"): "ingetrokken",
    ("aangehouden", "verleen"): "verleend",
    ("aangehouden", "weiger"): "geweigerd",
    ("aangehouden", "trek_in"): "ingetrokken",
    ("verleend", "start"): "gestart",
    ("verleend", "trek_in"): "ingetrokken",
    ("gestart", "beeindig"): "beeindigd",
}
"""Every transition there is (decision 3); what is not here is refused."""

LOPEND: frozenset[Status] = frozenset({"aangevraagd", "aangehouden", "verleend", "gestart"})
"""States in which a re-integration product is a running trajectory (decisions 7 and 38)."""
VERBRUIKT: frozenset[Status] = LOPEND | {"beeindigd"}
"""States that use up a limit per person: withdrawn before the start and refused do not (D5, decision 38)."""


@dataclass(frozen=True, slots=True)
class VraagAan:
    """Ask for a product for a person, on an open traject if one is named."""

    gemeente: str
    persoon_ref: UUID
    aanvraag: Aanvraag
    traject_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Zet:
    """Take a step with a toekenning on a day; only an end has a reason."""

    stap: Stap
    datum: date
    reden: BeeindigReden | None = None


@dataclass(frozen=True, slots=True)
class Budgetantwoord:
    """Why budget did not commit: a code, the post or plafond that was short, its rule, what was left.

    `beschikbaar` and `gevraagd` are cents for a post and places for a plafond.
    """

    reden: str
    post: str
    beschikbaar: int
    gevraagd: int
    regel: str | None = None
    bron: str | None = None


class ToekenningOnbekend(NotFound):
    """There is no such toekenning, or not for this client."""

    code = "toekenning-onbekend"

    def __init__(self) -> None:
        super().__init__("deze toekenning bestaat niet")


class PersoonOnbekend(NotFound):
    """There is no such person here, or not for this client."""

    code = "persoon-onbekend"

    def __init__(self) -> None:
        super().__init__("deze persoon is hier niet bekend")


class OvergangNietToegestaan(Conflict):
    """The toekenning is in a state in which this step does not exist."""

    code = "overgang-niet-toegestaan"

    def __init__(self, status: str, stap: str) -> None:
        super().__init__(f"een toekenning die {status} is kent de stap {stap} niet")


class DatumTeVroeg(Conflict):
    """The step is dated before the decision, or before the start that it ends."""

    code = "datum-te-vroeg"

    def __init__(self, vroegst: date) -> None:
        super().__init__(f"dit kan niet voor {vroegst}")


def volgende(status: Status, stap: Stap) -> Status:
    """The state after a step; raises OvergangNietToegestaan."""
    nieuw = OVERGANGEN.get((status, stap))
    if nieuw is None:
        raise OvergangNietToegestaan(status, stap)
    return nieuw


class Plafondruimte(msgspec.Struct, frozen=True):
    """Places left under a plafond in the year of the decision."""

    vrij: int
    regel: str
    bron: str


class Ruimte(msgspec.Struct, frozen=True, rename="camel"):
    """What budget says a post has left in a year; without `begroot_centen` there is no begroting."""

    modus: Literal["weigeren", "signaleren", "registreren"]
    regel: str
    bron: str
    begroot_centen: int | None = None
    beschikbaar_centen: int | None = None
    plafond: Plafondruimte | None = None


def kosten_per_jaar(aanvraag: Aanvraag) -> dict[int, int]:
    """Cents per calendar year; the year of the decision is always there, for its plafond (decision 6)."""
    jaren = {aanvraag.besluitdatum.year: 0}
    maanden = aanvraag.kosten() if aanvraag.uitvoerbaar else ()
    for jaar, delen in groupby(maanden, key=lambda deel: deel.maand.year):
        jaren[jaar] = sum(deel.bedrag_centen for deel in delen)
    return jaren


def toets_ruimte(
    aanvraag: Aanvraag, product: Product, ruimten: Mapping[int, Ruimte | None]
) -> tuple[Uitkomst, ...]:
    """Whether budget has room: per year of cost, and under the plafond in the year of the decision.

    What a budgethouder would have to decide (a post that signals is short, or there is no begroting) cannot be
    determined here; neither can anything when budget does not answer (decision 5).
    """
    per_jaar = kosten_per_jaar(aanvraag)
    geld = [
        _geld(product, jaar, centen, ruimten.get(jaar))
        for jaar, centen in sorted(per_jaar.items())
        if centen
    ]
    ruimte = ruimten.get(aanvraag.besluitdatum.year)
    plaats = [_plaats(product, ruimte)] if product.plafond else []
    return (*geld, *plaats)


def _geld(product: Product, jaar: int, centen: int, ruimte: Ruimte | None) -> Uitkomst:
    naam, gevraagd = f"budget-{jaar}", f"{centen} centen van {product.post}"
    if ruimte is None:
        bekend = next(r[-1] for r in product.voorwaarden.values() if isinstance(r[-1], FondsOpen))
        return Uitkomst(naam, bekend.regel, bekend.bron, "niet-te-bepalen", parameter=gevraagd)
    uitkomst = oordeel(voldoet=_genoeg(ruimte, centen))
    vrij = ruimte.beschikbaar_centen
    feit = None if vrij is None else f"beschikbaar {vrij} ({ruimte.modus})"
    return Uitkomst(naam, ruimte.regel, ruimte.bron, uitkomst, feit, gevraagd)


def _genoeg(ruimte: Ruimte, centen: int) -> bool | None:
    if ruimte.modus == "registreren":
        return True
    if ruimte.beschikbaar_centen is None:
        return None
    if ruimte.beschikbaar_centen >= centen:
        return True
    return False if ruimte.modus == "weigeren" else None


def _plaats(product: Product, ruimte: Ruimte | None) -> Uitkomst:
    plafond = product.plafond
    assert plafond is not None
    if ruimte is None or ruimte.plafond is None:
        return Uitkomst("plafond", plafond.regel, plafond.bron, "niet-te-bepalen")
    vrij = ruimte.plafond.vrij
    uitkomst = oordeel(voldoet=vrij > 0)
    return Uitkomst("plafond", plafond.regel, plafond.bron, uitkomst, f"nog {vrij} plaatsen")
