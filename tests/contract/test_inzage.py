"""An inzage leaves no table out: each holds something of a person and is shown, or says why not."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Table

from deploy.services import SERVICES
from services.trajecten.app import SERVICE as TRAJECTEN
from shared.auth import SCOPES, VasteDeur
from shared.db.tables import PLUMBING
from shared.tenancy import Caller
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.service.trajecten.bouw import begin_plaatsing, een_toekenning

ZONDER_PERSOON: Final = {
    "intake": {
        "medewerker": "people of the gemeente; they are no inwoner",
        "werkverdeling": "a round over a team; who was given out stands at the aanmelding",
    },
    "trajecten": {
        "boekversie": "what may be granted, to nobody in particular",
        "boekproduct": "what may be granted, to nobody in particular",
        "herziening": "a round over all subsidies; what it changed stands at the toekenning",
    },
    "werkgevers": {
        "werkgever": "an organisation",
        "contactmoment": "about an organisation, without a name",
        "vacature": "about an organisation; whom to call there is no inwoner",
        "vacature_gemeente": "where a vacature is shown",
    },
    "budget": {
        "post": "money of the gemeente",
        "begrotingswijziging": "money of the gemeente",
        "plafond": "numbers of the gemeente",
        "beginstand": "money of the gemeente, of before",
        "saldo": "money of the gemeente, of all together",
    },
    "monitor": {
        "aanmeldpoging": "somebody of the gemeente who logs in; gone within minutes",
        "sessie": "somebody of the gemeente who is logged in; gone within hours",
    },
}
"""Tables without anything of an inwoner, each with the reason."""
LEIDINGWERK: Final = {
    "verwerkingslog": "shown as `verwerkingen`",
    "auditlog": "shown as `door` in `verwerkingen`: the role, not who it was",
    "outbox": "says what the rows say, to other services",
    "idempotentie": "answers as they were given, for 72 hours",
    "dead_letter": "messages nobody could read, until an operator decides",
    "parking": "keys of messages that wait",
    "stream": "how many events a key has had",
    "inbox": "ids of events",
    "consumer_offset": "places in topics",
    "conversie": "a run over many; its lines are shown where they became something of a person",
    "conversieregel": "shown by trajecten; elsewhere no line is about a person",
    "abonnement": "clients and their addresses",
    "abonnement_opzij": "ids of events that could not be sent",
}
"""Tables that every service has, each with the reason why they are no part of their own."""
WIJST_AAN: Final = {"persoon_ref", "toekenning_id", "toekenning", "traject_id", "plan_id"}
"""Columns that lead to a person."""


def _tables(service: str) -> Iterator[Table]:
    for metadata in SERVICES[service].tables:
        if metadata is not PLUMBING:
            yield from metadata.sorted_tables


@pytest.mark.parametrize("service", SERVICES)
def test_every_table_is_in_the_inzage_or_has_a_reason(service: str) -> None:
    shown = {deel.tabel for deel in SERVICES[service].inzage} - set(LEIDINGWERK)
    exempt = set(ZONDER_PERSOON[service])
    assert shown | exempt == {table.name for table in _tables(service)}
    assert shown & exempt == set()


@pytest.mark.parametrize("service", SERVICES)
def test_no_table_that_leads_to_a_person_is_exempt(service: str) -> None:
    leads = {table.name for table in _tables(service) if WIJST_AAN & set(table.c.keys())}
    assert leads & set(ZONDER_PERSOON[service]) == set()
    assert not any("persoon_ref" in table.c for table in PLUMBING.sorted_tables)


def test_every_table_of_the_plumbing_has_a_reason() -> None:
    assert {table.name for table in PLUMBING.sorted_tables} == set(LEIDINGWERK)


@pytest.fixture
def deur() -> VasteDeur:
    return VasteDeur()


@pytest.fixture
async def dienst(
    database_url: str, tmp_path: Path, deur: VasteDeur
) -> AsyncIterator[ServiceUnderTest]:
    clock = FakeClock(date(2023, 3, 1))
    async with service_under_test(
        TRAJECTEN, tmp_path, clock, url=database_url, deur=deur
    ) as trajecten:
        yield trajecten


async def _inzage(dienst: ServiceUnderTest, *kenmerken: str) -> dict[str, Any]:
    answer = await dienst.client.post("/betrokkenen/_inzage", json={"kenmerken": kenmerken})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_art_15_a_service_gives_every_row_and_what_was_done(
    dienst: ServiceUnderTest,
) -> None:
    made, ander = await een_toekenning(dienst), await een_toekenning(dienst)
    ref = made["persoonRef"]
    assert (await begin_plaatsing(dienst, ref)).status_code == 201
    found = await _inzage(dienst, ref)
    rijen = {deel["naam"]: deel["rijen"] for deel in found["onderdelen"]}
    assert {"persoon", "traject", "plan", "toekenning", "plaatsing"} <= set(rijen)
    [toekenning] = rijen["toekenning"]
    assert (toekenning["id"], toekenning["bedragCenten"]) == (made["id"], made["bedragCenten"])
    assert [rij["trajectId"] for rij in rijen["plan"]] == [rij["id"] for rij in rijen["traject"]]
    assert ander["persoonRef"] not in str(found)
    assert ander["id"] not in str(found)
    [vraag, plaatsing] = found["verwerkingen"]
    assert (vraag["activiteit"], vraag["door"]) == ("Voorzieningen toekennen", "lokaal")
    assert vraag["moment"].startswith("2023-03-01")
    assert vraag["grondslag"] == "Participatiewet art. 7, 10 en 10d"
    assert plaatsing["handeling"] == "maakPlaatsing"
    again = await _inzage(dienst, ref)
    assert [v["handeling"] for v in again["verwerkingen"][2:]] == ["betrokkenenInzage"]


async def test_somebody_of_another_gemeente_is_nobody(
    dienst: ServiceUnderTest, deur: VasteDeur
) -> None:
    ref = (await een_toekenning(dienst))["persoonRef"]
    deur.caller = Caller("daar", frozenset({"GM0098"}), SCOPES)
    leeg = {"dienst": "trajecten", "onderdelen": [], "verwerkingen": []}
    assert await _inzage(dienst, ref) == leeg
    assert await dienst.verwerkt("betrokkenenInzage") == []


async def test_it_needs_a_right_of_its_own(dienst: ServiceUnderTest, deur: VasteDeur) -> None:
    deur.caller = Caller("daar", frozenset({"GM0098"}), SCOPES - {"inzage.lezen"})
    body = {"kenmerken": ["0190a000-0000-7000-8000-000000000001"]}
    assert (await dienst.client.post("/betrokkenen/_inzage", json=body)).status_code == 403
