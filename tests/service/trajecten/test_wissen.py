"""Who was erased at intake is forgotten: words and facts go, references and amounts stay (AVG art. 17(3)(b))."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from services.trajecten.persoon.models import Persoon, Uitkeringsperiode
from services.trajecten.toekenning.models import Toekenning
from shared.contracts.intake import InwonerGewist, UitkeringBeeindigd
from shared.contracts.trajecten import ToekenningGewist
from shared.tenancy import SYSTEEM
from shared.testing.service import ServiceUnderTest
from tests.service.trajecten.bouw import (
    begin_plaatsing,
    een_diagnose,
    een_feit,
    een_inwoner,
    een_persoon,
    een_prb,
    gezegd,
    toestand,
    vraag,
    zet,
)

_KOLOMMEN = [column.name for column in Persoon.__table__.columns]
WOORDEN = "zus in Wolvega past op de kanarie"


async def _wis(dienst: ServiceUnderTest, ref: str, versie: int = 9) -> None:
    await dienst.receive(een_feit(InwonerGewist, ref, versie))


async def _persoon(dienst: ServiceUnderTest, ref: str) -> Persoon:
    async with dienst.uow.read(SYSTEEM) as session:
        query = select(Persoon).where(Persoon.persoon_ref == UUID(ref))
        return (await session.scalars(query)).one()


async def _geplande(dienst: ServiceUnderTest, ref: str) -> str:
    """The plan of a person, filled in; gives its id."""
    (plan,) = (await dienst.client.get("/plannen", params={"persoonRef": ref})).json()["results"]
    body = {"delen": {"doel": WOORDEN}, "medewerker": "ac-12"}
    address = f"/plannen/{plan['id']}"
    filled = await dienst.client.put(address, json=body, headers={"If-Match": '"1"'})
    assert filled.status_code == 200, filled.text
    return str(plan["id"])


async def test_art_17_the_facts_of_a_person_go(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    await _wis(dienst, ref)
    row = await _persoon(dienst, ref)
    assert (row.gewist_op, row.versie) == (date(2023, 3, 1), 9)
    kept = {naam: getattr(row, naam) for naam in _KOLOMMEN if getattr(row, naam) is not None}
    assert kept.keys() == {"persoon_ref", "gemeente", "versie", "gewist_op", "diagnose_volgnummer"}
    async with dienst.uow.read(SYSTEEM) as session:
        assert (await session.scalars(select(Uitkeringsperiode))).all() == []


async def test_what_comes_later_brings_nothing_back(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    await _wis(dienst, ref)
    before = await gezegd(dienst)
    velden = {"uitkering_soort": "participatiewet", "beeindigd_op": date(2023, 2, 1)}
    await dienst.receive(
        een_inwoner(ref, versie=10),
        een_feit(UitkeringBeeindigd, ref, 3, **velden, reden="werk"),
    )
    assert (await _persoon(dienst, ref)).geboortedatum is None
    assert [kind for kind in (await gezegd(dienst))[len(before) :] if "Uitstroom" not in kind] == []


async def test_the_words_of_a_plan_go_and_stay_away(
    dienst: ServiceUnderTest, tmp_path: Path
) -> None:
    ref = await een_persoon(dienst)
    id_ = await _geplande(dienst, ref)
    file = tmp_path / "trajecten.db"
    wal = file.with_name("trajecten.db-wal")
    assert WOORDEN.encode() in file.read_bytes() + wal.read_bytes()
    await _wis(dienst, ref)
    shown = (await dienst.client.get(f"/plannen/{id_}")).json()
    assert (shown["status"], shown["delen"], shown["persoonRef"]) == ("gewist", {}, ref)
    assert WOORDEN.encode() not in file.read_bytes() + wal.read_bytes()
    body = {"delen": {"doel": WOORDEN}}
    again = await dienst.client.put(f"/plannen/{id_}", json=body, headers={"If-Match": '"3"'})
    agreed = await dienst.client.post(f"/plannen/{id_}/_vaststellen", json={"datum": "2023-03-01"})
    assert [(a.status_code, a.json()["code"]) for a in (again, agreed)] == [
        (409, "plan-gewist"),
        (409, "plan-gewist"),
    ]
    seen = {"datum": "2023-03-01", "doelenWijzigen": False}
    looked = await dienst.client.post(f"/plannen/{id_}/_evalueren", json=seen)
    assert (looked.status_code, looked.json()["code"]) == (409, "plan-niet-vastgesteld")


async def test_of_a_toekenning_the_amounts_and_rules_stay(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    id_ = (await vraag(dienst, een_prb(ref))).json()["id"]
    before = await toestand(dienst, id_)
    assert any(each.get("feit") for each in before["toetsing"]["uitkomsten"])
    await _wis(dienst, ref)
    after = await toestand(dienst, id_)
    for outcome in before["toetsing"]["uitkomsten"]:
        outcome.pop("feit", None)
    assert after == before
    async with dienst.uow.read(SYSTEEM) as session:
        row = (await session.scalars(select(Toekenning))).one()
    assert row.gevraagd is not None
    assert row.gevraagd["feiten"] == {}
    told = (await dienst.emitted())[-1].event
    assert told == ToekenningGewist(gemeente="GM0090", toekenning_id=id_, versie=1)
    assert (await zet(dienst, id_, "_intrekken", datum="2023-03-01")).status_code == 200


async def test_the_traject_closes_and_a_replay_changes_nothing(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    (plan,) = (await dienst.client.get("/plannen", params={"persoonRef": ref})).json()["results"]
    messages = await dienst.receive(een_feit(InwonerGewist, ref, 9))
    (traject,) = (await dienst.client.get("/trajecten", params={"persoonRef": ref})).json()[
        "results"
    ]
    assert (traject["status"], traject["afgeslotenOp"]) == ("afgesloten", "2023-03-01")
    before = await gezegd(dienst)
    assert before[-1] == "TrajectAfgesloten"
    await dienst.redeliver("intake.events", messages)
    await _wis(dienst, ref)
    assert await gezegd(dienst) == before
    assert (await dienst.client.get(f"/plannen/{plan['id']}")).json()["status"] == "gewist"


@pytest.mark.parametrize("wat", ["toekenning", "plaatsing"])
async def test_nothing_can_be_asked_for_who_was_erased(dienst: ServiceUnderTest, wat: str) -> None:
    ref = await een_persoon(dienst)
    await _wis(dienst, ref)
    ask = vraag(dienst, een_prb(ref)) if wat == "toekenning" else begin_plaatsing(dienst, ref)
    refused = await ask
    assert (refused.status_code, refused.json()["code"]) == (409, "persoon-gewist")


async def test_the_same_ref_in_another_gemeente_is_left_alone(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    await dienst.receive(een_feit(InwonerGewist, ref, 9, gemeente="GM0098"))
    await dienst.receive(een_diagnose(ref))
    async with dienst.uow.read(SYSTEEM) as session:
        rows = (await session.scalars(select(Persoon))).all()
    assert {row.gemeente: row.geboortedatum for row in rows} == {
        "GM0090": date(1990, 5, 1),
        "GM0098": None,
    }
