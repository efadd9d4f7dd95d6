"""Requests and situations with defaults: everything in order unless a test says otherwise."""

from dataclasses import replace
from datetime import date
from typing import Any

from services.trajecten.aanvraag.domain import Aanvraag, Situatie
from services.trajecten.bekostiging.domain import Kosten, kosten
from services.trajecten.persoon.domain import Persoonsfeiten
from services.trajecten.policy import load
from services.trajecten.productenboek.policy import Product
from services.trajecten.toetsing.domain import Toetsing, toets

BELEID = load(None)
ALLE_FEITEN = {
    "eigenAanvraag": True,
    "planMetDoelen": True,
    "toestemmingCollege": True,
    "deelVanActieplan": True,
}
PRB = Aanvraag(
    product="prb",
    bedrag_centen=250_000,
    startdatum=date(2023, 4, 1),
    einddatum=date(2023, 6, 30),
    besluitdatum=date(2023, 3, 1),
    feiten=ALLE_FEITEN,
)
OPEN_HOUSE = Aanvraag(
    product="oh-p1",
    bedrag_centen=900_000,
    startdatum=date(2026, 4, 1),
    besluitdatum=date(2026, 3, 1),
)
NIEUW = Situatie(
    Persoonsfeiten(afstand="kort", profiel="p1"), aantal_eerder=0, lopende_re_integratie=()
)


def een_situatie(**feiten: Any) -> Situatie:
    """Somebody who got nothing yet, with these facts."""
    return replace(NIEUW, persoon=replace(NIEUW.persoon, **feiten))


def getoetst(gemeente: str, aanvraag: Aanvraag, situatie: Situatie = NIEUW) -> Toetsing:
    """The toetsing on the real rules of a gemeente."""
    product = het_product(gemeente, aanvraag.product, aanvraag.besluitdatum)
    return toets(aanvraag, situatie, product, gerekend(product, aanvraag))


def gerekend(product: Product, aanvraag: Aanvraag) -> Kosten:
    """What the request costs on the national rules."""
    return kosten(product.bekostiging, aanvraag, BELEID.loonkostensubsidie)


def het_product(gemeente: str, code: str, dag: date) -> Product:
    """The product in the rule file of a gemeente on a day."""
    return BELEID.productenboek[gemeente].producten.op(dag).waarde[code]


def gebreken(toetsing: Toetsing) -> dict[str, tuple[str, str]]:
    """What stands in the way, by condition: the rule and the outcome."""
    return {u.voorwaarde: (u.regel, u.uitkomst) for u in toetsing.gebreken}
