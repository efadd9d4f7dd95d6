"""What budget says, also when it comes too late, and the steps people take."""

from typing import Any
from uuid import uuid4

import pytest

from shared.contracts.budget import (
    VerplichtingAangehouden,
    VerplichtingGeweigerd,
    VerplichtingVastgelegd,
)
from shared.testing.service import ServiceUnderTest
from tests.service.trajecten.bouw import een_toekenning, gezegd, toestand, zet


def _vastgelegd(id_: str, versie: int = 1) -> VerplichtingVastgelegd:
    return VerplichtingVastgelegd(
        gemeente="GM0090", toekenning_id=id_, versie=versie, bedrag_centen=250_000
    )


def _aangehouden(id_: str) -> VerplichtingAangehouden:
    return VerplichtingAangehouden(
        gemeente="GM0090",
        toekenning_id=id_,
        versie=1,
        reden="tekort",
        post="werktrajecten-en-voorzieningen",
        regel="S-142",
        beschikbaar=100,
        gevraagd=250_000,
    )


def _geweigerd(id_: str, **anders: Any) -> VerplichtingGeweigerd:
    return VerplichtingGeweigerd(
        **{
            "gemeente": "GM0090",
            "toekenning_id": id_,
            "versie": 1,
            "reden": "plafond",
            "post": "prb",
            "regel": "S-091",
            "beschikbaar": 0,
            "gevraagd": 1,
            **anders,
        }
    )


async def test_vastgelegd_makes_verleend(dienst: ServiceUnderTest) -> None:
    id_ = (await een_toekenning(dienst))["id"]
    await dienst.receive(_vastgelegd(id_))
    assert (await toestand(dienst, id_))["status"] == "verleend"
    event = (await dienst.emitted())[-2].event
    assert (type(event).__name__, event.versie) == ("ToekenningVerleend", 1)


async def test_geweigerd_is_kept_with_rule_source_and_what_was_left(
    dienst: ServiceUnderTest,
) -> None:
    id_ = (await een_toekenning(dienst))["id"]
    await dienst.receive(_geweigerd(id_))
    found = await toestand(dienst, id_)
    assert found["status"] == "geweigerd"
    assert found["antwoordBudget"] == {
        "reden": "plafond",
        "post": "prb",
        "beschikbaar": 0,
        "gevraagd": 1,
        "regel": "S-091",
        "bron": "Focus op Werk 2020-2024, par. 6.4",
    }
    assert (await dienst.emitted())[-1].event.regel == "S-091"


@pytest.mark.parametrize(
    ("besluit", "status"), [(_vastgelegd, "verleend"), (_geweigerd, "geweigerd")]
)
async def test_aangehouden_waits_for_the_budgethouder(
    dienst: ServiceUnderTest, besluit: Any, status: str
) -> None:
    id_ = (await een_toekenning(dienst))["id"]
    await dienst.receive(_aangehouden(id_))
    found = await toestand(dienst, id_)
    assert (found["status"], found["antwoordBudget"]["beschikbaar"]) == ("aangehouden", 100)
    assert "bron" not in found["antwoordBudget"]
    await dienst.receive(besluit(id_))
    found = await toestand(dienst, id_)
    assert found["status"] == status
    assert ("antwoordBudget" in found) == (status == "geweigerd")


async def test_one_batch_answers_many_in_order(dienst: ServiceUnderTest) -> None:
    first, second = [(await een_toekenning(dienst))["id"] for _ in range(2)]
    await dienst.receive(_aangehouden(second), _vastgelegd(first), _vastgelegd(second))
    assert {(await toestand(dienst, id_))["status"] for id_ in (first, second)} == {"verleend"}
    assert (await gezegd(dienst))[-5:] == [
        "ToekenningAangehouden",
        "ToekenningVerleend",
        "BesluitGenomen",
        "ToekenningVerleend",
        "BesluitGenomen",
    ]


async def test_an_overtaken_answer_changes_nothing(dienst: ServiceUnderTest) -> None:
    id_ = (await een_toekenning(dienst))["id"]
    await zet(dienst, id_, "_intrekken", datum="2023-03-01")
    before = await toestand(dienst, id_), await gezegd(dienst)
    await dienst.receive(_vastgelegd(id_, versie=1))
    await dienst.receive(_geweigerd(id_, versie=2), _vastgelegd(str(uuid4())))
    assert (await toestand(dienst, id_), await gezegd(dienst)) == before
    assert before[0]["versie"] == 2


