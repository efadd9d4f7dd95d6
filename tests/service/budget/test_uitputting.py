"""What budget shows: posts, use, room, postings, findings; and starting twice."""

from datetime import date

import pytest
from sqlalchemy import text

from services.budget.grootboek.handlers import seed
from shared.tenancy import SYSTEEM
from shared.testing.service import ServiceUnderTest
from tests.service.budget.conftest import unsound
from tests.service.budget.events import aanvraag, everything, listed, prb


async def test_X_01_the_findings_name_sum_printed_total_and_difference(
    budget: ServiceUnderTest,
) -> None:
    found = await listed(budget, "/bevindingen", gemeente="GM0090", code="X-01")
    assert [
        (row["jaar"], row["berekendCenten"], row["gedruktCenten"], row["verschilCenten"])
        for row in found
    ] == [
        (2020, 1_437_400_000, 1_418_400_000, -19_000_000),
        (2021, 1_447_200_000, 1_429_200_000, -18_000_000),
        (2022, 1_457_100_000, 1_440_100_000, -17_000_000),
        (2023, 1_466_400_000, 1_450_400_000, -16_000_000),
    ]
    assert all("par. 8.1" in row["bron"] for row in found)
    assert await listed(budget, "/bevindingen", gemeente="GM0098") == []


async def test_S_141_W_072_the_books_open_with_the_lines_of_both_plans(
    budget: ServiceUnderTest,
) -> None:
    totals = {}
    for gemeente, jaren in (("GM0090", range(2020, 2024)), ("GM0098", range(2025, 2029))):
        for jaar in jaren:
            rows = await listed(
                budget, "/uitputting", gemeente=gemeente, jaar=jaar, eenheid="centen"
            )
            totals[jaar] = sum(row["begrootCenten"] for row in rows)
            assert totals[jaar] == sum(row["beschikbaarCenten"] for row in rows)
    assert totals == {
        2020: 1_437_400_000,
        2021: 1_447_200_000,
        2022: 1_457_100_000,
        2023: 1_466_400_000,
        2025: 54_355_900,
        2026: 54_355_900,
        2027: 48_275_900,
        2028: 48_275_900,
    }


async def test_posts_are_listed_per_gemeente_with_rule_source_and_years(
    budget: ServiceUnderTest,
) -> None:
    smallingerland = await listed(budget, "/posten", gemeente="GM0090")
    assert len(smallingerland) == 10
    plafonds = await listed(budget, "/posten", gemeente="GM0090", eenheid="plaatsen")
    assert "prb" in {post["code"] for post in plafonds}
    assert all(post["regel"] and post["bron"] and post["modusBron"] for post in smallingerland)
    in_2027 = await listed(budget, "/posten", gemeente="GM0098", jaar=2027)
    assert {post["code"]: post["begroting"] for post in in_2027} == {
        "participatie-werkdeel": [{"jaar": 2027, "begrootCenten": 19_675_900, "wijzigingen": 0}],
        "inkoop-re-integratie": [{"jaar": 2027, "begrootCenten": 28_600_000, "wijzigingen": 0}],
    }
    (esf,) = [post for post in await listed(budget, "/posten") if post["fonds"] == "esf"]
    assert (esf["deelVan"], esf["einde"]) == ("participatie-werkdeel", "2026-12-31")


async def test_lists_come_in_pages(budget: ServiceUnderTest) -> None:
    first = await budget.client.get("/mutaties", params={"pageSize": 10, "gemeente": "GM0090"})
    body = first.json()
    assert (len(body["results"]), body["count"]) == (10, 60), "9 posts and 6 plafonds × 4 years"
    assert 'rel="next"' in first.headers["link"]
    second = await budget.client.get(body["next"].removeprefix("/v1"))
    seen = {(row["gebeurtenisId"], row["regel"]) for row in body["results"]}
    assert not seen & {(row["gebeurtenisId"], row["regel"]) for row in second.json()["results"]}


