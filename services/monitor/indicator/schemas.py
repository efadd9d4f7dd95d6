"""Indicators as the API speaks of them."""

from typing import Self

from pydantic import Field

from services.monitor.indicator import models
from services.monitor.indicator.domain import Stand
from shared.schemas import Datum, Gemeentecode, Jaar, Moment, Optioneel, Ref, Schema


class Indicator(Schema):
    """The figure of one indicator for a gemeente and a year."""

    code: str = Field(description="Code van de indicator", examples=["toekenningen-verleend"])
    naam: str
    definitie: str = Field(description="Wat er geteld wordt")
    gemeente: Gemeentecode
    jaar: Jaar
    aantal: int = Field(ge=0)

    @classmethod
    def of(cls, stand: Stand) -> Self:
        """The answer for a figure."""
        return cls.build(
            code=stand.indicator.code,
            naam=stand.indicator.naam,
            definitie=stand.indicator.definitie,
            gemeente=stand.gemeente,
            jaar=stand.jaar,
            aantal=stand.aantal,
        )


class Gebeurtenis(Schema):
    """An event that counts in an indicator."""

    event_id: Ref = Field(description="Kenmerk van de gebeurtenis (CloudEvents `id`)")
    gemeente: Gemeentecode
    jaar: Jaar
    datum: Datum
    onderwerp: Ref = Field(description="Kenmerk van de toekenning of het contactmoment")
    product: Optioneel[str] = None
    gebeurd_op: Moment

    @classmethod
    def of(cls, row: models.Gebeurtenis) -> Self:
        """The answer for a row."""
        return cls.build(
            event_id=row.event_id,
            gemeente=row.gemeente,
            jaar=row.jaar,
            datum=row.datum,
            onderwerp=row.onderwerp,
            product=row.product,
            gebeurd_op=row.gebeurd_op,
        )
