"""The page of a toekenning: what was granted, why, and what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.productenboek.pages import leesbaar, producten, zin
from services.trajecten.productenboek.schemas import ProductAntwoord
from services.trajecten.toekenning import queries
from services.trajecten.toekenning.domain import ToekenningOnbekend
from services.trajecten.toekenning.schemas import ToekenningAntwoord, ToekenningDetail
from services.trajecten.toetsing.schemas import UitkomstAntwoord
from shared.clock import kalenderdag
from shared.gemeenten import GEMEENTEN
from shared.routing import Call, Reads
from shared.web.opmaak import euros, voluit
from shared.web.pages import PageRouter

router = PageRouter("trajecten", Path(__file__).with_name("templates"), verwerking="voorzieningen")
_BUDGET = {
    "tekort": "Er is genoeg geld op de post",
    "geen-begroting": "Er is een begroting voor dit jaar",
    "plafond": "Er is een plek vrij",
    "na-einde-fonds": "Het fonds is nog open",
    "budgethouder": "De budgethouder stemt in",
}
_VERDICT = {
    "concept": ("let", "Deze toekenning moet nog worden voorgelegd"),
    "ter_toetsing": ("let", "Deze toekenning wacht op een tweede beoordelaar"),
    "aangevraagd": ("let", "Deze toekenning wacht op antwoord van budget"),
    "aangehouden": ("let", "Deze toekenning wacht op de budgethouder"),
    "verleend": ("goed", "Deze toekenning is verleend"),
    "gestart": ("goed", "Deze toekenning is verleend en loopt"),
    "beeindigd": ("goed", "Deze toekenning is beëindigd"),
    "ingetrokken": ("let", "Deze toekenning is ingetrokken"),
    "geweigerd": ("fout", "Deze toekenning is geweigerd"),
}


@dataclass(frozen=True, slots=True)
class Regel:
    """The outcome of one rule as the page shows it; `pad` is the page of the rule, if it has one."""

    tekst: str
    id: str
    pad: str | None
    bron: str
    uitkomst: str
    feit: str
    parameter: str
    verandert: str = ""


@router.page("/toekenningen/{toekenning_id:uuid}")
async def toon_toekenning(toekenning_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        row = await queries.toekenning(session, toekenning_id)
        if row is None:
            raise ToekenningOnbekend
        found = ToekenningDetail.of(row)
        call.raakt(found)
        product = await product_van(session, found)
    ruimte = await _ruimte(call, found)
    aandacht = _aandacht(found)
    soort, titel = _VERDICT.get(found.status, ("let", f"Deze toekenning is {found.status}"))
    return router.toon(
        call,
        "toekenning.html",
        actief="Personen",
        gemeente=GEMEENTEN[found.gemeente].naam,
        t=found,
        naam=product.naam if product else found.product,
        soort=soort,
        titel=titel,
        aandacht=aandacht,
        voldoet=_voldoet(found, product),
        per_jaar=_per_jaar(found),
        ruimte=ruimte,
        stand=voluit(kalenderdag(call.runtime.clock.now())),
    )


async def product_van(session: AsyncSession, found: ToekenningAntwoord) -> ProductAntwoord | None:
    """The product as the book had it on the day of the decision."""
    alle = await producten(session, found.gemeente, found.besluitdatum)
    return next((product for product in alle if product.code == found.product), None)


async def _ruimte(call: Call, found: ToekenningAntwoord) -> Mapping[str, Any] | None:
    """What budget says the post has now; None when it does not answer."""
    params: dict[str, str | int] = {
        "gemeente": found.gemeente,
        "post": found.post,
        "fonds": found.fonds,
        "jaar": found.besluitdatum.year,
    }
    if found.plafond:
        params["plafond"] = found.plafond
    answer = await call.elders.get("budget", "/beschikbaar", params)
    return answer if isinstance(answer, dict) else None


def _voldoet(found: ToekenningDetail, product: ProductAntwoord | None) -> list[Regel]:
    eisen = [*product.voorwaarden, *product.startvoorwaarden] if product else []
    toetsen = {v.naam: v.toets for v in eisen} | {"kosten": "bedrag-hoogstens"}
    gekend = {v.regel.id for v in eisen}
    return [
        _regel(u, toetsen.get(u.voorwaarde), found, gekend=u.regel in gekend)
        for u in found.toetsing.uitkomsten
    ]


def _regel(
    u: UitkomstAntwoord, toets: str | None, found: ToekenningDetail, *, gekend: bool
) -> Regel:
    waar = f"/trajecten/regels/{u.regel}?gemeente={found.gemeente}&op={found.besluitdatum}"
    pad = waar if gekend else None
    parameter = "ja" if toets == "feit" else leesbaar(toets, u.parameter)
    woord = u.uitkomst.replace("-", " ")
    feit = leesbaar(toets, u.feit)
    return Regel(zin(u.voorwaarde), u.regel, pad, u.bron, woord, feit, parameter)


def _aandacht(found: ToekenningDetail) -> list[Regel]:
    """What budget said no or not yet to."""
    antwoord = found.antwoord_budget
    if antwoord is None or found.status not in {"aangehouden", "geweigerd"}:
        return []
    geld = antwoord.reden in {"tekort", "geen-begroting"}
    feit, gevraagd = (
        (f"{euros(antwoord.beschikbaar)} beschikbaar", f"{euros(antwoord.gevraagd)} gevraagd")
        if geld
        else (f"{antwoord.beschikbaar} vrij", f"{antwoord.gevraagd} gevraagd")
    )
    wacht = found.status == "aangehouden"
    regel = antwoord.regel or ""
    return [
        Regel(
            _BUDGET.get(antwoord.reden, antwoord.reden.replace("-", " ").capitalize()),
            regel,
            f"/budget/regels/{regel}?gemeente={found.gemeente}" if regel else None,
            antwoord.bron or f"post {antwoord.post}",
            "niet te bepalen" if wacht else "voldoet niet",
            feit,
            gevraagd,
            "een besluit van de budgethouder." if wacht else "meer ruimte, of een lager bedrag.",
        )
    ]


def _per_jaar(found: ToekenningDetail) -> list[tuple[int, int]]:
    maanden = groupby(found.kosten, key=lambda maand: maand.maand.year)
    return [(jaar, sum(maand.bedrag_centen for maand in delen)) for jaar, delen in maanden]