async def test_the_room_of_a_post_and_a_plafond(budget: ServiceUnderTest) -> None:
    await budget.receive(prb(1))
    asked = {"gemeente": "GM0090", "post": "werktrajecten-en-voorzieningen", "plafond": "prb"}
    answer = (await budget.client.get("/beschikbaar", params={**asked, "jaar": 2023})).json()
    assert (answer["begrootCenten"], answer["beschikbaarCenten"]) == (72_500_000, 72_250_000)
    assert (answer["modus"], answer["regel"]) == ("signaleren", "S-142")
    assert answer["plafond"] == {
        "code": "prb",
        "modus": "weigeren",
        "plaatsen": 20,
        "vrij": 19,
        "regel": "S-091",
        "bron": "Focus op Werk 2020-2024, par. 6.4",
    }
    later = (await budget.client.get("/beschikbaar", params={**asked, "jaar": 2030})).json()
    assert "beschikbaarCenten" not in later, "no begroting"
    assert later["plafond"]["vrij"] == 20, "a year that nobody opened yet"
    line = "/beschikbaar?gemeente=GM0098&post=participatie-werkdeel&jaar=2026"
    esf = (await budget.client.get(f"{line}&fonds=esf")).json()
    assert esf["beschikbaarCenten"] == 6_080_000


@pytest.mark.parametrize(
    "asked",
    [
        {"gemeente": "GM0098", "post": "jobcoaching", "jaar": 2026},
        {"gemeente": "GM0090", "post": "prb", "jaar": 2023},
        {"gemeente": "GM0090", "post": "jobcoaching", "jaar": 2023, "plafond": "niets"},
        {"gemeente": "GM0090", "post": "jobcoaching", "jaar": 2019, "plafond": "prb"},
    ],
)
async def test_the_room_of_what_does_not_exist_is_not_found(
    budget: ServiceUnderTest, asked: dict[str, str | int]
) -> None:
    answer = await budget.client.get("/beschikbaar", params=asked)
    assert (answer.status_code, answer.json()["code"]) == (404, "post-onbekend")


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("/uitputting", {"jaar": "twintig"}, 400),
        ("/uitputting", {"kleur": "rood"}, 400),
        ("/uitputting", {"gemeente": "Smallingerland"}, 400),
        ("/uitputting", {"gemeente": "GM0001"}, 403),
        ("/posten", {"gemeente": "GM0001"}, 403),
        ("/bevindingen", {"gemeente": "GM0001"}, 403),
        ("/verplichtingen", {"gemeente": "GM0001"}, 403),
        ("/verplichtingen", {"status": "zoek"}, 400),
        ("/mutaties", {"gemeente": "GM0001"}, 403),
        ("/mutaties", {"toekenning": "1"}, 400),
        ("/mutaties", {"pageSize": "101"}, 400),
        ("/beschikbaar", {"gemeente": "GM0090", "post": "jobcoaching"}, 400),
        ("/beschikbaar", {"gemeente": "GM0001", "post": "jobcoaching", "jaar": "2023"}, 403),
    ],
)
async def test_bad_input_is_a_problem(
    budget: ServiceUnderTest, path: str, params: dict[str, str], status: int
) -> None:
    answer = await budget.client.get(path, params=params)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"]


async def test_starting_again_changes_nothing(budget: ServiceUnderTest) -> None:
    await budget.receive(prb(1), aanvraag(2, "jobcoaching", {date(2023, 5, 1): 5}))
    before = await everything(budget)
    async with budget.uow(SYSTEEM) as tx:
        await seed(tx, budget.runtime.policy)
    assert await everything(budget) == before


RETOLD = "update boeking set boekdatum = '2020-01-01' where toekenning is not null"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (["update saldo set verplicht = verplicht + 1 where jaar = 2023"], "is niet de som"),
        (["update saldo set keten = zeroblob(32) where jaar = 2023"], "is niet de som"),
        (["update verplichting set open = 0"], "open 0"),
        (["update dossier set status = 'geweigerd'"], "gesloten"),
        (["drop trigger boeking_geen_update", RETOLD], "keten"),
    ],
)
async def test_the_checker_sees_what_was_tampered_with(
    spoilable: ServiceUnderTest, spoil: list[str], said: str
) -> None:
    await spoilable.receive(prb(1))
    assert await unsound(spoilable) == []
    async with spoilable.database.writer.begin() as connection:
        for statement in spoil:
            await connection.execute(text(statement))
    assert any(said in found for found in await unsound(spoilable))
