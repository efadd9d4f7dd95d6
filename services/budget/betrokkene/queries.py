"""Where budget keeps something of a person, whom it knows by his toekenningen only."""

from typing import Final

from services.budget.bevinding.models import BevindingRow
from services.budget.factuur.models import FactuurRow
from services.budget.grootboek.models import Boeking, DossierRow, Verplichting
from services.budget.verplichting.models import BesluitRow
from shared.inzage import Deel

DELEN: Final = (
    Deel(DossierRow.toekenning),
    Deel(Verplichting.toekenning),
    Deel(Boeking.toekenning),
    Deel(BesluitRow.toekenning),
    Deel(FactuurRow.toekenning),
    Deel(BevindingRow.toekenning),
)
