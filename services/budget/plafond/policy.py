"""Plafonds as data: how many grants a gemeente decides in a calendar year (definition D5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from services.budget.begroting.policy import (
    Postcode,
    RegelId,
    Status,
    Tekst,
    eigen_gemeente,
    uniek,
)
from shared.periode import Periode
from shared.policy import PolicyError, Reeks, load_policies


class Plafondregel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One cap: at most `aantal` places a year; when it is full a request is refused or goes to a person."""

    code: Postcode
    naam: Tekst
    aantal: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    modus: Literal["weigeren", "signaleren"]
    regel: RegelId
    bron: Tekst
    status: Status


@dataclass(frozen=True)
class PlafondRules:
    """The file `plafond.yaml` of one gemeente."""

    plafonds: Reeks[tuple[Plafondregel, ...]]


def load(rules: Path, overlay: Path | None) -> Mapping[str, PlafondRules]:
    """The plafonds per gemeente; raises PolicyError."""
    found = load_policies(rules, "plafond", PlafondRules, overlay)
    for place, rule in found.items():
        eigen_gemeente(place, "plafond")
        for waarde in rule.plafonds.waarden:
            try:
                _hele_jaren(waarde.geldig)
                uniek("plafond", (regel.code for regel in waarde.waarde))
            except ValueError as wrong:
                raise PolicyError(Path(place, "plafond.yaml"), "plafonds", str(wrong)) from wrong
    return found


def _hele_jaren(geldig: Periode) -> None:
    begin = date(geldig.van.year, 1, 1)
    einde = geldig.tot and date(geldig.tot.year, 12, 31)
    if geldig != Periode(begin, einde):
        raise ValueError("een plafond per jaar geldt voor hele kalenderjaren")
