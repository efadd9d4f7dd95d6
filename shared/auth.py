"""Who may do what: scopes, the roles of people, and the doors through which a caller becomes known.

A machine client brings a Bearer token in the Authorization header, never in the address. A person's browser brings the
cookie that monitor issues for fifteen minutes (decision 61), a token of the same form; only pages accept it, so that
no other site can make a browser write through the API.
"""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Final, Protocol

from starlette.datastructures import Headers
from starlette.types import Scope

from shared.gemeenten import GEMEENTEN
from shared.tenancy import Caller
from shared.tokens import Claims, NietAangemeld, Tokens

SERVICES: Final = ("intake", "trajecten", "werkgevers", "budget", "monitor")
OVERGANG: Final = ("trajecten", "werkgevers", "budget")
"""The services that take over what runs elsewhere at go-live; only a client that the gemeente names may."""
GEZONDHEID: Final = "gezondheid.lezen"
BSN: Final = "bsn.lezen"
INZAGE: Final = "inzage.lezen"
BEVOEGDHEDEN: Final[Mapping[str, str]] = {
    **{f"{service}.lezen": f"Gegevens van {service} lezen" for service in SERVICES},
    **{f"{service}.bewerken": f"Gegevens van {service} vastleggen" for service in SERVICES},
    "vacatures.aanleveren": "Vacatures aanleveren en intrekken",
    "budget.boeken": "Facturen en begrotingswijzigingen boeken",
    **{
        f"{service}.converteren": f"Bij de overgang naar {service} overnemen"
        for service in OVERGANG
    },
    GEZONDHEID: "Grenzen van de belastbaarheid lezen",
    BSN: "Het BSN van een inwoner lezen of ermee zoeken",
    INZAGE: "Alles inzien wat van een inwoner bewaard is (AVG art. 15)",
}
"""Every scope, with what it allows (decision 26)."""
SCOPES: Final = frozenset(BEVOEGDHEDEN)

_LEZEN: Final = frozenset(f"{service}.lezen" for service in SERVICES)
ROLLEN: Final[Mapping[str, frozenset[str]]] = {
    "consulent": _LEZEN | {"intake.bewerken", "trajecten.bewerken", GEZONDHEID},
    "jobhunter": _LEZEN | {"werkgevers.bewerken", "vacatures.aanleveren"},
    "kwaliteitsmedewerker": _LEZEN | {"trajecten.bewerken"},
    "budgethouder": (_LEZEN - {"intake.lezen"}) | {"budget.bewerken", "budget.boeken"},
    "beleidsadviseur": frozenset({"monitor.lezen", "budget.lezen"}),
    "privacymedewerker": frozenset({"intake.lezen", "trajecten.lezen", "monitor.lezen", INZAGE}),
    "beheerder": frozenset({"monitor.lezen"}),
}
"""What people of a role may do (architecture §1)."""

LOKAAL: Final = Caller("lokaal", frozenset(GEMEENTEN), SCOPES)
"""A client with every right in every gemeente; stands behind `VasteDeur` in tests of one service."""
KOEKJE: Final = "meedoen"
"""The cookie with the token of a person."""


class Deur(Protocol):
    """Tells who is asking."""

    async def client(self, scope: Scope) -> Caller:
        """The caller of the API; raises NietAangemeld."""
        ...

    async def bezoeker(self, scope: Scope) -> Caller:
        """Who looks at a page; raises NietAangemeld."""
        ...


class VasteDeur:
    """One caller for every request: for tests of a service without an issuer."""

    def __init__(self, caller: Caller = LOKAAL) -> None:
        self.caller = caller

    async def client(self, scope: Scope) -> Caller:
        """See `Deur.client`."""
        return self.caller

    async def bezoeker(self, scope: Scope) -> Caller:
        """See `Deur.bezoeker`."""
        return self.caller


class TokenDeur:
    """Lets in who shows a token of a known issuer."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def client(self, scope: Scope) -> Caller:
        """See `Deur.client`."""
        soort, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
        if soort.lower() != "bearer" or not token:
            raise NietAangemeld
        return als_caller(await self._tokens.lees(token.strip()), token.strip())

    async def bezoeker(self, scope: Scope) -> Caller:
        """See `Deur.bezoeker`."""
        token = koekjes(scope).get(KOEKJE)
        if token is None:
            raise NietAangemeld
        return als_caller(await self._tokens.lees(token), token)


def koekjes(scope: Scope) -> dict[str, str]:
    """The cookies of a request; none when they cannot be read."""
    try:
        gelezen = SimpleCookie(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return {}
    return {naam: koekje.value for naam, koekje in gelezen.items()}


def als_caller(claims: Claims, token: str) -> Caller:
    """The caller behind a token; what we do not know in it gives no right. Raises NietAangemeld without a client."""
    client = claims.get("client_id") or claims.get("azp")
    if not isinstance(client, str) or not 0 < len(client) <= 80:
        raise NietAangemeld(geprobeerd=True)
    rollen = [rol for rol in _lijst(claims.get("roles")) if rol in ROLLEN]
    uit_rollen = {scope for rol in rollen for scope in ROLLEN[rol]}
    gevraagd = set(str(claims.get("scope", "")).split())
    return Caller(
        client,
        frozenset(_lijst(claims.get("gemeenten"))).intersection(GEMEENTEN),
        frozenset((gevraagd & SCOPES) | uit_rollen),
        rol=rollen[0] if rollen else None,
        token=token,
    )


def _lijst(waarde: object) -> list[str]:
    return [deel for deel in waarde if isinstance(deel, str)] if isinstance(waarde, list) else []
