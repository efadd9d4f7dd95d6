"""The HTTP boundary: what every service answers to good, bad and hostile requests (decisions 21, 22, 56-63)."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text, update
from starlette.types import Message
from structlog.testing import capture_logs

from shared.auth import VasteDeur
from shared.clients import Clients
from shared.db.engine import open_database
from shared.db.tables import idempotentie, outbox
from shared.db.uow import UnitOfWork
from shared.gate import MEEST_BYTES
from shared.runtime import Runtime
from shared.service import build_app
from shared.tenancy import SYSTEEM, Caller
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.contract.balie import BALIE, MOEILIJK, PAD, Ask
from tests.contract.proef import (
    MOMENT,
    SMALLINGERLAND,
    WESTSTELLINGWERF,
    Notitie,
    make_tables,
    rows,
)
from tests.servers.postgres import PostgresServer

ALWAYS = {
    "api-version": "0.1.0",
    "cache-control": "no-store",
    "content-security-policy": "frame-ancestors 'none'",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
NERGENS = "0190a000-0000-7000-8000-0000000000ff"
GOOD: dict[str, Any] = {"tekst": "t", "gemeente": SMALLINGERLAND}


@pytest.fixture
async def balie(tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(BALIE, tmp_path, FakeClock(MOMENT)) as under_test:
        yield under_test


@pytest.fixture
def client(balie: ServiceUnderTest) -> httpx.AsyncClient:
    return balie.client


def key(value: str | None = None) -> dict[str, str]:
    return {"Idempotency-Key": value or uuid4().hex}


def is_complete(answer: httpx.Response) -> bool:
    """Every answer has the version and the security headers, once; every error is a problem."""
    for name, value in ALWAYS.items():
        assert answer.headers.get_list(name) == [value], name
    if answer.status_code >= 400 and answer.request.method != "HEAD":
        assert answer.headers["content-type"] == "application/problem+json"
        body = answer.json()
        assert body["status"] == answer.status_code
        assert body["type"] == f"urn:meedoen:probleem:{body['code']}"
        assert body["title"]
        assert body["detail"]
    return True


async def create(client: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    answer = await client.post(PAD, json=GOOD | changes, headers=key())
    assert is_complete(answer)
    return answer


class TestEveryAnswer:
    async def test_good_answers_have_the_headers(self, client: httpx.AsyncClient) -> None:
        made = await create(client)
        assert made.status_code == 201
        place = made.headers["location"]
        assert place == f"/v1{PAD}/{made.json()['id']}"
        for path in (PAD, PAD + "/" + made.json()["id"], "/openapi.json"):
            found = await client.get(path)
            assert found.status_code == 200
            assert is_complete(found)

    @pytest.mark.parametrize(
        "path",
        [
            "/nergens",
            "http://test/nergens",
            "http://test/v2/notities",
            PAD + "/",
            PAD + "/1",
            PAD + "/%2e%2e",
            PAD + f"/{NERGENS[:-1]}",
            PAD + f"/{NERGENS}/",
            PAD + f"/{NERGENS}",
        ],
    )
    async def test_what_is_not_there_is_404(self, client: httpx.AsyncClient, path: str) -> None:
        answer = await client.get(path)
        assert answer.status_code == 404
        assert is_complete(answer)

    @pytest.mark.parametrize(
        ("method", "path", "allow"),
        [
            ("DELETE", PAD, "GET, HEAD, POST"),
            ("DELETE", f"{PAD}/{NERGENS}", "GET, HEAD, PUT"),
            ("GET", f"{PAD}/{NERGENS}/_wijzig", "POST"),
            ("GET", PAD + "/_toets", "POST"),
            ("HEAD", PAD + "/_toets", "POST"),
            ("OPTIONS", PAD, "GET, HEAD, POST"),
            ("TRACE", PAD, "GET, HEAD, POST"),
        ],
    )
    async def test_405_names_every_method_there_is_once(
        self, client: httpx.AsyncClient, method: str, path: str, allow: str
    ) -> None:
        answer = await client.request(method, path)
        assert answer.status_code == 405
        assert answer.headers.get_list("allow") == [allow]
        assert is_complete(answer)

    async def test_a_change_with_a_key_happens_once(self, client: httpx.AsyncClient) -> None:
        made = (await create(client)).json()
        path, headers = f"{PAD}/{made['id']}/_wijzig", key()
        first = await client.post(path, json=GOOD | {"tekst": "een"}, headers=headers)
        await client.post(path, json=GOOD | {"tekst": "twee"})
        again = await client.post(path, json=GOOD | {"tekst": "een"}, headers=headers)
        assert (again.status_code, again.content) == (200, first.content)
        assert again.headers["idempotent-replayed"] == "true"
        assert (await client.get(f"{PAD}/{made['id']}")).json()["tekst"] == "twee"
        other = await client.post(path, json=GOOD | {"tekst": "drie"}, headers=headers)
        assert other.status_code == 422

    async def test_an_unforeseen_error_is_500_and_tells_nothing(
        self, client: httpx.AsyncClient
    ) -> None:
        answer = await client.get("/stuk")
        assert (answer.status_code, answer.json()["code"]) == (500, "interne-fout")
        assert is_complete(answer)
        assert "geheim" not in answer.text
        assert (await client.get(PAD)).status_code == 200

    @pytest.mark.parametrize("path", [PAD, "/nergens", "/stuk", "/openapi.json"])
    async def test_head_mirrors_get_without_a_body(
        self, client: httpx.AsyncClient, path: str
    ) -> None:
        got, head = await client.get(path), await client.head(path)
        assert head.status_code == got.status_code
        assert head.headers == got.headers
        assert head.content == b""


async def _told(
    balie: ServiceUnderTest, method: str, received: Message, *headers: tuple[bytes, bytes]
) -> list[Message]:
    """What the application itself says to one message, of which httpx would show less."""
    sent: list[Message] = []

    async def receive() -> Message:
        return received

    async def send(said: Message) -> None:
        sent.append(said)

    scope = {
        "type": "http",
        "method": method,
        "path": "/v1" + PAD,
        "raw_path": b"/v1" + PAD.encode(),
        "query_string": b"",
        "headers": headers,
    }
    await build_app(BALIE, balie.runtime)(scope, receive, send)
    return sent


async def test_an_answer_to_head_sends_no_byte_of_a_body(balie: ServiceUnderTest) -> None:
    # httpx drops such a body itself, so the application is asked directly
    sent = await _told(balie, "HEAD", {"type": "http.request", "body": b"", "more_body": False})
    assert sent[0]["status"] == 200
    assert b"".join(said.get("body", b"") for said in sent) == b""


async def test_who_hangs_up_while_he_sends_is_no_error_of_ours(balie: ServiceUnderTest) -> None:
    headers = ((b"content-type", b"application/json"), (b"idempotency-key", b"k"))
    with capture_logs() as lines:
        sent = await _told(balie, "POST", {"type": "http.disconnect"}, *headers)
    assert (sent, lines) == ([], [])


REFUSED = {
    "no content type": Ask(415, "formaat-niet-ondersteund", headers=(("content-type", ""),)),
    "another content type": Ask(
        415, "formaat-niet-ondersteund", headers=(("content-type", "text/plain"),)
    ),
    "merge patch": Ask(
        415, "formaat-niet-ondersteund", headers=(("content-type", "application/merge-patch+json"),)
    ),
    "a packed body": Ask(415, "formaat-niet-ondersteund", headers=(("content-encoding", "gzip"),)),
    "an answer as XML": Ask(406, "niet-leverbaar", headers=(("accept", "application/xml"),)),
    "an answer as HTML": Ask(406, "niet-leverbaar", "GET", headers=(("accept", "text/html"),)),
    "a length above the limit": Ask(413, "te-groot", headers=(("content-length", "1000001"),)),
    "a length of 30 digits": Ask(413, "te-groot", headers=(("content-length", "9" * 30),)),
    "a length that is none": Ask(400, "ongeldig", headers=(("content-length", "-1"),)),
    "an unknown parameter": Ask(400, "ongeldig", "GET", PAD + "?kleur=rood"),
    "an unknown parameter at a POST": Ask(400, "ongeldig", "POST", PAD + "?kleur=rood"),
    "a repeated parameter": Ask(400, "ongeldig", "GET", PAD + "?page=1&page=1"),
    "page 0": Ask(400, "ongeldig", "GET", PAD + "?page=0"),
    "page 10^30": Ask(400, "ongeldig", "GET", PAD + "?page=1" + "0" * 30),
    "page of 5000 digits": Ask(400, "ongeldig", "GET", PAD + "?page=" + "9" * 5000),
    "a page size of a thousand": Ask(400, "ongeldig", "GET", PAD + "?pageSize=1000"),
    "a page as a word": Ask(400, "ongeldig", "GET", PAD + "?page=een"),
    "a code with a space": Ask(400, "ongeldig", "GET", PAD + "?soort=a%20b"),
    "NUL in the path": Ask(400, "ongeldig", "GET", PAD + "/%00"),
    "a line end in the path": Ask(400, "ongeldig", "GET", PAD + "%0A"),
    "no UTF-8 in the path": Ask(400, "ongeldig", "GET", PAD + "/%ff"),
    "NUL in the query": Ask(400, "ongeldig", "GET", PAD + "?soort=%00"),
    "no UTF-8 in the query": Ask(400, "ongeldig", "GET", PAD + "?soort=%ff"),
    "a zero-width sign in the query": Ask(400, "ongeldig", "GET", PAD + "?soort=%E2%80%8B"),
    "no body": Ask(400, "ongeldig", content=b""),
    "no JSON": Ask(400, "ongeldig", content=b"{"),
    "a list": Ask(400, "ongeldig", content=b"[]"),
    "a null": Ask(400, "ongeldig", content=b"null"),
    "UTF-16": Ask(400, "ongeldig", content='{"tekst":"t"}'.encode("utf-16")),
    "a byte order mark": Ask(400, "ongeldig", content=b'\xef\xbb\xbf{"tekst":"t"}'),
    "NaN": Ask(400, "ongeldig", content=b'{"tekst":"t","bedragCenten":NaN}'),
    "Infinity": Ask(400, "ongeldig", content=b'{"tekst":"t","bedragCenten":Infinity}'),
    "1e999": Ask(400, "ongeldig", content=b'{"tekst":"t","bedragCenten":1e999}'),
    "a lone surrogate": Ask(400, "ongeldig", content=b'{"tekst":"\\ud800"}'),
    "nested a thousand deep": Ask(400, "ongeldig", content=b"[" * 5000 + b"]" * 5000),
    "a scope of another service": Ask(403, "niet-toegestaan", "GET", "/archief"),
    "another gemeente": Ask(
        403, "gemeente-niet-toegestaan", content=b'{"tekst":"t","gemeente":"GM0001"}'
    ),
    "no gemeente where there are two": Ask(409, "gemeente-ontbreekt", content=b'{"tekst":"t"}'),
    "an unknown id": Ask(404, "onbekende-notitie", "POST", f"{PAD}/{uuid4()}/_wijzig"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_a_request_that_is_refused_changes_nothing(
    balie: ServiceUnderTest, case: str
) -> None:
    ask = REFUSED[case]
    headers = {"content-type": "application/json", **key(), **dict(ask.headers)}
    sent = {} if ask.method == "GET" else {"content": ask.content}
    answer = await balie.client.request(ask.method, ask.path, headers=headers, **sent)
    assert (answer.status_code, answer.json()["code"]) == (ask.status, ask.code)
    assert is_complete(answer)
    for table in (Notitie, outbox, idempotentie):
        assert await rows(balie.database, table) == []


FAULTY: dict[str, tuple[str, Any]] = {
    "NUL": ("tekst", "a\0b"),
    "a right-to-left override": ("tekst", "a\u202eb"),
    "only spaces": ("tekst", "  "),
    "only a zero-width sign": ("tekst", "\u200b"),
    "too long": ("tekst", "x" * 81),
    "a number for a text": ("tekst", 5),
    "null for a text": ("tekst", None),
    "null for what may be left out": ("bedragCenten", None),
    "true for a number": ("bedragCenten", True),
    "a text for a number": ("bedragCenten", "5"),
    "half a cent": ("bedragCenten", 0.5),
    "nothing": ("bedragCenten", 0),
    "less than nothing": ("bedragCenten", -1),
    "2^63": ("bedragCenten", 2**63),
    "2^64": ("bedragCenten", 2**64),
    "5000 digits": ("bedragCenten", 10**4000),
    "a day that is none": ("datum", "2026-02-30"),
    "a number for a day": ("datum", 0),
    "a moment for a day": ("datum", "2026-02-03T00:00:00Z"),
    "the year 1": ("datum", "0001-01-01"),
    "the year 9999": ("datum", "9999-12-31"),
    "a week for a day": ("datum", "2026-W01-1"),
    "a gemeente in small letters": ("gemeente", "gm0090"),
    "a gemeente with a line end": ("gemeente", "GM0090\n"),
    "an unknown field": ("kleur", "rood"),
    "the name of Python": ("bedrag_centen_", 1),
}


@pytest.mark.parametrize("case", FAULTY)
async def test_a_field_that_can_never_be_right_is_400_and_is_named(
    balie: ServiceUnderTest, case: str
) -> None:
    field, value = FAULTY[case]
    content = json.dumps(GOOD | {field: value}) if case != "5000 digits" else _long_number()
    headers = {"content-type": "application/json", **key()}
    answer = await balie.client.post(PAD, content=content, headers=headers)
    assert answer.status_code == 400
    assert is_complete(answer)
    named = [fault["name"] for fault in answer.json().get("invalidParams", [])]
    # a number that no reader takes is no JSON: there is no field to name then
    assert named == [field] or (case in ("5000 digits", "2^64") and named == [])
    assert await rows(balie.database, Notitie) == []


def _long_number() -> str:
    return '{"tekst":"t","bedragCenten":' + "9" * 5000 + "}"


class TestInput:
    async def test_all_faults_come_at_once(self, client: httpx.AsyncClient) -> None:
        body = {"tekst": "", "bedragCenten": "x", "datum": "x", "kleur": 1}
        answer = await client.post(PAD, json=body)
        assert answer.status_code == 400
        assert is_complete(answer)
        named = {fault["name"] for fault in answer.json()["invalidParams"]}
        assert named == {"tekst", "bedragCenten", "datum", "kleur", "Idempotency-Key"}

    async def test_all_faults_of_a_query_come_at_once(self, client: httpx.AsyncClient) -> None:
        answer = await client.get(PAD + "?page=0&pageSize=x&kleur=1&soort=a&soort=b")
        named = {fault["name"] for fault in answer.json()["invalidParams"]}
        assert named == {"page", "pageSize", "kleur", "soort"}

    @pytest.mark.parametrize("secret", ["123456782", "Jansen", "jan@voorbeeld.nl"])
    async def test_an_error_never_repeats_what_was_sent(
        self, client: httpx.AsyncClient, secret: str
    ) -> None:
        bad = {"tekst": secret * 20, "bedragCenten": secret, "datum": secret, "gemeente": secret}
        answers = [
            await client.post(PAD, json=bad, headers=key()),
            await client.post(PAD, json=[secret], headers=key()),
            await client.post(PAD, content=f'{{"a":{secret}', headers=_json() | key()),
            await client.post(PAD, json=GOOD, headers=key(f"{secret} x")),
            await client.get(f"{PAD}?page={secret}x&soort={secret}%20"),
            await client.get(f"{PAD}/{secret}"),
        ]
        for answer in answers:
            assert answer.status_code in (400, 404)
            assert secret not in answer.text

    async def test_a_whole_number_may_be_written_with_a_point(
        self, client: httpx.AsyncClient
    ) -> None:
        assert (await create(client, bedragCenten=5.0)).status_code == 201

    async def test_text_is_trimmed_and_normalised(self, client: httpx.AsyncClient) -> None:
        made = await create(client, tekst="  cafe\u0301 ")
        assert made.json()["tekst"] == "caf\u00e9"

    async def test_json_with_a_charset_is_json(self, client: httpx.AsyncClient) -> None:
        headers = {"content-type": "Application/JSON; charset=utf-8", "accept": "text/html, */*"}
        answer = await client.post(PAD, content=json.dumps(GOOD), headers=headers | key())
        assert answer.status_code == 201

    async def test_a_body_that_grows_too_large_on_the_way_is_413(
        self, client: httpx.AsyncClient
    ) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(MEEST_BYTES // 50_000 + 1):
                yield b" " * 50_000

        answer = await client.post(PAD, content=chunks(), headers=_json() | key())
        assert answer.status_code == 413
        assert is_complete(answer)

    async def test_a_body_of_the_greatest_size_is_read(self, client: httpx.AsyncClient) -> None:
        body = json.dumps(GOOD).encode()
        body += b" " * (MEEST_BYTES - len(body))
        answer = await client.post(PAD, content=body, headers=_json() | key())
        assert answer.status_code == 201

    async def test_a_rule_in_the_way_is_409_with_the_rule(self, client: httpx.AsyncClient) -> None:
        answer = await create(client, tekst=MOEILIJK)
        assert (answer.status_code, answer.json()["code"]) == (409, "te-moeilijk")
        wanted = {"id": "S-091", "bron": "Plan, par. 6.4", "parameter": "250000"}
        assert answer.json()["regels"] == [wanted]

    async def test_a_check_answers_200_and_stores_nothing(self, balie: ServiceUnderTest) -> None:
        answer = await balie.client.post(PAD + "/_toets", json=GOOD)
        assert (answer.status_code, answer.json()) == (200, {"mag": True})
        assert await rows(balie.database, Notitie) == []


def _json() -> dict[str, str]:
    return {"content-type": "application/json"}


class TestOrder:
    """What is looked at first (decision 21)."""

    async def test_the_url_goes_before_the_size_and_the_size_before_the_path(
        self, client: httpx.AsyncClient
    ) -> None:
        big = {"content-length": "9999999"}
        assert (await client.post("/%00", headers=big)).status_code == 400
        assert (await client.post("/nergens", headers=big)).status_code == 413
        assert (await client.delete(PAD, headers={"accept": "text/html"})).status_code == 405

    async def test_the_media_type_goes_before_the_scope_and_the_scope_before_the_input(
        self, client: httpx.AsyncClient
    ) -> None:
        html = {"accept": "text/html"}
        assert (await client.get("/archief?kleur=rood", headers=html)).status_code == 406
        assert (await client.get("/archief?kleur=rood")).status_code == 403

    async def test_the_input_goes_before_the_gemeente_and_the_id(
        self, client: httpx.AsyncClient
    ) -> None:
        path = f"{PAD}/{uuid4()}/_wijzig"
        assert (await client.post(path, json={"kleur": 1})).status_code == 400
        bad = GOOD | {"gemeente": "GM0001", "datum": "x"}
        assert (await client.post(PAD, json=bad, headers=key())).status_code == 400


class TestRights:
    @pytest.fixture(autouse=True)
    def _a_client_of_one_gemeente(self, balie: ServiceUnderTest) -> None:
        scopes = frozenset({"intake.lezen"})
        assert isinstance(balie.runtime.deur, VasteDeur)
        balie.runtime.deur.caller = Caller("smal", frozenset({SMALLINGERLAND}), scopes)

    async def test_reading_needs_its_own_scope_and_writing_another(
        self, balie: ServiceUnderTest
    ) -> None:
        assert (await balie.client.get(PAD)).status_code == 200
        assert (await balie.client.post(PAD + "/_toets", json=GOOD)).status_code == 200
        refused = await balie.client.post(PAD, json=GOOD, headers=key())
        assert (refused.status_code, refused.json()["code"]) == (403, "niet-toegestaan")
        assert is_complete(refused)

    async def test_rows_of_another_gemeente_do_not_exist(self, balie: ServiceUnderTest) -> None:
        id_ = uuid4()
        async with balie.uow(SYSTEEM) as tx:
            tx.session.add(Notitie(id=id_, gemeente=WESTSTELLINGWERF, tekst="daar"))
        listed = (await balie.client.get(PAD)).json()
        assert (listed["count"], listed["results"]) == (0, [])
        assert (await balie.client.get(f"{PAD}/{id_}")).status_code == 404


class TestIdempotency:
    async def test_a_repeat_gets_the_same_answer_and_has_no_effect(
        self, balie: ServiceUnderTest
    ) -> None:
        headers = key()
        first, second = [await balie.client.post(PAD, json=GOOD, headers=headers) for _ in "12"]
        assert (second.status_code, second.content) == (201, first.content)
        assert second.headers["location"] == first.headers["location"]
        assert "idempotent-replayed" not in first.headers
        assert second.headers["idempotent-replayed"] == "true"
        assert (
            len(await rows(balie.database, Notitie)) == len(await rows(balie.database, outbox)) == 1
        )

    async def test_20_at_once_have_one_effect(self, balie: ServiceUnderTest) -> None:
        headers = key()
        posts = (balie.client.post(PAD, json=GOOD, headers=headers) for _ in range(20))
        answers = await asyncio.gather(*posts)
        assert {(a.status_code, a.content) for a in answers} == {(201, answers[0].content)}
        assert len(await rows(balie.database, Notitie)) == 1

    async def test_the_key_of_another_request_is_422(self, balie: ServiceUnderTest) -> None:
        headers = key()
        await balie.client.post(PAD, json=GOOD, headers=headers)
        again = await balie.client.post(PAD, json=GOOD | {"tekst": "u"}, headers=headers)
        assert (again.status_code, again.json()["code"]) == (422, "idempotency-key-hergebruikt")
        assert is_complete(again)
        assert len(await rows(balie.database, Notitie)) == 1

    async def test_a_refusal_does_not_use_up_the_key(self, balie: ServiceUnderTest) -> None:
        headers = key()
        hard = await balie.client.post(PAD, json=GOOD | {"tekst": MOEILIJK}, headers=headers)
        assert hard.status_code == 409
        assert (await balie.client.post(PAD, json=GOOD, headers=headers)).status_code == 201

    @pytest.mark.parametrize("bad", ["", "x" * 256, "met spatie", "\u00e9"])
    async def test_a_key_of_another_form_is_400(self, client: httpx.AsyncClient, bad: str) -> None:
        sent = [(b"Idempotency-Key", bad.encode())]
        answer = await client.post(PAD, json=GOOD, headers=sent)
        assert answer.status_code == 400
        assert [f["name"] for f in answer.json()["invalidParams"]] == ["Idempotency-Key"]


class TestPreferWait:
    async def test_the_outcome_is_waited_for(self, balie: ServiceUnderTest) -> None:
        async def decide() -> None:
            while not await rows(balie.database, Notitie):
                await asyncio.sleep(0.01)
            async with balie.uow(SYSTEEM) as tx:
                await tx.session.execute(update(Notitie).values(tekst="besloten"))

        headers = key() | {"Prefer": "respond-async, wait=30"}
        answer, _ = await asyncio.gather(
            balie.client.post(PAD, json=GOOD, headers=headers), decide()
        )
        assert (answer.status_code, answer.json()["tekst"]) == (201, "besloten")
        assert answer.headers["preference-applied"] == "wait=5"
        assert is_complete(answer)

    async def test_without_an_outcome_in_time_it_is_the_stored_answer(
        self, client: httpx.AsyncClient
    ) -> None:
        answer = await client.post(PAD, json=GOOD, headers=key() | {"Prefer": "wait=1"})
        assert (answer.status_code, answer.json()["tekst"]) == (201, "t")
        assert "preference-applied" not in answer.headers

    @pytest.mark.parametrize(
        "prefer", ["", "wait", "wait=x", "wait=-1", "wait=0", "return=minimal"]
    )
    async def test_another_preference_is_ignored(
        self, client: httpx.AsyncClient, prefer: str
    ) -> None:
        # one that counted would be waited for for five seconds
        async with asyncio.timeout(4):
            answer = await client.post(PAD, json=GOOD, headers=key() | {"Prefer": prefer})
        assert (answer.status_code, answer.json()["tekst"]) == (201, "t")


class TestPages:
    async def test_a_list_links_to_its_other_pages(self, client: httpx.AsyncClient) -> None:
        for _ in range(5):
            await create(client)
        middle = await client.get(PAD + "?page=2&pageSize=2")
        body = middle.json()
        assert (body["count"], len(body["results"])) == (5, 2)
        assert {rel: link["url"] for rel, link in middle.links.items()} == {
            "first": f"/v1{PAD}?page=1&pageSize=2",
            "prev": f"/v1{PAD}?page=1&pageSize=2",
            "next": f"/v1{PAD}?page=3&pageSize=2",
            "last": f"/v1{PAD}?page=3&pageSize=2",
        }
        assert body["next"] == f"/v1{PAD}?page=3&pageSize=2"
        found = [
            row["id"]
            for page in (1, 2, 3)
            for row in (await client.get(f"{PAD}?page={page}&pageSize=2")).json()["results"]
        ]
        assert len(set(found)) == 5

    async def test_ends_of_a_list_and_pages_beyond_it(self, client: httpx.AsyncClient) -> None:
        empty = await client.get(PAD)
        assert empty.json() == {"count": 0, "results": []}
        assert set(empty.links) == {"first", "last"}
        beyond = await client.get(PAD + "?page=9")
        assert (beyond.status_code, beyond.json()["results"]) == (200, [])
        assert beyond.links["prev"]["url"] == f"/v1{PAD}?page=1&pageSize=25"


class TestAway:
    async def test_a_locked_database_is_503_with_retry_after(self, balie: ServiceUnderTest) -> None:
        async with balie.database.writer.connect() as connection:
            await connection.execute(text("pragma busy_timeout=50"))
        elsewhere = open_database(balie.database.url)
        async with elsewhere.writer.begin():
            answer = await balie.client.post(PAD, json=GOOD, headers=key())
        await elsewhere.close()
        assert is_busy(answer)
        assert (await create(balie.client)).status_code == 201

    async def test_a_database_file_that_cannot_be_opened_is_503(
        self, balie: ServiceUnderTest, tmp_path: Path
    ) -> None:
        (tmp_path / "intake.db").rename(tmp_path / "weg.db")
        assert is_busy(await balie.client.get(PAD))

    @pytest.mark.distributed
    async def test_a_server_that_is_down_is_503_until_it_is_back(
        self, on_postgres: httpx.AsyncClient, postgres: PostgresServer
    ) -> None:
        assert (await create(on_postgres)).status_code == 201
        await asyncio.to_thread(postgres.stop_immediate)
        try:
            assert is_busy(await on_postgres.get(PAD))
            assert is_busy(await on_postgres.post(PAD, json=GOOD, headers=key()))
        finally:
            await asyncio.to_thread(postgres.start)
        assert (await on_postgres.get(PAD)).json()["count"] == 1

    @pytest.fixture
    async def on_postgres(self, postgres_url: str) -> AsyncIterator[httpx.AsyncClient]:
        database = open_database(postgres_url)
        await make_tables(database)
        clock = FakeClock(MOMENT)
        uow = UnitOfWork("intake", database, clock)
        runtime = Runtime("intake", database, uow, clock, Clients({}), None, VasteDeur())
        transport = httpx.ASGITransport(build_app(BALIE, runtime), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test/v1") as client:
            yield client
        await database.close()

    @pytest.fixture
    def postgres_url(self, postgres: PostgresServer) -> Iterator[str]:
        postgres.create_database("balie")
        yield postgres.url("balie")
        postgres.drop_database("balie")


def is_busy(answer: httpx.Response) -> bool:
    assert (answer.status_code, answer.json()["code"]) == (503, "tijdelijk-niet-beschikbaar")
    assert answer.headers["retry-after"] == "2"
    return is_complete(answer)
