"""Indicators as the API speaks of them."""

from typing import Self

from pydantic import Field

from services.monitor.doel.domain import Doelstand
from services.monitor.indicator import models
from services.monitor.indicator.domain import Stand
from shared.schemas import Datum, Gemeentecode, Jaar, Moment, Optioneel, Ref, Schema


class Doel(Schema):
    """What the plan wants to reach in the year."""

    aantal: int = Field(ge=1)
    regel: str = Field(description="Regel van het plan", examples=["S-040"])
    bron: str
    verwacht: Optioneel[int] = Field(
        None, description="Stand op 31 december in dit tempo; alleen in het lopende jaar", ge=0
    )

    @classmethod
    def of(cls, stand: Doelstand) -> Self:
        """The answer for a goal."""
        doel = stand.doel
        return cls.build(
            aantal=doel.aantal, regel=doel.regel, bron=doel.bron, verwacht=stand.verwacht
        )


class Indicator(Schema):
    """The figure of one indicator for a gemeente and a year."""

    code: str = Field(description="Code van de indicator", examples=["toekenningen-verleend"])
    naam: str
    stap: str = Field(description="Stap van het proces", examples=["voorziening"])
    definitie: str = Field(description="Wat er geteld wordt")
    gemeente: Gemeentecode
    jaar: Jaar
    aantal: int = Field(ge=0)
    doel: Optioneel[Doel] = None

    @classmethod
    def of(cls, stand: Stand) -> Self:
        """The answer for a figure."""
        return cls.build(
            code=stand.indicator.code,
            naam=stand.indicator.naam,
            stap=stand.indicator.stap,
            definitie=stand.indicator.definitie,
            gemeente=stand.gemeente,
            jaar=stand.jaar,
            aantal=stand.aantal,
            doel=Doel.of(stand.doel) if stand.doel else None,
        )


class Gebeurtenis(Schema):
    """An event that counts in an indicator."""

    event_id: Ref = Field(description="Kenmerk van de gebeurtenis (CloudEvents `id`)")
    gemeente: Gemeentecode
    jaar: Jaar
    datum: Datum
    onderwerp: Ref = Field(description="Kenmerk van waar het over gaat, zoals de toekenning")
    kenmerk: Optioneel[str] = Field(
        None, description="Het product, de trede of de reden", examples=["prb", "trede-3"]
    )
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
            kenmerk=row.kenmerk,
            gebeurd_op=row.gebeurd_op,
        )
