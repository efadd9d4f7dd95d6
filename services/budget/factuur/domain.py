"""What an invoice is to budget, and why one is not taken. Plain Python."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.errors import Conflict, NotFound


class FactuurOnbekend(NotFound):
    """There is no such invoice."""

    code = "factuur-onbekend"


class ToekenningOnbekend(Conflict):
    """Budget has never been asked for money for this toekenning, or not by this gemeente."""

    code = "toekenning-onbekend"


class NietVastgelegd(Conflict):
    """No money was ever committed for this toekenning, so nothing can have been delivered for it."""

    code = "niet-vastgelegd"


class FactuurBestaatAl(Conflict):
    """This invoice was booked on this toekenning before, whatever the Idempotency-Key."""

    code = "factuur-bestaat-al"


@dataclass(frozen=True, slots=True)
class BoekFactuur:
    """Book an invoice on a toekenning, in cents; after the last one the rest of that year is released."""

    gemeente: str
    factuurnummer: str
    aanbieder: str | None
    toekenning: UUID
    bedrag: int
    factuurdatum: date
    boekjaar: int
    laatste: bool
