"""Requests and facts of trajecten as budget answers and books them."""

from datetime import date
from unittest.mock import ANY

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from shared.events import Event
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest
from tests.service.budget.events import (
    PRB_POST,
    aanvraag,
    answers,
    beeindigd,
    everything,
    ingetrokken,
    kinds,
    listed,
    prb,
    toekenning_id,
    use,
)


async def test_a_request_is_booked_on_its_post_and_answered(budget: ServiceUnderTest) -> None:
    await budget.receive(prb(1))
    ((kind, said),) = await answers(budget)
    assert (kind, said.bedrag_centen, said.versie) == ("vastgelegd", 250_000, 1)
    row = await use(budget, "GM0090", PRB_POST, 2023)
    assert row == {
        "gemeente": "GM0090",
        "post": PRB_POST,
        "naam": "Werktrajecten en -voorzieningen",
        "jaar": 2023,
        "eenheid": "centen",
        "modus": "signaleren",
        "begrootCenten": 72_500_000,
        "verplichtCenten": 250_000,
        "gerealiseerdCenten": 0,
        "beschikbaarCenten": 72_250_000,
        "overschrijdingCenten": 0,
    }
    (money,) = await listed(
        budget, "/mutaties", toekenning=toekenning_id(1), eenheid="centen", jaar=2023
    )
    assert money == {
        "gebeurtenisId": ANY,
        "regel": ANY,
        "gemeente": "GM0090",
        "post": PRB_POST,
        "jaar": 2023,
        "toekenningId": toekenning_id(1),
        "debet": "verplicht",
        "credit": "beschikbaar",
        "bedragCenten": 250_000,
        "boekdatum": "2023-05-01",
    }
    (place,) = await listed(budget, "/mutaties", toekenning=toekenning_id(1), post="prb")
    assert (place["plaatsen"], "bedragCenten" in place) == (1, False)


async def test_S_091_prb_aantal_per_jaar(budget: ServiceUnderTest, clock: FakeClock) -> None:
    await budget.receive(*(prb(n) for n in range(1, 22)))
    assert [await kinds(budget, n) for n in range(1, 21)] == [["vastgelegd"]] * 20
    ((kind, said),) = await answers(budget, 21)
    assert (kind, said.reden, said.post) == ("geweigerd", "plafond", "prb")
    assert (said.regel, said.beschikbaar, said.gevraagd) == ("S-091", 0, 1)
    money = await use(budget, "GM0090", PRB_POST, 2023)
    assert money["verplichtCenten"] == 5_000_000, "the refused one took no money"

    await budget.receive(ingetrokken(1), prb(22))
    assert await kinds(budget, 1) == ["vastgelegd", "vrijgevallen"]
    assert await kinds(budget, 22) == ["vastgelegd"], "withdrawn before the start frees the place"
    await budget.receive(beeindigd(2), prb(23))
    assert await kinds(budget, 23) == ["geweigerd"], "an ended one keeps its place of the year"

    clock.set(date(2024, 1, 2))
    await budget.receive(prb(24, besluitdatum=date(2024, 1, 2)), prb(25))
    assert (await use(budget, "GM0090", "prb", 2024))["bezet"] == 1
    assert await kinds(budget, 24) == ["aangehouden"], "no begroting in 2024, but a place (X-02)"
    assert await kinds(budget, 25) == ["geweigerd"], "the year of the besluit counts, not today"
    places = await use(budget, "GM0090", "prb", 2023)
    assert (places["plaatsen"], places["bezet"], places["vrij"]) == (20, 20, 0)


async def test_the_cap_holds_in_the_next_year_with_a_begroting(budget: ServiceUnderTest) -> None:
    full = [prb(n, besluitdatum=date(2022, 12, 31)) for n in range(1, 22)]
    await budget.receive(*full, prb(22, besluitdatum=date(2023, 1, 1)))
    assert await kinds(budget, 21) == ["geweigerd"]
    assert await kinds(budget, 22) == ["vastgelegd"]


async def test_costs_are_committed_in_the_year_of_each_month(budget: ServiceUnderTest) -> None:
    months = {date(2022, 12, 1): 100, date(2023, 1, 1): 200, date(2023, 2, 1): 300}
    await budget.receive(aanvraag(1, "jobcoaching", months, besluitdatum=date(2022, 12, 1)))
    assert (await use(budget, "GM0090", "jobcoaching", 2022))["verplichtCenten"] == 100
    assert (await use(budget, "GM0090", "jobcoaching", 2023))["verplichtCenten"] == 500


