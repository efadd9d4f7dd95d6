"""Findings as the API shows them."""

from pydantic import Field

from services.budget.bevinding.models import BevindingRow
from shared.schemas import Gemeentecode, Jaar, Moment, Optioneel, Ref, Saldo, Schema


class Bevinding(Schema):
    """Something that does not add up, for a person to look at."""

    gemeente: Gemeentecode
    code: str = Field(description="Regel of soort bevinding", examples=["X-01"])
    jaar: Jaar
    bron: str = Field(description="Waar het verschil vandaan komt: beleidsstuk en plaats, of regel")
    post: Optioneel[str] = None
    toekenning_id: Optioneel[Ref] = None
    berekend_centen: Optioneel[Saldo] = Field(None, description="Wat de regels samen zijn")
    gedrukt_centen: Optioneel[Saldo] = Field(None, description="Wat er als totaal staat")
    verschil_centen: Optioneel[Saldo] = Field(None, description="Gedrukt min berekend")
    gevonden_op: Moment

    @classmethod
    def of(cls, row: BevindingRow) -> "Bevinding":
        """The finding of a row."""
        both = row.gedrukt is not None and row.berekend is not None
        return cls.build(
            gemeente=row.gemeente,
            code=row.code,
            jaar=row.jaar,
            bron=row.bron,
            post=row.post,
            toekenning_id=row.toekenning,
            berekend_centen=row.berekend,
            gedrukt_centen=row.gedrukt,
            verschil_centen=(row.gedrukt or 0) - (row.berekend or 0) if both else None,
            gevonden_op=row.gevonden_op,
        )
