"""What the law says about lowering a benefit (B.4), and what a gemeente lays down in its afstemmingsverordening.

A gemeente without a file has laid down nothing: there no maatregel can be imposed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from shared.contracts.intake import Uitkering
from shared.policy import LANDELIJK, PolicyError, Reeks, Waarde, load_policies

Verwijt = Literal["volledig", "verminderd", "geen"]
Gevolg = Literal["geheel", "afgestemd", "niets"]
"""What blame leads to: the whole lowering, one that is tailored to the circumstances, or none."""
Feit = Literal["enigeMogelijkheid", "contractEenJaar", "loonTenMinsteNorm"]
Maanden = Annotated[int, msgspec.Meta(ge=1, le=12)]
Deel = Annotated[int, msgspec.Meta(ge=1, le=1000)]
Verdeling = Annotated[tuple[Deel, ...], msgspec.Meta(min_length=1, max_length=12)]


class Grond(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An obligation that can be broken; `vereist` are the facts without which it binds nobody."""

    code: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    regel: str
    omschrijving: str
    vereist: tuple[Feit, ...] = ()


class Breuk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a whole, such as 1/3."""

    teller: Deel
    noemer: Deel


@dataclass(frozen=True, slots=True)
class Maatregelwet:
    """The file `landelijk/maatregel.yaml`."""

    gronden: Reeks[tuple[Grond, ...]]
    uitkeringen: Reeks[tuple[Uitkering, ...]]
    verwijtbaarheid: Reeks[Mapping[Verwijt, Gevolg]]
    dringende_redenen: Reeks[Gevolg]
    maanden_hoogstens: Reeks[Maanden]
    eerste_maand_ten_minste: Reeks[Breuk]
    herhaling_binnen_maanden: Reeks[Maanden]
    verdere_herhaling_maanden: Reeks[Maanden]
    heroverweging_maanden: Reeks[Maanden]


@dataclass(frozen=True, slots=True)
class Afstemming:
    """The file `GMxxxx/afstemming.yaml`: `duur_maanden` times the norm, spread in the parts of `verdeling` by month.

    `herhaling_maanden`: the length the second time; None: the gemeente does not say. After `inkeer_na_maanden` months
    the rest may lapse on request. `vier_ogen`: another person decides than the one who proposes.
    """

    duur_maanden: Reeks[Maanden]
    verdeling: Reeks[Verdeling]
    herhaling_maanden: Reeks[Maanden | None]
    inkeer_na_maanden: Reeks[Annotated[int, msgspec.Meta(ge=0, le=12)]]
    vier_ogen: Reeks[bool]


@dataclass(frozen=True, slots=True)
class AfstemmingBeleid:
    """The law, and what each gemeente laid down within it."""

    wet: Maatregelwet
    gemeenten: Mapping[str, Afstemming]


def load(rules: Path, overlay: Path | None) -> AfstemmingBeleid:
    """The rules; raises PolicyError, also for a gemeente that goes outside the law."""
    wet = load_policies(rules, "maatregel", Maatregelwet, overlay)[LANDELIJK]
    gemeenten = load_policies(rules, "afstemming", Afstemming, overlay)
    for gemeente, afstemming in gemeenten.items():
        _controleer(Path(gemeente, "afstemming.yaml"), wet, afstemming)
    return AfstemmingBeleid(wet, gemeenten)


def _controleer(file: Path, wet: Maatregelwet, afstemming: Afstemming) -> None:
    """Every version of what a gemeente says against the law on its first day (Pw 18(5) and (6))."""
    duur, verdeling, nogmaals = (
        afstemming.duur_maanden,
        afstemming.verdeling,
        afstemming.herhaling_maanden,
    )
    for dag in {w.geldig.van for reeks in (duur, verdeling, nogmaals) for w in reeks.waarden}:
        if not all(reeks.geldt_op(dag) for reeks in (duur, verdeling, nogmaals)):
            continue
        eerst, opnieuw = duur.op(dag).waarde, nogmaals.op(dag).waarde
        hoogstens = wet.maanden_hoogstens.op(dag).waarde
        if max(eerst, opnieuw or 0) > hoogstens:
            raise PolicyError(file, "duur_maanden", f"hoogstens {hoogstens} maanden (pw-18-5)")
        if opnieuw is not None and opnieuw <= eerst:
            raise PolicyError(file, "herhaling_maanden", "langer dan de eerste keer (pw-18-6)")
        delen = verdeling.op(dag).waarde
        _controleer_verdeling(file, eerst, delen, hoogstens, wet.eerste_maand_ten_minste.op(dag))


def _controleer_verdeling(
    file: Path, duur: int, delen: Verdeling, hoogstens: int, eerste: Waarde[Breuk]
) -> None:
    geheel, minimum = sum(delen), eerste.waarde
    if len(delen) > hoogstens:
        raise PolicyError(file, "verdeling", f"over hoogstens {hoogstens} maanden (pw-18-5)")
    if delen[0] * minimum.noemer < geheel * minimum.teller:
        raise PolicyError(file, "verdeling", f"te weinig in de eerste maand ({eerste.regel})")
    if max(delen) * duur > geheel:
        raise PolicyError(file, "verdeling", "meer dan 100% in een maand (pw-18-5)")
