"""All rules of monitor, read at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.monitor.doel.policy import DoelRules
from services.monitor.indicator.domain import SOORTEN
from services.monitor.indicator.policy import IndicatorRules, van_gemeente
from shared.policy import PolicyError, load_policies

RULES = Path(__file__).parent / "rules"


@dataclass(frozen=True, slots=True)
class MonitorPolicy:
    """The rules per noun, per place."""

    indicator: Mapping[str, IndicatorRules]
    doel: Mapping[str, DoelRules]


def load(overlay: Path | None = None) -> MonitorPolicy:
    """Read all rules; raises PolicyError, also for a goal on nothing and for an indicator of what is not counted."""
    found = MonitorPolicy(
        load_policies(RULES, "indicator", IndicatorRules, overlay),
        load_policies(RULES, "doel", DoelRules, overlay),
    )
    for code, indicator in van_gemeente(found.indicator, None).items():
        if indicator.soort not in SOORTEN:
            raise PolicyError(Path("indicator.yaml"), code, f"{indicator.soort} wordt niet geteld")
    for plaats, rules in found.doel.items():
        bekend = van_gemeente(found.indicator, plaats)
        for waarde in rules.doelen.waarden:
            for doel in waarde.waarde.doelen:
                if doel.indicator not in bekend:
                    raise PolicyError(Path(plaats, "doel.yaml"), doel.indicator, "bestaat niet")
    return found
