"""Aanmeldingen as the API speaks of them."""

from collections.abc import Mapping
from datetime import date
from typing import Self

from pydantic import Field

from services.intake.aanmelding import models
from services.intake.aanmelding.domain import Afsluiting, MeldAan, Uitkomst, wachtdagen
from shared.schemas import Code, Datum, Gemeentecode, Moment, Optioneel, Ref, Schema, Vlag


class AanmeldingAanmaken(Schema):
    """Someone to be put forward."""

    persoon_ref: Ref
    kanaal: Code = Field(description="Een kanaal van de gemeente, zoals uwv, vso of kernapplicatie")
    aangemeld_op: Datum

    def command(self) -> MeldAan:
        """The command."""
        return MeldAan(self.persoon_ref, self.kanaal, self.aangemeld_op)


class Toewijzing(Schema):
    """Who takes an aanmelding up."""

    medewerker: Code = Field(description="Code van de medewerker")


class AanmeldingAfsluiten(Schema):
    """How an aanmelding ends without a talk."""

    uitkomst: Afsluiting


class Aanmelding(Schema):
    """An aanmelding."""

    id: Ref
    persoon_ref: Ref
    gemeente: Gemeentecode
    kanaal: Code
    aangemeld_op: Datum
    medewerker: Optioneel[Code] = None
    toegewezen_op: Optioneel[Datum] = None
    te_laat: Vlag = Field(description="Nog niemand toegewezen, langer dan de norm van de gemeente")
    wachtdagen: int = Field(description="Dagen tot het eerste gesprek, of tot nu als dat nog wacht")
    gesprek_op: Optioneel[Datum] = None
    afgesloten_op: Optioneel[Datum] = None
    uitkomst: Optioneel[Uitkomst] = None
    vastgelegd_op: Moment

    @classmethod
    def of(cls, row: models.Aanmelding, grenzen: Mapping[str, date], vandaag: date) -> Self:
        """The answer for a row; `grenzen` says per gemeente from which day back waiting is late."""
        wacht = row.medewerker is None and row.afgesloten_op is None
        return cls.build(
            id=row.id,
            persoon_ref=row.persoon_ref,
            gemeente=row.gemeente,
            kanaal=row.kanaal,
            aangemeld_op=row.aangemeld_op,
            medewerker=row.medewerker,
            toegewezen_op=row.toegewezen_op,
            te_laat=wacht and row.aangemeld_op < grenzen.get(row.gemeente, date.min),
            wachtdagen=wachtdagen(row.aangemeld_op, row.gesprek_op, row.afgesloten_op, vandaag),
            gesprek_op=row.gesprek_op,
            afgesloten_op=row.afgesloten_op,
            uitkomst=row.uitkomst,
            vastgelegd_op=row.vastgelegd_op,
        )
