"""The pages of the running suite: the walk from the budget to the rule, and every page looked at by axe."""

import os
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Stad
from tests.browser.test_pages import opened, violations
from tests.flow.suite import ROOT
from tests.flow.werk import PRB_POST

PICTURE: Final = ROOT / "docs/beeld/budget.png"
MEEST_BYTES: Final = 200_000
POST: Final = f"/budget/posten/{PRB_POST}?gemeente=GM0090&jaar=2023"
PAGES: Final = {
    "vandaag": "/monitor/",
    "vandaag-wacht": "/monitor/?gemeente=GM0098",
    "cijfers": "/monitor/indicatoren?gemeente=GM0090&jaar=2023",
    "cijfer": "/monitor/indicatoren/toekenningen-verleend?gemeente=GM0090&jaar=2023",
    "budget": "/budget/?gemeente=GM0090&jaar=2023",
    "budget-bijna-op": "/budget/?gemeente=GM0098&jaar=2026",
    "budget-leeg": "/budget/?gemeente=GM0090&jaar=2031",
    "budget-regel": "/budget/regels/X-01?gemeente=GM0090",
    "post": f"{POST}&mutatie=3",
    "post-leeg": "/budget/posten/buig?gemeente=GM0090",
    "verleend": "/trajecten/toekenningen/{verleend}",
    "aangehouden": "/trajecten/toekenningen/{aangehouden}",
    "regel": "/trajecten/regels/S-091?gemeente=GM0090",
    "personen": "/trajecten/personen",
    "werkgevers": "/werkgevers/?gemeente=GM0098&jaar=2026",
    "werkgevers-leeg": "/werkgevers/?gemeente=GM0090&jaar=2023",
    "persoon": "/trajecten/personen/{persoon}",
}


def address(stad: Stad, name: str) -> str:
    """Where a page is."""
    path = PAGES[name].format(
        verleend=stad.verleend, aangehouden=stad.aangehouden, persoon=stad.persoon
    )
    return f"{stad.url}{path}"


@pytest.mark.parametrize("scripts", [True, False], ids=["javascript", "no-javascript"])
def test_the_walk_from_the_budget_to_the_rule(browser: Browser, stad: Stad, scripts: bool) -> None:
    with opened(browser, stad.url, java_script_enabled=scripts) as page:
        assert page.url == f"{stad.url}/monitor/"
        page.get_by_role("link", name="Budget", exact=True).click()
        page.select_option("select[name=jaar]", "2023")
        page.get_by_role("button", name="Toon stand").click()
        assert page.locator("h1").inner_text() == "Budget 2023"
        page.get_by_role("link", name="Werktrajecten").click()
        assert page.locator(".mo-cijfer").all_inner_texts()[2].endswith("10.000")
        page.get_by_role("link", name="Verplichting 2", exact=True).click()
        assert page.locator(".mo-detail").get_by_text("sluit aan op de vorige boeking").is_visible()
        page.get_by_role("link", name="bekijk de toetsing").click()
        assert page.get_by_text("Deze toekenning is verleend").is_visible()
        page.get_by_role("row", name="Het bedrag blijft").get_by_role("link").click()
        assert page.locator("h1").inner_text() == "Regel S-091"
        assert page.get_by_role("cell", name="€ 2.500,00").is_visible()
        assert page.get_by_text("Focus op Werk 2020-2024, par. 6.4").is_visible()


def test_the_finding_shows_its_three_amounts(browser: Browser, stad: Stad) -> None:
    with opened(browser, address(stad, "budget")) as page:
        melding = page.locator(".mo-melding").filter(has_text="Bevinding X-01")
        assert melding.locator(".mo-som dd").all_inner_texts() == [
            "14.664.000,00",
            "14.504.000,00",
            "−160.000,00",
        ]
        assert not page.get_by_role("cell", name="14.184.000,00").is_visible()
        page.get_by_text("Toon de 4 jaren").click()
        assert page.get_by_role("cell", name="14.184.000,00").is_visible()


def test_the_rows_of_the_posts_add_up_to_their_total(browser: Browser, stad: Stad) -> None:
    with opened(browser, address(stad, "budget")) as page:
        rows = page.get_by_role("table", name="Posten").locator("tbody tr")
        amounts = [
            [_centen(text) for text in row.locator("td.mo-getal").all_inner_texts()]
            for row in rows.all()
        ]
        *posten, totaal = amounts
        assert len(posten) == 9
        assert [sum(column) for column in zip(*posten, strict=True)] == totaal
        assert all(b - g - v == vrij for b, g, v, vrij in amounts)


def test_what_is_held_waits_on_the_page_of_today(browser: Browser, stad: Stad) -> None:
    with opened(browser, address(stad, "vandaag-wacht")) as page:
        assert page.get_by_text("Eén besluit wacht op de budgethouder.").is_visible()
        page.get_by_role("link", name=f"Toekenning {stad.aangehouden[-4:]}").click()
        assert page.get_by_text("Deze toekenning wacht op de budgethouder").is_visible()
        let_op = page.get_by_role("row", name="Er is genoeg geld op de post")
        assert let_op.get_by_text("niet te bepalen").is_visible()
        let_op.get_by_role("link").click()
        assert page.locator("h1").inner_text().startswith("Regel W-")


