"""What posts had at go-live, as files bring it and the API shows it."""

from typing import Annotated

from pydantic import Field

from services.budget.beginstand import domain
from services.budget.beginstand.domain import Herkomst, NeemBeginstandOver
from shared.conversie.api import Bronregel
from shared.money import GROOTSTE_BEDRAG
from shared.schemas import (
    GEHEEL,
    Aantal,
    Code,
    Gemeentecode,
    Jaar,
    Optioneel,
    Ref,
    Saldo,
    Schema,
)

Bedrag = Annotated[int, Field(ge=-GROOTSTE_BEDRAG, le=GROOTSTE_BEDRAG), GEHEEL]


class BeginstandRegel(Bronregel):
    """A line of the old ledger; below zero it takes back what an earlier line said."""

    post: Code
    jaar: Annotated[int, Field(ge=1900, le=2099), GEHEEL]
    verplicht_centen: Bedrag = 0
    gerealiseerd_centen: Bedrag = 0

    def command(self, gemeente: str) -> NeemBeginstandOver:
        """The command behind the line."""
        bedragen = (self.verplicht_centen, self.gerealiseerd_centen)
        return NeemBeginstandOver(gemeente, self.post, self.jaar, *bedragen)


class Beginstand(Schema):
    """What was taken over on a post in a year, as the journal has it."""

    gemeente: Gemeentecode
    post: str
    jaar: Jaar
    soort: Herkomst = Field(
        description="Meegekomen met toekenningen, of als regel uit het grootboek"
    )
    kenmerk: Optioneel[Ref] = Field(
        None,
        description="Hierop boekt `/facturen` wat uit het oude grootboek nog open staat "
        "(als `toekenningId`)",
    )
    aantal: Aantal = Field(description="Toekenningen, of regels uit het grootboek")
    verplicht_centen: Saldo = Field(description="Wat bij de overgang nog openstond")
    gerealiseerd_centen: Saldo = Field(description="Wat daarvoor al was gerealiseerd")

    @classmethod
    def of(cls, stand: domain.Beginstand) -> "Beginstand":
        """The beginstand as the API shows it."""
        return cls.build(
            gemeente=stand.gemeente,
            post=stand.post,
            jaar=stand.jaar,
            soort=stand.herkomst,
            kenmerk=stand.kenmerk,
            aantal=stand.aantal,
            verplicht_centen=stand.verplicht,
            gerealiseerd_centen=stand.gerealiseerd,
        )
