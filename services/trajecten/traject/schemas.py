"""A traject in the API."""

from pydantic import Field

from services.trajecten.traject.domain import Status
from services.trajecten.traject.models import Traject
from shared.schemas import Datum, Gemeentecode, Optioneel, Ref, Schema


class TrajectAntwoord(Schema):
    """The traject of a person after a diagnose."""

    id: Ref
    gemeente: Gemeentecode
    persoon_ref: Ref
    diagnose_id: Optioneel[Ref] = Field(
        None, description="De diagnose die het opende; niet bij een overgenomen traject"
    )
    geopend_op: Datum
    status: Status
    afgesloten_op: Optioneel[Datum] = None

    @classmethod
    def of(cls, row: Traject) -> "TrajectAntwoord":
        """The traject as the API shows it."""
        return cls.build(
            id=row.id,
            gemeente=row.gemeente,
            persoon_ref=row.persoon_ref,
            diagnose_id=row.diagnose_id,
            geopend_op=row.geopend_op,
            status=row.status,
            afgesloten_op=row.afgesloten_op,
        )
