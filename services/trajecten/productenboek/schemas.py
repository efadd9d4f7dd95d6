"""The productenboek in the API."""

from datetime import date
from typing import Any

from pydantic import Field

from services.trajecten.productenboek.policy import Product, Voorwaarde
from shared.periode import Periode
from shared.policy import Waarde
from shared.schemas import Datum, Gemeentecode, Optioneel, RegelAntwoord, Schema


class VoorwaardeAntwoord(Schema):
    """One condition of a product, as it holds on the day asked for."""

    naam: str = Field(examples=["bedrag"])
    toets: str = Field(description="Soort toets", examples=["bedrag-hoogstens"])
    regel: RegelAntwoord
    geldig_tot: Optioneel[Datum] = Field(None, description="Laatste dag; afwezig = tot nader order")

    @classmethod
    def of(cls, naam: str, voorwaarde: Voorwaarde) -> "VoorwaardeAntwoord":
        """The condition as the API shows it."""
        return cls.build(
            naam=naam,
            toets=str(voorwaarde.__struct_config__.tag),
            regel=RegelAntwoord.build(
                id=voorwaarde.regel,
                bron=voorwaarde.bron,
                parameter=voorwaarde.parameter_tekst(),
                geldig_vanaf=voorwaarde.vanaf,
            ),
            geldig_tot=voorwaarde.tot,
        )


class ProductAntwoord(Schema):
    """A voorziening in the productenboek of a gemeente."""

    gemeente: Gemeentecode
    code: str = Field(examples=["prb"])
    naam: str
    post: str = Field(description="Budgetpost die betaalt")
    plafond: Optioneel[str] = Field(None, description="Grens op het aantal, bewaakt door budget")
    re_integratie: bool = Field(description="Telt als re-integratietraject")
    regel: RegelAntwoord
    geldig_vanaf: Datum
    geldig_tot: Optioneel[Datum] = Field(None, description="Laatste dag; afwezig = tot nader order")
    voorwaarden: list[VoorwaardeAntwoord]

    @classmethod
    def of(
        cls, gemeente: str, code: str, product: Product, versie: Waarde[Any], op: date
    ) -> "ProductAntwoord":
        """The product in this version of the book, with the conditions of the day `op`."""
        geldig: Periode = versie.geldig
        return cls.build(
            gemeente=gemeente,
            code=code,
            naam=product.naam,
            post=product.post,
            plafond=product.plafond.code if product.plafond else None,
            re_integratie=product.re_integratie,
            regel=RegelAntwoord(id=product.regel, bron=product.bron),
            geldig_vanaf=geldig.van,
            geldig_tot=geldig.tot,
            voorwaarden=[
                VoorwaardeAntwoord.of(naam, voorwaarde)
                for naam, reeks in product.voorwaarden.items()
                for voorwaarde in reeks
                if voorwaarde.geldig.bevat(op)
            ],
        )
