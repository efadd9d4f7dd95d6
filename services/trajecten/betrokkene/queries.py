"""Where trajecten keeps something of a person."""

from typing import Final

from services.trajecten.besluit.models import Besluit, Betaalopdracht
from services.trajecten.herziening.models import HerzieneToekenning
from services.trajecten.kwaliteitstoets.models import Kwaliteitstoets
from services.trajecten.persoon.models import Persoon, Uitkeringsperiode
from services.trajecten.plaatsing.models import Plaatsing
from services.trajecten.plan.models import Plan, Planevaluatie
from services.trajecten.toekenning.models import Toekenning
from services.trajecten.traject.models import Traject
from services.trajecten.uitstroom.models import Nazorgcontact, Uitstroom
from shared.db.tables import Conversieregel
from shared.inzage import Deel

_TRAJECT: Final = Deel(Traject.persoon_ref)
_PLAN: Final = Deel(Plan.traject_id, _TRAJECT)
_TOEKENNING: Final = Deel(Toekenning.persoon_ref)
_UITSTROOM: Final = Deel(Uitstroom.persoon_ref)
DELEN: Final = (
    Deel(Persoon.persoon_ref),
    Deel(Uitkeringsperiode.persoon_ref),
    _TRAJECT,
    _PLAN,
    Deel(Planevaluatie.plan_id, _PLAN),
    _TOEKENNING,
    Deel(Kwaliteitstoets.toekenning_id, _TOEKENNING),
    Deel(HerzieneToekenning.toekenning_id, _TOEKENNING),
    Deel(Besluit.persoon_ref),
    Deel(Betaalopdracht.persoon_ref),
    Deel(Plaatsing.persoon_ref),
    _UITSTROOM,
    Deel(Nazorgcontact.uitstroom_id, _UITSTROOM),
    Deel(Conversieregel.ding_id, _TRAJECT),
    Deel(Conversieregel.ding_id, _TOEKENNING),
)
