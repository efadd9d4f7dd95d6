"""Contactmomenten as the API speaks of them."""

from collections.abc import Mapping, Sequence
from typing import Self

from pydantic import Field

from services.werkgevers.contactmoment import models
from services.werkgevers.contactmoment.domain import EersteContact, LegContactVast, Nieuwheid
from shared.contracts.werkgevers import ContactSoort
from shared.conversie.api import Bronregel
from shared.schemas import (
    Code,
    Datum,
    Gemeentecode,
    Jaar,
    KvkNummer,
    Moment,
    Optioneel,
    Ref,
    RegelAntwoord,
    Schema,
    Tekst80,
    Vlag,
)
from shared.tenancy import Caller


class ContactmomentAanmaken(Schema):
    """Contact with an employer to be recorded."""

    gemeente: Gemeentecode
    kvk_nummer: KvkNummer
    datum: Datum
    soort: ContactSoort
    tweezijdig: Vlag
    doelgroep_participatiewet: Vlag = Field(
        description="Of het over de doelgroep van de Participatiewet ging"
    )
    onderwerp: Optioneel[Code] = Field(None, description="Code van het onderwerp")

    def command(self, caller: Caller) -> LegContactVast:
        """The command; raises GemeenteNietToegestaan."""
        return LegContactVast(
            gemeente=caller.gemeente(self.gemeente),
            kvk_nummer=self.kvk_nummer,
            datum=self.datum,
            soort=self.soort,
            tweezijdig=self.tweezijdig,
            doelgroep_participatiewet=self.doelgroep_participatiewet,
            onderwerp=self.onderwerp,
        )


class ContactmomentRegel(Bronregel):
    """Contact with an employer that is brought over at go-live."""

    kvk_nummer: KvkNummer
    datum: Datum
    soort: ContactSoort
    tweezijdig: Vlag
    doelgroep_participatiewet: Vlag
    onderwerp: Optioneel[Code] = None

    def command(self, gemeente: str) -> LegContactVast:
        """The command behind the line."""
        return LegContactVast(gemeente=gemeente, **self.model_dump(exclude={"bron_id"}))


class Contactmoment(Schema):
    """Recorded contact with an employer."""

    id: Ref
    gemeente: Gemeentecode
    kvk_nummer: KvkNummer
    datum: Datum
    soort: ContactSoort
    tweezijdig: Vlag
    doelgroep_participatiewet: Vlag
    onderwerp: Optioneel[Code] = None
    nieuwe_werkgever: Optioneel[Vlag] = Field(
        None, description="Of dit contact een nieuwe werkgever oplevert; alleen bij een regel"
    )
    regel: Optioneel[RegelAntwoord] = Field(
        None, description="De regel waarmee nieuweWerkgever is bepaald"
    )
    vastgelegd_op: Moment

    @classmethod
    def of(cls, row: models.Contactmoment, nieuwheid: Nieuwheid | None) -> Self:
        """The answer for a row and what the rule says about it."""
        return cls.build(
            id=row.id,
            gemeente=row.gemeente,
            kvk_nummer=row.kvk_nummer,
            datum=row.datum,
            soort=row.soort,
            tweezijdig=row.tweezijdig,
            doelgroep_participatiewet=row.doelgroep_participatiewet,
            onderwerp=row.onderwerp,
            nieuwe_werkgever=nieuwheid.nieuw if nieuwheid else None,
            regel=RegelAntwoord.of(nieuwheid.regel) if nieuwheid else None,
            vastgelegd_op=row.vastgelegd_op,
        )


class NieuweWerkgever(Schema):
    """An employer that is new in the year."""

    kvk_nummer: KvkNummer
    naam: Optioneel[Tekst80] = Field(None, description="Als de werkgever is geregistreerd")
    datum: Datum = Field(description="Dag van het eerste contact dat telt in dit jaar")
    vorig_contact: Optioneel[Datum] = Field(
        None, description="Dag van het laatste contact daarvoor dat telt"
    )
    regel: RegelAntwoord


class NieuweWerkgevers(Schema):
    """The new employers of a gemeente in a calendar year, and how many it wants."""

    gemeente: Gemeentecode
    jaar: Jaar
    aantal: int = Field(description="Aantal verschillende nieuwe werkgevers")
    doel: Optioneel[int] = Field(
        None, description="Zoveel wil de gemeente er in dit jaar; alleen als zij dat vastlegde"
    )
    werkgevers: list[NieuweWerkgever]

    @classmethod
    def of(
        cls,
        vraag: tuple[str, int],
        doel: int | None,
        nieuw: Sequence[tuple[EersteContact, Nieuwheid]],
        namen: Mapping[str, str],
    ) -> Self:
        """The answer to gemeente and year; `namen` of those employers that are registered."""
        werkgevers = [
            NieuweWerkgever.build(
                kvk_nummer=eerste.kvk_nummer,
                naam=namen.get(eerste.kvk_nummer),
                datum=eerste.datum,
                vorig_contact=eerste.vorige,
                regel=RegelAntwoord.of(nieuwheid.regel),
            )
            for eerste, nieuwheid in nieuw
        ]
        return cls.build(
            gemeente=vraag[0],
            jaar=vraag[1],
            aantal=len(werkgevers),
            doel=doel,
            werkgevers=werkgevers,
        )