async def test_an_answer_to_another_version_changes_nothing(dienst: ServiceUnderTest) -> None:
    asked = await een_toekenning(dienst)
    await dienst.receive(_vastgelegd(asked["id"], versie=0), _vastgelegd(asked["id"], versie=2))
    assert await toestand(dienst, asked["id"]) == asked


async def test_an_answer_after_the_outcome_changes_nothing(dienst: ServiceUnderTest) -> None:
    id_ = (await een_toekenning(dienst))["id"]
    await dienst.receive(_vastgelegd(id_), _aangehouden(id_), _geweigerd(id_), _vastgelegd(id_))
    assert (await toestand(dienst, id_))["status"] == "verleend"
    assert (await gezegd(dienst)).count("ToekenningVerleend") == 1


async def test_start_and_end(dienst: ServiceUnderTest) -> None:
    id_ = (await een_toekenning(dienst))["id"]
    await dienst.receive(_vastgelegd(id_))
    started = (await zet(dienst, id_, "_starten", datum="2023-04-03")).json()
    assert (started["status"], started["gestartOp"], started["versie"]) == (
        "gestart",
        "2023-04-03",
        1,
    )
    answer = await zet(dienst, id_, "_beeindigen", datum="2023-05-31", reden="recht-vervallen")
    ended = answer.json()
    assert (ended["status"], ended["geeindigdOp"], ended["reden"], ended["versie"]) == (
        "beeindigd",
        "2023-05-31",
        "recht-vervallen",
        2,
    )
    gestart, beeindigd, _ = [received.event for received in (await dienst.emitted())[-3:]]
    assert (gestart.versie, gestart.startdatum.isoformat()) == (1, "2023-04-03")
    assert (beeindigd.versie, beeindigd.reden) == (2, "recht-vervallen")


async def test_withdraw_says_a_newer_version(dienst: ServiceUnderTest) -> None:
    id_ = (await een_toekenning(dienst))["id"]
    answer = await zet(dienst, id_, "_intrekken", datum="2023-03-05")
    assert answer.status_code == 200
    event = (await dienst.emitted())[-2].event
    assert (type(event).__name__, event.versie) == ("ToekenningIngetrokken", 2)
    assert event.ingetrokken_op.isoformat() == "2023-03-05"


@pytest.mark.parametrize(
    ("stap", "body", "status", "code"),
    [
        ("_starten", {"datum": "2023-04-01"}, 409, "overgang-niet-toegestaan"),
        (
            "_beeindigen",
            {"datum": "2023-04-01", "reden": "afgerond"},
            409,
            "overgang-niet-toegestaan",
        ),
        ("_beeindigen", {"datum": "2023-04-01"}, 400, "ongeldig"),
        ("_beeindigen", {"datum": "2023-04-01", "reden": "zomaar"}, 400, "ongeldig"),
        ("_intrekken", {"datum": "2023-02-28"}, 409, "datum-te-vroeg"),
        ("_intrekken", {}, 400, "ongeldig"),
    ],
)
async def test_a_step_that_cannot_be_changes_nothing(
    dienst: ServiceUnderTest, stap: str, body: dict[str, str], status: int, code: str
) -> None:
    asked = await een_toekenning(dienst)
    said = await gezegd(dienst)
    answer = await zet(dienst, asked["id"], stap, **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await toestand(dienst, asked["id"]) == asked
    assert await gezegd(dienst) == said


async def test_no_end_before_the_start(dienst: ServiceUnderTest) -> None:
    id_ = (await een_toekenning(dienst))["id"]
    await dienst.receive(_vastgelegd(id_))
    await zet(dienst, id_, "_starten", datum="2023-04-03")
    answer = await zet(dienst, id_, "_beeindigen", datum="2023-04-02", reden="afgerond")
    assert (answer.status_code, answer.json()["code"]) == (409, "datum-te-vroeg")
    assert (await toestand(dienst, id_))["status"] == "gestart"


@pytest.mark.parametrize("stap", ["_starten", "_intrekken"])
async def test_an_unknown_toekenning(dienst: ServiceUnderTest, stap: str) -> None:
    assert (await zet(dienst, str(uuid4()), stap, datum="2023-04-01")).status_code == 404
    assert (await zet(dienst, "1", stap, datum="2023-04-01")).status_code == 404
    assert (await dienst.client.get(f"/toekenningen/{uuid4()}")).status_code == 404
