"""Toekenningen in the API."""

from typing import Any, Literal

import msgspec
from pydantic import Field

from services.trajecten.aanvraag.domain import Aanvraag
from services.trajecten.aanvraag.schemas import Feiten, LoonwaardeBody, UitkeringEldersBody
from services.trajecten.toekenning.domain import Status, VraagAan, Zet
from services.trajecten.toekenning.models import Toekenning
from services.trajecten.toetsing.domain import Toetsing
from services.trajecten.toetsing.schemas import ToetsingAntwoord
from shared.schemas import (
    Centen,
    Code,
    Datum,
    Gemeentecode,
    Optioneel,
    Ref,
    Schema,
    UrenPerWeek,
)
from shared.tenancy import Caller
from shared.uren import in_minuten

Fonds = Literal["regulier", "esf", "buig"]


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
    bedrag_centen: Optioneel[Centen] = Field(
        None, description="Juist als de voorziening `gevraagd` wordt bekostigd (zie /producten)"
    )
    startdatum: Datum
    einddatum: Optioneel[Datum] = Field(
        None, description="Laatste dag; zonder waarde valt alles in de eerste maand"
    )
    besluitdatum: Datum
    fonds: Optioneel[Literal["regulier", "esf"]] = Field(
        None, description="Zonder waarde het eigen fonds van de voorziening"
    )
    uren_per_week: Optioneel[UrenPerWeek] = None
    plaatsing_id: Optioneel[Ref] = Field(None, description="De plaatsing waar het om gaat")
    uitstroom_id: Optioneel[Ref] = Field(None, description="De uitstroom waar het om gaat")
    loonwaarde: Optioneel[LoonwaardeBody] = None
    uitkering_elders: Optioneel[UitkeringEldersBody] = Field(
        None,
        description="Aangetoonde uitkering van een andere gemeente, voor de duur van het recht",
    )
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
                minuten_per_week=in_minuten(self.uren_per_week) if self.uren_per_week else None,
                plaatsing_id=self.plaatsing_id,
                uitstroom_id=self.uitstroom_id,
                loonwaarde=self.loonwaarde.waarde() if self.loonwaarde else None,
                uitkering_elders=self.uitkering_elders.waarde() if self.uitkering_elders else None,
                feiten=_gegeven(self.feiten),
            ),
        )


def _gegeven(feiten: Feiten) -> dict[str, bool]:
    return feiten.model_dump(by_alias=True, exclude_none=True)


class StartBody(Schema):
    """The first day, and the facts that must be in order before it."""

    datum: Datum
    feiten: Feiten = Feiten()

    def command(self) -> Zet:
        """The command behind the request."""
        return Zet("start", self.datum, feiten=_gegeven(self.feiten))


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
    boekversie_id: Optioneel[Ref] = Field(
        None, description="Versie van het productenboek waaronder zij is gevraagd"
    )
    plaatsing_id: Optioneel[Ref] = None
    uitstroom_id: Optioneel[Ref] = None
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
    eerder_gerealiseerd: Optioneel[list[Maand]] = Field(
        None, description="Alleen als zij is overgenomen: wat per maand al was gerealiseerd"
    )
    toetsing: ToetsingAntwoord

    @classmethod
    def of(cls, row: Toekenning) -> "ToekenningDetail":
        """The toekenning with everything behind it."""
        return cls.build(
            **_velden(row),
            kosten=row.kosten,
            eerder_gerealiseerd=row.eerder_gerealiseerd,
            toetsing=ToetsingAntwoord.of(msgspec.convert(row.toetsing, Toetsing)),
        )


_EIGEN = tuple(name for name in ToekenningAntwoord.model_fields if name != "antwoord_budget")


def _velden(row: Toekenning) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in _EIGEN}
    return {**found, "antwoord_budget": row.antwoord and AntwoordVanBudget.build(**row.antwoord)}
