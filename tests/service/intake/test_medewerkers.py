"""The routes of medewerkers over ASGI."""

from uuid import uuid4

import pytest

from shared.testing.service import ServiceUnderTest
from tests.service.intake.bouw import een_medewerker, post


async def test_W_002_a_medewerker_is_a_code_a_team_and_a_role(intake: ServiceUnderTest) -> None:
    made = await een_medewerker(intake, "ac-1", caseload=40)
    assert made == {
        "id": made["id"],
        "gemeente": "GM0098",
        "code": "ac-1",
        "werknaam": "Ac-1",
        "team": "bestaanszekerheid",
        "rol": "activeringscoach",
        "caseload": 40,
        "vastgelegdOp": "2026-11-24T12:00:00Z",
    }
    assert (await intake.client.get(f"/medewerkers/{made['id']}")).json() == made
    assert (await intake.client.get(f"/medewerkers/{uuid4()}")).status_code == 404


async def test_the_list_of_a_team(intake: ServiceUnderTest) -> None:
    coach = await een_medewerker(intake, "ac-1")
    vlechtwerker = await een_medewerker(intake, "vw-1", team="sociale-basis", rol="regievoerder")
    allen = (await intake.client.get("/medewerkers")).json()["results"]
    assert {m["code"] for m in allen} == {"ac-1", "vw-1"}
    team = (await intake.client.get("/medewerkers?team=sociale-basis")).json()
    assert (team["count"], team["results"]) == (1, [vlechtwerker])
    assert coach not in team["results"]


async def test_a_code_is_taken_once_in_a_gemeente(intake: ServiceUnderTest) -> None:
    made = await een_medewerker(intake, "ac-1")
    body = {k: v for k, v in made.items() if k not in ("id", "vastgelegdOp")}
    twice = await post(intake, "/medewerkers", body)
    assert (twice.status_code, twice.json()["code"]) == (409, "code-in-gebruik")
    elders = await post(intake, "/medewerkers", body | {"gemeente": "GM0090"})
    assert elders.status_code == 201


@pytest.mark.parametrize("rol", ["instrumentenregisseur", "budgethouder", "kwaliteitsmedewerker"])
async def test_S_068_the_roles_exist(intake: ServiceUnderTest, rol: str) -> None:
    made = await een_medewerker(intake, "ir-1", gemeente="GM0090", team="werk", rol=rol)
    assert made["rol"] == rol


async def test_no_other_roles_and_no_data_of_the_person(intake: ServiceUnderTest) -> None:
    body = {"gemeente": "GM0098", "code": "X 1", "werknaam": "", "team": "t", "rol": "wethouder"}
    answer = await post(intake, "/medewerkers", body | {"bsn": "999990019", "caseload": -1})
    assert answer.status_code == 400
    named = {fault["name"] for fault in answer.json()["invalidParams"]}
    assert named == {"code", "werknaam", "rol", "bsn", "caseload"}
