"""`GET /v1/gebeurtenissen` on both databases: in order, for the own gemeenten, and nothing is ever missed."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from sqlalchemy import insert

from shared.auth import LOKAAL, VasteDeur
from shared.db.engine import Database
from shared.db.tables import outbox
from shared.db.uow import UnitOfWork
from shared.events import encode
from shared.identifiers import nieuw_id
from tests.contract.proef import (
    HIER,
    MOMENT,
    PERSONEN,
    WESTSTELLINGWERF,
    diagnose,
    inwoner,
    rows,
    see_all,
)
from tests.contract.uitgaand import publish, say, versies

CLOUDEVENT = Path(__file__).parents[3] / "shared" / "standards" / "cloudevents-1.0.schema.json"
PAD = "/gebeurtenissen"


async def _pull(client: httpx.AsyncClient, **params: Any) -> dict[str, Any]:
    answer = await client.get(PAD, params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_nothing_happened_yet(balie_client: httpx.AsyncClient) -> None:
    assert await _pull(balie_client) == {"gebeurtenissen": [], "volgende": 0}
    assert (await _pull(balie_client, na=7))["volgende"] == 7


async def test_in_order_and_on_from_volgende(
    balie_client: httpx.AsyncClient, uow: UnitOfWork
) -> None:
    await say(uow, *(inwoner(PERSONEN[n % 3], versie=n) for n in range(5)))
    first = await _pull(balie_client, aantal=2)
    rest = await _pull(balie_client, na=first["volgende"])
    assert versies(first["gebeurtenissen"]) == [0, 1]
    assert versies(rest["gebeurtenissen"]) == [2, 3, 4]
    end = await _pull(balie_client, na=rest["volgende"])
    assert end == {"gebeurtenissen": [], "volgende": rest["volgende"]}
    await say(uow, inwoner(versie=9))
    assert versies((await _pull(balie_client, na=end["volgende"]))["gebeurtenissen"]) == [9]


async def test_one_type_only_and_the_cursor_passes_the_others(
    balie_client: httpx.AsyncClient, uow: UnitOfWork
) -> None:
    await say(uow, inwoner(), diagnose(), inwoner(versie=2))
    type_ = diagnose().ce_type()
    found = await _pull(balie_client, type=type_)
    assert [event["type"] for event in found["gebeurtenissen"]] == [type_]
    assert found["volgende"] == (await _pull(balie_client))["volgende"]


async def test_an_event_is_a_cloudevent_of_the_profile(
    balie_client: httpx.AsyncClient, uow: UnitOfWork
) -> None:
    await say(uow, inwoner())
    (event,) = (await _pull(balie_client))["gebeurtenissen"]
    assert event.pop("id")
    assert event == {
        "specversion": "1.0",
        "source": "urn:nld:oin:00000001999990090000:systeem:meedoen-intake",
        "type": "nl.participatie.intake.inwoner-geregistreerd.v1",
        "subject": PERSONEN[0],
        "time": "2026-03-02T09:30:00.000Z",
        "sequence": "1",
        "sequencetype": "Integer",
        "gemeente": "GM0090",
        "datacontenttype": "application/json",
        "partitionkey": PERSONEN[0],
        "data": json.loads(encode(inwoner())),
    }
    if CLOUDEVENT.exists():
        jsonschema.validate({**event, "id": "een"}, json.loads(CLOUDEVENT.read_text("utf-8")))


async def test_only_the_gemeenten_of_the_caller(
    balie_client: httpx.AsyncClient, uow: UnitOfWork, deur: VasteDeur
) -> None:
    await say(uow, inwoner(), inwoner(PERSONEN[1], versie=2, gemeente=WESTSTELLINGWERF))
    assert versies((await _pull(balie_client))["gebeurtenissen"]) == [1, 2]
    hier = replace(HIER, scopes=LOKAAL.scopes)
    deur.caller = hier
    found = await _pull(balie_client)
    assert versies(found["gebeurtenissen"]) == [1]
    niemand = replace(HIER, gemeenten=frozenset(), scopes=LOKAAL.scopes)
    deur.caller = niemand
    assert (await _pull(balie_client))["gebeurtenissen"] == []


async def test_reading_needs_its_scope(balie_client: httpx.AsyncClient, deur: VasteDeur) -> None:
    deur.caller = HIER
    assert (await balie_client.get(PAD)).status_code == 403


@pytest.mark.parametrize(
    "params",
    [
        {"na": "-1"},
        {"na": "1e3"},
        {"na": 2**53},
        {"aantal": 0},
        {"aantal": 501},
        {"type": "alles"},
        {"sinds": "gisteren"},
    ],
)
async def test_bad_input_is_400(balie_client: httpx.AsyncClient, params: dict[str, Any]) -> None:
    assert (await balie_client.get(PAD, params=params)).status_code == 400


@pytest.mark.distributed
async def test_a_transaction_that_commits_late_is_not_missed(
    database: Database, balie_client: httpx.AsyncClient, uow: UnitOfWork
) -> None:
    """The late one holds the lower id: a cursor over ids would pass it and never come back."""
    if not database.has_broker:
        pytest.skip("SQLite has one writer: no transaction can overlap another")
    async with database.writer.connect() as late:
        await see_all(late)
        await late.execute(insert(outbox), [_row(PERSONEN[1], versie=1)])
        await say(uow, inwoner(versie=2))
        before = await _pull(balie_client)
        assert versies(before["gebeurtenissen"]) == [2]
        await late.commit()
    assert (await _pull(balie_client, na=before["volgende"]))["gebeurtenissen"] == []
    await publish(database)
    await say(uow, inwoner(versie=3))
    after = await _pull(balie_client, na=before["volgende"])
    assert versies(after["gebeurtenissen"]) == [1, 3]
    in_the_log = sorted(await rows(database, outbox), key=lambda row: row.log_position)
    assert in_the_log[0].id > in_the_log[1].id


def _row(persoon: str, versie: int) -> dict[str, Any]:
    event = inwoner(persoon, versie=versie)
    return {
        "event_id": nieuw_id(MOMENT),
        "topic": event.topic(),
        "key": event.key,
        "type": event.ce_type(),
        "subject": event.subject,
        "gemeente": event.gemeente,
        "sequence": 1,
        "payload": encode(event).decode(),
        "created_at": MOMENT,
    }
