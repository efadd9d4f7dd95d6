"""Maatregelen in the API."""

from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints

from services.trajecten.afstemming.domain import Gedraging
from services.trajecten.afstemming.policy import Verwijt
from services.trajecten.maatregel.domain import (
    Aanleiding,
    Beslis,
    BevestigMaand,
    Heroverweeg,
    Maandstatus,
    Oordeel,
    Status,
    StelVoor,
)
from services.trajecten.maatregel.models import Heroverweging, Maatregel, Maatregelmaand
from shared.contracts.maatregelen import Maatregeluitkomst
from shared.schemas import (
    GEHEEL,
    Aantal,
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

Kenmerk = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", strict=True),
    Field(
        description="Kenmerk van het afwegingsrapport in uw dossier; de tekst zelf komt hier niet",
        examples=["ZAAK-2026-0117"],
    ),
]
Procent = Annotated[
    int,
    Field(ge=1, le=99, description="Alleen als wordt afgestemd (Pw art. 18 lid 10)"),
    GEHEEL,
]
Norm = Annotated[
    int,
    Field(
        ge=1,
        le=1_000_000,
        description="De maandnorm inclusief vakantiegeld in hele centen, zoals de kernapplicatie haar kent",
        examples=[140_183],
    ),
    GEHEEL,
]
_VERWIJT = "Zonder verwijt is er geen maatregel (W-025)"
_GROND = "Verplichting van Pw art. 18 lid 4"


class Grondfeiten(Schema):
    """What must be true for the ground `verhuizen`."""

    enige_mogelijkheid: Optioneel[Vlag] = Field(None, description="Anders is er geen werk")
    contract_een_jaar: Optioneel[Vlag] = Field(
        None, description="Het contract duurt minstens een jaar"
    )
    loon_ten_minste_norm: Optioneel[Vlag] = Field(
        None, description="Het nettoloon is ten minste de norm"
    )


class MaatregelBody(Schema):
    """A maatregel is proposed; somebody else decides."""

    gemeente: Optioneel[Gemeentecode] = Field(
        None, description="Verplicht voor een client van meer dan een gemeente"
    )
    persoon_ref: Ref
    grond: Code = Field(description=_GROND, examples=["voorziening-of-onderzoek"])
    feiten: Grondfeiten = Grondfeiten()
    verwijtbaarheid: Verwijt = Field(description=_VERWIJT)
    gedraging_op: Datum
    norm_centen: Norm
    dringende_redenen: Vlag = Field(description="Of dringende redenen tot afstemmen dwingen")
    procent: Optioneel[Procent] = None
    afweging: Kenmerk
    medewerker: Code = Field(examples=["ac-12"])

    def command(self, caller: Caller) -> StelVoor:
        """The command behind the request; raises GemeenteNietToegestaan."""
        return StelVoor(
            gemeente=caller.gemeente(self.gemeente),
            persoon_ref=self.persoon_ref,
            gedraging=Gedraging(
                grond=self.grond,
                dag=self.gedraging_op,
                verwijtbaarheid=self.verwijtbaarheid,
                norm_centen=self.norm_centen,
                dringende_redenen=self.dringende_redenen,
                procent=self.procent,
                feiten=self.feiten.model_dump(by_alias=True, exclude_none=True),
            ),
            afweging=self.afweging,
            medewerker=self.medewerker,
        )


class BesluitBody(Schema):
    """What the second person decides."""

    akkoord: Vlag
    medewerker: Code = Field(description="Een ander dan wie voorstelde", examples=["kwaliteit-1"])
    datum: Datum

    def command(self) -> Beslis:
        """The command behind the request."""
        return Beslis(self.akkoord, self.medewerker, self.datum)


class HeroverwegingBody(Schema):
    """The second look of the law, within three months."""

    oordeel: Oordeel = Field(description="`beeindigen`: wat nog niet is uitgevoerd vervalt")
    medewerker: Code = Field(examples=["ac-12"])
    datum: Datum

    def command(self) -> Heroverweeg:
        """The command behind the request."""
        return Heroverweeg("termijn", self.oordeel, self.medewerker, self.datum)


