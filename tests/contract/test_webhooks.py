"""Webhooks on both databases: signed, in order, again until they arrive, and never to where they may not go."""

import asyncio
import base64
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from shared.auth import LOKAAL, VasteDeur
from shared.clients import Clients
from shared.clock import SystemClock
from shared.crypto import Sleutelring, nieuw_bestand
from shared.db.engine import Database
from shared.db.tables import PLUMBING, idempotentie
from shared.db.uow import UnitOfWork
from shared.gemeenten import GEMEENTEN
from shared.outward.webhooks import Courier, Patience
from shared.runtime import Runtime
from shared.service import build_app
from shared.sinks import SinkNietToegestaan, Sinks
from tests.contract.balie import BALIE
from tests.contract.proef import HIER, PERSONEN, WESTSTELLINGWERF, diagnose, inwoner, rows
from tests.contract.sink import Sink, serving
from tests.contract.uitgaand import say

HERE = Sinks(("127.0.0.1",), private=True)
RING = Sleutelring(nieuw_bestand(GEMEENTEN))
QUICK = Patience(first=0.02, most=0.05, attempts=4)
ENDLESS = replace(QUICK, attempts=1_000_000)
"""For who looks at what failed: with four attempts it is over before a slow machine has looked."""
PAD = "/abonnementen"


@pytest.fixture
def uow(database: Database) -> UnitOfWork:
    """On the real clock: what waits must come round."""
    return UnitOfWork("intake", database, SystemClock())


