"""Werkgevers: employers and the contact with them."""

from services.werkgevers import policy
from services.werkgevers.contactmoment import api as contactmoment
from services.werkgevers.tables import Base
from services.werkgevers.vacature import api as vacature
from services.werkgevers.vacature import pages
from services.werkgevers.werkgever import api as werkgever
from shared.service import Service

SERVICE = Service(
    name="werkgevers",
    titel="Meedoen: werkgevers",
    omschrijving="Werkgevers, contactmomenten met hen, en welke werkgever daarmee nieuw is; vacatures "
    "volgens de gegevensstandaard van VUM.",
    metadata=Base.metadata,
    routers=(werkgever.router, contactmoment.router, vacature.router, contactmoment.verschillen),
    load_policy=policy.load,
    pages=(pages.router,),
)