def test_a_figure_leads_to_its_events_and_to_the_toekenning(browser: Browser, stad: Stad) -> None:
    with opened(browser, address(stad, "cijfers")) as page:
        row = page.get_by_role("row").filter(has_text="Toekenningen verleend")
        assert row.locator("td.mo-uitkomst").inner_text() == "4"
        row.get_by_role("link").click()
        assert page.locator("h1").inner_text() == "Toekenningen verleend 2023"
        assert page.get_by_role("table", name="Gebeurtenissen").locator("tbody tr").count() == 4
        page.get_by_role("link", name=f"Toekenning {stad.verleend[-4:]}").click()
        assert page.url == address(stad, "verleend")


def test_a_persons_timeline_leads_to_the_toekenning(browser: Browser, stad: Stad) -> None:
    with opened(browser, f"{stad.url}/trajecten/personen") as page:
        page.get_by_role("link", name=f"Persoon {stad.persoon[-4:]}").click()
        assert page.get_by_text("Diagnose: afstand kort, trede 4").is_visible()
        assert page.get_by_text("Plan van aanpak vastgesteld").is_visible()
        assert page.get_by_text("reguliere baan, 22,5 uur per week").is_visible()
        assert page.get_by_text("Werk geëindigd (einde contract)").is_visible()
        page.get_by_role("link", name="Toekenning en toetsing").click()
        assert page.url == address(stad, "verleend")


def test_the_employers_count_against_the_goal_of_the_plan(browser: Browser, stad: Stad) -> None:
    with opened(browser, address(stad, "werkgevers"), java_script_enabled=False) as page:
        assert page.get_by_text("Nog 9 nieuwe werkgevers tot het doel van 10").is_visible()
        table = page.get_by_role("table", name="Nieuwe werkgevers")
        assert table.get_by_role("row", name="Bakkerij De Stelling").is_visible()
        assert table.get_by_text("W-057").is_visible()
        row = page.get_by_role("row", name="Medewerker broodlijn")
        assert row.get_by_text("leerbaan").is_visible()
        assert row.get_by_text("vanaf 16").is_visible()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_no_violations_and_nothing_off_the_side(
    browser: Browser, stad: Stad, shots: Path, name: str, scheme: str, width: int
) -> None:
    with opened(browser, address(stad, name), width, color_scheme=scheme) as page:
        page.screenshot(path=shots / f"suite-{name}-{width}-{scheme}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert violations(page) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_art_15_from_a_person_to_all_that_is_kept_of_him(
    browser: Browser, stad: Stad, shots: Path, width: int
) -> None:
    wie = "privacymedewerker-beide"
    with opened(browser, address(stad, "persoon"), width, gebruiker=wie) as page:
        page.get_by_role("link", name="Inzage voor deze persoon").click()
        assert page.locator("h1").inner_text() == "Inzage"
        for dienst in ("intake", "trajecten", "budget", "monitor"):
            assert page.get_by_role("heading", name=f"Bewaard bij {dienst}").is_visible()
        assert page.get_by_text("Dit overzicht is niet volledig").count() == 0
        page.screenshot(path=shots / f"suite-inzage-{width}-light.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert violations(page) == []


def test_the_demo_users_to_choose_from_are_a_page_like_the_others(
    browser: Browser, stad: Stad, shots: Path
) -> None:
    with opened(browser, f"{stad.url}/monitor/afmelden") as page:
        assert page.get_by_text("U bent afgemeld").is_visible()
        page.get_by_role("link", name="Opnieuw aanmelden").click()
        page.screenshot(path=shots / "gebruikers.png", full_page=True)
        assert violations(page) == []
        page.get_by_role("link", name="consulent-smallingerland").click()
        assert page.url == f"{stad.url}/monitor/"
        page.get_by_role("link", name="Afmelden").click()
        page.get_by_role("button", name="Meld af").click()
        assert page.get_by_text("U bent afgemeld").is_visible()


def test_the_picture_of_the_readme(browser: Browser, stad: Stad, shots: Path) -> None:
    """`make beeld URL=…` makes it again, of a suite in which more has happened."""
    source = os.environ.get("MEEDOEN_BEELD", "")
    path = PICTURE if source else shots / "budget.png"
    url = f"{source or stad.url}/budget/?gemeente=GM0090&jaar=2023"
    with opened(browser, url, 1024) as page:
        table = page.get_by_role("table", name="Posten").bounding_box()
        assert table is not None
        height = table["y"] + table["height"] + 24
        page.set_viewport_size({"width": 1024, "height": int(height)})
        page.screenshot(path=path)
    assert 20_000 < path.stat().st_size < MEEST_BYTES


def _centen(text: str) -> int:
    return int(text.replace(".", "").replace(",", "").replace("−", "-"))
