"""Finding a product in the books of the gemeenten."""

from collections.abc import Mapping
from datetime import date

from services.trajecten.productenboek.policy import Product, Productenboek
from shared.errors import Fout, Invalid, NotFound
from shared.policy import Waarde

Boeken = Mapping[str, Productenboek]
Versie = Waarde[dict[str, Product]]


class OnbekendProduct(Invalid):
    """The gemeente has never had this product, so the request can never be right."""

    code = "onbekend-product"

    def __init__(self) -> None:
        fout = Fout("product", "onbekend-product", "staat niet in het productenboek")
        super().__init__("deze gemeente kent dit product niet", fouten=[fout])


class RegelOnbekend(NotFound):
    """No product or condition in the book of this gemeente has this rule."""

    code = "regel-onbekend"

    def __init__(self) -> None:
        super().__init__("deze regel staat niet in het productenboek van deze gemeente")


def boek_met(boeken: Boeken, gemeente: str, code: str) -> Productenboek:
    """The book of the gemeente that has the product in some version; raises OnbekendProduct."""
    boek = boeken.get(gemeente)
    if boek is None or not boek.kent(code):
        raise OnbekendProduct
    return boek


def geldige_producten(boek: Productenboek, dag: date) -> list[tuple[str, Product, Versie]]:
    """The products of the version that holds on this day, by code; none when no version does."""
    if not boek.producten.geldt_op(dag):
        return []
    versie = boek.producten.op(dag)
    return [(code, product, versie) for code, product in sorted(versie.waarde.items())]
