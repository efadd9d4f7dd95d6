"""The productenboek as data: per gemeente dated versions of the book, each with its products and their conditions.

    producten:
      - vanaf: 2020-01-01                # the validity of this version of the book
        regel: S-001
        bron: Focus op Werk 2020-2024, h. 1
        waarde:
          prb:                           # the product's code
            naam: Persoonlijk re-integratiebudget
            voorwaarden:
              bedrag:                    # one condition: its values through time
                - {toets: bedrag-hoogstens, parameter: 250000, vanaf: 2020-01-01, regel: S-091, bron: …}

`toets` names the kind of condition; each kind is a class below and one function in `toetsing/domain.py`.
A condition without a value on the day of the decision cannot be determined, so it blocks; it is never skipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from shared.contracts.intake import Afstand, Profiel
from shared.contracts.trajecten import Fonds
from shared.gemeenten import GEMEENTEN
from shared.money import GROOTSTE_BEDRAG
from shared.periode import Periode
from shared.policy import PolicyError, Reeks, Waarde, load_policies

Tekst = Annotated[str, msgspec.Meta(pattern=r"\S", max_length=300)]
RegelId = Annotated[str, msgspec.Meta(pattern=r"^[a-zA-Z0-9_.-]{1,40}$")]
Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Feit = Literal["eigenAanvraag", "planMetDoelen", "toestemmingCollege", "deelVanActieplan"]
"""Facts that no noun owns yet; they come in the request (decision 37)."""


class Voorwaarde(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="toets"
):
    """What every kind of condition has: where it stands and when it holds (inclusive; no `tot` = until replaced)."""

    regel: RegelId
    bron: Tekst
    vanaf: date
    tot: date | None = None

    def __post_init__(self) -> None:
        Periode(self.vanaf, self.tot)

    @property
    def geldig(self) -> Periode:
        """When it holds."""
        return Periode(self.vanaf, self.tot)

    def parameter_tekst(self) -> str | None:
        """The parameter as an answer shows it; None for a kind without one."""
        match getattr(self, "parameter", None):
            case None:
                return None
            case dict() as einden:
                return ", ".join(f"{f} t/m {tot}" if tot else str(f) for f, tot in einden.items())
            case tuple() as waarden:
                return ", ".join(map(str, waarden))
            case waarde:
                return str(waarde)


class FeitVereist(Voorwaarde, frozen=True, kw_only=True, tag="feit"):
    """A fact in the request must be true."""

    parameter: Feit


class GeenReIntegratie(Voorwaarde, frozen=True, kw_only=True, tag="geen-re-integratie"):
    """No re-integration toekenning may be aangevraagd up to and including gestart (decisions 7 and 38)."""


class BedragHoogstens(Voorwaarde, frozen=True, kw_only=True, tag="bedrag-hoogstens"):
    """The total in cents, VAT included, is at most this."""

    parameter: Annotated[int, msgspec.Meta(ge=1, le=GROOTSTE_BEDRAG)]


class AantalPerPersoon(Voorwaarde, frozen=True, kw_only=True, tag="aantal-per-persoon"):
    """How often a person may get it in this gemeente, ever; one withdrawn before its start does not count."""

    parameter: Annotated[int, msgspec.Meta(ge=1)]


class AfstandIn(Voorwaarde, frozen=True, kw_only=True, tag="afstand"):
    """The distance to work is one of these (D3)."""

    parameter: Annotated[tuple[Afstand, ...], msgspec.Meta(min_length=1)]


class ProfielIs(Voorwaarde, frozen=True, kw_only=True, tag="profiel"):
    """The person is put in this profile (D4)."""

    parameter: Profiel


class FondsOpen(Voorwaarde, frozen=True, kw_only=True, tag="fonds"):
    """Which funds may pay, each with the last day its money may be spent on (null = no end; decision 43)."""

    parameter: Annotated[dict[Fonds, date | None], msgspec.Meta(min_length=1)]


Soort = (
    FeitVereist
    | GeenReIntegratie
    | BedragHoogstens
    | AantalPerPersoon
    | AfstandIn
    | ProfielIs
    | FondsOpen
)


_Reeksvorm = Annotated[tuple[Soort, ...], msgspec.Meta(min_length=1)]


class Plafondverwijzing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The number cap that budget guards for this product, and where it is written (decision 9)."""

    code: Code
    regel: RegelId
    bron: Tekst


