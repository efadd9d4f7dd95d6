"""Intake when many ask at once, on both databases: one BSN, one open aanmelding, one medewerker per code."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.intake.app import SERVICE
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.service.intake.bouw import een_aanmelding, een_inwoner, een_medewerker, gemaakt, post

BSN, ANDER = "999990019", "999990020"
VELEN = 12


@pytest.fixture
async def intake(
    database_url: str, tmp_path: Path, clock: FakeClock
) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(SERVICE, tmp_path, clock, url=database_url) as service:
        yield service


async def tegelijk(intake: ServiceUnderTest, path: str, body: dict[str, Any]) -> Counter[Any]:
    answers = await asyncio.gather(*(post(intake, path, body) for _ in range(VELEN)))
    return Counter(a.json().get("code") if a.status_code == 409 else a.status_code for a in answers)


async def test_one_of_many_gets_the_bsn(intake: ServiceUnderTest) -> None:
    body = {"gemeente": "GM0098", "geboortedatum": "1990-05-01", "uitkeringSoort": "geen"}
    found = await tegelijk(intake, "/inwoners", body | {"bsn": BSN})
    assert found == {201: 1, "bsn-al-geregistreerd": VELEN - 1}
    assert (await intake.client.get("/inwoners")).json()["count"] == 1


async def test_one_of_many_is_the_open_aanmelding(
    intake: ServiceUnderTest, clock: FakeClock
) -> None:
    dag = str(clock.now().date())
    ref = await een_inwoner(intake)
    found = await tegelijk(
        intake, "/aanmeldingen", {"persoonRef": ref, "kanaal": "uwv", "aangemeldOp": dag}
    )
    assert found == {201: 1, "al-aangemeld": VELEN - 1}


async def test_many_werkverdelingen_give_each_aanmelding_once(
    intake: ServiceUnderTest, clock: FakeClock
) -> None:
    dag = str(clock.now().date())
    for code in ("ac-1", "ac-2"):
        await een_medewerker(intake, code)
    for _ in range(4):
        await een_aanmelding(intake, await een_inwoner(intake), aangemeldOp=dag)
    body = {"gemeente": "GM0098", "team": "bestaanszekerheid"}
    assert await tegelijk(intake, "/werkverdelingen", body) == {201: VELEN}
    rows = (await intake.client.get("/medewerkers")).json()["results"]
    assert [row["caseload"] for row in rows] == [2, 2]


async def test_a_merge_and_an_erasure(intake: ServiceUnderTest, clock: FakeClock) -> None:
    ouder = await een_inwoner(intake, bsn=ANDER)
    clock.advance(timedelta(seconds=1))
    await een_inwoner(intake, bsn=BSN)
    body = {"bsn": BSN, "samenvoegen": True}
    assert (await gemaakt(intake, f"/inwoners/{ouder}/_corrigeren", body))["persoonRef"] == ouder
    headers = {"Idempotency-Key": str(uuid4())}
    gone = await intake.client.post(f"/inwoners/{ouder}/_wissen", headers=headers)
    assert gone.status_code == 200
    assert await een_inwoner(intake, bsn=BSN) != ouder
