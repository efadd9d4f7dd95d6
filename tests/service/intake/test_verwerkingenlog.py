"""Logboek Dataverwerkingen: a record for each person in each processing, on disk before the answer, and no employee."""

import re
from typing import Any
from uuid import uuid4

from sqlalchemy import select, text

from shared.db.tables import auditlog, verwerkingslog
from shared.testing.service import ServiceUnderTest
from tests.service.intake.bouw import een_inwoner, een_medewerker, post
from tests.service.intake.test_identiteit import ANDER, BSN

ACTIVITEIT = "urn:meedoen:intake:verwerking:inwoneradministratie"


async def _rows(intake: ServiceUnderTest, table: Any) -> list[Any]:
    async with intake.database.reader.connect() as connection:
        return list(await connection.execute(select(table)))


async def _nieuw(intake: ServiceUnderTest, before: list[Any]) -> list[tuple[str, str]]:
    """Action and person of the records since."""
    rows = await _rows(intake, verwerkingslog)
    return [(row.name, row.data_subject_id) for row in rows[len(before) :]]


async def test_a_change_and_a_read_are_each_recorded(intake: ServiceUnderTest) -> None:
    ref = await een_inwoner(intake)
    [made] = await _rows(intake, verwerkingslog)
    assert (made.name, made.data_subject_id, made.status) == ("maakInwoner", ref, "Ok")
    assert made.processing_activity_id == ACTIVITEIT
    assert re.fullmatch("[0-9a-f]{32}", made.trace_id)
    assert re.fullmatch("[0-9a-f]{16}", made.operation_id)
    assert made.start_ms == made.end_ms == 1_795_521_600_000
    [who] = await _rows(intake, auditlog)
    assert (who.operation_id, who.client) == (made.parent_operation_id, "lokaal")
    assert "lokaal" not in repr(made)
    assert (await intake.client.get(f"/inwoners/{ref}")).status_code == 200
    assert await _nieuw(intake, [made]) == [("toonInwoner", ref)]


async def test_a_list_is_a_record_for_each_person_also_as_stream(intake: ServiceUnderTest) -> None:
    refs = [await een_inwoner(intake) for _ in range(3)]
    for how in ({}, {"Accept": "application/x-ndjson"}):
        before = await _rows(intake, verwerkingslog)
        answer = await intake.client.get("/inwoners", headers=how)
        if answer.status_code == 406:
            continue
        found = await _nieuw(intake, before)
        assert sorted(found) == sorted(("lijstInwoners", ref) for ref in refs)
    page = await _rows(intake, verwerkingslog)
    assert len({row.operation_id for row in page}) == len(page)
    assert len({row.parent_operation_id for row in page[3:6]}) == 1


async def test_looking_up_a_bsn_is_a_processing_of_who_is_found(intake: ServiceUnderTest) -> None:
    ref = await een_inwoner(intake, bsn=BSN)
    before = await _rows(intake, verwerkingslog)
    for bsn in (BSN, ANDER):
        body = {"gemeente": "GM0098", "bsn": bsn}
        assert (await intake.client.post("/inwoners/_zoek", json=body)).status_code == 200
    assert [who for _, who in await _nieuw(intake, before)] == [ref]
    assert BSN not in repr(await _rows(intake, verwerkingslog))


async def test_what_was_refused_or_is_about_nobody_leaves_no_record(
    intake: ServiceUnderTest,
) -> None:
    ref = await een_inwoner(intake)
    before = await _rows(intake, verwerkingslog)
    await een_medewerker(intake, "ac-1")
    refused = await post(intake, f"/inwoners/{ref}/_verhuizen", {"vertrokkenOp": "1985-01-01"})
    assert refused.status_code == 409
    assert (await intake.client.get(f"/inwoners/{uuid4()}")).status_code == 404
    assert await _nieuw(intake, before) == []


async def test_without_its_record_nothing_is_read_or_changed(intake: ServiceUnderTest) -> None:
    ref = await een_inwoner(intake)
    async with intake.database.writer.begin() as connection:
        await connection.execute(text("drop table auditlog"))
    read = await intake.client.get(f"/inwoners/{ref}")
    assert (read.status_code, ref in read.text) == (500, False)
    body = {"gemeente": "GM0098", "geboortedatum": "1990-05-01", "uitkeringSoort": "geen"}
    assert (await post(intake, "/inwoners", body)).status_code == 500
    assert len(await intake.emitted()) == 1
