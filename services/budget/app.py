"""Budget as a value."""

from services.budget import policy
from services.budget.beginstand import api as beginstand
from services.budget.begrotingswijziging import api as begrotingswijziging
from services.budget.betaling.handlers import HANDLER
from services.budget.betrokkene.queries import BEWAART, DELEN
from services.budget.bevinding import api as bevinding
from services.budget.factuur import api as factuur
from services.budget.grootboek import api as grootboek
from services.budget.grootboek import pages as postpaginas
from services.budget.grootboek.handlers import seed
from services.budget.tables import Base
from services.budget.uitputting import api as uitputting
from services.budget.uitputting import pages as budgetpaginas
from services.budget.verplichting import api as verplichting
from services.budget.verplichting import handlers as verplichtingen
from shared.service import Service

SERVICE = Service(
    name="budget",
    titel="Budget",
    omschrijving="Begroting, plafonds en grootboek van het Participatiebudget",
    metadata=Base.metadata,
    routers=[
        uitputting.router,
        factuur.router,
        verplichting.router,
        begrotingswijziging.router,
        grootboek.router,
        bevinding.router,
        beginstand.router,
        beginstand.verschillen,
    ],
    handlers=[verplichtingen.HANDLERS, HANDLER],
    load_policy=policy.load,
    seed=seed,
    inzage=DELEN,
    bewaart=BEWAART,
    pages=[budgetpaginas.router, postpaginas.router],
)
