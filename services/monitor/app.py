"""Monitor: what happened, counted, each figure with the events behind it."""

from services.monitor import policy
from services.monitor.indicator import api as indicator
from services.monitor.indicator import pages as cijferpaginas
from services.monitor.indicator.handlers import HANDLERS
from services.monitor.indicator.queries import DELEN
from services.monitor.sessie import pages as sessie
from services.monitor.tables import Base
from services.monitor.vandaag import pages as vandaag
from shared.service import Service

SERVICE = Service(
    name="monitor",
    titel="Meedoen: monitor",
    omschrijving="Indicatoren, geteld uit de gebeurtenissen van de andere diensten.",
    metadata=Base.metadata,
    routers=(indicator.router,),
    handlers=(HANDLERS,),
    load_policy=policy.load,
    reads=("budget",),
    inzage=DELEN,
    linger_seconds=0.1,
    pages=(vandaag.router, cijferpaginas.router, sessie.router),
)
