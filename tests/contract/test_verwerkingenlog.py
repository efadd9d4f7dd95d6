"""Logboek Dataverwerkingen: a record for each person in each processing, on disk before the answer, and no employee."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from services.intake.app import SERVICE
from services.trajecten.app import SERVICE as TRAJECTEN
from shared.db.direct import Command, Rows
from shared.db.pipeline import Pipeline
from shared.db.steps import Steps
from shared.db.tables import auditlog, verwerkingslog
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.service.intake.bouw import een_aanmelding, een_inwoner, een_medewerker, gemaakt, post
from tests.service.intake.test_bulk import lever, regel, uitkomsten
from tests.service.intake.test_identiteit import ANDER, BSN
from tests.service.trajecten.bouw import een_toekenning

ACTIVITEIT = "urn:meedoen:intake:verwerking:inwoneradministratie"


@pytest.fixture
async def intake(database_url: str, tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    clock = FakeClock(date(2026, 11, 24))
    async with service_under_test(SERVICE, tmp_path, clock, url=database_url) as service:
        yield service


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
    assert re.fullmatch("[0-9a-f]{16}", made.span_id)
    assert made.start_time == made.end_time == 1_795_521_600_000
    [who] = await _rows(intake, auditlog)
    assert (who.span_id, who.client) == (made.parent_span_id, "lokaal")
    assert "lokaal" not in repr(made)
    assert (await intake.client.get(f"/inwoners/{ref}")).status_code == 200
    assert await _nieuw(intake, [made]) == [("toonInwoner", ref)]


async def test_a_list_is_a_record_for_each_person(intake: ServiceUnderTest) -> None:
    refs = [await een_inwoner(intake) for _ in range(3)]
    before = await _rows(intake, verwerkingslog)
    assert (await intake.client.get("/inwoners")).status_code == 200
    found = await _nieuw(intake, before)
    assert sorted(found) == sorted(("lijstInwoners", ref) for ref in refs)
    rows = await _rows(intake, verwerkingslog)
    assert len({row.span_id for row in rows}) == len(rows)
    assert len({row.parent_span_id for row in rows[3:]}) == 1


async def test_looking_up_a_bsn_is_a_processing_of_who_is_found(intake: ServiceUnderTest) -> None:
    ref = await een_inwoner(intake, bsn=BSN)
    before = await _rows(intake, verwerkingslog)
    for bsn in (BSN, ANDER):
        body = {"gemeente": "GM0098", "bsn": bsn}
        assert (await intake.client.post("/inwoners/_zoek", json=body)).status_code == 200
    assert [who for _, who in await _nieuw(intake, before)] == [ref]
    assert BSN not in repr(await _rows(intake, verwerkingslog))


async def test_a_repeat_that_gets_the_stored_answer_is_recorded_too(
    intake: ServiceUnderTest,
) -> None:
    body = {"gemeente": "GM0098", "geboortedatum": "1990-05-01", "uitkeringSoort": "geen"}
    answers = [await post(intake, "/inwoners", body, "eenmaal") for _ in range(2)]
    assert answers[1].headers["idempotent-replayed"] == "true"
    ref = answers[0].json()["persoonRef"]
    assert await intake.verwerkt("maakInwoner") == [ref, ref]


async def test_a_werkverdeling_concerns_everybody_it_gives_out(intake: ServiceUnderTest) -> None:
    await een_medewerker(intake, "ac-1")
    refs = [await een_inwoner(intake) for _ in range(2)]
    for ref in refs:
        await een_aanmelding(intake, ref)
    body = {"gemeente": "GM0098", "team": "bestaanszekerheid"}
    made = await gemaakt(intake, "/werkverdelingen", body)
    await intake.client.get(f"/werkverdelingen/{made['id']}")
    for naam in ("maakWerkverdeling", "toonWerkverdeling"):
        assert sorted(await intake.verwerkt(naam)) == sorted(refs)


async def test_bulk_records_each_line_that_stands(intake: ServiceUnderTest) -> None:
    answer = await lever(intake, regel("K-1"), b"{}", regel("K-2"))
    assert uitkomsten(answer) == ["verwerkt", "geweigerd", "verwerkt"]
    refs = [line["id"] for line in answer if "id" in line]
    assert sorted(await intake.verwerkt("inwonersBulk")) == sorted(refs)


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


async def test_a_change_is_one_transaction_and_a_list_one_statement_for_all_its_records(
    intake: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    for kind in (Steps, Pipeline):
        monkeypatch.setattr(kind, "run", _noting(kind.run, said))
    for _ in range(3):
        await een_inwoner(intake)
    assert said.count("commit") == 3
    said.clear()
    await intake.client.get("/inwoners")
    assert said.count("INSERT INTO verwerkingslog") == 1


def _noting(run: Callable[..., Awaitable[list[Rows]]], said: list[str]) -> Any:
    async def noted(
        way: Steps | Pipeline, commands: Sequence[Command], *, commit: bool = False
    ) -> list[Rows]:
        said.extend(command.statement.on(way.dialect).sql[:26] for command in commands)
        if commit:
            said.append("commit")
        return await run(way, commands, commit=commit)

    return noted


@pytest.fixture
async def dienst(database_url: str, tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    clock = FakeClock(date(2023, 3, 1))
    async with service_under_test(TRAJECTEN, tmp_path, clock, url=database_url) as trajecten:
        yield trajecten


async def test_the_lines_of_a_stream_are_recorded_before_they_leave(
    dienst: ServiceUnderTest,
) -> None:
    refs = [(await een_toekenning(dienst))["persoonRef"] for _ in range(3)]
    answer = await dienst.client.get("/toekenningen", headers={"Accept": "text/csv"})
    assert all(ref in answer.text for ref in refs)
    assert sorted(await dienst.verwerkt("lijstToekenningen")) == sorted(refs)


async def test_more_streams_at_once_than_there_are_connections_wait_for_each_other(
    dienst: ServiceUnderTest,
) -> None:
    ref = (await een_toekenning(dienst))["persoonRef"]
    csv = {"Accept": "text/csv"}
    answers = await asyncio.gather(
        *(dienst.client.get("/toekenningen", headers=csv) for _ in range(25))
    )
    assert [(each.status_code, ref in each.text) for each in answers] == [(200, True)] * 25
    assert await dienst.verwerkt("lijstToekenningen") == [ref] * 25


async def test_a_page_about_a_person_is_recorded_as_the_api_is(dienst: ServiceUnderTest) -> None:
    made = await een_toekenning(dienst)
    ref = made["persoonRef"]
    for naam, pad in {
        "toon_personen": "/personen",
        "toon_persoon": f"/personen/{ref}",
        "toon_toekenning": f"/toekenningen/{made['id']}",
    }.items():
        page = await dienst.client.get(f"http://test{pad}")
        assert (page.status_code, await dienst.verwerkt(naam)) == (200, [ref]), naam
