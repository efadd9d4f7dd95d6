"""What a person meets on a page: contrast, reflow, the keyboard, paper, and a browser without JavaScript."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.gallery import PAGES

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GEBRUIKER = "budgethouder-beide"
FOCUSED = """() => {
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  return {name: e.innerText || e.name, href: e.getAttribute('href'), id: e.id, top: r.top, width: r.width,
          ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 3, body: e === document.body};
}"""


@contextmanager
def opened(
    browser: Browser, url: str, width: int = 1280, *, gebruiker: str = GEBRUIKER, **options: Any
) -> Iterator[Page]:
    """A page that has loaded; fails on any message that the browser writes, such as a blocked style.

    Where the suite asks who is there, this demo user logs in first.
    """
    said: list[str] = []
    viewport: ViewportSize = {"width": width, "height": 900}
    context = browser.new_context(viewport=viewport, locale="nl-NL", **options)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(url)
    if "/uitgever/" in page.url:
        page.get_by_role("link", name=gebruiker, exact=True).click()
        page.wait_for_url(_is_back)
    yield page
    context.close()
    assert said == []


def _is_back(url: str) -> bool:
    """Whether the browser has gone all the way round: past the issuer and the address that takes its code."""
    return "/uitgever/" not in url and "code=" not in url


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds on a page, or cannot decide: the rule and the element."""
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    assert found["passes"]
    # Contrast of text in SVG is not measured by axe: it is left incomplete.
    return [
        (rule["id"], node["html"][:160])
        for rule in [*found["violations"], *found["incomplete"]]
        for node in rule["nodes"]
        if not node["html"].startswith("<text")
    ]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_no_violations(
    browser: Browser, gallery_url: str, shots: Path, name: str, scheme: str, width: int
) -> None:
    with opened(browser, f"{gallery_url}/{name}", width, color_scheme=scheme) as page:
        page.screenshot(path=shots / f"{name or 'landing'}-{width}-{scheme}.png", full_page=True)
        assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_off_the_side(browser: Browser, gallery_url: str, name: str) -> None:
    with opened(browser, f"{gallery_url}/{name}") as page:
        wide = {}
        for width in (320, 360, 600, 767, 768, 900, 1023, 1024, 1100, 1440, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            wide[width] = page.evaluate("document.documentElement.scrollWidth")
        assert wide == {width: width for width in wide}


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_everything_with_a_visible_ring(
    browser: Browser, gallery_url: str, name: str
) -> None:
    with opened(browser, f"{gallery_url}/{name}") as page:
        stops = page.evaluate(
            "[...document.querySelectorAll('a[href], button, input, select, summary')]"
            ".filter(e => e.checkVisibility()).length"
        )
        walked = []
        for _ in range(stops):
            page.keyboard.press("Tab")
            walked.append(page.evaluate(FOCUSED))
        assert walked[0]["href"] == "#inhoud"
        assert walked[0]["top"] >= 0
        assert [stop for stop in walked if stop["body"] or not stop["ring"]] == []
        assert stops > 6


def test_the_skip_link_goes_to_the_content(browser: Browser, gallery_url: str) -> None:
    with opened(browser, f"{gallery_url}/budget") as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        first = page.evaluate("document.querySelector('main a').innerText")
        assert page.evaluate(FOCUSED)["name"] == first


@pytest.mark.parametrize("name", PAGES)
def test_the_same_without_javascript(browser: Browser, gallery_url: str, name: str) -> None:
    shots = []
    for scripts in (True, False):
        with opened(browser, f"{gallery_url}/{name}", java_script_enabled=scripts) as page:
            shots.append(page.screenshot(full_page=True))
    assert shots[0] == shots[1]


def test_a_filter_without_javascript_is_a_plain_get(browser: Browser, gallery_url: str) -> None:
    with opened(browser, f"{gallery_url}/post", java_script_enabled=False) as page:
        page.select_option("select[name=soort]", "Factuur")
        page.get_by_role("button", name="Filter").click()
        assert "soort=Factuur" in page.url
        assert page.locator("#mutaties tbody th").count() == 2
        assert page.locator("h1").count() == 1


def test_htmx_replaces_only_the_block(browser: Browser, gallery_url: str) -> None:
    with opened(browser, f"{gallery_url}/post") as page:
        page.evaluate("document.querySelector('h1').dataset.stays = 'yes'")
        page.select_option("select[name=soort]", "Factuur")
        with page.expect_response(lambda answer: "soort=Factuur" in answer.url) as heard:
            page.get_by_role("button", name="Filter").click()
        assert "<html" not in heard.value.text()
        page.wait_for_function("document.querySelectorAll('#mutaties tbody th').length === 2")
        assert page.locator("#mutaties").count() == 1
        assert page.locator("h1[data-stays]").count() == 1
        page.wait_for_url("**soort=Factuur**")


def test_paper_has_no_menu_and_shows_what_was_folded(browser: Browser, gallery_url: str) -> None:
    with opened(browser, f"{gallery_url}/budget", color_scheme="dark") as page:
        page.emulate_media(media="print")
        for part in (".mo-menu", ".mo-sla-over", ".mo-kruimels", "form", ".mo-knoplink"):
            assert not page.locator(part).first.is_visible(), part
        assert page.get_by_role("cell", name="14.184").is_visible()
        assert (
            page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        )
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_an_error_is_a_page_for_a_browser(browser: Browser, gallery_url: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    answer = page.goto(f"{gallery_url}/weg")
    assert answer is not None
    assert answer.status == 404
    assert page.get_by_role("alert").inner_text().strip().startswith("deze post")
    context.close()
