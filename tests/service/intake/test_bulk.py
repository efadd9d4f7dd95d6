"""Inwoners by the thousand: a line of outcome for each line, good lines stand, a rerun changes nothing."""

import json
import tracemalloc
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import UUID

import pytest
from httpx import Response

from shared.auth import LOKAAL, SCOPES, VasteDeur
from shared.bulk import PER_TRANSACTIE
from shared.contracts.intake import InwonerGeregistreerd
from shared.tenancy import Caller
from shared.testing.service import ServiceUnderTest
from tests.service.intake.bouw import gemaakt
from tests.service.intake.test_identiteit import ADRES, BSN, NAAM, zoek

INWONER = {"gemeente": "GM0098", "geboortedatum": "1990-05-01", "uitkeringSoort": "geen"}


def regel(bron_id: str, versie: int = 1, **changes: Any) -> dict[str, Any]:
    return {"bronId": bron_id, "versie": versie, "inwoner": INWONER | changes}


async def stuur(
    intake: ServiceUnderTest,
    body: bytes | AsyncIterator[bytes],
    soort: str = "application/x-ndjson",
) -> Response:
    return await intake.client.post(
        "/inwoners/_bulk", content=body, headers={"content-type": soort}
    )


async def lever(intake: ServiceUnderTest, *lines: Any) -> list[dict[str, Any]]:
    raw = b"".join(
        (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines
    )
    answer = await stuur(intake, raw)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def uitkomsten(answer: Iterable[dict[str, Any]]) -> list[str]:
    return [line["uitkomst"] for line in answer]


async def test_a_line_of_outcome_for_each_line_and_a_rerun_is_a_no_op(
    intake: ServiceUnderTest,
) -> None:
    lines = [regel("K-1", bsn=BSN, naam=NAAM), regel("K-2"), regel("K-3")]
    first = await lever(intake, *lines)
    assert uitkomsten(first) == ["verwerkt"] * 3
    assert (await zoek(intake, BSN)) == first[0]["id"]
    again = await lever(intake, *lines)
    assert again == [line | {"uitkomst": "ongewijzigd"} for line in first]
    told = await intake.emitted()
    assert [type(r.event) for r in told] == [InwonerGeregistreerd] * 3
    assert (await intake.client.get("/inwoners")).json()["count"] == 3


async def test_good_lines_stand_beside_bad_ones(intake: ServiceUnderTest) -> None:
    lines = [
        regel("K-1", bsn=BSN),
        b"{",
        regel("K-2", bsn=BSN),
        regel("K-3", bsn="999990018", naam="x"),
        regel("K-4", gemeente="GM0014"),
        regel("K-5", geboortedatum="2026-11-25"),
        b"",
        regel("K-6") | {"extra": 1},
        regel("K-8"),
    ]
    found = await lever(intake, *lines)
    assert [line.get("code") for line in found] == [
        None,
        "ongeldig",
        "bsn-al-geregistreerd",
        "ongeldig",
        "gemeente-niet-toegestaan",
        "geboortedatum-in-toekomst",
        "ongeldig",
        "ongeldig",
        None,
    ]
    assert {fault["name"] for fault in found[3]["fouten"]} == {"inwoner.bsn", "inwoner.naam"}
    assert (await intake.client.get("/inwoners")).json()["count"] == 2
    assert len(await intake.emitted()) == 2


async def test_an_empty_body_is_zero_lines(intake: ServiceUnderTest) -> None:
    assert await lever(intake) == []


async def test_a_newer_version_brings_name_and_address_up_to_date(intake: ServiceUnderTest) -> None:
    [made] = await lever(intake, regel("K-1", naam=NAAM, bsn=BSN))
    nieuw = regel("K-1", 2, naam=NAAM | {"achternaam": "Nieuw"}, adres=ADRES, bsn=BSN)
    assert await lever(intake, nieuw) == [made]
    shown = (await intake.client.get(f"/inwoners/{made['id']}")).json()
    assert (shown["naam"]["achternaam"], shown["adres"], shown["versie"]) == ("Nieuw", ADRES, 2)
    assert uitkomsten(await lever(intake, regel("K-1"), nieuw)) == ["genegeerd", "ongewijzigd"]


@pytest.mark.parametrize(
    ("versie", "changes", "code"),
    [
        (1, {"postcodecijfers": "9203"}, "versie-tegenstrijdig"),
        (2, {"geboortedatum": "1990-05-02"}, "meld-de-wijziging"),
        (2, {"uitkeringSoort": "ioaw"}, "meld-de-wijziging"),
        (2, {"huishoudenRef": str(UUID(int=1))}, "meld-de-wijziging"),
        (2, {"bsn": BSN}, "meld-de-wijziging"),
    ],
)
async def test_what_changes_rights_is_not_slipped_in(
    intake: ServiceUnderTest, versie: int, changes: dict[str, str], code: str
) -> None:
    await lever(intake, regel("K-1"))
    [refused] = await lever(intake, regel("K-1", versie, **changes))
    assert (refused["uitkomst"], refused["code"]) == ("geweigerd", code)
    # the refused version is not taken: the right one may still come
    assert uitkomsten(await lever(intake, regel("K-1", 2))) == ["verwerkt"]


async def test_a_line_of_someone_who_was_erased(intake: ServiceUnderTest) -> None:
    [made] = await lever(intake, regel("K-1"))
    await gemaakt(intake, f"/inwoners/{made['id']}/_geheimhouding", {"geheimhouding": True})
    gone = await intake.client.post(
        f"/inwoners/{made['id']}/_wissen", headers={"Idempotency-Key": "w"}
    )
    assert gone.status_code == 200
    [refused] = await lever(intake, regel("K-1", 2))
    assert refused["code"] == "inwoner-niet-gevonden"


async def test_only_ndjson_in_and_out(intake: ServiceUnderTest) -> None:
    assert (await stuur(intake, b"{}", "application/json")).status_code == 415
    headers = {"content-type": "application/x-ndjson", "accept": "application/json"}
    other = await intake.client.post("/inwoners/_bulk", content=b"", headers=headers)
    assert other.status_code == 406
    operation = (await intake.client.get("/openapi.json")).json()["paths"]["/inwoners/_bulk"][
        "post"
    ]
    assert operation["requestBody"]["content"] == {"application/x-ndjson": {"schema": {}}}
    assert list(operation["responses"]["200"]["content"]) == ["application/x-ndjson"]


async def test_the_size_may_pass_that_of_one_body_and_memory_stays_flat(
    intake: ServiceUnderTest,
) -> None:
    vulling = b" " * 3_000

    async def lines() -> AsyncIterator[bytes]:
        for nummer in range(3 * PER_TRANSACTIE + 1):
            yield json.dumps(regel(f"K-{nummer}")).encode() + vulling + b"\n"

    tracemalloc.start()
    answer = await stuur(intake, lines())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    found = Counter(json.loads(line)["uitkomst"] for line in answer.text.splitlines())
    assert found == {"verwerkt": 3 * PER_TRANSACTIE + 1}
    assert peak < 60_000_000
    assert (await intake.client.get("/inwoners")).json()["count"] == 3 * PER_TRANSACTIE + 1


async def test_a_place_that_is_taken_out_of_sight_stops_that_line_only(
    intake: ServiceUnderTest,
) -> None:
    await lever(intake, regel("K-1", gemeente="GM0090"))
    deur = intake.runtime.deur
    assert isinstance(deur, VasteDeur)
    deur.caller = Caller(LOKAAL.client, frozenset({"GM0098"}), SCOPES)
    found = await lever(intake, regel("K-0"), regel("K-1"), regel("K-2"))
    assert uitkomsten(found) == ["verwerkt", "geweigerd", "verwerkt"]
    assert found[1]["code"] == "versie-tegenstrijdig"
    assert (await intake.client.get("/inwoners")).json()["count"] == 2
    assert len(await intake.emitted()) == 3


async def test_one_number_twice_in_a_request_belongs_to_the_first(intake: ServiceUnderTest) -> None:
    lines = [regel("K-1", bsn=BSN), regel("K-2", bsn=BSN), regel("K-1", 2, bsn=BSN)]
    found = await lever(intake, *lines)
    assert uitkomsten(found) == ["verwerkt", "geweigerd", "verwerkt"]
    elsewhere = await lever(intake, regel("K-3", bsn=BSN, gemeente="GM0090"))
    assert uitkomsten(elsewhere) == ["verwerkt"]


async def test_a_key_on_a_request_of_many_transactions_changes_nothing(
    intake: ServiceUnderTest,
) -> None:
    body = b"".join(json.dumps(regel(f"K-{n}")).encode() + b"\n" for n in range(PER_TRANSACTIE + 1))
    headers = {"content-type": "application/x-ndjson", "idempotency-key": "k"}
    for uitkomst in ("verwerkt", "ongewijzigd"):
        answer = await intake.client.post("/inwoners/_bulk", content=body, headers=headers)
        found = uitkomsten(json.loads(line) for line in answer.text.splitlines())
        assert found == [uitkomst] * (PER_TRANSACTIE + 1)
