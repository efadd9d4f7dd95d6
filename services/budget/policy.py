"""All rules of budget, read at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.budget.begroting import policy as begroting
from services.budget.betrokkene.policy import BewaarBeleid
from services.budget.plafond import policy as plafond
from shared.policy import load_policies

RULES = Path(__file__).parent / "rules"


@dataclass(frozen=True)
class BudgetPolicy:
    """The rules per noun, per gemeente."""

    begroting: Mapping[str, begroting.BegrotingRules]
    plafond: Mapping[str, plafond.PlafondRules]
    bewaartermijn: Mapping[str, BewaarBeleid]


def load(overlay: Path | None) -> BudgetPolicy:
    """Read the rules of this installation; raises PolicyError."""
    return BudgetPolicy(
        begroting.load(RULES, overlay),
        plafond.load(RULES, overlay),
        load_policies(RULES, "bewaartermijn", BewaarBeleid, overlay),
    )
