"""Plaatsingen: begin, overlap, end, and the facts that rules ask."""

from datetime import date
from uuid import UUID, uuid4

from services.trajecten.plaatsing import queries
from services.trajecten.plaatsing.domain import Plaatsingsfeiten
from shared.contracts.trajecten import PlaatsingBeeindigd, PlaatsingBegonnen
from shared.tenancy import SYSTEEM
from shared.testing.service import ServiceUnderTest
from tests.service.trajecten.bouw import begin_plaatsing, een_persoon


async def _einde(dienst: ServiceUnderTest, id_: str, datum: str) -> tuple[int, str | None]:
    body = {"datum": datum, "reden": "einde-contract"}
    answer = await dienst.client.post(f"/plaatsingen/{id_}/_beeindigen", json=body)
    return answer.status_code, answer.json().get("code")


async def test_a_plaatsing_begins_and_is_told(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    answer = await begin_plaatsing(dienst, ref, urenPerWeek=23.5, beschut=True)
    assert answer.status_code == 201, answer.text
    found = (await dienst.client.get(answer.headers["location"].removeprefix("/v1"))).json()
    assert found == answer.json()
    assert found["urenPerWeek"] == 23.5
    event = (await dienst.emitted())[-1].event
    assert event == PlaatsingBegonnen(
        gemeente="GM0090",
        plaatsing_id=found["id"],
        persoon_ref=ref,
        kvk_nummer="01234567",
        soort_overeenkomst="01",
        startdatum=date(2023, 3, 1),
        einddatum=date(2023, 8, 31),
        minuten_per_week=1410,
        beschut=True,
    )


async def test_two_jobs_at_the_same_time(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    for kvk in ("01234567", "01234567", "07654321"):
        assert (await begin_plaatsing(dienst, ref, kvkNummer=kvk)).status_code == 201
    lijst = await dienst.client.get("/plaatsingen", params={"persoonRef": ref})
    assert lijst.json()["count"] == 3
    een = await dienst.client.get("/plaatsingen", params={"kvkNummer": "07654321"})
    assert een.json()["count"] == 1


async def test_an_end_before_the_start_is_refused(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    answer = await begin_plaatsing(dienst, ref, einddatum="2023-02-28")
    assert (answer.status_code, answer.json()["code"]) == (409, "einde-voor-begin")
    assert (await begin_plaatsing(dienst, ref, einddatum="2023-03-01")).status_code == 201


async def test_an_unknown_person_may_come_yet(dienst: ServiceUnderTest) -> None:
    answer = await begin_plaatsing(dienst, str(uuid4()))
    assert (answer.status_code, answer.json()["code"]) == (409, "nog-niet-verwerkt")
    assert answer.headers["retry-after"] == "2"


async def test_ending_a_plaatsing(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    id_ = (await begin_plaatsing(dienst, ref)).json()["id"]
    assert await _einde(dienst, id_, "2023-02-28") == (409, "einde-voor-begin")
    assert await _einde(dienst, id_, "2023-03-01") == (200, None)
    assert await _einde(dienst, id_, "2023-03-02") == (409, "plaatsing-al-beeindigd")
    assert await _einde(dienst, str(uuid4()), "2023-03-02") == (404, "plaatsing-onbekend")
    assert (await dienst.emitted())[-1].event == PlaatsingBeeindigd(
        gemeente="GM0090",
        plaatsing_id=id_,
        persoon_ref=ref,
        beeindigd_op=date(2023, 3, 1),
        reden="einde-contract",
    )


async def test_the_facts_of_a_plaatsing_are_of_its_own_person(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    id_ = UUID((await begin_plaatsing(dienst, ref)).json()["id"])
    await _einde(dienst, str(id_), "2023-05-31")
    async with dienst.uow.read(SYSTEEM) as session:
        found = await queries.feiten(session, "GM0090", UUID(ref), id_)
        assert await queries.feiten(session, "GM0098", UUID(ref), id_) is None
        assert await queries.feiten(session, "GM0090", uuid4(), id_) is None
    assert found == Plaatsingsfeiten(
        plaatsing_id=id_,
        kvk_nummer="01234567",
        startdatum=date(2023, 3, 1),
        einddatum=date(2023, 5, 31),
        minuten_per_week=1440,
        soort_overeenkomst="01",
        beschut=False,
    )
