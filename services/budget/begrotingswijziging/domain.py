"""A change of the begroting, and why one is not taken. Plain Python."""

from dataclasses import dataclass
from datetime import date

from shared.errors import Conflict, NotFound


class WijzigingOnbekend(NotFound):
    """There is no such change."""

    code = "begrotingswijziging-onbekend"


class OnbekendePost(Conflict):
    """This gemeente has no such money post."""

    code = "onbekende-post"


class PostZonderBegroting(Conflict):
    """A post that only registers has no begroting to change."""

    code = "post-zonder-begroting"


class BesluitInToekomst(Conflict):
    """The council has not decided yet; money may be spent only after its decision (budgetrecht)."""

    code = "besluit-in-toekomst"


@dataclass(frozen=True, slots=True)
class Wijzig:
    """The council gives a post a new total for a year, in cents."""

    gemeente: str
    post: str
    jaar: int
    bedrag: int
    besluitdatum: date
    reden: str
