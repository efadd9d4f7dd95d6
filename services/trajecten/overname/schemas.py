"""The lines of the files that are brought over at go-live."""

from typing import Annotated

from pydantic import Field

from services.trajecten.aanvraag.domain import MEESTE_MAANDEN, Aanvraag
from services.trajecten.aanvraag.schemas import LoonwaardeBody
from services.trajecten.overname.domain import NeemTrajectOver
from services.trajecten.toekenning.domain import NeemOver, VraagAan
from shared.contracts.trajecten import BeeindigReden, Fonds, Maandstand
from shared.conversie.api import Bronregel
from shared.money import GROOTSTE_BEDRAG
from shared.schemas import GEHEEL, Centen, Code, Datum, Optioneel, Ref, Schema, UrenPerWeek
from shared.uren import in_minuten

Gerealiseerd = Annotated[int, Field(ge=0, le=GROOTSTE_BEDRAG), GEHEEL]


class TrajectRegel(Bronregel):
    """A running traject."""

    persoon_ref: Ref
    geopend_op: Datum
    medewerker: Optioneel[Code] = None

    def command(self, gemeente: str) -> NeemTrajectOver:
        """The command behind the line."""
        return NeemTrajectOver(gemeente, self.persoon_ref, self.geopend_op, self.medewerker)


class MaandRegel(Schema):
    """The cost of a calendar month, and what of it was realised."""

    maand: Datum
    bedrag_centen: Centen
    gerealiseerd_centen: Gerealiseerd = 0

    def stand(self) -> Maandstand:
        """The month as the command has it."""
        return Maandstand(
            maand=self.maand,
            bedrag_centen=self.bedrag_centen,
            gerealiseerd_centen=self.gerealiseerd_centen,
        )


class ToekenningRegel(Bronregel):
    """A granted toekenning, running or ended."""

    persoon_ref: Ref
    product: Code
    fonds: Optioneel[Fonds] = None
    besluitdatum: Datum
    startdatum: Datum
    einddatum: Optioneel[Datum] = None
    kosten: Annotated[list[MaandRegel], Field(min_length=1, max_length=MEESTE_MAANDEN)]
    gestart_op: Optioneel[Datum] = None
    geeindigd_op: Optioneel[Datum] = None
    reden: Optioneel[BeeindigReden] = None
    plaatsing_id: Optioneel[Ref] = None
    uren_per_week: Optioneel[UrenPerWeek] = None
    loonwaarde: Optioneel[LoonwaardeBody] = None

    def command(self, gemeente: str) -> NeemOver:
        """The command behind the line."""
        aanvraag = Aanvraag(
            product=self.product,
            startdatum=self.startdatum,
            einddatum=self.einddatum,
            besluitdatum=self.besluitdatum,
            fonds=self.fonds,
            plaatsing_id=self.plaatsing_id,
            minuten_per_week=in_minuten(self.uren_per_week) if self.uren_per_week else None,
            loonwaarde=self.loonwaarde.waarde() if self.loonwaarde else None,
        )
        return NeemOver(
            vraag=VraagAan(gemeente, self.persoon_ref, aanvraag),
            standen=tuple(maand.stand() for maand in self.kosten),
            gestart_op=self.gestart_op,
            geeindigd_op=self.geeindigd_op,
            reden=self.reden,
        )
