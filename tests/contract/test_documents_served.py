"""What a service says of itself: the document, for pages elsewhere too (CORS), and a page of it for people."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from deploy.services import SERVICES
from shared.auth import VasteDeur
from shared.clients import Clients
from shared.openapi import operations
from shared.runtime import Runtime
from shared.service import build_api, build_app
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.contract.balie import BALIE, PAD
from tests.contract.proef import MOMENT

ORIGIN = "https://portaal.example.nl"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Origin": ORIGIN}


@pytest.fixture
async def balie(tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(BALIE, tmp_path, FakeClock(MOMENT)) as under_test:
        yield under_test


@pytest.fixture
async def listed(balie: ServiceUnderTest) -> AsyncIterator[httpx.AsyncClient]:
    """The counter, with one origin on its list."""
    at = balie.runtime
    runtime = Runtime(
        "intake",
        at.database,
        at.uow,
        at.clock,
        Clients({}),
        None,
        VasteDeur(),
        origins=frozenset({ORIGIN}),
    )
    transport = httpx.ASGITransport(build_app(BALIE, runtime), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/v1") as client:
        yield client


class TestCors:
    async def test_every_page_may_read_the_document_and_nothing_else(
        self, balie: ServiceUnderTest
    ) -> None:
        for headers in ({}, {"Origin": ORIGIN}):
            document = await balie.client.get("/openapi.json", headers=headers)
            assert document.headers.get_list("access-control-allow-origin") == ["*"]
            other = await balie.client.get(PAD, headers=headers)
            assert "access-control-allow-origin" not in other.headers

    async def test_without_a_list_options_is_405(self, balie: ServiceUnderTest) -> None:
        answer = await balie.client.options(PAD, headers=PREFLIGHT)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")

    async def test_a_listed_origin_may_ask_and_see_our_headers(
        self, listed: httpx.AsyncClient
    ) -> None:
        before = await listed.options(PAD, headers=PREFLIGHT)
        assert before.status_code == 204
        assert "idempotency-key" in before.headers["access-control-allow-headers"]
        assert before.headers["api-version"] == "0.1.0"
        answer = await listed.get(PAD, headers={"Origin": ORIGIN})
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert answer.headers["vary"] == "origin"
        assert "link" in answer.headers["access-control-expose-headers"]
        wrong = await listed.get(PAD + "?kleur=rood", headers={"Origin": ORIGIN})
        assert (wrong.status_code, wrong.headers["access-control-allow-origin"]) == (400, ORIGIN)

    @pytest.mark.parametrize(
        "origin", ["null", "", ORIGIN + ".evil.example", "http://portaal.example.nl", "*"]
    )
    async def test_another_origin_is_nobody(self, listed: httpx.AsyncClient, origin: str) -> None:
        answer = await listed.options(PAD, headers=PREFLIGHT | {"Origin": origin})
        assert answer.status_code == 405
        read = await listed.get(PAD, headers={"Origin": origin})
        assert "access-control-allow-origin" not in read.headers

    async def test_options_that_is_no_preflight_is_405(self, listed: httpx.AsyncClient) -> None:
        assert (await listed.options(PAD, headers={"Origin": ORIGIN})).status_code == 405


@pytest.mark.parametrize("name", SERVICES)
async def test_the_page_shows_every_operation_and_loads_nothing_from_elsewhere(name: str) -> None:
    service, document = SERVICES[name], build_api(SERVICES[name]).openapi()
    transport = httpx.ASGITransport(build_api(service))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/docs")
    assert answer.status_code == 200
    for path, method, operation in operations(document):
        assert f'id="{operation["operationId"]}"' in answer.text
        assert f"{method.upper()} {path}" in answer.text
    loaded = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert [address for address in loaded if "//" in address] == []
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", answer.text)


async def test_the_files_of_the_page_are_there_and_it_is_outside_the_document(
    balie: ServiceUnderTest,
) -> None:
    page = await balie.client.get("/docs")
    files = re.findall(r'(?:href|src)="(/statisch/[^"]+)"', page.text)
    assert len(files) == 8
    for file in files:
        assert (await balie.client.get(f"http://test{file}")).status_code == 200
    assert "/docs" not in build_api(BALIE).openapi()["paths"]


async def test_the_line_of_curl_names_what_a_request_must_have(balie: ServiceUnderTest) -> None:
    page = (await balie.client.get("/docs")).text
    assert "curl -X POST http://test/v1/notities" in page
    assert "Idempotency-Key: $(uuidgen)" in page
    assert "If-Match: " in page
