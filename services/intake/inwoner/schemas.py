"""Inwoners as the API speaks of them."""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from services.intake.identiteit.domain import Persoonsgegevens
from services.intake.identiteit.schemas import Adres, Bsn, Naam
from services.intake.inwoner import models
from services.intake.inwoner.domain import (
    Aanlevering,
    Geleverd,
    GemeldeUitkering,
    Levering,
    NieuwHuishouden,
    Overlijden,
    RegistreerInwoner,
    Verhuizing,
)
from shared.bulk import Regeluitslag, lees, waarom
from shared.contracts.intake import Uitkering, UitkeringEinde, UitkeringSoort
from shared.errors import DomainError
from shared.idempotency import fingerprint
from shared.schemas import (
    GEHEEL,
    Datum,
    Gemeentecode,
    Moment,
    Optioneel,
    Ref,
    Schema,
    Tekst80,
    Vlag,
)
from shared.tenancy import Caller

Postcodecijfers = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3}$", strict=True)]


class InwonerAanmaken(Schema):
    """An inwoner to be registered."""

    gemeente: Gemeentecode
    geboortedatum: Datum = Field(examples=["1990-05-17"])
    uitkering_soort: UitkeringSoort
    uitkering_vanaf: Optioneel[Datum] = Field(None, description="Eerste dag van de uitkering")
    huishouden_ref: Optioneel[Ref] = Field(None, description="Kenmerk van het huishouden")
    postcodecijfers: Optioneel[Postcodecijfers] = Field(None, description="De vier cijfers")
    bsn: Optioneel[Bsn] = None
    naam: Optioneel[Naam] = None
    adres: Optioneel[Adres] = None

    def wie(self) -> Persoonsgegevens:
        """Who it is."""
        return Persoonsgegevens(
            bsn=self.bsn,
            naam=self.naam.waarde() if self.naam else None,
            adres=self.adres.waarde() if self.adres else None,
        )

    def command(self, caller: Caller) -> RegistreerInwoner:
        """The command; raises GemeenteNietToegestaan."""
        return RegistreerInwoner(
            gemeente=caller.gemeente(self.gemeente),
            geboortedatum=self.geboortedatum,
            uitkering_soort=self.uitkering_soort,
            uitkering_vanaf=self.uitkering_vanaf,
            huishouden_ref=self.huishouden_ref,
            postcodecijfers=self.postcodecijfers,
        )


class InwonerRegel(Schema):
    """A line of a source: its own id and rising version of an inwoner."""

    bron_id: Tekst80 = Field(description="Kenmerk van de inwoner bij de afzender", examples=["K-1"])
    versie: Annotated[int, Field(ge=1, le=2_000_000_000), GEHEEL]
    inwoner: InwonerAanmaken

    def levering(self, caller: Caller, stempel: bytes) -> Levering:
        """The line; `stempel` keeps what it says from being guessed. Raises GemeenteNietToegestaan."""
        said = self.inwoner.model_dump_json(by_alias=True, exclude_none=True).encode()
        mark = fingerprint("", self.bron_id, said, stempel)
        bron = Aanlevering(caller.client, self.bron_id, self.versie, mark)
        return Levering(bron, self.inwoner.command(caller), self.inwoner.wie())


class Uitslag(Regeluitslag):
    """What became of a line."""

    uitkomst: Literal["verwerkt", "ongewijzigd", "genegeerd", "geweigerd"]

    @property
    def persoon_ref(self) -> UUID | None:
        """Whom the line is about."""
        return self.id

    @classmethod
    def of(cls, gedaan: Geleverd | DomainError) -> Self:
        """The answer to a line that was taken, or that stands for nothing."""
        if isinstance(gedaan, Geleverd):
            return cls.build(uitkomst=gedaan.uitkomst, id=gedaan.persoon_ref)
        return cls.build(uitkomst="geweigerd", **waarom(gedaan))


def lees_levering(line: bytes, caller: Caller, stempel: bytes) -> Levering | DomainError:
    """The line of a source, or everything that is wrong with it."""
    try:
        return lees(line, InwonerRegel).levering(caller, stempel)
    except DomainError as fout:
        return fout


class _Melding(Schema):
    """A fact that may put right an earlier one."""

    correctie: Optioneel[Vlag] = Field(
        None, description="true: dit komt in de plaats van wat eerder is gemeld"
    )


class VerhuizingMelden(_Melding):
    """An inwoner leaves the gemeente."""

    vertrokken_op: Datum = Field(description="Eerste dag buiten de gemeente")

    def command(self) -> Verhuizing:
        """The command."""
        return Verhuizing(self.vertrokken_op)


