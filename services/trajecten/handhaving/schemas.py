"""Signals for enforcement in the API."""

from typing import Self

from pydantic import Field

from services.trajecten.handhaving.domain import GeefSignaal, RondAf, Uitkomst
from services.trajecten.handhaving.models import Handhavingssignaal
from shared.schemas import Code, Datum, Gemeentecode, Optioneel, Ref, Schema
from shared.tenancy import Caller


class HandhavingssignaalBody(Schema):
    """Somebody asks for a closer look."""

    gemeente: Optioneel[Gemeentecode] = Field(
        None, description="Verplicht voor een client van meer dan een gemeente"
    )
    persoon_ref: Ref
    gegeven_op: Datum
    medewerker: Code = Field(examples=["ac-12"])

    def command(self, caller: Caller) -> GeefSignaal:
        """The command behind the request; raises GemeenteNietToegestaan."""
        gemeente = caller.gemeente(self.gemeente)
        return GeefSignaal(gemeente, self.persoon_ref, self.gegeven_op, self.medewerker)


class AfrondBody(Schema):
    """What came of it."""

    uitkomst: Uitkomst
    datum: Datum

    def command(self) -> RondAf:
        """The command behind the request."""
        return RondAf(self.uitkomst, self.datum)


class HandhavingssignaalAntwoord(Schema):
    """A signal; what was seen stands in the file of the gemeente."""

    id: Ref
    gemeente: Gemeentecode
    persoon_ref: Ref
    gegeven_op: Datum
    medewerker: str
    uitkomst: Optioneel[Uitkomst] = None
    afgerond_op: Optioneel[Datum] = None

    @classmethod
    def of(cls, row: Handhavingssignaal) -> Self:
        """The signal as the API shows it."""
        return cls.build(**{naam: getattr(row, naam) for naam in cls.model_fields})