async def test_D36_months_without_begroting_are_booked_and_found(budget: ServiceUnderTest) -> None:
    months = {date(2023, 12, 1): 100, date(2024, 1, 1): 200}
    await budget.receive(aanvraag(1, "jobcoaching", months), aanvraag(2, "jobcoaching", months))
    assert await kinds(budget) == ["vastgelegd", "vastgelegd"]
    later = await use(budget, "GM0090", "jobcoaching", 2024)
    assert (later["verplichtCenten"], later["overschrijdingCenten"]) == (400, 400)
    assert "begrootCenten" not in later
    (found,) = await listed(budget, "/bevindingen", code="budgetrecht")
    assert (found["gemeente"], found["post"], found["jaar"]) == ("GM0090", "jobcoaching", 2024)


async def test_D36_besluitjaar_without_begroting_is_held_and_found(
    budget: ServiceUnderTest,
) -> None:
    await budget.receive(
        aanvraag(1, "jobcoaching", {date(2023, 5, 1): 1}, besluitdatum=date(2024, 5, 1))
    )
    ((kind, said),) = await answers(budget)
    assert (kind, said.reden, said.gevraagd) == ("aangehouden", "geen-begroting", 1)
    (found,) = await listed(budget, "/bevindingen", code="geen-begroting")
    assert (found["post"], found["jaar"]) == ("jobcoaching", 2024)


async def test_S_143_buig_is_booked_and_never_held(budget: ServiceUnderTest) -> None:
    kosten = {date(2026, 5, 1): 10**10}
    await budget.receive(aanvraag(1, "buig", kosten))
    await budget.receive(aanvraag(2, "buig", kosten, fonds="buig", product="lks"))
    assert await kinds(budget) == ["vastgelegd", "vastgelegd"]
    assert await listed(budget, "/bevindingen", jaar=2026) == []


async def test_W_073_esf_is_charged_apart_and_ends_with_2026(budget: ServiceUnderTest) -> None:
    line = "participatie-werkdeel"

    def esf(number: int, maand: date) -> Event:
        return aanvraag(
            number,
            line,
            {maand: 1000},
            gemeente="GM0098",
            besluitdatum=date(2026, 5, 1),
            fonds="esf",
        )

    await budget.receive(esf(1, date(2026, 12, 1)), esf(2, date(2027, 1, 1)))
    assert (await use(budget, "GM0098", f"{line}-esf", 2026))["verplichtCenten"] == 1000
    assert (await use(budget, "GM0098", line, 2026))["verplichtCenten"] == 0
    ((kind, said),) = await answers(budget, 2)
    assert (kind, said.reden, said.regel) == ("geweigerd", "na-einde-fonds", "W-073")


async def test_an_unknown_post_or_plafond_is_a_refusal(budget: ServiceUnderTest) -> None:
    costs = {date(2023, 5, 1): 100}
    await budget.receive(
        aanvraag(1, "bestaat-niet", costs),
        aanvraag(2, "inkoop-re-integratie", costs),
        aanvraag(3, "prb", costs),
        aanvraag(4, "jobcoaching", costs, plafond="bestaat-niet"),
    )
    said = [(kind, event.reden, event.post) for kind, event in await answers(budget)]
    assert said == [
        ("geweigerd", "onbekende-post", "bestaat-niet"),
        ("geweigerd", "onbekende-post", "inkoop-re-integratie"),
        ("geweigerd", "onbekende-post", "prb"),
        ("geweigerd", "onbekend-plafond", "bestaat-niet"),
    ]
    assert await listed(budget, "/mutaties", toekenning=toekenning_id(4)) == []


async def test_two_gemeenten_in_one_batch_stay_apart(budget: ServiceUnderTest) -> None:
    west = aanvraag(
        2,
        "inkoop-re-integratie",
        {date(2026, 5, 1): 700},
        gemeente="GM0098",
        besluitdatum=date(2026, 5, 1),
    )
    await budget.receive(prb(1), west, ingetrokken(2, gemeente="GM0090"))
    assert (await use(budget, "GM0090", PRB_POST, 2023))["verplichtCenten"] == 250_000
    row = await use(budget, "GM0098", "inkoop-re-integratie", 2026)
    assert (row["verplichtCenten"], row["beschikbaarCenten"]) == (700, 28_599_300)
    (found,) = await listed(budget, "/bevindingen", code="onbekende-toekenning")
    assert (found["gemeente"], found["toekenningId"]) == ("GM0090", toekenning_id(2))


