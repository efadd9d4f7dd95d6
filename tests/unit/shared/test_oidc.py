"""Where the provider is asked, when browsers reach it by another address than we do."""

import httpx
import pytest

from shared.oidc import Oidc, Poging
from shared.tokens import Ondertekenaar, lees_sleutel, nieuwe_sleutel

BUITEN, BINNEN = "https://aanmelden.example.nl/uitgever", "http://uitgever:8000/uitgever"
POGING = Poging.nieuw()


async def _asked(jwks_uri: str, intern: str | None) -> list[str]:
    """Log somebody in; gives what was asked, after it was seen that browsers go to the public address."""
    issuing = Ondertekenaar(BUITEN, lees_sleutel(nieuwe_sleutel()))
    token = issuing.onderteken({"sub": "iemand", "nonce": POGING.nonce}, 60, "meedoen")
    answers = {
        "openid-configuration": {
            "authorization_endpoint": f"{BUITEN}/aanmelden",
            "token_endpoint": f"{BUITEN}/token",
            "jwks_uri": jwks_uri,
        },
        "token": {"id_token": token},
        "jwks": issuing.jwks,
    }
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json=answers[request.url.path.rpartition("/")[2]])

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        oidc = Oidc(BUITEN, "meedoen", "geheim", http, intern)
        assert (await oidc.adres(POGING, "terug")).startswith(f"{BUITEN}/aanmelden?")
        assert (await oidc.wissel_in("code", POGING, "terug"))["sub"] == "iemand"
    return asked


@pytest.mark.parametrize(("intern", "basis"), [(None, BUITEN), (BINNEN, BINNEN)])
async def test_what_we_ask_ourselves_goes_by_the_address_that_we_reach(
    intern: str | None, basis: str
) -> None:
    gevraagd = [".well-known/openid-configuration", "token", "jwks"]
    assert await _asked(f"{BUITEN}/jwks", intern) == [f"{basis}/{deel}" for deel in gevraagd]


async def test_an_address_elsewhere_stays_as_the_provider_gave_it() -> None:
    for elders in ("https://sleutels.example.nl/jwks", f"{BUITEN}2/jwks"):
        assert (await _asked(elders, BINNEN))[-1] == elders
