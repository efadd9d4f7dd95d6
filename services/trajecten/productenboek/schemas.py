"""The productenboek in the API."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from pydantic import Field, WithJsonSchema

from services.trajecten.bekostiging.policy import Bekostiging, Gevraagd
from services.trajecten.productenboek.domain import (
    EindeVoorBegin,
    OngeldigProduct,
    Publiceer,
    Versie,
)
from services.trajecten.productenboek.models import Boekversie
from services.trajecten.productenboek.policy import Product, ProductFout, lees_product
from services.trajecten.voorwaarde.policy import Voorwaarde
from shared.errors import Fout
from shared.schemas import (
    Centen,
    Code,
    Datum,
    Gemeentecode,
    Optioneel,
    Ref,
    RegelAntwoord,
    Schema,
    Tekst300,
    Vlag,
)
from shared.tenancy import Caller


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


class BekostigingAntwoord(Schema):
    """How a product costs."""

    soort: Literal["gevraagd", "vast", "per-halfjaar", "loonkostensubsidie", "onbekend"] = Field(
        description="gevraagd: het verzoek noemt het bedrag; onbekend: (nog) niet toe te kennen"
    )
    centen: Optioneel[Centen] = None
    reden: Optioneel[str] = Field(None, description="Waarom er geen bedrag is")
    regel: Optioneel[RegelAntwoord] = None

    @classmethod
    def of(cls, bekostiging: Bekostiging) -> "BekostigingAntwoord":
        """The way it costs as the API shows it."""
        if isinstance(bekostiging, Gevraagd):
            return cls(soort="gevraagd")
        return cls.build(
            soort=str(bekostiging.__struct_config__.tag),
            centen=getattr(bekostiging, "centen", None),
            reden=getattr(bekostiging, "reden", None),
            regel=RegelAntwoord(id=bekostiging.regel, bron=bekostiging.bron),
        )


class ProductAntwoord(Schema):
    """A voorziening in the productenboek of a gemeente."""

    gemeente: Gemeentecode
    code: str = Field(examples=["prb"])
    naam: str
    toekenbaar: Vlag = Field(description="Of zij kan worden aangevraagd (zie bekostiging)")
    bekostiging: BekostigingAntwoord
    post: str = Field(description="Budgetpost die betaalt")
    post_status: Literal["overgenomen", "aanname"] = Field(
        description="Of het plan deze post noemt"
    )
    plafond: Optioneel[str] = Field(None, description="Grens op het aantal, bewaakt door budget")
    re_integratie: bool = Field(description="Telt als re-integratietraject")
    vier_ogen: Optioneel[list[str]] = Field(
        None, description="Naast deze lopende voorzieningen is een tweede beoordelaar nodig"
    )
    regel: RegelAntwoord
    boekversie_id: Ref
    geldig_vanaf: Datum
    geldig_tot: Optioneel[Datum] = Field(None, description="Laatste dag; afwezig = tot nader order")
    voorwaarden: list[VoorwaardeAntwoord]
    startvoorwaarden: list[VoorwaardeAntwoord]

    @classmethod
    def of(
        cls, gemeente: str, code: str, product: Product, versie: Versie, op: date
    ) -> "ProductAntwoord":
        """The product in this version of the book, with the conditions of the day `op`."""
        return cls.build(
            gemeente=gemeente,
            code=code,
            naam=product.naam,
            toekenbaar=product.toekenbaar,
            bekostiging=BekostigingAntwoord.of(product.bekostiging),
            post=product.post,
            post_status=product.post_status,
            plafond=product.plafond.code if product.plafond else None,
            re_integratie=product.re_integratie,
            vier_ogen=list(product.vier_ogen.naast) if product.vier_ogen else None,
            regel=RegelAntwoord(id=product.regel, bron=product.bron),
            boekversie_id=versie.id,
            geldig_vanaf=versie.geldig.van,
            geldig_tot=versie.geldig.tot,
            voorwaarden=_op(product.voorwaarden, op),
            startvoorwaarden=_op(product.startvoorwaarden, op),
        )


def _op(voorwaarden: Mapping[str, Sequence[Voorwaarde]], dag: date) -> list[VoorwaardeAntwoord]:
    return [
        VoorwaardeAntwoord.of(naam, voorwaarde)
        for naam, reeks in voorwaarden.items()
        for voorwaarde in reeks
        if voorwaarde.geldt_op(dag)
    ]


Document = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {
            "type": "object",
            "description": "Een product in de vorm van het regelbestand `productenboek.yaml`; "
            "`GET /productenboeken/{id}` geeft die vorm terug",
        }
    ),
]
Documenten = Annotated[
    dict[Code, Document],
    Field(
        max_length=200,
        description="Per productcode het product, in de vorm van `productenboek.yaml`",
    ),
]
Regelcode = Annotated[str, Field(pattern=r"^[a-zA-Z0-9_.-]{1,40}$", examples=["W-099"])]


class BoekBody(Schema):
    """A new version of the productenboek of one or more gemeenten."""

    gemeenten: list[Gemeentecode] = Field(min_length=1, max_length=50)
    vanaf: Datum
    tot: Optioneel[Datum] = Field(None, description="Laatste dag; zonder waarde tot de volgende")
    regel: Regelcode
    bron: Tekst300 = Field(description="Besluit of beleidsstuk waar deze versie op rust")
    producten: Documenten = Field(default_factory=dict)
    overnemen: Vlag = Field(
        default=True, description="De andere producten van de vorige versie blijven"
    )
    vervallen: list[Code] = Field(default_factory=list, max_length=200)

    def command(self, caller: Caller) -> Publiceer:
        """The command behind the request; raises GemeenteNietToegestaan, EindeVoorBegin or OngeldigProduct."""
        if self.tot and self.tot < self.vanaf:
            raise EindeVoorBegin
        return Publiceer(
            gemeenten=sorted({caller.gemeente(gemeente) for gemeente in self.gemeenten}),
            vanaf=self.vanaf,
            tot=self.tot,
            regel=self.regel,
            bron=self.bron,
            producten=_producten(self.producten),
            overnemen=self.overnemen,
            vervallen=frozenset(self.vervallen),
        )


def _producten(documenten: Mapping[str, dict[str, Any]]) -> dict[str, Product]:
    gelezen, fouten = {}, []
    for code, ruw in documenten.items():
        try:
            gelezen[code] = lees_product(code, ruw)
        except ProductFout as fout:
            fouten.append(Fout(fout.plaats, "ongeldig-product", fout.reden))
    if fouten:
        raise OngeldigProduct(fouten)
    return gelezen


class BoekAntwoord(Schema):
    """A version of the productenboek of a gemeente."""

    id: Ref
    gemeente: Gemeentecode
    nummer: int = Field(description="Hoeveelste versie van deze gemeente")
    vanaf: Datum
    tot: Optioneel[Datum] = None
    regel: str
    bron: str

    @classmethod
    def of(cls, kop: Boekversie) -> "BoekAntwoord":
        """The version as a list shows it."""
        return cls.build(**{naam: getattr(kop, naam) for naam in BoekAntwoord.model_fields})


class BoekDetail(Schema):
    """A version as its gemeenten share it, with its products."""

    id: Ref
    versies: list[BoekAntwoord] = Field(description="Per gemeente die deze versie deelt")
    producten: dict[str, Document] = Field(description="Van de eerste gemeente")

    @classmethod
    def van(cls, koppen: Sequence[Boekversie], producten: Mapping[str, Product]) -> "BoekDetail":
        """The version with everything in it."""
        return cls(
            id=koppen[0].id,
            versies=[BoekAntwoord.of(kop) for kop in koppen],
            producten={code: msgspec.to_builtins(p) for code, p in producten.items()},
        )
