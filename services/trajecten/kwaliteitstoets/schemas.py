"""The review of a toekenning in the API."""

from services.trajecten.kwaliteitstoets.models import Kwaliteitstoets
from shared.schemas import Code, Datum, Optioneel, Ref, Schema, Vlag


class BeoordelaarBody(Schema):
    """Who does it."""

    medewerker: Code


class KwaliteitstoetsAntwoord(Schema):
    """Who put it forward and what came of it."""

    toekenning_id: Ref
    voorgelegd_door: str
    voorgelegd_op: Datum
    beoordeeld_door: Optioneel[str] = None
    beoordeeld_op: Optioneel[Datum] = None
    akkoord: Optioneel[Vlag] = None

    @classmethod
    def of(cls, row: Kwaliteitstoets) -> "KwaliteitstoetsAntwoord":
        """The review as the API shows it."""
        return cls.build(**{naam: getattr(row, naam) for naam in cls.model_fields})
