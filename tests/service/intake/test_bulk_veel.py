"""The go-live of a large gemeente: 100.000 lines in one request, on both databases, in memory that stays flat."""

import json
import resource
from collections import Counter
from collections.abc import AsyncIterator
from itertools import count, islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.intake.app import SERVICE
from shared.clock import SystemClock
from shared.identifiers import is_bsn
from shared.testing.service import ServiceUnderTest, service_under_test

REGELS = 100_000
GROEI_MB = 100
"""More than the answer and a batch; far less than the rows would take."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.distributed)])
async def intake(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    """Intake on either database."""
    url, server = None, None
    if request.param == "postgres":
        server, name = request.getfixturevalue("postgres"), f"bulk_{uuid4().hex[:8]}"
        server.create_database(name)
        url = server.url(name)
    async with service_under_test(SERVICE, tmp_path, SystemClock(), url=url) as running:
        yield running
    if server is not None:
        server.drop_database(name)


async def _regels(aantal: int) -> AsyncIterator[bytes]:
    bsns = (f"{nummer}" for nummer in count(990_000_000) if is_bsn(f"{nummer}"))
    for bsn in islice(bsns, aantal):
        naam = {"achternaam": "Voorbeeld", "voornamen": "A"}
        adres = {"straat": "Kade", "huisnummer": 3, "postcode": "9203KN", "woonplaats": "Drachten"}
        inwoner: dict[str, Any] = {"gemeente": "GM0090", "geboortedatum": "1990-05-01"}
        inwoner |= {"uitkeringSoort": "geen", "bsn": bsn, "naam": naam, "adres": adres}
        yield json.dumps({"bronId": bsn, "versie": 1, "inwoner": inwoner}).encode() + b"\n"


async def _lever(intake: ServiceUnderTest, aantal: int) -> Counter[str]:
    answer = await intake.client.post(
        "/inwoners/_bulk",
        content=_regels(aantal),
        headers={"content-type": "application/x-ndjson"},
        timeout=None,
    )
    return Counter(json.loads(line)["uitkomst"] for line in answer.text.splitlines())


def _meeste_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.long
@pytest.mark.timeout(3000)
async def test_a_hundred_thousand_lines_in_flat_memory_and_once(intake: ServiceUnderTest) -> None:
    assert await _lever(intake, 2_000) == {"verwerkt": 2_000}
    before = _meeste_mb()
    first = await _lever(intake, REGELS)
    assert first == {"verwerkt": REGELS - 2_000, "ongewijzigd": 2_000}
    assert await _lever(intake, REGELS) == {"ongewijzigd": REGELS}
    assert _meeste_mb() - before < GROEI_MB
    assert (await intake.client.get("/inwoners")).json()["count"] == REGELS
