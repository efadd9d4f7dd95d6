"""Werkgevers: contact with employers."""

from services.werkgevers import policy
from services.werkgevers.contactmoment import api as contactmoment
from services.werkgevers.tables import Base
from shared.service import Service

SERVICE = Service(
    name="werkgevers",
    titel="Meedoen: werkgevers",
    omschrijving="Contactmomenten met werkgevers, en welke werkgever daarmee nieuw is.",
    metadata=Base.metadata,
    routers=(contactmoment.router,),
    load_policy=policy.load,
)
