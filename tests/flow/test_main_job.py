"""The main job: a voorziening is granted, an event travels, the right post of the begroting is debited."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import Any

import pytest

from tests.flow import invarianten
from tests.flow.client import Client, until
from tests.flow.settling import settle
from tests.flow.suite import Suite
from tests.flow.werk import (
    OPEN_HOUSE_BEGROOT,
    OPEN_HOUSE_POST,
    PRB_CENTEN,
    PRB_POST,
    SMALLINGERLAND,
    WESTSTELLINGWERF,
    Json,
    Werk,
    open_house,
    prb,
)

PLAATSEN = 20


@pytest.fixture(autouse=True)
def _sound_at_the_end(suite: Suite, client: Client) -> Iterator[None]:
    yield
    settle(suite)
    invarianten.check(suite)


def test_a_grant_debits_its_post_and_is_counted(werk: Werk) -> None:
    persoon = werk.deelnemer(SMALLINGERLAND)
    before = werk.uitputting(SMALLINGERLAND, PRB_POST, 2020)
    places = werk.uitputting(SMALLINGERLAND, "prb", 2020)["vrij"]
    counted = _counted(werk, SMALLINGERLAND, 2020)

    answer = werk.vraag(prb(persoon, 2020))
    asked = answer.json()
    assert (answer.status_code, asked["status"]) == (201, "aangevraagd")
    granted = werk.uitkomst(asked["id"])

    assert granted["status"] == "verleend"
    assert granted["trajectId"] == werk.traject(persoon)["id"]
    rules = {each["regel"] for each in granted["toetsing"]["uitkomsten"]}
    assert rules >= {"S-090", "S-091", "S-092"}
    assert _moved(before, werk.uitputting(SMALLINGERLAND, PRB_POST, 2020)) == PRB_CENTEN
    assert werk.uitputting(SMALLINGERLAND, "prb", 2020)["vrij"] == places - 1
    money, place = werk.mutaties(asked["id"])
    assert (money["post"], money["bedragCenten"], money["debet"]) == (
        PRB_POST,
        PRB_CENTEN,
        "verplicht",
    )
    assert (place["post"], place["plaatsen"], place["debet"]) == ("prb", 1, "verplicht")
    assert until(lambda: _counted(werk, SMALLINGERLAND, 2020) == counted + 1)
    behind = werk.client.get("monitor", "/indicatoren/toekenningen-verleend/gebeurtenissen")
    assert asked["id"] in {each["onderwerp"] for each in behind["results"]}


def test_prefer_wait_answers_with_the_outcome(werk: Werk) -> None:
    persoon = werk.deelnemer(SMALLINGERLAND)

    answer = werk.vraag(prb(persoon, 2020), prefer="wait=5")

    assert (answer.status_code, answer.json()["status"]) == (201, "verleend")


def test_S_091_the_21st_prb_of_a_year_is_refused_and_a_withdrawal_makes_room(werk: Werk) -> None:
    personen = werk.deelnemers(SMALLINGERLAND, PLAATSEN + 1)
    granted = werk.uitkomsten([werk.prb(persoon, 2021) for persoon in personen[:-1]])
    assert {each["status"] for each in granted} == {"verleend"}

    refused = werk.uitkomst(werk.prb(personen[-1], 2021))

    assert refused["status"] == "geweigerd"
    because = refused["antwoordBudget"]
    assert (because["regel"], because["reden"], because["beschikbaar"]) == ("S-091", "plafond", 0)
    assert because["bron"]
    assert werk.mutaties(refused["id"]) == []
    assert werk.uitputting(SMALLINGERLAND, "prb", 2021)["vrij"] == 0
    assert werk.uitputting(SMALLINGERLAND, PRB_POST, 2021)["verplichtCenten"] == 5_000_000

    withdrawn = werk.trek_in(granted[0]["id"], "2021-05-20")
    assert (withdrawn.status_code, withdrawn.json()["status"]) == (200, "ingetrokken")
    assert until(lambda: werk.uitputting(SMALLINGERLAND, "prb", 2021)["vrij"] == 1)
    assert werk.uitputting(SMALLINGERLAND, PRB_POST, 2021)["verplichtCenten"] == 4_750_000
    assert werk.uitkomst(werk.prb(personen[-1], 2021))["status"] == "verleend"


def test_two_requests_at_once_for_the_last_place_grant_one(werk: Werk) -> None:
    personen = werk.deelnemers(SMALLINGERLAND, PLAATSEN + 1)
    werk.uitkomsten([werk.prb(persoon, 2022) for persoon in personen[:-2]])
    assert werk.uitputting(SMALLINGERLAND, "prb", 2022)["vrij"] == 1

    with ThreadPoolExecutor(2) as desks:
        last = list(desks.map(werk.prb, personen[-2:], repeat(2022)))

    assert sorted(each["status"] for each in werk.uitkomsten(last)) == ["geweigerd", "verleend"]
    assert werk.uitputting(SMALLINGERLAND, "prb", 2022)["vrij"] == 0


def test_W_071_open_house_debits_the_purchase_of_reintegration(werk: Werk) -> None:
    persoon = werk.deelnemer(WESTSTELLINGWERF)
    before = werk.uitputting(WESTSTELLINGWERF, OPEN_HOUSE_POST, 2026)

    granted = werk.uitkomst(werk.open_house(persoon, 2026, 412_500))

    assert granted["status"] == "verleend"
    assert _moved(before, werk.uitputting(WESTSTELLINGWERF, OPEN_HOUSE_POST, 2026)) == 412_500
    [money] = werk.mutaties(granted["id"])
    assert (money["post"], money["jaar"]) == (OPEN_HOUSE_POST, 2026)


def test_W_017_a_product_of_another_profile_is_refused(werk: Werk) -> None:
    persoon = werk.deelnemer(WESTSTELLINGWERF)

    answer = werk.vraag({**open_house(persoon, 2026, 412_500), "product": "oh-p4"})

    _assert_problem(answer.status_code, answer.json(), 409, "W-017")


def test_over_budget_waits_for_the_budgethouder(werk: Werk) -> None:
    persoon, other = werk.deelnemers(WESTSTELLINGWERF, 2)
    held = werk.uitkomst(werk.open_house(persoon, 2025, OPEN_HOUSE_BEGROOT + 1_000))
    assert held["status"] == "aangehouden"
    assert held["antwoordBudget"]["beschikbaar"] == OPEN_HOUSE_BEGROOT
    assert werk.mutaties(held["id"]) == []

    decided = werk.besluit(held["id"], "vastleggen")

    assert decided["besluit"]["overschrijdingCenten"] == 1_000
    assert decided["besluit"]["door"]
    assert decided["besluit"]["reden"]
    assert werk.uitkomst(held["id"], na="aangehouden")["status"] == "verleend"
    used = werk.uitputting(WESTSTELLINGWERF, OPEN_HOUSE_POST, 2025)
    assert (used["beschikbaarCenten"], used["overschrijdingCenten"]) == (-1_000, 1_000)

    next_ = werk.uitkomst(werk.open_house(other, 2025, 1))
    assert next_["status"] == "aangehouden"
    werk.besluit(next_["id"], "weigeren")
    assert werk.uitkomst(next_["id"], na="aangehouden")["status"] == "geweigerd"
    assert werk.uitputting(WESTSTELLINGWERF, OPEN_HOUSE_POST, 2025) == used


def test_X_01_the_printed_totals_of_smallingerland_hide_what_the_lines_say(client: Client) -> None:
    found = client.get("budget", "/bevindingen", gemeente=SMALLINGERLAND, code="X-01")["results"]

    assert {
        each["jaar"]: (each["berekendCenten"], each["gedruktCenten"], each["verschilCenten"])
        for each in found
    } == {
        2020: (1_437_400_000, 1_418_400_000, -19_000_000),
        2021: (1_447_200_000, 1_429_200_000, -18_000_000),
        2022: (1_457_100_000, 1_440_100_000, -17_000_000),
        2023: (1_466_400_000, 1_450_400_000, -16_000_000),
    }
    assert client.get("budget", "/bevindingen", gemeente=WESTSTELLINGWERF)["count"] == 0


def test_W_072_the_lines_of_weststellingwerf_add_up(client: Client) -> None:
    posten = client.get("budget", "/posten", gemeente=WESTSTELLINGWERF)["results"]

    totals = dict.fromkeys(range(2025, 2029), 0)
    for each in (each for post in posten for each in post["begroting"]):
        totals[each["jaar"]] += each["begrootCenten"]
    assert totals == {2025: 54_355_900, 2026: 54_355_900, 2027: 48_275_900, 2028: 48_275_900}


def test_S_091_a_second_prb_for_the_same_person_is_refused_in_any_year(werk: Werk) -> None:
    persoon = werk.deelnemer(SMALLINGERLAND)
    assert werk.uitkomst(werk.prb(persoon, 2020))["status"] == "verleend"

    for jaar in (2020, 2023):
        answer = werk.vraag(prb(persoon, jaar))
        _assert_problem(answer.status_code, answer.json(), 409, "S-091")


@pytest.mark.parametrize(
    ("changed", "status", "rule"),
    [
        pytest.param({"gemeente": "GM0363"}, 403, None, id="unknown gemeente"),
        pytest.param({"product": "bestaat-niet"}, 409, None, id="unknown product"),
        pytest.param({"besluitdatum": "2019-12-31"}, 409, "S-001", id="before every rule"),
        pytest.param({"bedragCenten": 0}, 400, None, id="nothing"),
        pytest.param({"bedragCenten": -1}, 400, None, id="less than nothing"),
        pytest.param({"bedragCenten": 2500.5}, 400, None, id="part of a cent"),
        pytest.param({"bedragCenten": "250000"}, 400, None, id="text"),
        pytest.param({"bedragCenten": PRB_CENTEN + 1}, 409, "S-091", id="too much"),
        pytest.param({"feiten": {}}, 409, "S-090", id="facts unknown"),
        pytest.param({"kleur": "groen"}, 400, None, id="unknown field"),
    ],
)
def test_bad_input_is_named_and_leaves_nothing(
    werk: Werk, suite: Suite, changed: Json, status: int, rule: str | None
) -> None:
    persoon = werk.deelnemer(SMALLINGERLAND)
    settle(suite)
    before = invarianten.read(suite)

    answer = werk.vraag(prb(persoon, 2023, **changed))

    _assert_problem(answer.status_code, answer.json(), status, rule)
    assert answer.headers["content-type"] == "application/problem+json"
    settle(suite)
    after = invarianten.read(suite)
    assert after.toekenningen == before.toekenningen
    assert after.grootboek == before.grootboek
    assert after.events == before.events


def _moved(before: Json, after: Json) -> int:
    """How much more is committed, in cents; raises AssertionError when what is left does not follow."""
    moved: int = after["verplichtCenten"] - before["verplichtCenten"]
    assert after["beschikbaarCenten"] == before["beschikbaarCenten"] - moved
    return moved


def _counted(werk: Werk, gemeente: str, jaar: int) -> int:
    found: list[dict[str, Any]] = werk.client.get(
        "monitor", "/indicatoren", gemeente=gemeente, jaar=jaar
    )["results"]
    [figure] = [each for each in found if each["code"] == "toekenningen-verleend"]
    return int(figure["aantal"])


def _assert_problem(found: int, body: Json, status: int, rule: str | None) -> None:
    assert (found, body["status"]) == (status, status), body
    assert body["code"]
    if rule:
        assert rule in {each["id"] for each in body["regels"]}, body
        assert all(each["bron"] for each in body["regels"])
