"""Herzieningen in the API."""

from collections.abc import Sequence

from pydantic import Field

from services.trajecten.herziening.domain import Herzie
from services.trajecten.herziening.models import HerzieneToekenning, Herziening
from shared.schemas import Aantal, Gemeentecode, Jaar, Moment, Optioneel, Ref, Saldo, Schema
from shared.tenancy import Caller


class HerzieningBody(Schema):
    """Which subsidies are set anew, from 1 January of which year."""

    gemeente: Optioneel[Gemeentecode] = Field(
        None, description="Verplicht voor een client van meer dan een gemeente"
    )
    jaar: Jaar

    def command(self, caller: Caller) -> Herzie:
        """The command behind the request; raises GemeenteNietToegestaan."""
        return Herzie(caller.gemeente(self.gemeente), self.jaar)


class HerzieneToekenningAntwoord(Schema):
    """A toekenning that changed: its cents from 1 January on, before and after."""

    toekenning_id: Ref
    versie: Aantal
    was_centen: Saldo
    wordt_centen: Saldo

    @classmethod
    def of(cls, row: HerzieneToekenning) -> "HerzieneToekenningAntwoord":
        """The change as the API shows it."""
        return cls(
            toekenning_id=row.toekenning_id,
            versie=row.versie,
            was_centen=row.was_centen,
            wordt_centen=row.wordt_centen,
        )


class HerzieningAntwoord(Schema):
    """A herziening and what it changed."""

    id: Ref
    gemeente: Gemeentecode
    jaar: Jaar
    gedaan_op: Moment
    bekeken: Aantal = Field(description="Zoveel lopende subsidies zijn nagerekend")
    gewijzigd: list[HerzieneToekenningAntwoord]

    @classmethod
    def of(cls, row: Herziening, gewijzigd: Sequence[HerzieneToekenning]) -> "HerzieningAntwoord":
        """The herziening as the API shows it."""
        return cls(
            id=row.id,
            gemeente=row.gemeente,
            jaar=row.jaar,
            gedaan_op=row.gedaan_op,
            bekeken=row.bekeken,
            gewijzigd=[HerzieneToekenningAntwoord.of(een) for een in gewijzigd],
        )
