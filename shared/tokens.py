"""Reading access tokens: signed JWTs of the issuers we know (NL GOV profile for OAuth 2.0, RFC 9068).

Only asymmetric algorithms, an exact issuer, our own audience, and every claim that we rely on present. Keys are kept
for an hour and asked for again when a token names one we do not have; when the issuer is away they serve for a day.
"""

import asyncio
import json
import time
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Final

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import ECAlgorithm

from shared.errors import DomainError, Unavailable

Claims = Mapping[str, Any]
Haal = Callable[[], Awaitable[bytes]]
"""Fetches a JWK Set; raises OSError or ValueError when it cannot be had."""

ONTVANGER: Final = "meedoen"
"""The audience that a token for this suite names."""
ALGORITMEN: Final = ("RS256", "PS256", "ES256", "EdDSA")
_SOORTEN: Final = frozenset({"at+jwt", "application/at+jwt", "jwt"})
VERPLICHT: Final = ("exp", "iat", "iss", "aud", "sub", "jti")
"""The claims that an access token must have."""
_SPELING_SECONDEN: Final = 30
_VERS_SECONDEN: Final = 3600
_HOUDBAAR_SECONDEN: Final = 86_400
_RUST_SECONDEN: Final = 10
_ONTHOUDEN: Final = 2000


class NietAangemeld(DomainError):
    """There is no token, or not one that we accept; why is never told apart."""

    code = "niet-aangemeld"
    title = "Aanmelden is nodig"

    def __init__(self, *, geprobeerd: bool = False) -> None:
        super().__init__("stuur een geldig token mee: Authorization: Bearer …")
        self.geprobeerd = geprobeerd


class Sleutelbos:
    """The public keys of one issuer, by `kid`."""

    def __init__(self, haal: Haal) -> None:
        self._haal = haal
        self._sleutels: dict[str, jwt.PyJWK] = {}
        self._gehaald = self._geprobeerd = float("-inf")
        self._slot = asyncio.Lock()

    async def sleutel(self, kid: str) -> jwt.PyJWK:
        """The key; raises NietAangemeld for one that the issuer does not have, Unavailable when it is away too long."""
        if kid not in self._sleutels or self._leeftijd() > _VERS_SECONDEN:
            await self._ververs()
        if self._leeftijd() > _HOUDBAAR_SECONDEN:
            raise Unavailable("de uitgever van de tokens antwoordt niet")
        if kid not in self._sleutels:
            raise NietAangemeld(geprobeerd=True)
        return self._sleutels[kid]

    def _leeftijd(self) -> float:
        return time.monotonic() - self._gehaald

    async def _ververs(self) -> None:
        async with self._slot:
            # a stranger's tokens must not make us ask the issuer again and again
            if time.monotonic() - self._geprobeerd < _RUST_SECONDEN:
                return
            self._geprobeerd = time.monotonic()
            try:
                gevonden = jwt.PyJWKSet.from_dict(msgspec.json.decode(await self._haal()))
            except (OSError, ValueError, jwt.PyJWTError):
                return
            self._sleutels = {key.key_id: key for key in gevonden.keys if key.key_id}
            self._gehaald = time.monotonic()


class Tokens:
    """Reads tokens of the issuers it knows; remembers the newest ones it has read, until they expire."""

    def __init__(
        self,
        uitgevers: Mapping[str, Sleutelbos],
        ontvanger: str = ONTVANGER,
        verplicht: Sequence[str] = VERPLICHT,
    ) -> None:
        self._uitgevers = dict(uitgevers)
        self._ontvanger = ontvanger
        self._verplicht = list(verplicht)
        self._gelezen: OrderedDict[str, Claims] = OrderedDict()

    async def lees(self, token: str) -> Claims:
        """The claims of a token; raises NietAangemeld, or Unavailable when its issuer cannot be asked for keys."""
        bekend = self._gelezen.get(token)
        if bekend is not None:
            if bekend["exp"] + _SPELING_SECONDEN > time.time():  # noqa: TID251 - a token lives in real time
                return bekend
            del self._gelezen[token]
        claims = await self._controleer(token)
        self._gelezen[token] = claims
        if len(self._gelezen) > _ONTHOUDEN:
            self._gelezen.popitem(last=False)
        return claims

    async def _controleer(self, token: str) -> Claims:
        try:
            kop = jwt.get_unverified_header(token)
            # read before it is trusted, only to know whose keys must prove it
            los = jwt.decode(token, options={"verify_signature": False})
            bos = self._uitgevers[los["iss"]]
            if str(kop.get("typ", "")).lower() not in _SOORTEN:
                raise NietAangemeld(geprobeerd=True)
            sleutel = await bos.sleutel(str(kop.get("kid", "")))
            gelezen: Claims = jwt.decode(
                token,
                sleutel,
                algorithms=ALGORITMEN,
                audience=self._ontvanger,
                issuer=los["iss"],
                leeway=_SPELING_SECONDEN,
                options={"require": self._verplicht},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError):
            raise NietAangemeld(geprobeerd=True) from None
        return gelezen


class Ondertekenaar:
    """Signs tokens with a private key of our own (ES256): the sessions of monitor, and the local issuer."""

    def __init__(self, uitgever: str, sleutel: ec.EllipticCurvePrivateKey) -> None:
        self.uitgever = uitgever
        self._sleutel = sleutel
        publiek = json.loads(ECAlgorithm.to_jwk(sleutel.public_key()))
        # the thumbprint of RFC 7638, so that replicas with one key name it alike
        leden = msgspec.json.encode({naam: publiek[naam] for naam in ("crv", "kty", "x", "y")})
        self.kid = urlsafe_b64encode(sha256(leden).digest()).rstrip(b"=").decode()
        self.jwks = {"keys": [{**publiek, "kid": self.kid, "use": "sig", "alg": "ES256"}]}

    def onderteken(self, claims: Claims, seconden: int, ontvanger: str = ONTVANGER) -> str:
        """A token with these claims that holds for so many seconds."""
        nu = int(time.time())  # noqa: TID251 - a token lives in real time
        vast = {"iss": self.uitgever, "aud": ontvanger, "iat": nu, "exp": nu + seconden}
        kop = {"kid": self.kid, "typ": "at+jwt"}
        return jwt.encode(
            {**claims, **vast, "jti": token_urlsafe(16)}, self._sleutel, "ES256", headers=kop
        )

    def sleutelbos(self) -> Sleutelbos:
        """The keys to check its tokens with, in the same process."""

        async def haal() -> bytes:
            return msgspec.json.encode(self.jwks)

        return Sleutelbos(haal)


def lees_sleutel(pem: bytes) -> ec.EllipticCurvePrivateKey:
    """A private key from its PEM file; raises ValueError for another kind."""
    sleutel = load_pem_private_key(pem, None)
    if not isinstance(sleutel, ec.EllipticCurvePrivateKey):
        raise ValueError("dit is geen EC-sleutel")  # noqa: TRY004 - the file is wrong, not the program
    return sleutel


def nieuwe_sleutel() -> bytes:
    """A new private key, as PEM."""
    gemaakt = ec.generate_private_key(ec.SECP256R1())
    return gemaakt.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
