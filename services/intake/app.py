"""Intake: who the inwoner is and what the diagnose says."""

from services.intake import policy
from services.intake.diagnose import api as diagnose
from services.intake.inwoner import api as inwoner
from services.intake.tables import Base
from shared.service import Service

SERVICE = Service(
    name="intake",
    titel="Meedoen: intake",
    omschrijving="Inwoners en hun diagnose: trede, afstand tot de arbeidsmarkt of profiel.",
    metadata=Base.metadata,
    routers=(inwoner.router, diagnose.router),
    load_policy=policy.load,
)
