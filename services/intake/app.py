"""Intake: who the inwoner is and what the diagnose says."""

from services.intake import policy
from services.intake.aanmelding import api as aanmelding
from services.intake.betrokkene import api as betrokkene
from services.intake.betrokkene import pages as inzagepagina
from services.intake.betrokkene.queries import BEWAART, DELEN
from services.intake.diagnose import api as diagnose
from services.intake.intakegesprek import api as intakegesprek
from services.intake.inwoner import api as inwoner
from services.intake.medewerker import api as medewerker
from services.intake.tables import Base
from services.intake.werkverdeling import api as werkverdeling
from shared.service import Service

SERVICE = Service(
    name="intake",
    titel="Meedoen: intake",
    omschrijving="Wie de inwoner is, hoe hij binnenkomt, de intake en de diagnose.",
    metadata=Base.metadata,
    routers=(
        inwoner.router,
        medewerker.router,
        aanmelding.router,
        werkverdeling.router,
        intakegesprek.router,
        diagnose.router,
        betrokkene.router,
    ),
    inzage=DELEN,
    pages=(inzagepagina.router,),
    bewaart=BEWAART,
    verwerkingen=policy.RULES / "verwerkingen.yaml",
    load_policy=policy.load,
)
