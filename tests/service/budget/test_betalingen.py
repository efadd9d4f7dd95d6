"""What the kernapplicatie paid out becomes realisatie, once, in order with all else that happens to a toekenning."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from shared.contracts.trajecten import (
    BetaalopdrachtBevestigd,
    Betaaluitkomst,
    Maandbedrag,
    ToekenningAangevraagd,
    ToekenningGewijzigd,
)
from shared.testing.service import ServiceUnderTest
from tests.service.budget.events import (
    aanvraag,
    answers,
    beeindigd,
    everything,
    ingetrokken,
    kinds,
    listed,
    toekenning_id,
    use,
)

MEI, JUNI = date(2023, 5, 1), date(2023, 6, 1)
LKS = {date(2023, 11, 1): 141_916, date(2023, 12, 1): 141_916, date(2024, 1, 1): 141_916}


def lks(number: int, kosten: dict[date, int]) -> ToekenningAangevraagd:
    return aanvraag(number, "buig", kosten, fonds="buig", product="lks")


def bevestigd(
    number: int,
    cents: int,
    maand: date = MEI,
    uitkomst: Betaaluitkomst = "betaald",
    gemeente: str = "GM0090",
) -> BetaalopdrachtBevestigd:
    return BetaalopdrachtBevestigd(
        gemeente=gemeente,
        toekenning_id=toekenning_id(number),
        versie=1,
        betaalopdracht_id=str(UUID(int=number * 100 + maand.month)),
        uitkomst=uitkomst,
        bedrag_centen=cents,
        maand=maand,
        betaald_op=date(2023, 6, 5),
    )


async def stand(budget: ServiceUnderTest, jaar: int = 2023) -> tuple[int, int]:
    row = await use(budget, "GM0090", "buig", jaar)
    return row["verplichtCenten"], row["gerealiseerdCenten"]


async def findings(budget: ServiceUnderTest) -> list[tuple[Any, ...]]:
    found = await listed(budget, "/bevindingen", jaar=2023)
    return [
        (one["code"], one.get("toekenningId"), one.get("verschilCenten"))
        for one in found
        if one["code"] != "X-01"
    ]


async def test_S_143_lks_is_paid_month_by_month_on_buig(budget: ServiceUnderTest) -> None:
    await budget.receive(lks(1, LKS))
    await budget.receive(*(bevestigd(1, cents, maand) for maand, cents in LKS.items()))
    assert await stand(budget) == (0, 283_832)
    assert await stand(budget, 2024) == (0, 141_916)
    said = [event for kind, event in await answers(budget, 1) if kind == "realisatie-geboekt"]
    assert [(s.boekjaar, s.bedrag_centen, s.boven_open_centen) for s in said] == [
        (2023, 141_916, 0),
        (2023, 141_916, 0),
        (2024, 141_916, 0),
    ]
    assert [s.betaalopdracht_id for s in said] == [str(UUID(int=n)) for n in (111, 112, 101)]
    assert {s.factuur_id for s in said} == {None}
    assert await findings(budget) == []


async def test_S_143_a_changed_lks_is_rebooked_on_buig(budget: ServiceUnderTest) -> None:
    await budget.receive(lks(1, {MEI: 100_000, JUNI: 100_000}))
    nieuw = (
        Maandbedrag(maand=MEI, bedrag_centen=100_000),
        Maandbedrag(maand=JUNI, bedrag_centen=10**9),
    )
    await budget.receive(
        bevestigd(1, 100_000),
        ToekenningGewijzigd(
            gemeente="GM0090", toekenning_id=toekenning_id(1), versie=2, kosten=nieuw
        ),
    )
    assert await kinds(budget, 1) == ["vastgelegd", "realisatie-geboekt", "vastgelegd"]
    assert await stand(budget) == (10**9, 100_000)
    assert await findings(budget) == []


async def test_the_last_payment_leaves_the_rest_open(budget: ServiceUnderTest) -> None:
    await budget.receive(lks(1, {MEI: 100_000, JUNI: 100_000}))
    await budget.receive(bevestigd(1, 90_000), bevestigd(1, 80_000, JUNI))
    assert await stand(budget) == (30_000, 170_000)
    await budget.receive(beeindigd(1))
    assert await stand(budget) == (0, 170_000)


async def test_a_payment_after_the_end_is_booked_above_what_was_open(
    budget: ServiceUnderTest,
) -> None:
    await budget.receive(lks(1, {MEI: 100_000}), beeindigd(1), bevestigd(1, 100_000))
    assert await stand(budget) == (0, 100_000)
    (*_, (_, said)) = await answers(budget, 1)
    assert said.boven_open_centen == 100_000
    assert await findings(budget) == [("boven-verplichting", toekenning_id(1), 100_000)]


@pytest.mark.parametrize("together", [True, False])
async def test_the_end_does_not_overtake_a_payment_before_it(
    budget: ServiceUnderTest, together: bool
) -> None:
    events = [lks(1, {MEI: 100_000, JUNI: 100_000}), bevestigd(1, 100_000), beeindigd(1)]
    for part in [events] if together else [[event] for event in events]:
        await budget.receive(*part)
    assert await kinds(budget, 1) == ["vastgelegd", "realisatie-geboekt", "vrijgevallen"]
    assert await findings(budget) == []


async def test_a_refused_payment_books_nothing_and_is_a_finding(budget: ServiceUnderTest) -> None:
    await budget.receive(lks(1, {MEI: 100_000}), bevestigd(1, 100_000, uitkomst="afgewezen"))
    assert await stand(budget) == (100_000, 0)
    assert await kinds(budget, 1) == ["vastgelegd"]
    assert await findings(budget) == [("betaling-afgewezen", toekenning_id(1), -100_000)]


async def test_a_payment_twice_is_booked_once(budget: ServiceUnderTest) -> None:
    messages = await budget.receive(lks(1, {MEI: 100_000}), bevestigd(1, 60_000))
    before = await everything(budget)
    await budget.redeliver("trajecten.events", messages)
    await budget.redeliver("trajecten.events", messages[1:])
    assert await everything(budget) == before
    assert await stand(budget) == (40_000, 60_000)


async def test_what_was_paid_before_a_withdrawal_is_booked(budget: ServiceUnderTest) -> None:
    await budget.receive(lks(1, {MEI: 100_000}), ingetrokken(1), bevestigd(1, 100_000))
    assert await stand(budget) == (0, 100_000)
    assert await findings(budget) == [("boven-verplichting", toekenning_id(1), 100_000)]


@pytest.mark.parametrize("gemeente", ["GM0090", "GM0098"])
async def test_a_payment_without_a_verplichting_is_a_finding(
    budget: ServiceUnderTest, gemeente: str
) -> None:
    # held because there is no begroting for 2024: money was asked for, never committed
    wacht = aanvraag(1, "jobcoaching", {MEI: 100}, besluitdatum=date(2024, 5, 1))
    await budget.receive(wacht, bevestigd(1, 100, gemeente=gemeente))
    assert await kinds(budget) == ["aangehouden"]
    (found,) = await listed(budget, "/bevindingen", code="betaald-zonder-verplichting")
    assert (found["gemeente"], found["toekenningId"], found["verschilCenten"]) == (
        gemeente,
        toekenning_id(1),
        100,
    )
