"""Which tokens open the door: signed by a known issuer, for us, in time, complete; no other."""

import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import RSAAlgorithm

from shared.errors import Unavailable
from shared.tokens import (
    NietAangemeld,
    Ondertekenaar,
    Sleutelbos,
    Tokens,
    lees_sleutel,
    nieuwe_sleutel,
)

ISS = "https://uitgever.example.nl"
CLAIMS = {"sub": "kern", "client_id": "kern", "scope": "intake.lezen", "gemeenten": ["GM0090"]}
EIGEN = Ondertekenaar(ISS, lees_sleutel(nieuwe_sleutel()))
VREEMD = Ondertekenaar(ISS, lees_sleutel(nieuwe_sleutel()))


def _lezer(ondertekenaar: Ondertekenaar = EIGEN) -> Tokens:
    return Tokens({ISS: ondertekenaar.sleutelbos()})


def _gemaakt(kop: dict[str, Any] | None = None, **claims: Any) -> str:
    """A good token but for what is given; a claim that is None is left out."""
    nu = int(time.time())
    goed = {**CLAIMS, "iss": ISS, "aud": "meedoen", "iat": nu, "exp": nu + 60, "jti": "1"} | claims
    inhoud = {naam: waarde for naam, waarde in goed.items() if waarde is not None}
    headers = {"kid": EIGEN.kid, "typ": "at+jwt", **(kop or {})}
    return jwt.encode(inhoud, EIGEN._sleutel, "ES256", headers=headers)


async def test_a_good_token_gives_its_claims_and_is_read_once() -> None:
    lezer = _lezer()
    token = EIGEN.onderteken(CLAIMS, 60)
    first = await lezer.lees(token)
    assert first["client_id"] == "kern"
    assert await lezer.lees(token) is first


NU = int(time.time())
SLECHT: dict[str, Callable[[], str]] = {
    "no token": lambda: "",
    "no JWT": lambda: "een.twee.drie",
    "another issuer": lambda: _gemaakt(iss="https://elders.example.nl"),
    "an issuer that is no text": lambda: jwt.PyJWS().encode(
        b'{"iss": ["x"], "aud": "meedoen"}', EIGEN._sleutel, "ES256", {"kid": EIGEN.kid}
    ),
    "another audience": lambda: _gemaakt(aud="elders"),
    "no audience": lambda: _gemaakt(aud=None),
    "expired": lambda: _gemaakt(exp=NU - 3600),
    "without an end": lambda: _gemaakt(exp=None),
    "without a begin": lambda: _gemaakt(iat=None),
    "not yet": lambda: _gemaakt(nbf=NU + 3600),
    "nobody": lambda: _gemaakt(sub=None),
    "without an id": lambda: _gemaakt(jti=None),
    "an unknown key": lambda: _gemaakt({"kid": "x"}),
    "an id token": lambda: _gemaakt({"typ": "id+jwt"}),
    "signed by another": lambda: VREEMD.onderteken(CLAIMS, 60).replace(VREEMD.kid, EIGEN.kid),
    "not signed": lambda: jwt.encode(
        {**CLAIMS, "iss": ISS, "aud": "meedoen", "iat": NU, "exp": NU + 60, "jti": "1"},
        "",
        "none",
        headers={"kid": EIGEN.kid, "typ": "at+jwt"},
    ),
    "signed with a part of our public key as a secret": lambda: jwt.encode(
        {**CLAIMS, "iss": ISS, "aud": "meedoen", "iat": NU, "exp": NU + 60, "jti": "1"},
        str(EIGEN.jwks["keys"][0]["x"]),
        "HS256",
        headers={"kid": EIGEN.kid, "typ": "at+jwt"},
    ),
}


@pytest.mark.parametrize("what", SLECHT)
async def test_another_token_does_not_open_the_door(what: str) -> None:
    with pytest.raises(NietAangemeld):
        await _lezer().lees(SLECHT[what]())


async def test_a_token_that_was_read_is_refused_once_it_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lezer = _lezer()
    token = EIGEN.onderteken(CLAIMS, 60)
    await lezer.lees(token)
    # PyJWT has a clock of its own; without an issuer only what is remembered could still open the door
    lezer._uitgevers.clear()
    assert await lezer.lees(token)
    later = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(NietAangemeld):
        await lezer.lees(token)


async def test_rsa_keys_of_a_common_provider_are_read_too() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    jwk = json.loads(RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "r", "use": "sig"}

    async def haal() -> bytes:
        return json.dumps({"keys": [jwk]}).encode()

    nu = int(time.time())
    claims = {**CLAIMS, "iss": ISS, "aud": ["meedoen"], "iat": nu, "exp": nu + 60, "jti": "1"}
    token = jwt.encode(claims, key, "RS256", headers={"kid": "r", "typ": "JWT"})
    assert (await Tokens({ISS: Sleutelbos(haal)}).lees(token))["sub"] == "kern"


class Bron:
    """A place of keys that may be away; `telt` how often it was asked."""

    def __init__(self, jwks: dict[str, Any]) -> None:
        self.jwks = jwks
        self.weg = False
        self.telt = 0

    async def __call__(self) -> bytes:
        self.telt += 1
        if self.weg:
            raise OSError("weg")
        return json.dumps(self.jwks).encode()


async def _later(bos: Sleutelbos, seconden: float) -> None:
    bos._gehaald -= seconden
    bos._geprobeerd -= seconden


async def test_keys_are_asked_for_once_and_again_for_a_new_key() -> None:
    bron = Bron(EIGEN.jwks)
    bos = Sleutelbos(bron)
    for _ in range(3):
        await bos.sleutel(EIGEN.kid)
    assert bron.telt == 1
    with pytest.raises(NietAangemeld):
        await bos.sleutel(VREEMD.kid)
    assert bron.telt == 1, "a stranger's key makes nobody run"
    bron.jwks = {"keys": EIGEN.jwks["keys"] + VREEMD.jwks["keys"]}
    await _later(bos, 11)
    await bos.sleutel(VREEMD.kid)
    await bos.sleutel(EIGEN.kid)
    assert bron.telt == 2


async def test_known_keys_serve_a_day_when_the_issuer_is_away_and_then_no_longer() -> None:
    bron = Bron(EIGEN.jwks)
    bos = Sleutelbos(bron)
    await bos.sleutel(EIGEN.kid)
    bron.weg = True
    await _later(bos, 2 * 3600)
    await bos.sleutel(EIGEN.kid)
    await _later(bos, 24 * 3600)
    with pytest.raises(Unavailable):
        await bos.sleutel(EIGEN.kid)


async def test_an_issuer_that_was_never_reached_is_unavailable_not_open() -> None:
    bron = Bron(EIGEN.jwks)
    bron.weg = True
    with pytest.raises(Unavailable):
        await Tokens({ISS: Sleutelbos(bron)}).lees(EIGEN.onderteken(CLAIMS, 60))


def test_the_kid_of_a_key_is_the_same_for_every_replica() -> None:
    pem = nieuwe_sleutel()
    assert Ondertekenaar(ISS, lees_sleutel(pem)).kid == Ondertekenaar("x", lees_sleutel(pem)).kid
    private = {"d"} & set(EIGEN.jwks["keys"][0])
    assert not private


def test_only_an_ec_key_signs() -> None:
    assert isinstance(lees_sleutel(nieuwe_sleutel()), ec.EllipticCurvePrivateKey)
    with pytest.raises(ValueError):  # noqa: PT011 - the words are those of cryptography
        lees_sleutel(b"geen sleutel")
