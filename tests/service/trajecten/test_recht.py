"""Facts of the kernapplicatie end what they must: toekenningen, plaatsingen and the traject."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.trajecten.persoon.queries import uitkeringen
from shared.contracts.budget import VerplichtingVastgelegd
from shared.contracts.intake import (
    InwonerEvent,
    InwonerOverleden,
    InwonerSamengevoegd,
    InwonerVertrokken,
    UitkeringBeeindigd,
)
from shared.db.reading import ask
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

VERTROKKEN = date(2023, 5, 16)


def _vertrokken(ref: str, versie: int = 2) -> InwonerVertrokken:
    return een_feit(InwonerVertrokken, ref, versie, vertrokken_op=VERTROKKEN)


def _overleden(ref: str, dag: date) -> InwonerOverleden:
    return een_feit(InwonerOverleden, ref, 2, overleden_op=dag)


async def _toekenning(dienst: ServiceUnderTest, ref: str, *, tot: str, **anders: Any) -> str:
    """A PRB of this person, as far as `tot` says."""
    answer = await vraag(dienst, een_prb(ref, **anders))
    assert answer.status_code == 201, answer.text
    id_ = str(answer.json()["id"])
    if tot != "aangevraagd":
        await dienst.receive(
            VerplichtingVastgelegd(
                gemeente="GM0090", toekenning_id=id_, versie=1, bedrag_centen=250_000
            )
        )
    if tot == "gestart":
        assert (await zet(dienst, id_, "_starten", datum="2023-04-01")).status_code == 200
    return id_


async def _traject(dienst: ServiceUnderTest, ref: str) -> dict[str, Any]:
    (found,) = (await dienst.client.get("/trajecten", params={"persoonRef": ref})).json()["results"]
    return dict(found)


async def test_decision_47_a_verhuizing_ends_what_runs_on_the_day_before(
    dienst: ServiceUnderTest,
) -> None:
    ref = await een_persoon(dienst)
    id_ = await _toekenning(dienst, ref, tot="gestart")
    werk = (await begin_plaatsing(dienst, ref)).json()
    messages = await dienst.receive(_vertrokken(ref))
    found = await toestand(dienst, id_)
    assert (found["status"], found["reden"]) == ("beeindigd", "recht-vervallen")
    assert found["geeindigdOp"] == "2023-05-15"
    traject = await _traject(dienst, ref)
    assert (traject["status"], traject["afgeslotenOp"]) == ("afgesloten", "2023-05-15")
    assert "geeindigdOp" not in (await dienst.client.get(f"/plaatsingen/{werk['id']}")).json()
    assert (await gezegd(dienst))[-3:] == [
        "ToekenningBeeindigd",
        "BesluitGenomen",
        "TrajectAfgesloten",
    ]
    before = await gezegd(dienst)
    await dienst.redeliver("intake.events", messages)
    await dienst.receive(_vertrokken(ref))
    assert await gezegd(dienst) == before


@pytest.mark.parametrize("tot", ["aangevraagd", "verleend"])
async def test_decision_47_what_has_not_begun_is_withdrawn(
    dienst: ServiceUnderTest, tot: str
) -> None:
    ref = await een_persoon(dienst)
    id_ = await _toekenning(dienst, ref, tot=tot)
    await dienst.receive(_vertrokken(ref))
    found = await toestand(dienst, id_)
    assert (found["status"], found["geeindigdOp"]) == ("ingetrokken", "2023-03-01")


async def test_death_ends_everything_on_that_day(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    id_ = await _toekenning(dienst, ref, tot="gestart")
    loopt = (await begin_plaatsing(dienst, ref)).json()["id"]
    voorbij = (await begin_plaatsing(dienst, ref, einddatum="2023-04-30")).json()["id"]
    await dienst.receive(_overleden(ref, date(2023, 5, 16)))
    assert (await toestand(dienst, id_))["geeindigdOp"] == "2023-05-16"
    werk = (await dienst.client.get(f"/plaatsingen/{loopt}")).json()
    assert (werk["geeindigdOp"], werk["reden"]) == ("2023-05-16", "overlijden")
    assert "geeindigdOp" not in (await dienst.client.get(f"/plaatsingen/{voorbij}")).json()
    assert (await _traject(dienst, ref))["afgeslotenOp"] == "2023-05-16"


async def test_the_facts_of_somebody_else_end_nothing(dienst: ServiceUnderTest) -> None:
    ref, ander = await een_persoon(dienst), await een_persoon(dienst)
    id_ = await _toekenning(dienst, ref, tot="verleend")
    elders = een_feit(InwonerVertrokken, ref, 2, gemeente="GM0098", vertrokken_op=VERTROKKEN)
    await dienst.receive(_vertrokken(ander), elders)
    assert (await toestand(dienst, id_))["status"] == "verleend"
    assert (await _traject(dienst, ref))["status"] == "open"


async def test_X_30_a_prb_goes_on_when_the_benefit_ends(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    id_ = await _toekenning(dienst, ref, tot="gestart")
    velden = {"uitkering_soort": "participatiewet", "beeindigd_op": date(2023, 5, 1)}
    await dienst.receive(een_feit(UitkeringBeeindigd, ref, 2, **velden, reden="werk"))
    assert (await toestand(dienst, id_))["status"] == "gestart"
    assert (await _traject(dienst, ref))["status"] == "open"


async def test_two_registrations_prove_to_be_one_person(dienst: ServiceUnderTest) -> None:
    ref, blijft = str(uuid4()), str(uuid4())
    await dienst.receive(
        een_inwoner(ref, uitkering_vanaf=date(2021, 1, 1)),
        een_diagnose(ref),
        een_inwoner(blijft),
        een_diagnose(blijft, vastgesteld_op=date(2023, 2, 2)),
    )
    id_ = await _toekenning(dienst, ref, tot="verleend")
    werk = (await begin_plaatsing(dienst, ref)).json()["id"]
    before = len(await gezegd(dienst))
    await dienst.receive(een_feit(InwonerSamengevoegd, ref, 2, blijft_ref=blijft))
    assert (await toestand(dienst, id_))["persoonRef"] == blijft
    assert (await dienst.client.get(f"/plaatsingen/{werk}")).json()["persoonRef"] == blijft
    lijst = await dienst.client.get("/trajecten", params={"persoonRef": blijft})
    stand = {t["geopendOp"]: t["status"] for t in lijst.json()["results"]}
    assert stand == {"2023-02-01": "open", "2023-02-02": "afgesloten"}
    async with dienst.uow.read(SYSTEEM) as session:
        duren = await ask(session, uitkeringen("GM0090", UUID(blijft)))
    assert date(2021, 1, 1) in {duur.van for duur in duren}
    assert (await gezegd(dienst))[before:] == ["TrajectAfgesloten"]


async def test_a_merge_with_someone_who_died_ends_the_rights_too(dienst: ServiceUnderTest) -> None:
    ref, blijft = await een_persoon(dienst), await een_persoon(dienst)
    id_ = await _toekenning(dienst, ref, tot="gestart")
    feiten: list[InwonerEvent] = [
        _overleden(blijft, date(2023, 5, 16)),
        een_feit(InwonerSamengevoegd, ref, 2, blijft_ref=blijft),
    ]
    await dienst.receive(*feiten)
    assert (await toestand(dienst, id_))["geeindigdOp"] == "2023-05-16"
