"""What a budget post is, and the arithmetic of a begroting. Plain Python."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.budget.begroting.policy import Bedragen, Begroting, Fonds, Modus, Status, Totaal
from shared.errors import NotFound

Eenheid = Literal["centen", "plaatsen"]
"""What a post counts: money, or places of a plafond."""


class PostOnbekend(NotFound):
    """This gemeente has no such post or plafond."""

    code = "post-onbekend"


@dataclass(frozen=True, slots=True)
class Budgetpost:
    """A post of the ledger: a line of the begroting in cents, or a plafond in places.

    `einde` is the last day a month of costs may begin; `modus_regel` says what to do when it is short; `voorbehouden`
    are the products that stand on this post and on no other of the gemeente.
    """

    id: int
    gemeente: str
    code: str
    naam: str
    eenheid: Eenheid
    modus: Modus
    regel: str
    bron: str
    modus_regel: str
    modus_bron: str
    status: Status
    fonds: Fonds = "regulier"
    deel_van: str | None = None
    einde: date | None = None
    voorbehouden: Collection[str] = ()

    @property
    def begrensd(self) -> bool:
        """Whether a begroting or a number limits it."""
        return self.modus != "registreren"


@dataclass(frozen=True, slots=True)
class Verschil:
    """A printed total that is not the sum of its lines, in cents; `verschil` is printed minus sum."""

    jaar: int
    regel: str
    bron: str
    som: int
    gedrukt: int

    @property
    def verschil(self) -> int:
        """What the printed total lies above the sum; negative when it hides costs."""
        return self.gedrukt - self.som


def verschillen(begroting: Begroting) -> Iterator[Verschil]:
    """Every printed total that differs from the sum of its lines, per year (S-140, S-141, W-072)."""
    yield from _per_jaar(begroting.totaal, (post.bedragen for post in begroting.posten))
    if begroting.dekking:
        lines = (regel.bedragen for regel in begroting.dekking.regels)
        yield from _per_jaar(begroting.dekking.totaal, lines)


def _per_jaar(totaal: Totaal, regels: Iterable[Bedragen]) -> Iterator[Verschil]:
    lines = list(regels)
    for jaar, gedrukt in totaal.bedragen.items():
        som = sum(line.get(jaar, 0) for line in lines)
        if som != gedrukt:
            yield Verschil(jaar, totaal.regel, totaal.bron, som, gedrukt)


def zoek_post(
    posten: Iterable[Budgetpost], gemeente: str, code: str, fonds: Fonds
) -> Budgetpost | None:
    """The money post a request means: the line it names, or the part of that line its fund pays (decision 43)."""
    eigen = [p for p in posten if p.gemeente == gemeente and p.eenheid == "centen"]
    if fonds == "esf":
        eigen = [p for p in eigen if p.fonds == "esf"]
        return next((p for p in eigen if code in (p.code, p.deel_van)), None)
    return next((p for p in eigen if p.code == code), None)


def eigen_post(posten: Iterable[Budgetpost], gemeente: str, product: str) -> Budgetpost | None:
    """The post this product is reserved for, if any: wage subsidy comes from BUIG, never from other money (S-143)."""
    eigen = (p for p in posten if p.gemeente == gemeente and product in p.voorbehouden)
    return next(eigen, None)


def zoek_plafond(posten: Iterable[Budgetpost], gemeente: str, code: str) -> Budgetpost | None:
    """The plafond of this code, if there is one."""
    eigen = (p for p in posten if p.gemeente == gemeente and p.eenheid == "plaatsen")
    return next((p for p in eigen if p.code == code), None)