class InkeerBody(HeroverwegingBody):
    """The decision on a written request of who changed their behaviour."""

    verzocht_op: Datum = Field(description="Dag van het schriftelijke verzoek (W-027)")

    def command(self) -> Heroverweeg:
        """The command behind the request."""
        return Heroverweeg("inkeer", self.oordeel, self.medewerker, self.datum, self.verzocht_op)


class BevestigMaandBody(Schema):
    """What became of a month."""

    uitkomst: Maatregeluitkomst
    datum: Datum

    def command(self) -> BevestigMaand:
        """The command behind the request."""
        return BevestigMaand(self.uitkomst, self.datum)


class MaatregelmaandAntwoord(Schema):
    """What is taken off the benefit of one month."""

    id: Ref
    gemeente: Gemeentecode
    maatregel_id: Ref
    persoon_ref: Ref
    maand: Datum = Field(description="Eerste dag van de maand waarover minder wordt uitbetaald")
    bedrag_centen: Centen
    status: Maandstatus
    afgehandeld_op: Optioneel[Datum] = Field(
        None, description="Uitgevoerd, afgewezen of vervallen op"
    )

    @classmethod
    def of(cls, row: Maatregelmaand) -> Self:
        """The month as the API shows it."""
        return cls.build(**{naam: getattr(row, naam) for naam in cls.model_fields})


class HeroverwegingAntwoord(Schema):
    """A second look."""

    aanleiding: Aanleiding
    verzocht_op: Optioneel[Datum] = None
    besluitdatum: Datum
    oordeel: Oordeel
    medewerker: str

    @classmethod
    def of(cls, row: Heroverweging) -> Self:
        """The second look as the API shows it."""
        return cls.build(**{naam: getattr(row, naam) for naam in cls.model_fields})


class MaatregelAntwoord(Schema):
    """A maatregel; what it was for is absent once the person is erased."""

    id: Ref
    gemeente: Gemeentecode
    persoon_ref: Ref
    status: Status
    grond: Optioneel[str] = Field(None, description=_GROND)
    verwijtbaarheid: Optioneel[Verwijt] = None
    gedraging_op: Optioneel[Datum] = None
    dringende_redenen: Optioneel[Vlag] = None
    afweging: Optioneel[Kenmerk] = None
    norm_centen: Centen
    procent: Optioneel[Procent] = None
    voorgesteld_door: str
    voorgesteld_op: Datum
    besloten_door: Optioneel[str] = None
    besluitdatum: Optioneel[Datum] = None
    herhaling: Optioneel[Aantal] = Field(
        None, description="0: de eerste keer; 1: de tweede binnen twaalf maanden; 2: vaker"
    )
    regel: Optioneel[str] = Field(None, description="De regel die de duur bepaalt")
    bedrag_centen: Optioneel[Centen] = None
    uiterlijk_heroverwegen: Optioneel[Datum] = None

    @classmethod
    def of(cls, row: Maatregel) -> Self:
        """The maatregel as the API shows it."""
        return cls.build(**_velden(row))


class MaatregelDetail(MaatregelAntwoord):
    """A maatregel with its months and every second look at it."""

    maanden: list[MaatregelmaandAntwoord]
    heroverwegingen: list[HeroverwegingAntwoord]

    @classmethod
    def met(
        cls, row: Maatregel, maanden: Sequence[Maatregelmaand], gezien: Sequence[Heroverweging]
    ) -> Self:
        """All of it."""
        return cls.build(
            **_velden(row),
            maanden=[MaatregelmaandAntwoord.of(maand) for maand in maanden],
            heroverwegingen=[HeroverwegingAntwoord.of(een) for een in gezien],
        )


def _velden(row: Maatregel) -> dict[str, Any]:
    return {naam: getattr(row, naam) for naam in MaatregelAntwoord.model_fields}
