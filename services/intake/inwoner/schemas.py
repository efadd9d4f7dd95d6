"""Inwoners as the API speaks of them."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from services.intake.inwoner import models
from services.intake.inwoner.domain import RegistreerInwoner
from shared.contracts.intake import UitkeringSoort
from shared.schemas import Datum, Gemeentecode, Optioneel, Ref, Schema
from shared.tenancy import Caller

Postcodecijfers = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3}$", strict=True)]


class InwonerAanmaken(Schema):
    """An inwoner to be registered."""

    gemeente: Gemeentecode
    geboortedatum: Datum
    uitkering_soort: UitkeringSoort
    uitkering_vanaf: Optioneel[Datum] = Field(None, description="Eerste dag van de uitkering")
    huishouden_ref: Optioneel[Ref] = Field(None, description="Kenmerk van het huishouden")
    postcodecijfers: Optioneel[Postcodecijfers] = Field(None, description="De vier cijfers")

    def command(self, caller: Caller) -> RegistreerInwoner:
        """The command; raises GemeenteNietToegestaan."""
        return RegistreerInwoner(
            gemeente=caller.gemeente(self.gemeente),
            geboortedatum=self.geboortedatum,
            uitkering_soort=self.uitkering_soort,
            uitkering_vanaf=self.uitkering_vanaf,
            huishouden_ref=self.huishouden_ref,
            postcodecijfers=self.postcodecijfers,
        )


class Inwoner(Schema):
    """A registered inwoner."""

    persoon_ref: Ref = Field(description="Ons kenmerk van deze persoon")
    gemeente: Gemeentecode
    versie: int
    geboortedatum: Datum
    uitkering_soort: UitkeringSoort
    uitkering_vanaf: Optioneel[Datum] = None
    huishouden_ref: Optioneel[Ref] = None
    postcodecijfers: Optioneel[Postcodecijfers] = None
    geregistreerd_op: datetime

    @classmethod
    def of(cls, row: models.Inwoner) -> Self:
        """The answer for a row."""
        return cls.build(
            persoon_ref=row.persoon_ref,
            gemeente=row.gemeente,
            versie=row.versie,
            geboortedatum=row.geboortedatum,
            uitkering_soort=row.uitkering_soort,
            uitkering_vanaf=row.uitkering_vanaf,
            huishouden_ref=row.huishouden_ref,
            postcodecijfers=row.postcodecijfers,
            geregistreerd_op=row.geregistreerd_op,
        )
