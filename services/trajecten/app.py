"""The service trajecten: what may be granted, to whom, and how that goes on."""

from services.trajecten.besluit.api import router as besluiten
from services.trajecten.betrokkene import handlers as betrokkene
from services.trajecten.betrokkene import pages as persoonspaginas
from services.trajecten.betrokkene.queries import BEWAART, DELEN
from services.trajecten.handhaving.api import router as handhavingssignalen
from services.trajecten.herziening.api import router as herzieningen
from services.trajecten.kwaliteitstoets.api import router as kwaliteitstoetsen
from services.trajecten.loonkostensubsidie.api import router as loonkostensubsidies
from services.trajecten.maatregel import handlers as maatregel
from services.trajecten.maatregel.api import router as maatregelen
from services.trajecten.overname.api import router as overname
from services.trajecten.overname.api import verschillen
from services.trajecten.persoon import handlers as persoon
from services.trajecten.plaatsing.api import router as plaatsingen
from services.trajecten.plan import handlers as plan
from services.trajecten.plan.api import router as plannen
from services.trajecten.policy import RULES, Beleid, load
from services.trajecten.productenboek import handlers as productenboek
from services.trajecten.productenboek import pages as regels
from services.trajecten.productenboek.api import router as producten
from services.trajecten.recht import handlers as recht
from services.trajecten.tables import Base
from services.trajecten.toekenning import handlers as toekenning
from services.trajecten.toekenning import pages
from services.trajecten.toekenning.api import router as toekenningen
from services.trajecten.traject import handlers as traject
from services.trajecten.traject.api import router as trajecten
from services.trajecten.uitstroom import handlers as uitstroom
from services.trajecten.uitstroom.api import router as uitstroomregistraties
from shared.db.uow import Tx
from shared.service import Service


async def seed(tx: Tx, beleid: Beleid) -> None:
    """Store the first productenboek of each gemeente."""
    await productenboek.seed(tx, beleid.productenboek)


SERVICE = Service(
    name="trajecten",
    titel="Meedoen – trajecten",
    omschrijving="Productenboek, trajecten en toekenningen, met per besluit de regels erachter.",
    metadata=Base.metadata,
    # a request goes past them in this order: what is asked most comes first
    routers=[
        toekenningen,
        loonkostensubsidies,
        producten,
        trajecten,
        plannen,
        plaatsingen,
        uitstroomregistraties,
        besluiten,
        herzieningen,
        kwaliteitstoetsen,
        overname,
        verschillen,
        maatregelen,
        handhavingssignalen,
    ],
    handlers=[
        persoon.HANDLERS,
        traject.HANDLERS,
        plan.HANDLERS,
        uitstroom.HANDLERS,
        toekenning.HANDLERS,
        recht.HANDLERS,
        maatregel.HANDLERS,
        betrokkene.HANDLERS,
    ],
    verwerkingen=RULES / "verwerkingen.yaml",
    inzage=DELEN,
    bewaart=BEWAART,
    load_policy=load,
    seed=seed,
    reads=["budget"],
    pages=[regels.router, pages.router, persoonspaginas.router],
)
