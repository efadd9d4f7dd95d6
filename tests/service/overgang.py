"""Sending files of the go-live to a service, and reading what it says of them."""

import json
from typing import Any

from httpx import Response

from shared.testing.service import ServiceUnderTest

Json = dict[str, Any]
GEMEENTE = "GM0090"


async def stuur(
    dienst: ServiceUnderTest, pad: str, *lines: Json | bytes, **params: str
) -> Response:
    """POST a file of the source `suite` for Smallingerland."""
    raw = b"".join(
        (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines
    )
    return await dienst.client.post(
        f"{pad}/_bulk",
        content=raw,
        params={"bronsysteem": "suite", "gemeente": GEMEENTE, **params},
        headers={"content-type": "application/x-ndjson"},
    )


async def neem_over(
    dienst: ServiceUnderTest, pad: str, *lines: Json | bytes, **params: str
) -> tuple[list[Json], Json]:
    """The outcome of each line, and the control totals of the run."""
    answer = await stuur(dienst, pad, *lines, **params)
    assert answer.status_code == 200, answer.text
    *uitslagen, laatste = [json.loads(line) for line in answer.text.splitlines()]
    assert len(uitslagen) == len(lines)
    controle: Json = laatste["controle"]
    return uitslagen, controle


def telling(controle: Json) -> tuple[int, int, int, int]:
    """Lines, taken, unchanged and refused."""
    return (
        controle["regels"],
        controle["overgenomen"],
        controle["ongewijzigd"],
        controle["geweigerd"],
    )


async def lijst(dienst: ServiceUnderTest, pad: str, **params: str) -> list[Json]:
    """All of a list for Smallingerland."""
    vraag = {"gemeente": GEMEENTE, "pageSize": "100", **params}
    answer = await dienst.client.get(pad, params=vraag)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["results"]
    return found


async def verschillen(dienst: ServiceUnderTest) -> list[Json]:
    """Where the files say something else than Meedoen."""
    return await lijst(dienst, "/conversieverschillen")


def fouten(uitslag: Json) -> set[tuple[str, str]]:
    """The faults of a refused line: field and code."""
    return {(fout["name"], fout["code"]) for fout in uitslag["fouten"]}
