"""The read copy of a person and the traject that a diagnose opens."""

from datetime import date
from uuid import UUID, uuid4

from services.trajecten.persoon.domain import Persoonsfeiten
from services.trajecten.persoon.queries import persoon
from shared.tenancy import SYSTEEM
from shared.testing.service import ServiceUnderTest
from tests.service.trajecten.bouw import een_diagnose, een_inwoner, een_persoon, gezegd


async def _feiten(dienst: ServiceUnderTest, ref: str) -> Persoonsfeiten:
    async with dienst.uow.read(SYSTEEM) as session:
        row = await persoon(session, "GM0090", UUID(ref))
        assert row is not None
        return row.feiten()


async def test_facts_are_copied(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    assert await _feiten(dienst, ref) == Persoonsfeiten(
        geboortedatum=date(1990, 5, 1),
        uitkering_soort="participatiewet",
        trede=5,
        afstand="kort",
    )


async def test_a_newer_inwoner_replaces_and_an_older_one_does_not(
    dienst: ServiceUnderTest,
) -> None:
    ref = str(uuid4())
    nieuw = een_inwoner(ref, versie=3, uitkering_soort="geen")
    await dienst.receive(een_inwoner(ref, versie=2), nieuw)
    assert (await _feiten(dienst, ref)).uitkering_soort == "geen"
    await dienst.receive(een_inwoner(ref, versie=1), een_inwoner(ref, versie=3))
    assert (await _feiten(dienst, ref)).uitkering_soort == "geen"


async def test_the_newest_diagnose_holds(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst, afstand="kort", vastgesteld_op=date(2023, 2, 1))
    await dienst.receive(een_diagnose(ref, afstand="lang", vastgesteld_op=date(2023, 1, 31)))
    assert (await _feiten(dienst, ref)).afstand == "kort"
    await dienst.receive(een_diagnose(ref, afstand="middel", vastgesteld_op=date(2023, 2, 1)))
    assert (await _feiten(dienst, ref)).afstand == "middel"


async def test_the_same_messages_again_change_nothing(dienst: ServiceUnderTest) -> None:
    ref = str(uuid4())
    messages = await dienst.receive(een_inwoner(ref), een_diagnose(ref))
    await dienst.redeliver("intake.events", messages)
    assert await gezegd(dienst) == ["TrajectGeopend"]


async def test_a_diagnose_before_its_inwoner(dienst: ServiceUnderTest) -> None:
    ref = str(uuid4())
    await dienst.receive(een_diagnose(ref), een_inwoner(ref))
    assert (await _feiten(dienst, ref)).geboortedatum == date(1990, 5, 1)
    assert (await _feiten(dienst, ref)).afstand == "kort"


async def test_one_open_traject_per_person_and_gemeente(dienst: ServiceUnderTest) -> None:
    ref = str(uuid4())
    in_beide = een_diagnose(ref, gemeente="GM0098", afstand=None, profiel="p1")
    await dienst.receive(een_diagnose(ref), een_diagnose(ref), in_beide)
    await dienst.receive(een_diagnose(ref, vastgesteld_op=date(2023, 2, 2)))
    assert await gezegd(dienst) == ["TrajectGeopend", "TrajectGeopend"]
    lijst = (await dienst.client.get("/trajecten", params={"persoonRef": ref})).json()
    assert lijst["count"] == 2
    assert sorted(t["gemeente"] for t in lijst["results"]) == ["GM0090", "GM0098"]
    assert {t["geopendOp"] for t in lijst["results"]} == {"2023-02-01"}


async def test_reading_trajecten(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    await een_persoon(dienst)
    (event,) = [e.event for e in await dienst.emitted() if e.event.persoon_ref == ref]
    answer = await dienst.client.get(f"/trajecten/{event.traject_id}")
    assert answer.status_code == 200
    assert answer.json()["persoonRef"] == ref
    assert (await dienst.client.get("/trajecten")).json()["count"] == 2
    elders = {"gemeente": "GM0098"}
    assert (await dienst.client.get("/trajecten", params=elders)).json()["count"] == 0
    assert (await dienst.client.get(f"/trajecten/{uuid4()}")).status_code == 404
    assert (await dienst.client.get("/trajecten/1")).status_code == 404
    vreemd = await dienst.client.get("/trajecten", params={"gemeente": "GM0001"})
    assert vreemd.status_code == 403
