"""Aftercare: contacts that are due after outflow to work."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.trajecten.app import SERVICE
from shared.contracts.intake import UitkeringBeeindigd, UitkeringBegonnen
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.service.trajecten.bouw import een_feit, een_inwoner


@pytest.fixture
async def dienst(tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    """trajecten on 1 March 2025."""
    async with service_under_test(SERVICE, tmp_path, FakeClock(date(2025, 3, 1))) as running:
        yield running


async def _stroom_uit(
    dienst: ServiceUnderTest,
    *,
    gemeente: str = "GM0098",
    reden: str = "werk",
    dag: date = date(2025, 2, 28),
) -> str:
    ref = str(uuid4())
    velden = {"uitkering_soort": "participatiewet", "beeindigd_op": dag, "reden": reden}
    einde = een_feit(UitkeringBeeindigd, ref, 2, gemeente=gemeente, **velden)
    await dienst.receive(een_inwoner(ref, gemeente=gemeente), einde)
    return ref


async def _contacten(dienst: ServiceUnderTest, **vraag: str) -> list[dict[str, Any]]:
    answer = await dienst.client.get("/nazorgcontacten", params=vraag)
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


async def _rond_af(dienst: ServiceUnderTest, id_: str, datum: str) -> tuple[int, str | None]:
    body = {"datum": datum}
    answer = await dienst.client.post(f"/nazorgcontacten/{id_}/_afronden", json=body)
    return answer.status_code, answer.json().get("code")


async def test_W_050_outflow_on_1_march_a_call_by_15_march_and_a_second_contact_by_12_april(
    dienst: ServiceUnderTest,
) -> None:
    ref = await _stroom_uit(dienst)
    found = await _contacten(dienst)
    assert {each["persoonRef"] for each in found} == {ref}
    assert [(each["soort"], each["uiterlijk"]) for each in found] == [
        ("bellen", "2025-03-15"),
        ("tweede-contact", "2025-04-12"),
    ]
    assert await _contacten(dienst, teDoenOp="2025-03-14") == []
    assert await _contacten(dienst, teDoenOp="2025-03-15", gemeente="GM0098") == found[:1]


async def test_W_050_only_for_work_and_only_where_it_is_offered(dienst: ServiceUnderTest) -> None:
    await _stroom_uit(dienst, reden="pensioen")
    await _stroom_uit(dienst, gemeente="GM0090")
    await _stroom_uit(dienst, dag=date(2024, 6, 30))
    assert await _contacten(dienst) == []


async def test_a_contact_is_made_once_and_not_before_its_time(dienst: ServiceUnderTest) -> None:
    await _stroom_uit(dienst)
    bellen, _ = await _contacten(dienst)
    dicht, onbekend = "nazorgcontact-buiten-termijn", "nazorgcontact-onbekend"
    assert await _rond_af(dienst, bellen["id"], "2025-02-27") == (409, dicht)
    assert await _rond_af(dienst, bellen["id"], "2025-03-02") == (409, dicht)
    assert await _rond_af(dienst, str(uuid4()), "2025-03-01") == (404, onbekend)
    assert await _rond_af(dienst, bellen["id"], "2025-03-01") == (200, None)
    assert await _rond_af(dienst, bellen["id"], "2025-03-01") == (409, "nazorgcontact-gesloten")
    assert len(await _contacten(dienst, teDoenOp="2025-12-31")) == 1


async def test_D9_no_aftercare_for_outflow_that_does_not_last(dienst: ServiceUnderTest) -> None:
    ref = await _stroom_uit(dienst)
    velden = {"uitkering_soort": "participatiewet", "vanaf": date(2025, 3, 10)}
    await dienst.receive(een_feit(UitkeringBegonnen, ref, 3, gemeente="GM0098", **velden))
    assert await _contacten(dienst, teDoenOp="2025-12-31") == []
    (bellen, _) = await _contacten(dienst)
    assert await _rond_af(dienst, bellen["id"], "2025-03-01") == (409, "nazorgcontact-gesloten")
