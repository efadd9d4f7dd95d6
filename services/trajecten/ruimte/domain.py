"""What budget says it has left, and what that means for a request (decision 5)."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from services.trajecten.aanvraag.domain import Aanvraag
from services.trajecten.bekostiging.domain import Kosten
from services.trajecten.productenboek.policy import Product
from services.trajecten.toetsing.domain import Uitkomst, oordeel
from services.trajecten.voorwaarde.policy import FondsOpen


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


def kosten_per_jaar(aanvraag: Aanvraag, gerekend: Kosten) -> dict[int, int]:
    """Cents per calendar year; the year of the decision is always there, for its plafond (decision 6)."""
    return {aanvraag.besluitdatum.year: 0} | gerekend.per_jaar()


def toets_ruimte(
    aanvraag: Aanvraag, product: Product, gerekend: Kosten, ruimten: Mapping[int, Ruimte | None]
) -> tuple[Uitkomst, ...]:
    """Whether budget has room: per year of cost, and under the plafond in the year of the decision.

    What a budgethouder would have to decide (a post that signals is short, or there is no begroting) cannot be
    determined here; neither can anything when budget does not answer (decision 5).
    """
    per_jaar = kosten_per_jaar(aanvraag, gerekend)
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
