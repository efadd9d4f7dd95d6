"""The rules of intake, read once at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.intake.aanmelding.policy import AanmeldingBeleid
from services.intake.betrokkene.policy import BewaarBeleid
from services.intake.diagnose.policy import DiagnoseBeleid
from services.intake.intakegesprek.policy import IntakeEisen
from shared.policy import load_policies

RULES = Path(__file__).parent / "rules"


@dataclass(frozen=True, slots=True)
class IntakeBeleid:
    """What each gemeente laid down, by gemeente."""

    aanmelding: Mapping[str, AanmeldingBeleid]
    intakegesprek: Mapping[str, IntakeEisen]
    diagnose: Mapping[str, DiagnoseBeleid]
    bewaartermijn: Mapping[str, BewaarBeleid]


def load(overlay: Path | None = None) -> IntakeBeleid:
    """Read all rules; a file under `overlay` replaces ours. Raises PolicyError."""
    return IntakeBeleid(
        aanmelding=load_policies(RULES, "aanmelding", AanmeldingBeleid, overlay),
        intakegesprek=load_policies(RULES, "intakegesprek", IntakeEisen, overlay),
        diagnose=load_policies(RULES, "diagnose", DiagnoseBeleid, overlay),
        bewaartermijn=load_policies(RULES, "bewaartermijn", BewaarBeleid, overlay),
    )
