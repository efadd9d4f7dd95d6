"""The routes of werkgevers, and the new employers of a year."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.contracts.werkgevers import WerkgeverGeregistreerd
from shared.testing.service import ServiceUnderTest
from tests.service.werkgevers.test_contactmomenten import een_contact

PAD = "/werkgevers"
BAKKER = {
    "gemeente": "GM0098",
    "kvkNummer": "90000012",
    "vestigingsnummer": "000012345678",
    "naam": "Bakkerij De Stelling",
    "sector": "1071",
}


async def post(werkgevers: ServiceUnderTest, **change: Any) -> httpx.Response:
    body = {name: value for name, value in {**BAKKER, **change}.items() if value is not None}
    headers = {"Idempotency-Key": str(uuid4())}
    return await werkgevers.client.post(PAD, json=body, headers=headers)


async def test_register_and_read_back(werkgevers: ServiceUnderTest) -> None:
    made = (await post(werkgevers)).json()
    assert made == {**BAKKER, "id": made["id"], "geregistreerdOp": "2026-11-24T12:00:00Z"}
    assert (await werkgevers.client.get(f"{PAD}/{made['id']}")).json() == made
    [emitted] = await werkgevers.emitted()
    assert emitted.event == WerkgeverGeregistreerd(
        gemeente="GM0098", werkgever_id=made["id"], kvk_nummer="90000012", sector="1071"
    )


async def test_one_employer_per_kvk_number_and_gemeente(werkgevers: ServiceUnderTest) -> None:
    first, second = await asyncio.gather(post(werkgevers), post(werkgevers, naam="Anders"))
    made, refused = sorted((first, second), key=lambda answer: answer.status_code)
    assert (made.status_code, refused.status_code) == (201, 409)
    assert refused.json()["code"] == "werkgever-bestaat"
    assert made.json()["id"] in refused.json()["detail"]
    assert (await post(werkgevers, gemeente="GM0090")).status_code == 201
    assert len(await werkgevers.emitted()) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kvkNummer", "9000001"),
        ("vestigingsnummer", "00001234567"),
        ("sector", "1"),
        ("sector", "107100"),
        ("naam", ""),
        ("gemeente", None),
    ],
)
async def test_a_field_out_of_bounds(
    werkgevers: ServiceUnderTest, field: str, value: str | None
) -> None:
    answer = await post(werkgevers, **{field: value})
    assert answer.status_code == 400
    assert [fault["name"] for fault in answer.json()["invalidParams"]] == [field]


async def test_list_by_number_and_by_the_beginning_of_the_sector(
    werkgevers: ServiceUnderTest,
) -> None:
    await post(werkgevers)
    await post(werkgevers, kvkNummer="90000013", naam="Aannemer Aan Zee", sector="41201")
    await post(werkgevers, kvkNummer="90000014", naam="Zonder sector", sector=None)

    async def names(**params: str) -> list[str]:
        page = (await werkgevers.client.get(PAD, params=params)).json()
        return [one["naam"] for one in page["results"]]

    assert await names() == ["Aannemer Aan Zee", "Bakkerij De Stelling", "Zonder sector"]
    assert await names(kvkNummer="90000014") == ["Zonder sector"]
    assert await names(sector="10") == ["Bakkerij De Stelling"]
    assert await names(sector="71") == []


async def test_an_unknown_werkgever(werkgevers: ServiceUnderTest) -> None:
    unknown = await werkgevers.client.get(f"{PAD}/{uuid4()}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "werkgever-niet-gevonden")


async def nieuw(werkgevers: ServiceUnderTest, gemeente: str, jaar: int) -> dict[str, Any]:
    asked: dict[str, str | int] = {"gemeente": gemeente, "jaar": jaar}
    answer = await werkgevers.client.get("/nieuwe-werkgevers", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_W_057_counts_each_new_employer_of_the_year_once(
    werkgevers: ServiceUnderTest,
) -> None:
    await post(werkgevers)
    for kvk, datum in [
        ("90000012", "2026-02-02"),
        ("90000012", "2026-06-01"),
        ("90000013", "2021-11-21"),
        ("90000013", "2026-11-21"),
        ("90000014", "2021-11-20"),
        ("90000014", "2026-11-21"),
        ("90000015", "2025-12-31"),
    ]:
        await een_contact(werkgevers, kvkNummer=kvk, datum=datum)
    await een_contact(werkgevers, kvkNummer="90000016", tweezijdig=False)
    await een_contact(werkgevers, kvkNummer="90000017", doelgroepParticipatiewet=False)
    await een_contact(werkgevers, kvkNummer="90000018", gemeente="GM0090")
    found = await nieuw(werkgevers, "GM0098", 2026)
    assert (found["aantal"], found["doel"]) == (2, 10)
    eerste, tweede = found["werkgevers"]
    assert (eerste["kvkNummer"], eerste["naam"]) == ("90000012", "Bakkerij De Stelling")
    assert (eerste["datum"], "vorigContact" in eerste) == ("2026-02-02", False)
    assert (tweede["kvkNummer"], tweede["vorigContact"]) == ("90000014", "2021-11-20")
    assert (tweede["regel"]["id"], tweede["regel"]["parameter"]) == ("W-057", "5")
    assert (await nieuw(werkgevers, "GM0098", 2025))["aantal"] == 1


async def test_W_057_without_a_rule_nobody_is_new(werkgevers: ServiceUnderTest) -> None:
    await een_contact(werkgevers, gemeente="GM0090")
    await een_contact(werkgevers, datum="2024-12-31")
    leeg = {"aantal": 0, "werkgevers": []}
    for gemeente, jaar in (("GM0090", 2026), ("GM0098", 2024)):
        found = await nieuw(werkgevers, gemeente, jaar)
        assert found == {"gemeente": gemeente, "jaar": jaar, **leeg}


async def test_a_year_is_asked_for(werkgevers: ServiceUnderTest) -> None:
    answer = await werkgevers.client.get("/nieuwe-werkgevers", params={"gemeente": "GM0098"})
    assert answer.status_code == 400
    assert [fault["name"] for fault in answer.json()["invalidParams"]] == ["jaar"]
