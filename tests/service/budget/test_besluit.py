"""The decision of the budgethouder on a held verplichting."""

from datetime import date
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from services.budget.begroting.queries import posten
from services.budget.grootboek.queries import mutaties
from services.budget.verplichting.domain import Beslis, VerplichtingOnbekend
from services.budget.verplichting.handlers import beslis
from services.budget.verplichting.queries import dossiers
from shared.contracts.trajecten import ToekenningAangevraagd, ToekenningGewist
from shared.tenancy import Caller
from shared.testing.service import ServiceUnderTest
from tests.service.budget.events import (
    PRB_POST,
    aanvraag,
    answers,
    ingetrokken,
    kinds,
    listed,
    prb,
    toekenning_id,
    use,
)

LATE = {date(2023, 5, 1): 72_500_100}
"""One euro more than the post has in 2023."""


def held() -> ToekenningAangevraagd:
    return aanvraag(1, PRB_POST, LATE, plafond="prb")


async def decide(budget: ServiceUnderTest, number: int, besluit: str) -> httpx.Response:
    body = {"besluit": besluit, "reden": "Past binnen het sociaal domein"}
    return await budget.client.post(f"/verplichtingen/{toekenning_id(number)}/_besluit", json=body)


@pytest.fixture
async def aangehouden(budget: ServiceUnderTest) -> ServiceUnderTest:
    await budget.receive(held())
    return budget


async def test_S_142_a_shortage_is_held_not_silently_blocked(aangehouden: ServiceUnderTest) -> None:
    ((kind, said),) = await answers(aangehouden)
    assert (kind, said.reden, said.post, said.regel) == ("aangehouden", "tekort", PRB_POST, "S-142")
    assert (said.beschikbaar, said.gevraagd) == (72_500_000, 72_500_100)
    (shown,) = await listed(aangehouden, "/verplichtingen", status="aangehouden")
    assert (shown["toekenningId"], shown["reden"]) == (toekenning_id(1), "tekort")
    assert (shown["toegekendCenten"], shown["openCenten"]) == (72_500_100, 0)
    assert (await use(aangehouden, "GM0090", PRB_POST, 2023))["verplichtCenten"] == 0
    assert (await use(aangehouden, "GM0090", "prb", 2023))["bezet"] == 1, "decision 39"


async def test_accepted_it_is_booked_with_what_is_above(aangehouden: ServiceUnderTest) -> None:
    answer = await decide(aangehouden, 1, "vastleggen")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["status"], body["openCenten"]) == ("vastgelegd", 72_500_100)
    assert body["besluit"] == {
        "besluit": "vastleggen",
        "reden": "Past binnen het sociaal domein",
        "door": "lokaal",
        "beslotenOp": "2023-05-01T12:00:00Z",
        "overschrijdingCenten": 100,
    }
    kind, said = (await answers(aangehouden))[-1]
    assert (kind, said.versie) == ("vastgelegd", 1)
    assert (said.bedrag_centen, said.overschrijding_centen) == (72_500_100, 100)
    row = await use(aangehouden, "GM0090", PRB_POST, 2023)
    assert (row["beschikbaarCenten"], row["overschrijdingCenten"]) == (-100, 100)
    assert (await use(aangehouden, "GM0090", "prb", 2023))["bezet"] == 1, "not taken twice"


async def test_refused_nothing_is_booked_and_the_place_is_free(
    aangehouden: ServiceUnderTest,
) -> None:
    answer = await decide(aangehouden, 1, "weigeren")
    assert (answer.status_code, answer.json()["status"]) == (200, "geweigerd")
    kind, said = (await answers(aangehouden))[-1]
    assert (kind, said.reden) == ("geweigerd", "budgethouder")
    assert (await use(aangehouden, "GM0090", PRB_POST, 2023))["verplichtCenten"] == 0
    assert (await use(aangehouden, "GM0090", "prb", 2023))["bezet"] == 0


async def test_a_second_decision_is_a_conflict(aangehouden: ServiceUnderTest) -> None:
    await decide(aangehouden, 1, "vastleggen")
    again = await decide(aangehouden, 1, "weigeren")
    assert (again.status_code, again.json()["code"]) == (409, "niet-aangehouden")
    assert await kinds(aangehouden) == ["aangehouden", "vastgelegd"]


async def test_withdrawn_while_held_frees_the_place_and_ends_the_wait(
    aangehouden: ServiceUnderTest,
) -> None:
    await aangehouden.receive(ingetrokken(1))
    kind, said = (await answers(aangehouden))[-1]
    assert (kind, said.bedrag_centen) == ("vrijgevallen", 0)
    assert (await use(aangehouden, "GM0090", "prb", 2023))["bezet"] == 0
    assert (await decide(aangehouden, 1, "vastleggen")).status_code == 409


