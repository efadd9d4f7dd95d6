"""Contactmomenten as the API speaks of them."""

from typing import Self

from pydantic import Field

from services.werkgevers.contactmoment import models
from services.werkgevers.contactmoment.domain import LegContactVast, Nieuwheid
from shared.contracts.werkgevers import ContactSoort
from shared.schemas import (
    Code,
    Datum,
    Gemeentecode,
    KvkNummer,
    Moment,
    Optioneel,
    Ref,
    RegelAntwoord,
    Schema,
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
