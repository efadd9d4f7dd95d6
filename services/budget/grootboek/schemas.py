"""Postings as the API shows them."""

from typing import Literal

from pydantic import Field

from services.budget.begroting.domain import Budgetpost
from services.budget.grootboek.domain import Rekening
from services.budget.grootboek.models import Boeking
from shared.schemas import Aantal, Datum, Gemeentecode, Jaar, Optioneel, Ref, Saldo, Schema

Rekeningnaam = Literal["begroting", "beschikbaar", "verplicht", "gerealiseerd"]


class Mutatie(Schema):
    """One posting: an amount in cents, or a number of places of a plafond, from credit to debet."""

    gebeurtenis_id: Ref = Field(description="De gebeurtenis of het besluit waaruit dit volgt")
    regel: Aantal = Field(description="Volgnummer binnen de gebeurtenis, vanaf 1")
    gemeente: Gemeentecode
    post: str = Field(description="Code van de post of het plafond")
    jaar: Jaar
    toekenning_id: Optioneel[Ref] = None
    debet: Rekeningnaam
    credit: Rekeningnaam
    bedrag_centen: Optioneel[Saldo] = Field(None, description="Alleen bij een post in geld")
    plaatsen: Optioneel[Aantal] = Field(None, description="Alleen bij een plafond")
    boekdatum: Datum
    conversie_id: Optioneel[Ref] = Field(
        None, description="Alleen bij wat voor de overgang al stond: de run die het overnam"
    )

    @classmethod
    def of(cls, row: Boeking, post: Budgetpost) -> "Mutatie":
        """The posting of a row on its post."""
        geld = post.eenheid == "centen"
        return cls.build(
            gebeurtenis_id=row.gebeurtenis,
            regel=row.regel,
            gemeente=row.gemeente,
            post=post.code,
            jaar=row.jaar,
            toekenning_id=row.toekenning,
            debet=Rekening(row.debet).name.lower(),
            credit=Rekening(row.credit).name.lower(),
            bedrag_centen=row.bedrag if geld else None,
            plaatsen=None if geld else row.bedrag,
            boekdatum=row.boekdatum,
            conversie_id=row.conversie,
        )
