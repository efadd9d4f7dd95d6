"""The rules of trajecten: the typed views of its nouns, read once at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.trajecten.afstemming import policy as afstemming
from services.trajecten.afstemming.policy import AfstemmingBeleid
from services.trajecten.betrokkene.policy import BewaarBeleid
from services.trajecten.loonkostensubsidie import policy as loonkostensubsidie
from services.trajecten.loonkostensubsidie.policy import Loonkostensubsidie
from services.trajecten.plan.policy import PlanBeleid
from services.trajecten.productenboek import policy as productenboek
from services.trajecten.productenboek.policy import Productenboek
from services.trajecten.recht.policy import RechtBeleid
from services.trajecten.uitstroom.policy import NazorgBeleid, UitstroomBeleid
from shared.policy import LANDELIJK, load_policies

RULES = Path(__file__).parent / "rules"


@dataclass(frozen=True)
class Beleid:
    """All rules of trajecten: per gemeente, or national."""

    afstemming: AfstemmingBeleid
    bewaartermijn: Mapping[str, BewaarBeleid]
    loonkostensubsidie: Loonkostensubsidie
    nazorg: Mapping[str, NazorgBeleid]
    plan: Mapping[str, PlanBeleid]
    productenboek: Mapping[str, Productenboek]
    recht: RechtBeleid
    uitstroom: UitstroomBeleid


def load(overlay: Path | None) -> Beleid:
    """Read every rule file; raises PolicyError."""
    return Beleid(
        afstemming=afstemming.load(RULES, overlay),
        bewaartermijn=load_policies(RULES, "bewaartermijn", BewaarBeleid, overlay),
        loonkostensubsidie=loonkostensubsidie.load(RULES, overlay),
        nazorg=load_policies(RULES, "nazorg", NazorgBeleid, overlay),
        plan=load_policies(RULES, "plan", PlanBeleid, overlay),
        productenboek=productenboek.load(RULES, overlay),
        recht=load_policies(RULES, "recht", RechtBeleid, overlay)[LANDELIJK],
        uitstroom=load_policies(RULES, "uitstroom", UitstroomBeleid, overlay)[LANDELIJK],
    )
