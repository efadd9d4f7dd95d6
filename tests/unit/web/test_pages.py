"""Headers, blocks for htmx, errors and static files, without a browser."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from shared.web.pages import CSP, STATIC, environment, version
from tests.browser.gallery import PAGES, app

PARTIAL = {"hx-request": "true", "hx-request-type": "partial"}
HTML = {"accept": "text/html"}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/budget") as made:
        yield made


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_and_its_headers(client: httpx.AsyncClient, page: str) -> None:
    answer = await client.get(f"/{page}", headers=HTML)
    assert answer.status_code == 200
    assert answer.headers.get_list("content-security-policy") == [CSP]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("page", PAGES)
async def test_nothing_inline_and_nothing_from_elsewhere(
    client: httpx.AsyncClient, page: str
) -> None:
    text = (await client.get(f"/{page}")).text
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|//[a-z]", text)
    assert re.findall(r"<script([^>]*)>([^<]*)</script>", text)[0][1] == ""
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert sorted(ids) == sorted(set(ids))


async def test_every_file_that_a_page_names_is_there(client: httpx.AsyncClient) -> None:
    text = (await client.get("/budget")).text
    files = re.findall(r'(?:href|src)="/budget(/statisch/[^"]+)"', text)
    assert len(files) == 8
    for file in files:
        answer = await client.get(file)
        assert answer.status_code == 200, file
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_a_file_of_another_version_is_not_kept(client: httpx.AsyncClient) -> None:
    answer = await client.get("/statisch/000000000000/meedoen.css")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert (await client.get(f"/statisch/{version()}/../pages.py")).status_code == 404
    assert (await client.get(f"/statisch/{version()}/niets.css")).status_code == 404


async def test_htmx_gets_only_its_block(client: httpx.AsyncClient) -> None:
    headers = PARTIAL | {"hx-target": "div#mutaties"}
    part = (await client.get("/post?soort=Factuur", headers=headers)).text
    whole = (await client.get("/post?soort=Factuur")).text
    assert part.lstrip().startswith('<div id="mutaties">')
    assert part.strip() in whole


@pytest.mark.parametrize(
    "headers",
    [
        {"hx-target": "div#titel-van-niets"},
        {"hx-target": "div#mutaties", "hx-request-type": "full"},
        {"hx-target": "div#mutaties", "hx-history-restore-request": "true"},
        {"hx-target": "mutaties"},
    ],
)
async def test_otherwise_htmx_gets_the_page(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await client.get("/post", headers=PARTIAL | headers)
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize("path", ["/weg", "/nergens"])
async def test_an_error_is_a_page_or_a_problem(client: httpx.AsyncClient, path: str) -> None:
    page = await client.get(path, headers=HTML)
    assert page.status_code == 404
    assert page.headers["content-security-policy"] == CSP
    assert "Kenmerk: niet-gevonden, 2\u00a0oktober 2023\u00a009:14" in page.text
    problem = await client.get(path, headers={"accept": "application/json"})
    assert problem.status_code == 404
    assert problem.json()["code"] == "niet-gevonden"


async def test_an_error_for_htmx_keeps_the_place(client: httpx.AsyncClient) -> None:
    answer = await client.get("/weg", headers=PARTIAL | {"hx-target": "div#mutaties"})
    assert answer.status_code == 404
    assert answer.text.startswith('<div id="mutaties">')
    assert "deze post bestaat niet" in answer.text


async def test_the_api_and_the_pages_live_beside_each_other(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/openapi.json")).json()["info"]["title"] == "Galerij"
    answer = await client.get("/v1/niets", headers=HTML)
    assert answer.headers["content-type"] == "application/problem+json"


def test_text_from_outside_is_escaped() -> None:
    made = environment().from_string("{{ c.naam(x) }}{{ c.link(x, x) }}{{ c.cel(x, x) }}")
    text = made.render(x='<b onclick="1">')
    assert "<b" not in text
    assert text.count("&lt;b onclick=&#34;1&#34;&gt;") == 5


def test_own_css_stays_small_and_names_only_tokens() -> None:
    css = (STATIC / "meedoen.css").read_text("utf-8")
    assert len(css.splitlines()) < 300
    assert re.findall(r"#[0-9a-f]{3,8}\b(?=[ ;])|rgb\(", css) == []
