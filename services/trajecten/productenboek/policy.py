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

`toets` names the kind of condition: a class in `voorwaarde/policy.py` and a function in `voorwaarde/domain.py`.
A condition without a value on the day of the decision cannot be determined, so it blocks; it is never skipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from services.trajecten.bekostiging.policy import Bekostiging, Gevraagd, Onbekend
from services.trajecten.voorwaarde.policy import FondsOpen, Reeksvorm, RegelId, Soort, Tekst
from shared.contracts.trajecten import BetaalSoort, Ontvanger
from shared.gemeenten import GEMEENTEN
from shared.policy import PolicyError, Reeks, Waarde, load_policies

Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class Plafondverwijzing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The number cap that budget guards for this product, and where it is written (decision 9)."""

    code: Code
    regel: RegelId
    bron: Tekst


class VierOgen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Beside which running products a second person must agree before it is asked for (decision 44)."""

    naast: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1)]
    regel: RegelId
    bron: Tekst


class Uitbetaling(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Money that the kernapplicatie pays out for a voorziening: what it is and to whom.

    `ritme`: all of it at the grant, or each month of its costs after that month. `oordeel`: each payment only after the
    judgement that there was enough cooperation (S-128).
    """

    soort: BetaalSoort
    ontvanger: Ontvanger
    ritme: Literal["bij-verlening", "per-maand"]
    oordeel: bool = False


class Product(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"
):
    """A voorziening that can be granted: what it costs, who pays it and under which conditions.

    `re_integratie` says whether it counts as a re-integration trajectory (decision 38); `post` is the budget post, and
    `post_status` whether the plan names it or we assume it (C.4). `startvoorwaarden` must be met before it may begin.
    """

    naam: Tekst
    regel: RegelId
    bron: Tekst
    post: Code
    post_status: Literal["overgenomen", "aanname"] = "aanname"
    re_integratie: bool
    bekostiging: Bekostiging = Gevraagd()
    voorwaarden: dict[Code, Reeksvorm]
    startvoorwaarden: dict[Code, Reeksvorm] = {}
    plafond: Plafondverwijzing | None = None
    vier_ogen: VierOgen | None = None
    uitbetaling: Uitbetaling | None = None

    @property
    def toekenbaar(self) -> bool:
        """Whether the plan gives what is needed to grant it (decision 41)."""
        return not isinstance(self.bekostiging, Onbekend)

    def __post_init__(self) -> None:
        for naam, reeks in (*self.voorwaarden.items(), *self.startvoorwaarden.items()):
            _check_sluitend(naam, reeks)
        if not any(isinstance(reeks[0], FondsOpen) for reeks in self.voorwaarden.values()):
            raise ValueError("noemt niet uit welk fonds het betaald mag worden")


@dataclass(frozen=True)
class Productenboek:
    """The file `productenboek.yaml` of one gemeente: the versions of its book through time."""

    producten: Reeks[dict[Code, Product]]


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
    try:
        producten = {code: lees_product(code, ruw) for code, ruw in versie.waarde.items()}
    except ProductFout as fout:
        raise PolicyError(file, fout.plaats, fout.reden) from fout
    return Waarde(producten, versie.geldig, versie.regel, versie.bron)


class ProductFout(ValueError):
    """The document of a product cannot be read: where, and why."""

    def __init__(self, plaats: str, reden: str) -> None:
        super().__init__(f"{plaats}: {reden}")
        self.plaats, self.reden = plaats, reden


def lees_product(code: str, ruw: Mapping[str, Any]) -> Product:
    """The product behind its document, of a file or of the API; raises ProductFout."""
    plaats = f"producten.{code}"
    gelezen = dict(ruw)
    for deel in ("voorwaarden", "startvoorwaarden"):
        if isinstance(reeksen := ruw.get(deel), dict):
            gelezen[deel] = {
                naam: _lees(f"{plaats}.{deel}.{naam}", reeks, Reeksvorm)
                for naam, reeks in reeksen.items()
            }
    product: Product = _lees(plaats, gelezen, Product)
    return product


def document(product: Product) -> str:
    """The product as it is stored; `uit_document` reads it back."""
    return msgspec.json.encode(product).decode()


@lru_cache(maxsize=512)
def uit_document(tekst: str) -> Product:
    """The stored product. A version never changes, so what was read once need not be read again."""
    return msgspec.json.decode(tekst, type=Product)


def _lees(plaats: str, ruw: Any, vorm: Any) -> Any:
    try:
        return msgspec.convert(ruw, vorm)
    except msgspec.ValidationError as broken:
        raise ProductFout(plaats, str(broken)) from broken


def _check_sluitend(naam: str, reeks: tuple[Soort, ...]) -> None:
    """Raises ValueError when the values of one condition change kind, overlap or leave a gap."""
    for earlier, later in pairwise(reeks):
        if type(earlier) is not type(later):
            raise ValueError(f"{naam}: verandert van toets op {later.vanaf}")
        if earlier.tot is None or earlier.geldig.overlapt(later.geldig):
            raise ValueError(f"{naam}: overlapt vanaf {later.vanaf}")
        if earlier.tot + timedelta(days=1) != later.vanaf:
            raise ValueError(f"{naam}: gat na {earlier.tot}")