async def test_what_is_over_is_over_for_the_next_one_too(aangehouden: ServiceUnderTest) -> None:
    await decide(aangehouden, 1, "vastleggen")
    await aangehouden.receive(prb(2))
    assert await kinds(aangehouden, 2) == ["aangehouden"]
    await aangehouden.receive(ingetrokken(1), prb(3))
    assert await kinds(aangehouden, 3) == ["vastgelegd"]
    assert (await use(aangehouden, "GM0090", PRB_POST, 2023))["overschrijdingCenten"] == 0


async def test_a_held_year_without_begroting_can_be_accepted(budget: ServiceUnderTest) -> None:
    late = aanvraag(1, "jobcoaching", {date(2024, 5, 1): 300}, besluitdatum=date(2024, 5, 1))
    await budget.receive(late)
    assert (await decide(budget, 1, "vastleggen")).json()["besluit"]["overschrijdingCenten"] == 300
    assert await kinds(budget) == ["aangehouden", "vastgelegd"]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({}, ["besluit", "reden"]),
        ({"besluit": "uitstellen", "reden": "x"}, ["besluit"]),
        ({"besluit": "vastleggen", "reden": " "}, ["reden"]),
        ({"besluit": "vastleggen", "reden": "x" * 2001}, ["reden"]),
        ({"besluit": "vastleggen", "reden": "x", "bedrag": 1}, ["bedrag"]),
    ],
)
async def test_a_wrong_decision_is_a_problem_and_books_nothing(
    aangehouden: ServiceUnderTest, body: dict[str, object], names: list[str]
) -> None:
    path = f"/verplichtingen/{toekenning_id(1)}/_besluit"
    answer = await aangehouden.client.post(path, json=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert sorted(p["name"].rpartition(".")[2] for p in answer.json()["invalidParams"]) == names
    assert await kinds(aangehouden) == ["aangehouden"]


async def test_the_budgethouder_of_another_gemeente_sees_and_decides_nothing(
    aangehouden: ServiceUnderTest,
) -> None:
    other = Caller("west", frozenset({"GM0098"}))
    with pytest.raises(VerplichtingOnbekend):
        async with aangehouden.uow(other) as tx:
            await beslis(tx, Beslis(UUID(toekenning_id(1)), "vastleggen", "van de buren"))
    async with aangehouden.uow.read(other) as session:
        assert (await session.scalars(dossiers(None, None))).all() == []
        assert (await session.scalars(mutaties(None, None, 2023, None, None, None))).all() == []
        assert {post.gemeente for post in (await posten(session)).values()} == {"GM0098"}
    assert await kinds(aangehouden) == ["aangehouden"]


async def test_an_unknown_or_malformed_toekenning_is_not_found(budget: ServiceUnderTest) -> None:
    answer = await decide(budget, 404, "vastleggen")
    assert (answer.status_code, answer.json()["code"]) == (404, "verplichting-onbekend")
    wrong = await budget.client.post("/verplichtingen/geen-uuid/_besluit", json={})
    assert wrong.status_code == 404
    assert (await budget.client.get(f"/verplichtingen/{toekenning_id(404)}")).status_code == 404


async def test_one_verplichting_can_be_read(aangehouden: ServiceUnderTest) -> None:
    answer = await aangehouden.client.get(f"/verplichtingen/{toekenning_id(1)}")
    assert answer.json() == {
        "toekenningId": toekenning_id(1),
        "gemeente": "GM0090",
        "versie": 1,
        "status": "aangehouden",
        "post": PRB_POST,
        "reden": "tekort",
        "toegekendCenten": 72_500_100,
        "openCenten": 0,
        "gerealiseerdCenten": 0,
    }


async def test_art_17_of_a_decision_about_who_was_erased_only_the_words_go(
    aangehouden: ServiceUnderTest, tmp_path: Path
) -> None:
    decided = (await decide(aangehouden, 1, "vastleggen")).json()
    before = await aangehouden.emitted()
    gewist = ToekenningGewist(gemeente="GM0090", toekenning_id=toekenning_id(1), versie=1)
    messages = await aangehouden.receive(gewist)
    await aangehouden.redeliver("trajecten.events", messages)
    (shown,) = await listed(aangehouden, "/verplichtingen", status="vastgelegd")
    assert shown == decided | {"besluit": decided["besluit"] | {"reden": "gewist"}}
    assert await aangehouden.emitted() == before
    raw = b"".join((tmp_path / name).read_bytes() for name in ("budget.db", "budget.db-wal"))
    assert b"Past binnen het sociaal domein" not in raw