class OverlijdenMelden(_Melding):
    """An inwoner has died."""

    overleden_op: Datum

    def command(self) -> Overlijden:
        """The command."""
        return Overlijden(self.overleden_op)


class UitkeringMelden(_Melding):
    """A benefit begins (`soort`, `vanaf`) or ends (`beeindigdOp`, `reden`)."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"soort": "participatiewet", "vanaf": "2026-03-02"}]}
    )

    soort: Optioneel[Uitkering] = Field(None, description="Bij een begin, samen met vanaf")
    vanaf: Optioneel[Datum] = Field(None, description="Eerste dag van de uitkering")
    beeindigd_op: Optioneel[Datum] = Field(None, description="Laatste dag van de uitkering")
    reden: Optioneel[UitkeringEinde] = Field(None, description="Bij een einde, met beeindigdOp")

    def command(self) -> GemeldeUitkering:
        """What is said, begin or end."""
        return GemeldeUitkering(self.soort, self.vanaf, self.beeindigd_op, self.reden)


class HuishoudenMelden(Schema):
    """An inwoner belongs to another huishouden."""

    huishouden_ref: Ref = Field(description="Kenmerk van het huishouden")
    vanaf: Datum

    def command(self) -> NieuwHuishouden:
        """The command."""
        return NieuwHuishouden(self.huishouden_ref, self.vanaf)


class GeheimhoudingMelden(Schema):
    """Whether the facts of an inwoner are kept secret."""

    geheimhouding: Vlag


class Inwoner(Schema):
    """A registered inwoner."""

    persoon_ref: Ref = Field(description="Ons kenmerk van deze persoon")
    gemeente: Gemeentecode
    versie: int
    geboortedatum: Datum
    uitkering_soort: UitkeringSoort
    uitkering_vanaf: Optioneel[Datum] = None
    uitkering_tot: Optioneel[Datum] = Field(None, description="Laatste dag van de uitkering")
    huishouden_ref: Optioneel[Ref] = None
    huishouden_vanaf: Optioneel[Datum] = Field(None, description="Sinds wanneer; na een wijziging")
    postcodecijfers: Optioneel[Postcodecijfers] = None
    vertrokken_op: Optioneel[Datum] = Field(None, description="Eerste dag buiten de gemeente")
    overleden_op: Optioneel[Datum] = None
    geheimhouding: Vlag
    geregistreerd_op: Moment

    @classmethod
    def of(cls, row: models.Inwoner, **more: Any) -> Self:
        """The answer for a row."""
        return cls.build(
            **more,
            persoon_ref=row.persoon_ref,
            gemeente=row.gemeente,
            versie=row.versie,
            geboortedatum=row.geboortedatum,
            uitkering_soort=row.uitkering_soort,
            uitkering_vanaf=row.uitkering_vanaf,
            uitkering_tot=row.uitkering_tot,
            huishouden_ref=row.huishouden_ref,
            huishouden_vanaf=row.huishouden_vanaf,
            postcodecijfers=row.postcodecijfers,
            vertrokken_op=row.vertrokken_op,
            overleden_op=row.overleden_op,
            geheimhouding=row.geheimhouding,
            geregistreerd_op=row.geregistreerd_op,
        )


class InwonerDetail(Inwoner):
    """A registered inwoner with name and address; the address of whom it is kept secret is left out."""

    naam: Optioneel[Naam] = None
    adres: Optioneel[Adres] = Field(None, description="Ontbreekt bij geheimhouding")

    @classmethod
    def met(cls, row: models.Inwoner, wie: Persoonsgegevens, *, eigen: bool = False) -> Self:
        """The answer for a row and who it is; `eigen` when it goes to the inwoner himself."""
        adres = wie.adres if eigen or not row.geheimhouding else None
        return cls.of(
            row,
            naam=Naam.of(wie.naam) if wie.naam else None,
            adres=Adres.of(adres) if adres else None,
        )


class BsnZoeken(Schema):
    """A BSN to look up in a gemeente."""

    gemeente: Optioneel[Gemeentecode] = Field(
        None, description="Nodig als de client voor meer gemeenten werkt"
    )
    bsn: Bsn


class Gevonden(Schema):
    """Who has the BSN."""

    persoon_ref: Optioneel[Ref] = Field(None, description="Ontbreekt als niemand het heeft")


class BsnAntwoord(Gevonden):
    """The BSN of an inwoner."""

    bsn: Optioneel[Bsn] = Field(None, description="Ontbreekt als het niet bekend is")
