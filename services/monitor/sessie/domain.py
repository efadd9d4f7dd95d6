"""The session of a person: where the browser may go back to, and what the session says of them. Plain Python."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from shared.auth import ROLLEN
from shared.errors import Forbidden
from shared.gemeenten import GEMEENTEN
from shared.tokens import Claims

POGING_DUURT: Final = timedelta(minutes=10)
SESSIE_DUURT: Final = timedelta(hours=9)
"""A working day: then somebody logs in again."""
KOEKJE_SECONDEN: Final = 15 * 60
"""How long other services believe the cookie without asking (decision 61)."""
BEGIN: Final = "/monitor/"


class GeenRol(Forbidden):
    """The provider knows this person, but gives no role or no gemeente here."""

    code = "geen-rol"

    def __init__(self) -> None:
        super().__init__("uw account heeft in Meedoen geen rol of geen gemeente")


class PogingOnbekend(Forbidden):
    """The answer of the provider belongs to no attempt of this browser, or to one that took too long."""

    code = "aanmelden-mislukt"

    def __init__(self) -> None:
        super().__init__(
            "deze aanmelding is verlopen of begon in een andere browser; begin opnieuw"
        )


@dataclass(frozen=True, slots=True)
class Persoon:
    """Somebody who logged in, with the roles and gemeenten we know."""

    gebruiker: str
    rollen: tuple[str, ...]
    gemeenten: tuple[str, ...]


def persoon(claims: Claims) -> Persoon:
    """Who the ID token speaks of; raises GeenRol."""
    rollen = tuple(rol for rol in _lijst(claims.get("roles")) if rol in ROLLEN)
    gemeenten = tuple(code for code in _lijst(claims.get("gemeenten")) if code in GEMEENTEN)
    if not rollen or not gemeenten:
        raise GeenRol
    return Persoon(str(claims["sub"])[:80], rollen, gemeenten)


def veilig_pad(naar: str) -> str:
    """The path to go back to; the landing page when it would lead to another site."""
    eigen = naar.startswith("/") and not naar.startswith(("//", "/\\")) and naar.isprintable()
    return naar if eigen else BEGIN


def _lijst(waarde: object) -> list[str]:
    return [str(deel) for deel in waarde] if isinstance(waarde, list) else []
