"""`PUT` with `If-Match`: a change starts from what the client read (decision 22), on both databases."""

import asyncio
from collections import Counter
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.contract.balie import MOEILIJK, PAD
from tests.contract.proef import SMALLINGERLAND

GOOD: dict[str, Any] = {"tekst": "eerst", "gemeente": SMALLINGERLAND}


async def made(client: httpx.AsyncClient) -> str:
    answer = await client.post(PAD, json=GOOD, headers={"Idempotency-Key": uuid4().hex})
    return f"{PAD}/{answer.json()['id']}"


async def put(client: httpx.AsyncClient, path: str, tag: str | None, **change: Any) -> Any:
    headers = {"If-Match": tag} if tag is not None else {}
    return await client.put(path, json=GOOD | change, headers=headers)


async def test_a_change_from_the_present_version_gets_the_next(
    balie_client: httpx.AsyncClient,
) -> None:
    path = await made(balie_client)
    read = await balie_client.get(path)
    assert read.headers["etag"] == '"1"'
    changed = await put(balie_client, path, read.headers["etag"], tekst="toen")
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    again = await balie_client.get(path)
    assert (again.json()["tekst"], again.headers["etag"]) == ("toen", '"2"')


async def test_the_list_and_the_answer_to_a_post_have_no_etag(
    balie_client: httpx.AsyncClient,
) -> None:
    headers = {"Idempotency-Key": uuid4().hex}
    assert "etag" not in (await balie_client.post(PAD, json=GOOD, headers=headers)).headers
    assert "etag" not in (await balie_client.get(PAD)).headers


@pytest.mark.parametrize(
    ("tag", "status", "code"),
    [
        (None, 428, "versie-nodig"),
        ('"2"', 412, "versie-verouderd"),
        ('"iets-anders"', 412, "versie-verouderd"),
        ("*", 400, "ongeldig"),
        ("1", 400, "ongeldig"),
        ('W/"1"', 400, "ongeldig"),
        ('"1", "2"', 400, "ongeldig"),
    ],
)
async def test_any_other_version_is_refused_and_changes_nothing(
    balie_client: httpx.AsyncClient, tag: str | None, status: int, code: str
) -> None:
    path = await made(balie_client)
    answer = await put(balie_client, path, tag, tekst="toen")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    read = await balie_client.get(path)
    assert (read.json()["tekst"], read.headers["etag"]) == ("eerst", '"1"')


async def test_the_order_is_input_id_428_412_and_then_the_rule(
    balie_client: httpx.AsyncClient,
) -> None:
    path, nowhere = await made(balie_client), f"{PAD}/{uuid4()}"
    assert (await put(balie_client, nowhere, None, tekst="")).status_code == 400
    assert (await put(balie_client, nowhere, None)).status_code == 404
    assert (await put(balie_client, path, None, tekst=MOEILIJK)).status_code == 428
    assert (await put(balie_client, path, '"9"', tekst=MOEILIJK)).status_code == 412
    assert (await put(balie_client, path, '"1"', tekst=MOEILIJK)).status_code == 409


async def test_of_ten_at_once_one_wins(balie_client: httpx.AsyncClient) -> None:
    path = await made(balie_client)
    puts = (put(balie_client, path, '"1"', tekst=f"nummer {n}") for n in range(10))
    statuses = Counter(answer.status_code for answer in await asyncio.gather(*puts))
    assert statuses == {200: 1, 412: 9}
