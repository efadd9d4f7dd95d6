"""Changes of the begroting, as the API takes and shows them."""

from typing import Annotated

from pydantic import Field

from services.budget.begroting.domain import Budgetpost
from services.budget.begrotingswijziging.domain import Wijzig
from services.budget.begrotingswijziging.models import WijzigingRow
from shared.money import GROOTSTE_BEDRAG
from shared.schemas import (
    GEHEEL,
    Code,
    Datum,
    Gemeentecode,
    Jaar,
    Moment,
    Optioneel,
    Ref,
    Saldo,
    Schema,
)
from shared.tenancy import Caller

Begroot = Annotated[
    int, Field(ge=0, le=GROOTSTE_BEDRAG, description="Het nieuwe totaal in hele centen"), GEHEEL
]


class WijzigingVerzoek(Schema):
    """What the council decided about one post in one year."""

    gemeente: Optioneel[Gemeentecode] = Field(
        None, description="Verplicht voor een client van meer dan een gemeente"
    )
    post: Code
    jaar: Jaar
    bedrag_centen: Begroot
    besluitdatum: Datum
    reden: Code = Field(examples=["voorjaarsnota"])

    def command(self, caller: Caller) -> Wijzig:
        """The command behind the request; raises GemeenteNietToegestaan."""
        return Wijzig(
            gemeente=caller.gemeente(self.gemeente),
            post=self.post,
            jaar=self.jaar,
            bedrag=self.bedrag_centen,
            besluitdatum=self.besluitdatum,
            reden=self.reden,
        )


class Begrotingswijziging(Schema):
    """A change of the begroting as it was recorded."""

    id: Ref = Field(description="Ook de gebeurtenis van haar mutatie")
    gemeente: Gemeentecode
    post: str
    jaar: Jaar
    bedrag_centen: Saldo = Field(description="Het nieuwe totaal")
    verschil_centen: Saldo = Field(description="Nieuw min oud; onder nul bij een verlaging")
    overschrijding_centen: Saldo = Field(description="Wat direct daarna boven de begroting lag")
    besluitdatum: Datum
    reden: str
    vastgelegd_op: Moment

    @classmethod
    def of(cls, row: WijzigingRow, post: Budgetpost) -> "Begrotingswijziging":
        """The change of a row."""
        return cls.build(
            id=row.id,
            gemeente=row.gemeente,
            post=post.code,
            jaar=row.jaar,
            bedrag_centen=row.bedrag,
            verschil_centen=row.verschil,
            overschrijding_centen=row.overschrijding,
            besluitdatum=row.besluitdatum,
            reden=row.reden,
            vastgelegd_op=row.vastgelegd_op,
        )
