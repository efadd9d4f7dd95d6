"""The versions of a productenboek through time, and whether a book ties to the posts of budget."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar
from uuid import UUID

from services.trajecten.productenboek.policy import Product
from services.trajecten.voorwaarde.policy import FondsOpen
from shared.contracts.trajecten import Fonds
from shared.errors import Conflict, Fout, NotFound, Regel
from shared.periode import Periode


class OnbekendProduct(Conflict):
    """The gemeente has never had this product; which it has no document can say (decision 21)."""

    code = "onbekend-product"

    def __init__(self) -> None:
        fout = Fout("product", "onbekend-product", "staat niet in het productenboek")
        super().__init__("deze gemeente kent dit product niet", fouten=[fout])


class OngeldigProduct(Conflict):
    """The document of one or more products cannot be read; its form is that of the rule file, not of OpenAPI."""

    code = "ongeldig-product"

    def __init__(self, fouten: Sequence[Fout]) -> None:
        super().__init__("een of meer producten zijn niet geldig", fouten=fouten)


class EindeVoorBegin(Conflict):
    """A version ends before its first day."""

    code = "einde-voor-begin"

    def __init__(self) -> None:
        fout = Fout("tot", "voor-begin", "ligt voor de eerste dag")
        super().__init__("een versie eindigt niet voor haar begin", fouten=[fout])


class RegelOnbekend(NotFound):
    """No product or condition in the book of this gemeente has this rule."""

    code = "regel-onbekend"

    def __init__(self) -> None:
        super().__init__("deze regel staat niet in het productenboek van deze gemeente")


class BoekOnbekend(NotFound):
    """There is no such version of a productenboek, or not for this client."""

    code = "productenboek-onbekend"

    def __init__(self) -> None:
        super().__init__("deze versie van het productenboek bestaat niet")


class BoekSluitNietAan(Conflict):
    """A product has no post or plafond in budget; each is named (decisions 9 and 41)."""

    code = "productenboek-sluit-niet-aan"

    def __init__(self, gebreken: Sequence["Gebrek"]) -> None:
        regels = [Regel(g.regel, g.bron, g.wat) for g in gebreken]
        super().__init__("; ".join(f"{g.product}: {g.wat}" for g in gebreken), regels=regels)


class PostenNietTeBepalen(Conflict):
    """Budget does not answer now, so nobody can say whether the book ties to its posts."""

    code = "posten-niet-te-bepalen"

    def __init__(self) -> None:
        super().__init__("budget antwoordt nu niet; probeer het zo nog eens")


@dataclass(frozen=True, slots=True)
class Publiceer:
    """Publish a new version of the book of these gemeenten from `vanaf` on (W-099).

    With `overnemen` the other products of the version that held until then stay in it, but for the `vervallen` ones.
    """

    gemeenten: Sequence[str]
    vanaf: date
    tot: date | None
    regel: str
    bron: str
    producten: Mapping[str, Product]
    overnemen: bool
    vervallen: Collection[str]


@dataclass(frozen=True, slots=True)
class Versie:
    """One version of the book of a gemeente: its id, and when it holds (inclusive)."""

    id: UUID
    geldig: Periode
    regel: str
    bron: str


@dataclass(frozen=True, slots=True)
class InBoek:
    """A product in one version of the book."""

    versie: UUID
    product: Product


class Kop(Protocol):
    """What is stored of a version."""

    id: Any
    nummer: Any
    vanaf: Any
    tot: Any
    regel: Any
    bron: Any


K = TypeVar("K", bound=Kop)


def door_de_tijd(koppen: Sequence[K]) -> Iterator[tuple[K, Versie]]:
    """When each version holds: from its first day to the next one's; of two of one day the later published."""
    laatste = {kop.vanaf: kop for kop in sorted(koppen, key=lambda kop: kop.nummer)}
    volgorde = [laatste[dag] for dag in sorted(laatste)]
    for kop, volgende in zip(volgorde, [*volgorde[1:], None], strict=True):
        einden = [kop.tot, volgende and volgende.vanaf - timedelta(days=1)]
        tot = min((einde for einde in einden if einde), default=None)
        yield kop, Versie(kop.id, Periode(kop.vanaf, tot), kop.regel, kop.bron)


@dataclass(frozen=True, slots=True)
class Postnaam:
    """A post of budget as a product may name it."""

    code: str
    fonds: Fonds
    deel_van: str | None = None
    voorbehouden: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Gebrek:
    """What is wrong between a product and budget, with the rule of the product."""

    product: str
    wat: str
    regel: str
    bron: str


def gebreken(
    producten: Mapping[str, Product], posten: Sequence[Postnaam], plafonds: Collection[str]
) -> list[Gebrek]:
    """The policy linter: every product stands on a post that its funds can pay from, every plafond exists."""
    return [
        Gebrek(code, wat, product.regel, product.bron)
        for code, product in sorted(producten.items())
        for wat in _los(code, product, posten, plafonds)
    ]


def _los(
    code: str, product: Product, posten: Sequence[Postnaam], plafonds: Collection[str]
) -> Iterator[str]:
    eigen = next((post for post in posten if post.code == product.post), None)
    if eigen is None:
        yield f"post {product.post} bestaat niet"
    else:
        for fonds in fondsen(product):
            zelf = eigen.fonds == fonds
            deel = any(p.fonds == fonds and p.deel_van == product.post for p in posten)
            if not zelf and not deel:
                yield f"post {product.post} heeft geen geld uit fonds {fonds}"
    for post in posten:
        if code in post.voorbehouden and post.code != product.post:
            yield f"hoort op post {post.code}"
    if product.plafond and product.plafond.code not in plafonds:
        yield f"plafond {product.plafond.code} bestaat niet"


def fondsen(product: Product) -> list[Fonds]:
    """The funds that may ever pay it; the first one does when the request names none."""
    reeksen = (reeks for reeks in product.voorwaarden.values() if isinstance(reeks[0], FondsOpen))
    eisen = [eis for reeks in reeksen for eis in reeks if isinstance(eis, FondsOpen)]
    return list(dict.fromkeys(fonds for eis in eisen for fonds in eis.parameter))