@pytest.fixture
async def client(
    database: Database, uow: UnitOfWork, deur: VasteDeur
) -> AsyncIterator[httpx.AsyncClient]:
    runtime = Runtime(
        "intake", database, uow, uow.clock, Clients({}), None, deur, sleutels=RING, sinks=HERE
    )
    transport = httpx.ASGITransport(build_app(BALIE, runtime), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/v1") as opened:
        yield opened


@pytest.fixture
def sink() -> Iterator[Sink]:
    with serving(Sink()) as running:
        yield running


async def _abonneer(client: httpx.AsyncClient, sink: Sink, **anders: Any) -> dict[str, Any]:
    body = {"gemeente": "GM0090", "sink": sink.url, **anders}
    key = {"Idempotency-Key": str(uuid4())}
    answer = await client.post(PAD, json=body, headers=key)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def _toestand(client: httpx.AsyncClient, made: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(f"{PAD}/{made['id']}")).json()
    return found


@asynccontextmanager
async def delivering(
    uow: UnitOfWork,
    sinks: Sinks = HERE,
    ring: Sleutelring = RING,
    patience: Patience = QUICK,
) -> AsyncIterator[None]:
    """A courier at work; it must still be when the body ends."""
    courier = Courier(uow, sinks, ring, patience=patience, poll_seconds=0.02)
    task = asyncio.create_task(courier.run())
    try:
        yield
        assert not task.done(), task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not happened():
            await asyncio.sleep(0.02)


async def test_what_happens_from_now_on_arrives_in_order_and_signed(
    client: httpx.AsyncClient, uow: UnitOfWork, sink: Sink
) -> None:
    await say(uow, inwoner(versie=1))
    made = await _abonneer(client, sink)
    await say(uow, inwoner(versie=2), inwoner(PERSONEN[1], versie=3))
    async with delivering(uow):
        await _until(lambda: len(sink.taken) == 2)
        await say(uow, inwoner(versie=4))
        await _until(lambda: len(sink.taken) == 3)
    assert sink.versies == [2, 3, 4]
    headers, body, _ = sink.requests[0]
    assert headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    event = Webhook(made["geheim"]).verify(body, headers)
    assert headers["webhook-id"] == event["id"]
    with pytest.raises(WebhookVerificationError):
        Webhook(made["geheim"]).verify(body + b" ", headers)
    pulled = (await client.get("/gebeurtenissen")).json()["gebeurtenissen"]
    assert event == pulled[1]


async def test_only_its_own_gemeente_and_types(
    client: httpx.AsyncClient, uow: UnitOfWork, sink: Sink
) -> None:
    await _abonneer(client, sink, types=[inwoner().ce_type()])
    elders = inwoner(PERSONEN[1], versie=2, gemeente=WESTSTELLINGWERF)
    await say(uow, diagnose(), elders, inwoner(versie=3))
    async with delivering(uow):
        await _until(lambda: bool(sink.taken))
    assert sink.versies == [3]


async def test_a_sink_that_fails_gets_it_again_and_nothing_overtakes(
    client: httpx.AsyncClient, uow: UnitOfWork, sink: Sink
) -> None:
    made = await _abonneer(client, sink)
    sink.answers = [500, 503]
    await say(uow, *(inwoner(versie=n) for n in (1, 2, 3)))
    async with delivering(uow):
        await _until(lambda: len(sink.taken) == 3)
        await _settled(client, made)
    assert sink.versies == [1, 2, 3]
    assert [status for _, _, status in sink.requests] == [500, 503, 204, 204, 204]
    assert len({headers["webhook-id"] for headers, _, _ in sink.requests[:3]}) == 1
    assert (await _toestand(client, made))["opzijgezet"] == 0


async def _settled(client: httpx.AsyncClient, made: dict[str, Any]) -> None:
    head = (await client.get("/gebeurtenissen")).json()["volgende"]
    async with asyncio.timeout(60):
        while (await _toestand(client, made))["plaats"] != head:
            await asyncio.sleep(0.02)


async def _failed(client: httpx.AsyncClient, made: dict[str, Any]) -> None:
    """Wait until an attempt failed, of a courier that does not give up."""
    async with asyncio.timeout(60):
        while not (await _toestand(client, made))["pogingen"]:
            await asyncio.sleep(0.02)


async def test_after_the_limit_it_is_set_aside_and_herhaal_brings_it(
    client: httpx.AsyncClient, uow: UnitOfWork, sink: Sink
) -> None:
    made = await _abonneer(client, sink)
    before = uow.clock.now() - timedelta(seconds=1)
    sink.answers = [500] * QUICK.attempts
    await say(uow, inwoner(versie=1), inwoner(versie=2))
    async with delivering(uow):
        await _until(lambda: bool(sink.taken))
        await _settled(client, made)
        found = await _toestand(client, made)
        assert (sink.versies, found["opzijgezet"], found["status"]) == ([2], 1, "actief")
        answer = await client.post(
            f"{PAD}/{made['id']}/_herhaal", json={"vanaf": before.isoformat()}
        )
        assert (answer.status_code, answer.json()["opzijgezet"]) == (200, 0)
        await _until(lambda: len(sink.taken) == 3)
    assert sink.versies == [2, 1, 2]


async def test_a_redirect_is_not_followed(
    client: httpx.AsyncClient, uow: UnitOfWork, sink: Sink
) -> None:
    made = await _abonneer(client, sink)
    sink.answers = [302, 307]
    await say(uow, inwoner())
    async with delivering(uow):
        await _until(lambda: bool(sink.taken))
        await _settled(client, made)
    assert [status for _, _, status in sink.requests] == [302, 307, 204]


async def test_410_ends_the_abonnement(
    client: httpx.AsyncClient, uow: UnitOfWork, sink: Sink
) -> None:
    made, other = await _abonneer(client, sink), await _abonneer(client, sink)
    sink.answers = [410]
    await say(uow, inwoner(versie=1), inwoner(versie=2))
    async with delivering(uow):
        await _until(lambda: len(sink.taken) == 2)
    states = [await _toestand(client, one) for one in (made, other)]
    ended = next(one for one in states if one["status"] == "beeindigd")
    assert sorted(one["status"] for one in states) == ["actief", "beeindigd"]
    assert (ended["laatsteFout"], ended["plaats"]) == ("status 410", 0)
    answer = await client.post(
        f"{PAD}/{ended['id']}/_herhaal", json={"vanaf": "2026-01-01T00:00:00Z"}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "abonnement-beeindigd")


async def test_a_restart_of_courier_and_sink_loses_nothing(
    client: httpx.AsyncClient, uow: UnitOfWork, sink: Sink
) -> None:
    made = await _abonneer(client, sink)
    await say(uow, inwoner(versie=1))
    async with delivering(uow):
        await _until(lambda: bool(sink.taken))
        await _settled(client, made)
    gone = Sink()
    with serving(gone):
        pass
    back = Sink(port=gone.port)
    late = await _abonneer(client, back)
    await say(uow, inwoner(versie=2))
    async with delivering(uow, patience=ENDLESS):
        await _failed(client, late)
        with serving(back):
            await _until(lambda: bool(back.taken))
    assert sink.versies == [1, 2]
    assert back.versies == [2]


async def test_a_slow_or_dead_sink_holds_up_nobody_else(
    client: httpx.AsyncClient, uow: UnitOfWork, sink: Sink
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        await _abonneer(client, Sink(port=silent.getsockname()[1]))
        await _abonneer(client, sink)
        await say(uow, *(inwoner(versie=n) for n in range(3)))
        async with delivering(uow):
            await _until(lambda: len(sink.taken) == 3)


async def test_two_couriers_deliver_once(
    client: httpx.AsyncClient, uow: UnitOfWork, sink: Sink, database: Database
) -> None:
    if not database.has_broker:
        pytest.skip("an SQLite file belongs to one process")
    made = await _abonneer(client, sink)
    async with delivering(uow), delivering(uow):
        await say(uow, *(inwoner(versie=n) for n in range(5)))
        await _until(lambda: len(sink.taken) >= 5)
        await _settled(client, made)
    assert sink.versies == [0, 1, 2, 3, 4]


async def test_an_abonnement_that_is_given_up_gets_nothing_more(
    client: httpx.AsyncClient, uow: UnitOfWork, sink: Sink
) -> None:
    made = await _abonneer(client, sink)
    other = await _abonneer(client, sink)
    assert (await client.delete(f"{PAD}/{made['id']}")).status_code == 204
    assert (await client.delete(f"{PAD}/{made['id']}")).status_code == 404
    await say(uow, inwoner())
    async with delivering(uow):
        await _settled(client, other)
    assert len(sink.taken) == 1


async def test_no_column_holds_a_secret_and_a_repeat_still_shows_it(
    client: httpx.AsyncClient, database: Database, sink: Sink
) -> None:
    key, body = {"Idempotency-Key": "eenmaal"}, {"gemeente": "GM0090", "sink": sink.url}
    made, again = [await client.post(PAD, json=body, headers=key) for _ in range(2)]
    assert again.headers["idempotent-replayed"] == "true"
    assert again.json() == made.json()
    geheim = made.json()["geheim"].removeprefix("whsec_")
    raw = base64.b64decode(geheim)
    for table in PLUMBING.sorted_tables:
        for row in await rows(database, table):
            for value in row:
                kept = value if isinstance(value, bytes) else str(value).encode()
                assert geheim.encode() not in kept, table.name
                assert raw not in kept, table.name
    [stored] = await rows(database, idempotentie)
    assert b"whsec_" not in stored.body


async def test_a_secret_of_other_keys_is_kept_until_they_are_back(
    client: httpx.AsyncClient, uow: UnitOfWork, sink: Sink
) -> None:
    made = await _abonneer(client, sink)
    await say(uow, inwoner())
    async with delivering(uow, ring=Sleutelring(nieuw_bestand(GEMEENTEN)), patience=ENDLESS):
        await _failed(client, made)
    assert (sink.taken, (await _toestand(client, made))["laatsteFout"]) == ([], "Onleesbaar")
    async with delivering(uow):
        await _until(lambda: len(sink.taken) == 1)


async def test_the_secret_is_shown_once_and_others_see_nothing(
    client: httpx.AsyncClient, sink: Sink, deur: VasteDeur
) -> None:
    made = await _abonneer(client, sink)
    assert made["geheim"].startswith("whsec_")
    assert "geheim" not in await _toestand(client, made)
    assert (await client.get(PAD)).json()["count"] == 1
    ander = replace(LOKAAL, client="ander")
    deur.caller = ander
    assert (await client.get(PAD)).json()["count"] == 0
    for method, path in (("GET", ""), ("DELETE", "")):
        answer = await client.request(method, f"{PAD}/{made['id']}{path}")
        assert answer.status_code == 404
    herhaal = f"{PAD}/{made['id']}/_herhaal"
    answer = await client.post(herhaal, json={"vanaf": "2026-01-01T00:00:00Z"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("anders", "status", "code"),
    [
        ({"gemeente": WESTSTELLINGWERF}, 403, "gemeente-niet-toegestaan"),
        ({"types": ["nl.participatie.budget.realisatie-geboekt.v1"]}, 409, "type-onbekend"),
        ({"types": ["alles"]}, 400, "ongeldig"),
        ({"sink": "ftp://127.0.0.1/"}, 400, "ongeldig"),
        ({"sink": "http://elders.example.nl/"}, 409, "sink-niet-toegestaan"),
        ({"sink": "http://iemand@127.0.0.1/"}, 409, "sink-niet-toegestaan"),
        ({"sink": "http://127.0.0.1/#hier"}, 409, "sink-niet-toegestaan"),
        ({"sink": "http://127.0.0.1:99999/"}, 409, "sink-niet-toegestaan"),
    ],
)
async def test_what_cannot_be_is_refused(
    client: httpx.AsyncClient,
    deur: VasteDeur,
    anders: dict[str, Any],
    status: int,
    code: str,
) -> None:
    deur.caller = replace(HIER, scopes=LOKAAL.scopes)
    body = {"gemeente": "GM0090", "sink": "http://127.0.0.1/", **anders}
    answer = await client.post(PAD, json=body, headers={"Idempotency-Key": "een"})
    assert answer.status_code == status, answer.text
    if status != 400:
        assert answer.json()["code"] == code


async def test_who_may_not_read_is_sent_nothing(
    client: httpx.AsyncClient, sink: Sink, deur: VasteDeur
) -> None:
    deur.caller = replace(HIER, scopes=frozenset({"intake.bewerken"}))
    answer = await client.post(
        PAD, json={"sink": sink.url}, headers={"Idempotency-Key": str(uuid4())}
    )
    assert answer.status_code == 403


async def test_a_sink_that_left_the_list_gets_nothing_more(
    client: httpx.AsyncClient, uow: UnitOfWork, sink: Sink
) -> None:
    made = await _abonneer(client, sink)
    await say(uow, inwoner())
    async with delivering(uow, Sinks(), patience=ENDLESS):
        await _failed(client, made)
    assert not sink.requests


class TestSinks:
    """The list, the form and the address."""

    PUBLIC = Sinks(("kern.example.nl", "Kern.example.nl:8443"))

    @pytest.mark.parametrize(
        "sink",
        [
            "https://kern.example.nl/x?y=1",
            "https://KERN.example.nl",
            "https://kern.example.nl:8443/",
        ],
    )
    def test_listed(self, sink: str) -> None:
        self.PUBLIC.check(sink)

    @pytest.mark.parametrize(
        "sink",
        [
            "http://kern.example.nl/",
            "https://kern.example.nl:444/",
            "https://kern.example.nl.elders.nl/",
            "https://kern.example.nl@elders.nl/",
            "https://elders.nl/kern.example.nl",
            "https://127.0.0.1/",
            "https:///",
            "https://[::1/",
        ],
    )
    def test_not_listed(self, sink: str) -> None:
        with pytest.raises(SinkNietToegestaan):
            self.PUBLIC.check(sink)

    @pytest.mark.parametrize(
        "addresses",
        [
            ["127.0.0.1"],
            ["10.0.0.1"],
            ["169.254.169.254"],
            ["100.64.0.1"],
            ["::1"],
            ["fd00::1"],
            ["::ffff:10.0.0.1"],
            ["224.0.0.1"],
            ["240.0.0.1"],
            ["93.184.215.14", "192.168.1.1"],
        ],
    )
    async def test_a_private_address_behind_a_listed_name_is_refused(
        self, addresses: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _names(monkeypatch, addresses)
        with pytest.raises(SinkNietToegestaan, match="openbaar"):
            await self.PUBLIC.resolve("kern.example.nl", 443)
        private = Sinks(("kern.example.nl",), private=True)
        assert await private.resolve("kern.example.nl", 443) == addresses[0]

    async def test_a_public_address_is_used(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _names(monkeypatch, ["93.184.215.14", "2606:2800:21f::1"])
        assert await self.PUBLIC.resolve("kern.example.nl", 443) == "93.184.215.14"

    async def test_the_request_goes_to_the_address_that_was_judged(
        self, sink: Sink, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = _names(monkeypatch, ["127.0.0.1"])
        named = Sinks(("kern.example.nl",), private=True)
        async with named.client() as client:
            url = f"http://kern.example.nl:{sink.port}/hier"
            assert (await client.post(url, content=b"{}")).status_code == 204
        assert sink.requests[0][0]["host"] == f"kern.example.nl:{sink.port}"
        assert asked == ["kern.example.nl"]


def _names(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> list[str]:
    """Let every name stand for these addresses; gives what was asked."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def lookup(host: Any, port: Any, *args: Any, **more: Any) -> Any:
        asked.append(host)
        if host != "kern.example.nl":
            return real(host, port, *args, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return asked
