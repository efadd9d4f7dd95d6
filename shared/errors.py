"""What can go wrong, in six kinds; `shared/http.py` alone knows which status each becomes (style §3.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Regel:
    """The rule behind a refusal: its id, where it stands, the parameter that was used and since when it holds."""

    id: str
    bron: str
    parameter: str | None = None
    geldig_vanaf: date | None = None


@dataclass(frozen=True, slots=True)
class Fout:
    """One fault in a request: the field (dotted path), a stable code and a sentence for people."""

    name: str
    code: str
    reason: str


class DomainError(Exception):
    """A problem that has a name. Concrete errors subclass one of the six kinds and set `code`.

    `retry_after`: after how many seconds the same request may succeed; None: the request must change first.
    """

    code: ClassVar[str] = "fout"
    title: ClassVar[str] = "Het verzoek kan niet worden uitgevoerd"
    retry_after: ClassVar[int | None] = None

    def __init__(
        self, detail: str, *, regels: Sequence[Regel] = (), fouten: Sequence[Fout] = ()
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.regels = tuple(regels)
        self.fouten = tuple(fouten)


class NotFound(DomainError):
    """The thing that is named does not exist, or not for this caller."""

    code = "niet-gevonden"
    title = "Niet gevonden"


class Conflict(DomainError):
    """A rule or the present state of things stands in the way."""

    code = "conflict"
    title = "In strijd met een regel of met de huidige stand"


class Invalid(DomainError):
    """The request can never be right, whatever the state."""

    code = "ongeldig"
    title = "Het verzoek is ongeldig"


def ongeldig(fouten: Sequence[Fout]) -> Invalid:
    """The refusal of bad input that names every fault."""
    namen = ", ".join(fout.name for fout in fouten[:5])
    meer = " …" if len(fouten) > 5 else ""
    return Invalid(f"{len(fouten)} fout(en) in: {namen}{meer}", fouten=fouten)


class Forbidden(DomainError):
    """The caller may not do this, or not for this gemeente."""

    code = "niet-toegestaan"
    title = "Niet toegestaan"


class LimitExceeded(DomainError):
    """A limit in money or number is reached."""

    code = "grens-bereikt"
    title = "Een grens is bereikt"


class Unavailable(DomainError):
    """Something we need does not answer now; trying again later is right."""

    code = "tijdelijk-niet-beschikbaar"
    title = "Tijdelijk niet beschikbaar"
    retry_after = 2


class GemeenteNietToegestaan(Forbidden):
    """The gemeente in the request is not one of the caller's."""

    code = "gemeente-niet-toegestaan"

    def __init__(self, gemeente: str) -> None:
        super().__init__(f"deze client mag niet werken voor gemeente {gemeente}")


class DatumBuitenTermijn(Conflict):
    """Nothing is done before what it follows, nor on a day to come."""

    code = "datum-buiten-termijn"

    def __init__(self, vanaf: date | None, tot: date) -> None:
        begin = f"van {vanaf} " if vanaf else ""
        super().__init__(f"dit kan {begin}tot en met {tot}")


def controleer_datum(dag: date, vanaf: date | None, tot: date) -> None:
    """Raises DatumBuitenTermijn; without a `vanaf` any earlier day is right."""
    if not (vanaf or date.min) <= dag <= tot:
        raise DatumBuitenTermijn(vanaf, tot)
