"""`ETag` and `If-Match`: nobody overwrites what somebody else changed meanwhile (decision 22)."""

from typing import Final

from shared.errors import Conflict, Invalid

ETAG: Final = r'^"[!#-~]{1,64}"$'
"""One strong entity tag. `*` and lists would let a client overwrite what it has not seen."""


class VersieNodig(Invalid):
    """A change without the version it starts from."""

    code = "versie-nodig"
    title = "De kop If-Match is hier verplicht"

    def __init__(self) -> None:
        super().__init__("lees eerst, en stuur de ETag van dat antwoord mee als If-Match")


class VersieVerouderd(Conflict):
    """The resource was changed since the client read it."""

    code = "versie-verouderd"
    title = "Er is intussen iets gewijzigd"

    def __init__(self) -> None:
        super().__init__("lees opnieuw; de meegestuurde ETag is niet meer de laatste")


def etag(versie: int) -> str:
    """The entity tag of a version of a row."""
    return f'"{versie}"'


def check(if_match: str | None, versie: int) -> None:
    """Raises VersieNodig or VersieVerouderd."""
    if if_match is None:
        raise VersieNodig
    if if_match != etag(versie):
        raise VersieVerouderd
