"""Logging in at the provider, staying in, and logging out; what a hostile site or browser may try."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from deploy.doors import sandbox
from shared.auth import KOEKJE
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest

ADRES = "http://127.0.0.1:8000"
KIES = "budgethouder-beide"


@pytest.fixture
async def browser(monitor: ServiceUnderTest, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has been nowhere yet, at a monitor with a door and a provider."""
    eigen = sandbox(ADRES, tmp_path)
    monitor.runtime.aanmelding = eigen.login
    monitor.runtime.deur.bezoeker = eigen.door.bezoeker  # type: ignore[method-assign]
    transport = monitor.client._transport
    assert isinstance(transport, httpx.ASGITransport)
    suite = Starlette(routes=[Mount("/monitor", transport.app), Mount("/uitgever", eigen.issuer)])
    inside = httpx.ASGITransport(suite, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=inside, base_url=ADRES) as client:
        yield client
    await eigen.http.aclose()


async def _kies(browser: httpx.AsyncClient, begin: str) -> httpx.Response:
    """Follow to the provider, choose somebody, and give the answer to the code that comes back."""
    aan_de_deur = await browser.get(begin)
    assert aan_de_deur.status_code == 303
    gekozen = await browser.get(f"{aan_de_deur.headers['location']}&gebruiker={KIES}")
    assert gekozen.status_code == 303, gekozen.text
    return await browser.get(gekozen.headers["location"])


async def test_who_is_not_logged_in_goes_by_the_provider_back_to_the_page(
    browser: httpx.AsyncClient,
) -> None:
    first = await browser.get("/monitor/?gemeente=GM0098")
    assert first.status_code == 303
    assert first.headers["location"] == "/monitor/verlengen?naar=%2Fmonitor%2F%3Fgemeente%3DGM0098"
    again = await browser.get(first.headers["location"])
    assert again.headers["location"] == "/monitor/aanmelden?naar=%2Fmonitor%2F%3Fgemeente%3DGM0098"
    back = await _kies(browser, again.headers["location"])
    assert (back.status_code, back.headers["location"]) == (303, "/monitor/?gemeente=GM0098")
    page = await browser.get("/monitor/?gemeente=GM0098")
    assert page.status_code == 200
    assert "budgethouder" in page.text


async def test_cookies_are_out_of_reach_of_scripts_and_other_sites(
    browser: httpx.AsyncClient,
) -> None:
    back = await _kies(browser, "/monitor/aanmelden")
    gezet = back.headers.get_list("set-cookie")
    blijvend = [koekje for koekje in gezet if koekje.startswith("meedoen") and '=""' not in koekje]
    assert len(blijvend) == 2
    for koekje in blijvend:
        assert "HttpOnly" in koekje
        assert "SameSite=lax" in koekje
    token = browser.cookies[KOEKJE]
    assert token not in str(back.headers["location"])


async def test_a_cookie_that_is_over_is_renewed_without_the_provider(
    browser: httpx.AsyncClient,
) -> None:
    await _kies(browser, "/monitor/aanmelden")
    browser.cookies.delete(KOEKJE)
    renewed = await browser.get("/monitor/verlengen?naar=/budget/")
    assert (renewed.status_code, renewed.headers["location"]) == (303, "/budget/")
    assert KOEKJE in browser.cookies


async def test_a_session_ends_after_a_working_day(
    browser: httpx.AsyncClient, monitor: ServiceUnderTest
) -> None:
    await _kies(browser, "/monitor/aanmelden")
    assert isinstance(monitor.runtime.clock, FakeClock)
    monitor.runtime.clock.advance(timedelta(hours=9, minutes=1))
    ended = await browser.get("/monitor/verlengen?naar=/budget/")
    assert ended.headers["location"].startswith("/monitor/aanmelden?")


@pytest.mark.parametrize(
    "naar", ["https://elders.example.nl/", "//elders.example.nl", "/\\elders.example.nl", "x"]
)
async def test_nobody_is_sent_to_another_site(browser: httpx.AsyncClient, naar: str) -> None:
    await _kies(browser, "/monitor/aanmelden")
    answer = await browser.get("/monitor/verlengen", params={"naar": naar})
    assert answer.headers["location"] == "/monitor/"


async def test_an_answer_of_the_provider_for_another_browser_is_refused(
    browser: httpx.AsyncClient,
) -> None:
    begun = await browser.get("/monitor/aanmelden")
    gekozen = await browser.get(f"{begun.headers['location']}&gebruiker={KIES}")
    browser.cookies.clear()
    refused = await browser.get(gekozen.headers["location"])
    assert refused.status_code == 403
    assert not browser.cookies


async def test_a_code_serves_once(browser: httpx.AsyncClient) -> None:
    begun = await browser.get("/monitor/aanmelden")
    gekozen = await browser.get(f"{begun.headers['location']}&gebruiker={KIES}")
    assert (await browser.get(gekozen.headers["location"])).status_code == 303
    vraag = parse_qs(urlsplit(begun.headers["location"]).query)
    browser.cookies.set("meedoen-aanmelden", vraag["state"][0])
    assert (await browser.get(gekozen.headers["location"])).status_code == 403


async def test_logging_out_needs_the_token_of_the_form(browser: httpx.AsyncClient) -> None:
    await _kies(browser, "/monitor/aanmelden")
    forged = await browser.post("/monitor/afmelden", data={"csrf": "geraden"})
    assert forged.status_code == 403
    form = (await browser.get("/monitor/afmelden")).text
    csrf = form.split('name="csrf" value="')[1].split('"')[0]
    done = await browser.post("/monitor/afmelden", data={"csrf": csrf})
    assert done.status_code == 303
    assert KOEKJE not in browser.cookies
    assert "afgemeld" in (await browser.get("/monitor/afmelden")).text
    assert (await browser.get("/monitor/")).status_code == 303


async def test_the_keys_of_sessions_are_public_and_only_public(browser: httpx.AsyncClient) -> None:
    [key] = (await browser.get("/monitor/sleutels")).json()["keys"]
    assert key["kty"] == "EC"
    assert "d" not in key


async def test_without_a_provider_nobody_logs_in(monitor: ServiceUnderTest) -> None:
    answer = await monitor.client.get("http://test/aanmelden")
    assert (answer.status_code, answer.json()["code"]) == (404, "geen-aanmelding")
