"""Outflow in the API."""

from typing import Self
from uuid import UUID

from pydantic import Field

from services.trajecten.uitstroom.domain import Status
from services.trajecten.uitstroom.models import Nazorgcontact, Uitstroom
from shared.contracts.trajecten import UitstroomReden
from shared.schemas import Datum, Gemeentecode, Optioneel, Ref, Schema


class UitstroomAntwoord(Schema):
    """A person left the benefit."""

    id: Ref
    gemeente: Gemeentecode
    persoon_ref: Ref
    reden: UitstroomReden
    laatste_uitkeringsdag: Datum
    geregistreerd_op: Datum
    status: Status = Field(description="`terugval`: binnen 30 dagen weer een uitkering (D9)")
    terugval_op: Optioneel[Datum] = Field(None, description="Eerste dag van die uitkering")

    @classmethod
    def of(cls, row: Uitstroom) -> Self:
        """The registration as the API shows it."""
        return cls.build(**{name: getattr(row, name) for name in cls.model_fields})


class NazorgBody(Schema):
    """The day the contact was made."""

    datum: Datum


class NazorgAntwoord(Schema):
    """A contact to be made after outflow to work."""

    id: Ref
    gemeente: Gemeentecode
    persoon_ref: Ref
    uitstroom_id: Ref
    soort: str
    uiterlijk: Datum
    afgerond_op: Optioneel[Datum] = None
    vervallen_op: Optioneel[Datum] = Field(None, description="Niet meer nodig: er is terugval")

    @classmethod
    def of(cls, row: Nazorgcontact, persoon_ref: UUID) -> Self:
        """The contact as the API shows it."""
        own = set(cls.model_fields) - {"persoon_ref"}
        return cls.build(**{name: getattr(row, name) for name in own}, persoon_ref=persoon_ref)
