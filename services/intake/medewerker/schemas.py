"""Medewerkers as the API speaks of them."""

from typing import Self

from pydantic import Field

from services.intake.medewerker import models
from services.intake.medewerker.domain import LegMedewerkerVast, Rol
from shared.schemas import Aantal, Code, Gemeentecode, Moment, Optioneel, Ref, Schema, Tekst80
from shared.tenancy import Caller


class MedewerkerAanmaken(Schema):
    """A medewerker to be made known."""

    gemeente: Gemeentecode
    code: Code = Field(description="Kenmerk van de medewerker binnen de gemeente")
    werknaam: Tekst80 = Field(description="Naam op het werk; verder niets over de persoon")
    team: Code
    rol: Rol
    caseload: Optioneel[Aantal] = Field(
        None, description="Aantal personen dat al begeleid wordt; zonder waarde geen"
    )

    def command(self, caller: Caller) -> LegMedewerkerVast:
        """The command; raises GemeenteNietToegestaan."""
        return LegMedewerkerVast(
            gemeente=caller.gemeente(self.gemeente),
            code=self.code,
            werknaam=self.werknaam,
            team=self.team,
            rol=self.rol,
            caseload=self.caseload or 0,
        )


class Medewerker(Schema):
    """A medewerker."""

    id: Ref
    gemeente: Gemeentecode
    code: Code
    werknaam: str
    team: Code
    rol: Rol
    caseload: int = Field(description="Aantal personen dat de medewerker begeleidt")
    vastgelegd_op: Moment

    @classmethod
    def of(cls, row: models.Medewerker) -> Self:
        """The answer for a row."""
        return cls.build(
            id=row.id,
            gemeente=row.gemeente,
            code=row.code,
            werknaam=row.werknaam,
            team=row.team,
            rol=row.rol,
            caseload=row.caseload,
            vastgelegd_op=row.vastgelegd_op,
        )
