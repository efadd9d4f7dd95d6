"""Logging people in at an OpenID Connect provider: the code flow with PKCE, state and nonce.

The provider says who somebody is; the `roles` and `gemeenten` in its ID token say what they may do here.
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Self
from urllib.parse import urlencode

import httpx

from shared.errors import Unavailable
from shared.tokens import Claims, NietAangemeld, Ondertekenaar, Sleutelbos, Tokens

_VERPLICHT = ("exp", "iat", "iss", "aud", "sub", "nonce")


@dataclass(frozen=True, slots=True)
class Poging:
    """One attempt to log in: what only this browser and the provider's answer may know."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def nieuw(cls) -> Self:
        """An attempt that nobody can guess."""
        return cls(token_urlsafe(32), token_urlsafe(32), token_urlsafe(48))


def uitdaging(verifier: str) -> str:
    """The code challenge of a verifier, method S256 (RFC 7636)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class Oidc:
    """The provider, as its client.

    `intern` stands in for the issuer's address in what we ask of the provider ourselves, where browsers reach it by
    another way than we do.
    """

    def __init__(
        self,
        uitgever: str,
        client_id: str,
        geheim: str,
        http: httpx.AsyncClient,
        intern: str | None = None,
    ) -> None:
        self._uitgever = uitgever
        self._intern = intern or uitgever
        self._client_id = client_id
        self._geheim = geheim
        self._http = http
        self._gevonden: dict[str, Any] | None = None
        self._tokens = Tokens({uitgever: Sleutelbos(self._jwks)}, client_id, _VERPLICHT)

    async def adres(self, poging: Poging, terug: str) -> str:
        """Where the browser goes to log in; raises Unavailable."""
        vraag = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": terug,
            "scope": "openid",
            "state": poging.state,
            "nonce": poging.nonce,
            "code_challenge": uitdaging(poging.verifier),
            "code_challenge_method": "S256",
        }
        return f"{(await self._gegevens())['authorization_endpoint']}?{urlencode(vraag)}"

    async def wissel_in(self, code: str, poging: Poging, terug: str) -> Claims:
        """Who logged in, for the code that the browser brought back; raises NietAangemeld or Unavailable."""
        inhoud = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": terug,
            "code_verifier": poging.verifier,
        }
        adres = self._van_hier((await self._gegevens())["token_endpoint"])
        try:
            answer = await self._http.post(
                adres, data=inhoud, auth=(self._client_id, self._geheim), timeout=10
            )
        except httpx.HTTPError as error:
            raise Unavailable("de aanmelddienst antwoordt niet") from error
        token = answer.json().get("id_token") if answer.status_code == 200 else None
        if not isinstance(token, str):
            raise NietAangemeld(geprobeerd=True)
        claims = await self._tokens.lees(token)
        if claims["nonce"] != poging.nonce:
            raise NietAangemeld(geprobeerd=True)
        return claims

    async def _gegevens(self) -> dict[str, Any]:
        if self._gevonden is None:
            adres = self._van_hier(f"{self._uitgever}/.well-known/openid-configuration")
            try:
                answer = await self._http.get(adres, timeout=10)
                answer.raise_for_status()
                self._gevonden = answer.json()
            except (httpx.HTTPError, ValueError) as error:
                raise Unavailable("de aanmelddienst antwoordt niet") from error
        assert self._gevonden is not None
        return self._gevonden

    async def _jwks(self) -> bytes:
        adres = self._van_hier((await self._gegevens())["jwks_uri"])
        try:
            answer = await self._http.get(adres, timeout=10)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise OSError(type(error).__name__) from error
        return answer.content

    def _van_hier(self, adres: str) -> str:
        """Where we reach an address that the provider gave; one that is not below its own stays as it is."""
        rest = adres.removeprefix(f"{self._uitgever}/")
        return adres if rest == adres else f"{self._intern}/{rest}"


@dataclass(frozen=True, slots=True)
class Aanmelding:
    """What monitor needs to log people in: the provider, the key it signs sessions with, and the public address.

    `veilig` says that browsers come over TLS: then cookies are sent over nothing else. Without `adres` the address of
    the request counts, for a suite that runs on the machine of its user.
    """

    oidc: Oidc
    ondertekenaar: Ondertekenaar
    veilig: bool
    adres: str | None = None