class Product(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"
):
    """A voorziening that can be granted: who pays it and under which conditions.

    `re_integratie` says whether it counts as a re-integration trajectory (decision 38); `post` is the budget post.
    """

    naam: Tekst
    regel: RegelId
    bron: Tekst
    post: Code
    re_integratie: bool
    voorwaarden: dict[Code, _Reeksvorm]
    plafond: Plafondverwijzing | None = None

    def __post_init__(self) -> None:
        for naam, reeks in self.voorwaarden.items():
            _check_sluitend(naam, reeks)
        if not any(isinstance(reeks[0], FondsOpen) for reeks in self.voorwaarden.values()):
            raise ValueError("noemt niet uit welk fonds het betaald mag worden")


@dataclass(frozen=True)
class Productenboek:
    """The file `productenboek.yaml` of one gemeente: the versions of its book through time."""

    producten: Reeks[dict[Code, Product]]

    def kent(self, code: str) -> bool:
        """Whether any version has this product."""
        return any(code in versie.waarde for versie in self.producten.waarden)

    def versie(self, code: str, dag: date) -> Waarde[dict[Code, Product]]:
        """The version of the book that holds on this day and has the product; raises BuitenGeldigheid."""
        met_product = [v for v in self.producten.waarden if code in v.waarde]
        return Reeks(f"product {code}", tuple(met_product)).op(dag)


@dataclass(frozen=True)
class _Bestand:
    """The file before its products are read: each is read by itself, so that a fault names its place."""

    producten: Reeks[dict[Code, dict[str, Any]]]


def load(rules: Path, overlay: Path | None) -> Mapping[str, Productenboek]:
    """The productenboek of each gemeente; raises PolicyError naming file and key."""
    found = load_policies(rules, "productenboek", _Bestand, overlay)
    boeken = {}
    for place, bestand in found.items():
        places = [root / place / "productenboek.yaml" for root in (overlay, rules) if root]
        file = next(path for path in places if path.exists())
        if place not in GEMEENTEN:
            raise PolicyError(file, "producten", "geen gemeente van deze installatie")
        versies = tuple(_versie(file, versie) for versie in bestand.producten.waarden)
        boeken[place] = Productenboek(Reeks(bestand.producten.naam, versies))
    return boeken


def _versie(file: Path, versie: Waarde[dict[str, dict[str, Any]]]) -> Waarde[dict[str, Product]]:
    producten = {
        code: _product(file, f"producten.{code}", ruw) for code, ruw in versie.waarde.items()
    }
    return Waarde(producten, versie.geldig, versie.regel, versie.bron)


def _product(file: Path, key: str, ruw: dict[str, Any]) -> Product:
    voorwaarden = ruw.get("voorwaarden")
    if isinstance(voorwaarden, dict):
        gelezen = {
            naam: _lees(file, f"{key}.voorwaarden.{naam}", reeks, _Reeksvorm)
            for naam, reeks in voorwaarden.items()
        }
        ruw = {**ruw, "voorwaarden": gelezen}
    product: Product = _lees(file, key, ruw, Product)
    return product


def _lees(file: Path, key: str, ruw: Any, vorm: Any) -> Any:
    try:
        return msgspec.convert(ruw, vorm)
    except msgspec.ValidationError as broken:
        raise PolicyError(file, key, str(broken)) from broken


def _check_sluitend(naam: str, reeks: tuple[Soort, ...]) -> None:
    """Raises ValueError when the values of one condition change kind, overlap or leave a gap."""
    for earlier, later in pairwise(reeks):
        if type(earlier) is not type(later):
            raise ValueError(f"{naam}: verandert van toets op {later.vanaf}")
        if earlier.tot is None or earlier.geldig.overlapt(later.geldig):
            raise ValueError(f"{naam}: overlapt vanaf {later.vanaf}")
        if earlier.tot + timedelta(days=1) != later.vanaf:
            raise ValueError(f"{naam}: gat na {earlier.tot}")
