"""The begroting of a gemeente as data: posts with an amount per year, and the totals as the plan prints them.

Everything has a source. A wrong file (unknown key, gap in years, post twice, source missing) is a PolicyError.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from shared.gemeenten import GEMEENTEN
from shared.money import GROOTSTE_BEDRAG
from shared.policy import PolicyError, Reeks, Waarde, load_policies

Modus = Literal["weigeren", "signaleren", "registreren"]
"""What a request meets when a post is short: a refusal, the budgethouder, or nothing (decision 36)."""
Fonds = Literal["regulier", "esf", "buig"]
Status = Literal["overgenomen", "afgeleid", "aanname"]
"""Whether the value stands in the source, follows from it by arithmetic, or still has to be confirmed."""

Tekst = Annotated[str, msgspec.Meta(pattern=r"\S", max_length=300)]
RegelId = Annotated[str, msgspec.Meta(pattern=r"^[a-zA-Z0-9_.-]{1,40}$")]
Postcode = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Jaar = Annotated[int, msgspec.Meta(ge=1900, le=2099)]
Bedragen = dict[Jaar, Annotated[int, msgspec.Meta(ge=0, le=GROOTSTE_BEDRAG)]]
"""Cents per calendar year."""


class Tekortmodus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a post deals with a shortage, and where that is written."""

    soort: Modus
    regel: RegelId
    bron: Tekst
    status: Status


class Postregel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of the begroting; a fund is a post of its own, `deel_van` names the line it is printed in.

    `voorbehouden` names the products that stand on this post and on no other.
    """

    code: Postcode
    naam: Tekst
    fonds: Fonds
    regel: RegelId
    bron: Tekst
    status: Status
    modus: Tekortmodus
    bedragen: Bedragen
    deel_van: Postcode | None = None
    einde: date | None = None
    voorbehouden: tuple[Postcode, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.bedragen) == (self.modus.soort == "registreren"):
            raise ValueError(
                f"post {self.code}: registreren is juist voor een post zonder bedragen"
            )


class Totaal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A total as it is printed; `regel` is the finding when it is not the sum of its lines."""

    regel: RegelId
    bron: Tekst
    bedragen: Bedragen


class Dekkingsregel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One source of the money."""

    naam: Tekst
    bedragen: Bedragen


class Dekking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the money comes from, with its printed total."""

    regels: tuple[Dekkingsregel, ...]
    totaal: Totaal


class Begroting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The begroting of one policy plan."""

    posten: tuple[Postregel, ...]
    totaal: Totaal
    dekking: Dekking | None = None

    def __post_init__(self) -> None:
        uniek("post", (post.code for post in self.posten))
        uniek("voorbehouden", (code for post in self.posten for code in post.voorbehouden))
        bekend = {post.code for post in self.posten}
        for post in self.posten:
            if post.deel_van not in bekend | {None}:
                raise ValueError(f"post {post.code}: deel_van {post.deel_van} bestaat niet")


@dataclass(frozen=True)
class BegrotingRules:
    """The file `begroting.yaml` of one gemeente."""

    begroting: Reeks[Begroting]


def load(rules: Path, overlay: Path | None) -> Mapping[str, BegrotingRules]:
    """The begrotingen per gemeente; raises PolicyError."""
    found = load_policies(rules, "begroting", BegrotingRules, overlay)
    for place, rule in found.items():
        eigen_gemeente(place, "begroting")
        for waarde in rule.begroting.waarden:
            try:
                _check_years(waarde)
            except ValueError as wrong:
                raise PolicyError(Path(place, "begroting.yaml"), "begroting", str(wrong)) from wrong
    return found


def eigen_gemeente(place: str, noun: str) -> None:
    """Raises PolicyError for a place that is no gemeente of this installation."""
    if place not in GEMEENTEN:
        raise PolicyError(Path(place, f"{noun}.yaml"), noun, "geen gemeente van deze installatie")


def uniek(wat: str, codes: Iterable[str]) -> None:
    """Raises ValueError when a code stands there twice."""
    for code, aantal in Counter(codes).items():
        if aantal > 1:
            raise ValueError(f"{wat} {code} staat er {aantal} keer")


def _check_years(waarde: Waarde[Begroting]) -> None:
    """Raises ValueError unless every line has an amount for each year it holds, and for no other."""
    geldig, begroting = waarde.geldig, waarde.waarde
    if geldig.tot is None or (geldig.van.day, geldig.van.month) != (1, 1):
        raise ValueError("een begroting geldt voor hele kalenderjaren en heeft een einde")
    if (geldig.tot.day, geldig.tot.month) != (31, 12):
        raise ValueError("een begroting geldt tot en met 31 december")
    jaren = range(geldig.van.year, geldig.tot.year + 1)
    regels = begroting.dekking.regels if begroting.dekking else ()
    totalen = (begroting.totaal, *((begroting.dekking.totaal,) if begroting.dekking else ()))
    for naam, bedragen in (
        *((f"totaal {totaal.regel}", totaal.bedragen) for totaal in totalen),
        *((f"dekking {regel.naam}", regel.bedragen) for regel in regels),
    ):
        _precies(naam, bedragen, jaren)
    for post in begroting.posten:
        if post.bedragen:
            laatste = min(geldig.tot, post.einde or geldig.tot).year
            _precies(f"post {post.code}", post.bedragen, range(jaren.start, laatste + 1))


def _precies(naam: str, bedragen: Bedragen, jaren: range) -> None:
    if set(bedragen) != set(jaren):
        gevonden = ", ".join(map(str, sorted(bedragen)))
        raise ValueError(f"{naam}: jaren {gevonden} in plaats van {jaren.start}-{jaren.stop - 1}")
