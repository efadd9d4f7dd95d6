"""Invoices, as the API takes and shows them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from services.budget.factuur.domain import BoekFactuur
from services.budget.factuur.models import FactuurRow
from shared.schemas import (
    Centen,
    Code,
    Datum,
    Gemeentecode,
    Jaar,
    Moment,
    Optioneel,
    Ref,
    Saldo,
    Schema,
    Vlag,
)
from shared.tenancy import Caller

Factuurnummer = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$", strict=True)
]


class FactuurVerzoek(Schema):
    """An invoice for what was granted."""

    gemeente: Optioneel[Gemeentecode] = Field(
        None, description="Verplicht voor een client van meer dan een gemeente"
    )
    factuurnummer: Factuurnummer
    aanbieder: Optioneel[Code] = Field(None, description="Code of KvK-nummer van de aanbieder")
    toekenning_id: Ref
    bedrag_centen: Centen
    factuurdatum: Datum
    boekjaar: Optioneel[Jaar] = Field(None, description="Zonder waarde: jaar van de factuurdatum")
    laatste: Vlag = Field(
        default=False, description="Laatste factuur: wat in dit boekjaar nog openstaat valt vrij"
    )

    def command(self, caller: Caller) -> BoekFactuur:
        """The command behind the request; raises GemeenteNietToegestaan."""
        return BoekFactuur(
            gemeente=caller.gemeente(self.gemeente),
            factuurnummer=self.factuurnummer,
            aanbieder=self.aanbieder,
            toekenning=self.toekenning_id,
            bedrag=self.bedrag_centen,
            factuurdatum=self.factuurdatum,
            boekjaar=self.boekjaar or self.factuurdatum.year,
            laatste=self.laatste,
        )


class Factuur(Schema):
    """An invoice as it was booked."""

    id: Ref = Field(description="Ook de gebeurtenis van haar mutaties")
    gemeente: Gemeentecode
    factuurnummer: str
    aanbieder: Optioneel[str] = None
    toekenning_id: Ref
    post: str = Field(description="Code van de post waarop zij geboekt is")
    bedrag_centen: Centen
    factuurdatum: Datum
    boekjaar: Jaar
    laatste: bool
    vrijval_centen: Saldo = Field(description="Wat er door de laatste factuur vrijviel")
    boven_open_centen: Saldo = Field(description="Wat boven de open verplichting geboekt is")
    overschrijding_centen: Saldo = Field(description="Wat hierdoor boven de begroting ligt")
    geboekt_op: Moment

    @classmethod
    def of(cls, row: FactuurRow) -> "Factuur":
        """The invoice of a row."""
        return cls.build(
            id=row.id,
            gemeente=row.gemeente,
            factuurnummer=row.factuurnummer,
            aanbieder=row.aanbieder,
            toekenning_id=row.toekenning,
            post=row.post,
            bedrag_centen=row.bedrag,
            factuurdatum=row.factuurdatum,
            boekjaar=row.boekjaar,
            laatste=row.laatste,
            vrijval_centen=row.vrijval,
            boven_open_centen=row.boven_open,
            overschrijding_centen=row.overschrijding,
            geboekt_op=row.geboekt_op,
        )
