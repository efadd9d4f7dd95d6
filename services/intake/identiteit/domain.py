"""Who an inwoner is: BSN, name and address. Intake alone knows, and keeps them under a key per person (decision 10)."""

from dataclasses import dataclass, field

from shared.errors import Conflict


class BsnAlGeregistreerd(Conflict):
    """Another inwoner of the gemeente has this BSN; which one is not said."""

    code = "bsn-al-geregistreerd"


@dataclass(frozen=True, slots=True)
class Naam:
    """A name as it is written."""

    achternaam: str = field(repr=False)
    voornamen: str | None = field(default=None, repr=False)
    voorvoegsel: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Adres:
    """An address in the Netherlands."""

    straat: str = field(repr=False)
    huisnummer: int = field(repr=False)
    postcode: str = field(repr=False)
    woonplaats: str = field(repr=False)
    toevoeging: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Persoonsgegevens:
    """What is known of who somebody is; a BSN is nine digits that pass the elfproef. Never shown by repr."""

    bsn: str | None = field(default=None, repr=False)
    naam: Naam | None = None
    adres: Adres | None = None
