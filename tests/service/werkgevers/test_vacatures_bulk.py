"""`_bulk` of vacatures: a line per line, each on its own, and the same lines again change nothing."""

import json
from collections import Counter
from typing import Any

import httpx
import pytest

from shared.bulk import PER_TRANSACTIE
from shared.gate import MEEST_BYTES, MEEST_BYTES_BULK
from shared.testing.service import ServiceUnderTest
from tests.service.werkgevers.test_vacatures import ID, PAD, put, written

NDJSON = {"Content-Type": "application/x-ndjson"}


def line(versie: int, document: bytes, **more: Any) -> bytes:
    extra = "".join(f", {json.dumps(k)}: {json.dumps(v)}" for k, v in more.items()).encode()
    return b'{"versie": %d, "vacature": %b%b}' % (versie, document, extra)


def vacature(id_: str, naam: str = "x") -> bytes:
    return json.dumps({"idVacature": id_, "naamVacature": naam}, indent=None).encode()


async def send(werkgevers: ServiceUnderTest, *lines: bytes) -> list[dict[str, Any]]:
    body = b"\n".join(lines)
    answer = await werkgevers.client.post(f"{PAD}/_bulk", content=body, headers=NDJSON)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(found) for found in answer.text.splitlines()]


async def test_each_line_has_its_own_answer(werkgevers: ServiceUnderTest) -> None:
    await put(werkgevers, vacature("oud"), 5, id_="oud")
    await put(werkgevers, vacature("zelfde"), 5, id_="zelfde")
    found = await send(
        werkgevers,
        line(1, vacature("nieuw")),
        line(4, vacature("oud")),
        line(6, vacature("oud", "nieuwe naam")),
        line(5, vacature("zelfde")),
        line(5, vacature("zelfde", "anders")),
        line(1, b'{"idVacature": "fout", "onbekend": 1, "naamVacature": 7}'),
        b"geen json",
        b"",
        line(0, vacature("a")),
        line(1, vacature("a"), gemeenten=["GM0363"]),
        line(1, vacature("_a")),
        line(1, vacature("a"), gemeenten=["GM0098"]),
    )
    assert [one["resultaat"] for one in found] == [
        "geplaatst",
        "genegeerd",
        "vervangen",
        "ongewijzigd",
        "geweigerd",
        "ongeldig",
        "ongeldig",
        "ongeldig",
        "ongeldig",
        "geweigerd",
        "ongeldig",
        "geplaatst",
    ]
    assert (found[1]["code"], found[4]["code"]) == ("verouderde-versie", "versie-hergebruikt")
    assert {fault["name"] for fault in found[5]["fouten"]} == {"onbekend", "naamVacature"}
    assert found[0]["idVacature"] == "nieuw"
    assert (await werkgevers.client.get(f"{PAD}/{found[0]['id']}")).content == vacature("nieuw")


async def test_a_document_is_kept_to_the_byte(werkgevers: ServiceUnderTest) -> None:
    document = written().strip().replace(b"\n", b"  ")
    await send(werkgevers, line(1, document))
    assert (await werkgevers.client.get(f"{PAD}/{ID}")).content == document


async def test_more_lines_than_a_transaction_and_the_same_again(
    werkgevers: ServiceUnderTest,
) -> None:
    lines = [line(1, vacature(f"v-{n}")) for n in range(PER_TRANSACTIE + 1)]
    first = await send(werkgevers, *lines)
    assert Counter(one["resultaat"] for one in first) == {"geplaatst": PER_TRANSACTIE + 1}
    assert [one["idVacature"] for one in first] == [f"v-{n}" for n in range(PER_TRANSACTIE + 1)]
    said = len(await werkgevers.emitted())
    again = await send(werkgevers, *lines)
    assert Counter(one["resultaat"] for one in again) == {"ongewijzigd": PER_TRANSACTIE + 1}
    assert len(await werkgevers.emitted()) == said == 2 * (PER_TRANSACTIE + 1)


async def test_lines_about_one_vacature_follow_each_other(werkgevers: ServiceUnderTest) -> None:
    hier, daar, beide = ["GM0090"], ["GM0098"], ["GM0090", "GM0098"]
    found = await send(
        werkgevers,
        line(1, vacature("a"), gemeenten=hier),
        line(2, vacature("a"), gemeenten=beide),
        line(2, vacature("a"), gemeenten=beide),
        line(3, vacature("a", "y"), gemeenten=daar),
        line(2, vacature("a"), gemeenten=beide),
        line(3, vacature("a", "z"), gemeenten=daar),
        line(1, vacature("b"), gemeenten=hier),
        line(4, vacature("a", "y"), gemeenten=hier),
    )
    assert [one["resultaat"] for one in found] == [
        "geplaatst",
        "vervangen",
        "ongewijzigd",
        "vervangen",
        "genegeerd",
        "geweigerd",
        "geplaatst",
        "vervangen",
    ]
    told = [(type(r.event).__name__, r.gemeente) for r in await werkgevers.emitted()]
    assert told == [
        ("VacatureGeplaatst", "GM0090"),
        ("VacatureGeplaatst", "GM0098"),
        ("VacatureGesloten", "GM0090"),
        ("VacatureGeplaatst", "GM0090"),
        ("VacatureGesloten", "GM0098"),
        ("VacatureGeplaatst", "GM0090"),
    ]
    [a, b] = sorted(
        (await werkgevers.client.get(PAD)).json()["results"], key=lambda one: one["idVacature"]
    )
    assert (a["versie"], a["gemeenten"], a["naam"]) == (4, ["GM0090"], "y")
    assert (b["versie"], b["gemeenten"]) == (1, ["GM0090"])


async def test_a_withdrawn_one_opens_again(werkgevers: ServiceUnderTest) -> None:
    await send(werkgevers, line(1, vacature("a")))
    await werkgevers.client.delete(f"{PAD}/a", params={"versie": 2})
    found = await send(werkgevers, line(1, vacature("a")), line(3, vacature("a")))
    assert [one["resultaat"] for one in found] == ["genegeerd", "geplaatst"]


async def test_an_empty_body_is_no_line(werkgevers: ServiceUnderTest) -> None:
    assert await send(werkgevers) == []


async def test_a_bulk_may_be_larger_than_another_body(werkgevers: ServiceUnderTest) -> None:
    long = vacature("lang") + b" " * MEEST_BYTES
    assert [one["resultaat"] for one in await send(werkgevers, line(1, long))] == ["geplaatst"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/json"}, 415),
        ({**NDJSON, "Accept": "application/json"}, 406),
        ({**NDJSON, "Accept": "application/x-ndjson"}, 200),
        ({**NDJSON, "Content-Length": str(MEEST_BYTES_BULK + 1)}, 413),
    ],
)
async def test_only_ndjson_goes_in_and_out(
    werkgevers: ServiceUnderTest, headers: dict[str, str], status: int
) -> None:
    answer: httpx.Response = await werkgevers.client.post(
        f"{PAD}/_bulk", content=line(1, vacature("a")), headers=headers
    )
    assert answer.status_code == status
