"""An employer as the gemeente knows it: one per KvK number."""

from dataclasses import dataclass

from shared.errors import Conflict, NotFound


class WerkgeverNietGevonden(NotFound):
    """No such werkgever, or not in a gemeente of the caller."""

    code = "werkgever-niet-gevonden"


class WerkgeverBestaat(Conflict):
    """The gemeente knows an employer with this KvK number; the detail names its id."""

    code = "werkgever-bestaat"


@dataclass(frozen=True, slots=True)
class RegistreerWerkgever:
    """Make an employer known; `sector` is an SBI code of two to five digits."""

    gemeente: str
    kvk_nummer: str
    naam: str
    vestigingsnummer: str | None = None
    sector: str | None = None
