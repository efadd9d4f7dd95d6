"""Toekenningen in the API."""

from typing import Any, Literal

import msgspec
from pydantic import Field

from services.trajecten.toekenning.domain import Status, VraagAan, Zet
from services.trajecten.toekenning.models import Toekenning
from services.trajecten.toetsing.domain import Aanvraag, Toetsing
from services.trajecten.toetsing.schemas import ToetsingAntwoord
from shared.schemas import (
    Centen,
    Code,
    Datum,
    Gemeentecode,
    Optioneel,
    Ref,
    Schema,
    Vlag,
)
from shared.tenancy import Caller

Fonds = Literal["regulier", "esf"]


class Feiten(Schema):
    """Facts that no service owns yet; one that is left out cannot be determined."""

    eigen_aanvraag: Optioneel[Vlag] = Field(None, description="De inwoner vraagt zelf aan")
    plan_met_doelen: Optioneel[Vlag] = Field(
        None,
        description="Onderbouwd plan met concrete doelen die tot uitkeringsonafhankelijkheid leiden",
    )
    toestemming_college: Optioneel[Vlag] = Field(None, description="Het college stemt in")
    deel_van_actieplan: Optioneel[Vlag] = Field(
        None, description="Maakt deel uit van het persoonlijk actieplan"
    )


class AanvraagBody(Schema):
    """What is asked for whom: a total in cents, spread over the calendar months of the period t/m."""

    gemeente: Optioneel[Gemeentecode] = Field(
        None, description="Verplicht voor een client van meer dan een gemeente"
    )
    persoon_ref: Ref
    traject_id: Optioneel[Ref] = Field(
        None, description="Zonder waarde: het open traject, als dat er is"
    )
    product: Code = Field(examples=["prb"])
    bedrag_centen: Centen
    startdatum: Datum
    einddatum: Optioneel[Datum] = Field(
        None, description="Laatste dag; zonder waarde valt alles in de eerste maand"
    )
    besluitdatum: Datum
    fonds: Fonds = "regulier"
    feiten: Feiten = Feiten()

    def command(self, caller: Caller) -> VraagAan:
        """The command behind the request; raises GemeenteNietToegestaan."""
        return VraagAan(
            gemeente=caller.gemeente(self.gemeente),
            persoon_ref=self.persoon_ref,
            traject_id=self.traject_id,
            aanvraag=Aanvraag(
                product=self.product,
                bedrag_centen=self.bedrag_centen,
                startdatum=self.startdatum,
                einddatum=self.einddatum,
                besluitdatum=self.besluitdatum,
                fonds=self.fonds,
                feiten=self.feiten.model_dump(by_alias=True, exclude_none=True),
            ),
        )


class DatumBody(Schema):
    """The day a step is taken."""

    datum: Datum


class BeeindigBody(DatumBody):
    """The last day and why it ends."""

    reden: Literal["afgerond", "ingetrokken", "recht-vervallen"]

    def command(self) -> Zet:
        """The command behind the request."""
        return Zet("beeindig", self.datum, self.reden)


class Maand(Schema):
    """The cost of one calendar month."""

    maand: Datum = Field(description="Eerste dag van de maand")
    bedrag_centen: Centen


class AntwoordVanBudget(Schema):
    """Why budget did not commit; amounts are cents for a post and places for a plafond."""

    reden: str
    post: str = Field(description="Post of plafond dat tekortschiet")
    beschikbaar: int
    gevraagd: int
    regel: Optioneel[str] = None
    bron: Optioneel[str] = None


class ToekenningAntwoord(Schema):
    """A toekenning."""

    id: Ref
    gemeente: Gemeentecode
    persoon_ref: Ref
    traject_id: Optioneel[Ref] = None
    product: str
    status: Status
    versie: int
    bedrag_centen: Centen
    startdatum: Datum
    einddatum: Optioneel[Datum] = None
    besluitdatum: Datum
    fonds: Fonds
    post: str
    plafond: Optioneel[str] = None
    gestart_op: Optioneel[Datum] = None
    geeindigd_op: Optioneel[Datum] = Field(None, description="Ingetrokken of beëindigd op")
    reden: Optioneel[str] = None
    antwoord_budget: Optioneel[AntwoordVanBudget] = None

    @classmethod
    def of(cls, row: Toekenning) -> "ToekenningAntwoord":
        """The toekenning as a list shows it."""
        return cls.build(**_velden(row))


class ToekenningDetail(ToekenningAntwoord):
    """A toekenning with its months and the toetsing it was granted on."""

    kosten: list[Maand]
    toetsing: ToetsingAntwoord

    @classmethod
    def of(cls, row: Toekenning) -> "ToekenningDetail":
        """The toekenning with everything behind it."""
        return cls.build(
            **_velden(row),
            kosten=[Maand.model_validate(maand) for maand in row.kosten],
            toetsing=ToetsingAntwoord.of(msgspec.convert(row.toetsing, Toetsing)),
        )


def _velden(row: Toekenning) -> dict[str, Any]:
    own = set(ToekenningAntwoord.model_fields) - {"antwoord_budget"}
    found = {name: getattr(row, name) for name in own}
    return {**found, "antwoord_budget": row.antwoord and AntwoordVanBudget.build(**row.antwoord)}