async def test_redelivery_changes_nothing(budget: ServiceUnderTest) -> None:
    messages = await budget.receive(prb(1), prb(2), ingetrokken(1))
    before = await everything(budget)
    await budget.redeliver("trajecten.events", messages)
    await budget.redeliver("trajecten.events", list(reversed(messages)))
    assert await everything(budget) == before


async def test_the_same_request_in_a_new_event_is_booked_once(budget: ServiceUnderTest) -> None:
    await budget.receive(prb(1))
    await budget.receive(prb(1))
    assert await kinds(budget) == ["vastgelegd"]
    assert (await use(budget, "GM0090", "prb", 2023))["bezet"] == 1


async def test_the_result_does_not_depend_on_the_size_of_the_batch(
    budget: ServiceUnderTest,
) -> None:
    for happened in (prb(1), prb(2), ingetrokken(1), beeindigd(2), prb(3)):
        await budget.receive(happened)
    one_by_one = [await kinds(budget, n) for n in (1, 2, 3)]
    await budget.receive(prb(4), prb(5), *(ingetrokken(4), beeindigd(5), prb(6)))
    assert [await kinds(budget, n) for n in (4, 5, 6)] == one_by_one
    assert (await use(budget, "GM0090", "prb", 2023))["bezet"] == 4


async def test_a_fact_before_its_request_is_a_finding_and_the_request_books_nothing(
    budget: ServiceUnderTest,
) -> None:
    await budget.receive(ingetrokken(1))
    await budget.receive(prb(1))
    assert await kinds(budget) == []
    assert {row["code"] for row in await listed(budget, "/bevindingen", jaar=2023)} == {
        "X-01",
        "onbekende-toekenning",
        "herhaald-verzoek",
    }
    assert (await use(budget, "GM0090", "prb", 2023))["bezet"] == 0


async def test_a_batch_is_a_handful_of_statements(budget: ServiceUnderTest) -> None:
    statements: list[str] = []

    def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
        statements.append(statement)

    async def counted(*events: Event) -> int:
        statements.clear()
        await budget.receive(*events)
        return len(statements)

    event.listen(budget.database.writer.sync_engine, "before_cursor_execute", note)
    small = await counted(prb(1), ingetrokken(1))
    large = await counted(*(prb(n) for n in range(2, 60)), *(ingetrokken(n) for n in range(2, 60)))
    assert large <= small + 1, "statements per batch, never per event"


async def test_the_journal_is_append_only_and_balanced(budget: ServiceUnderTest) -> None:
    await budget.receive(prb(1), prb(2), ingetrokken(1))
    for change in ("update boeking set bedrag = 1", "delete from boeking"):
        with pytest.raises(IntegrityError, match="alleen aanvullen"):
            async with budget.database.writer.begin() as connection:
                await connection.execute(text(change))
    per_event = "select sum(bedrag) from journaalregel group by gebeurtenis, regel"
    async with budget.database.reader.connect() as connection:
        assert set((await connection.execute(text(per_event))).scalars()) == {0}


ANOTHER = """insert into boeking (post_id, jaar, volgnummer, gemeente, gebeurtenis, regel, debet, credit,
bedrag, overschrijding, toekenning, boekdatum, geboekt_op, keten) select post_id, jaar, volgnummer + 1000, gemeente,
gebeurtenis, 999, debet, {credit}, {bedrag}, 0, toekenning, boekdatum, geboekt_op, keten from boeking limit 1"""


@pytest.mark.parametrize(
    "change",
    [
        "update saldo set verplicht = 21 where begroot = 20",
        "update saldo set verplicht = -1",
        "update verplichting set open = -1",
        "update verplichting set open = toegekend + 1",
        ANOTHER.format(credit="credit", bedrag=0),
        ANOTHER.format(credit="debet", bedrag=1),
    ],
)
async def test_the_database_refuses_what_cannot_be(budget: ServiceUnderTest, change: str) -> None:
    await budget.receive(prb(1))
    with pytest.raises(IntegrityError, match="CHECK constraint failed"):
        async with budget.database.writer.begin() as connection:
            await connection.execute(text(change))
