"""The door of the API: who shows a token gets in, with its scopes and gemeenten and no more."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.auth import KOEKJE, ROLLEN, SCOPES, TokenDeur, als_caller
from shared.gate import MEEST_BYTES
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from shared.tokens import NietAangemeld, Ondertekenaar, Tokens, lees_sleutel, nieuwe_sleutel
from tests.contract.balie import BALIE, PAD
from tests.contract.proef import MOMENT, SMALLINGERLAND, WESTSTELLINGWERF

UITGEVER = Ondertekenaar("https://uitgever.example.nl", lees_sleutel(nieuwe_sleutel()))


def token(**claims: Any) -> str:
    goed = {"sub": "kern", "client_id": "kern", "gemeenten": [SMALLINGERLAND]}
    return UITGEVER.onderteken(goed | {"scope": "intake.lezen intake.bewerken"} | claims, 60)


def bearer(**claims: Any) -> dict[str, str]:
    return {"authorization": f"Bearer {token(**claims)}"}


@pytest.fixture
async def balie(tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(BALIE, tmp_path, FakeClock(MOMENT)) as under_test:
        deur = TokenDeur(Tokens({UITGEVER.uitgever: UITGEVER.sleutelbos()}))
        # the layers of the application hold the door they were built with
        under_test.runtime.deur.client = deur.client  # type: ignore[method-assign]
        yield under_test


@pytest.fixture
def client(balie: ServiceUnderTest) -> httpx.AsyncClient:
    return balie.client


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": ""},
        {"authorization": "Basic a2VybjpnZWhlaW0="},
        {"authorization": "Bearer"},
        {"authorization": "Bearer x.y.z"},
        {"cookie": f"{KOEKJE}={token()}"},
    ],
)
@pytest.mark.parametrize("path", [PAD, "/bestaat-niet", "/x/", PAD + "/geen-uuid"])
async def test_without_a_good_token_everything_closed_is_401(
    client: httpx.AsyncClient, headers: dict[str, str], path: str
) -> None:
    answer = await client.get(path, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "niet-aangemeld")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"].startswith("Bearer ")
    assert answer.headers["api-version"]


async def test_a_token_in_the_address_does_not_count(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"{PAD}?access_token={token()}")).status_code == 401


async def test_the_description_of_the_api_is_open(client: httpx.AsyncClient) -> None:
    assert (await client.get("/openapi.json")).status_code == 200


async def test_the_door_comes_before_the_size_and_after_the_characters_of_the_url(
    client: httpx.AsyncClient,
) -> None:
    large = b"x" * (MEEST_BYTES + 1)
    assert (await client.post(PAD, content=large)).status_code == 401
    assert (await client.post(PAD, content=large, headers=bearer())).status_code == 413
    assert (await client.get(PAD + "/%00")).status_code == 400


async def test_a_token_opens_what_its_scope_and_gemeente_allow(client: httpx.AsyncClient) -> None:
    key = {"idempotency-key": uuid4().hex}
    body = {"tekst": "t"}
    made = await client.post(PAD, json=body, headers=bearer() | key)
    assert (made.status_code, made.json()["gemeente"]) == (201, SMALLINGERLAND)
    reads = bearer(scope="intake.lezen")
    assert (await client.get(PAD, headers=reads)).json()["count"] == 1
    assert (await client.post(PAD, json=body, headers=reads | key)).status_code == 403
    elders = bearer(gemeenten=[WESTSTELLINGWERF])
    assert (await client.get(PAD, headers=elders)).json()["count"] == 0
    assert (await client.get(made.headers["location"], headers=elders)).status_code == 404
    foreign = {"tekst": "t", "gemeente": WESTSTELLINGWERF}
    answer = await client.post(PAD, json=foreign, headers=bearer() | {"idempotency-key": "2"})
    assert (answer.status_code, answer.json()["code"]) == (403, "gemeente-niet-toegestaan")


async def test_a_key_of_one_client_says_nothing_to_another(client: httpx.AsyncClient) -> None:
    key = {"idempotency-key": "zelfde"}
    first = await client.post(PAD, json={"tekst": "a"}, headers=bearer() | key)
    other = await client.post(
        PAD, json={"tekst": "b"}, headers=bearer(client_id="ander", sub="ander") | key
    )
    assert (first.status_code, other.status_code) == (201, 201)
    assert first.json()["id"] != other.json()["id"]


def test_what_a_token_says_that_we_do_not_know_gives_no_right() -> None:
    caller = als_caller(
        {
            "client_id": "kern",
            "scope": "intake.lezen alles.mogen",
            "gemeenten": ["GM0090", "GM9999", 7],
            "roles": ["consulent", "koning"],
        },
        "t",
    )
    assert caller.gemeenten == frozenset({"GM0090"})
    assert caller.scopes == ROLLEN["consulent"] | {"intake.lezen"}
    assert caller.rol == "consulent"
    empty = als_caller({"client_id": "kern", "gemeenten": "GM0090"}, "t")
    assert (empty.gemeenten, empty.scopes) == (frozenset(), frozenset())


@pytest.mark.parametrize("client_id", [None, "", 7, "x" * 81])
def test_a_token_without_a_client_is_none(client_id: object) -> None:
    with pytest.raises(NietAangemeld):
        als_caller({"client_id": client_id, "gemeenten": ["GM0090"]}, "t")


def test_no_role_has_a_scope_that_does_not_exist() -> None:
    assert set().union(*ROLLEN.values()) <= SCOPES
    assert all("bsn.lezen" not in scopes for scopes in ROLLEN.values())


def test_the_token_of_a_caller_stays_out_of_what_is_printed() -> None:
    assert "geheim" not in repr(als_caller({"client_id": "kern"}, "geheim"))
