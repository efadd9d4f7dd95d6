"""A planted BSN, name and address are nowhere to be read: not in the file, an event, a log, an error or a URL (I13)."""

import logging
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from shared.db.tables import outbox
from shared.testing.service import ServiceUnderTest
from tests.service.intake.bouw import een_inwoner, een_medewerker, gemaakt
from tests.service.intake.test_intakegesprekken import ACHT, een_gesprek

BSN = "999990019"
FOUT = "999990018"
NAAM = {"achternaam": "Kanarievogel"}
ADRES = {
    "straat": "Kanariestraat",
    "huisnummer": 31337,
    "postcode": "9203KN",
    "woonplaats": "Kanarium",
}
GEHEIM = (BSN, FOUT, "Kanarievogel", "Kanariestraat", "Kanarium", "zus in Wolvega", "prikkelarm")


def lekken(text: str | bytes) -> list[str]:
    raw = text.encode() if isinstance(text, str) else text
    return [woord for woord in GEHEIM if woord.encode() in raw]


def bestanden(directory: Path) -> dict[str, bytes]:
    """The raw files below a directory."""
    return {file.name: file.read_bytes() for file in directory.rglob("*") if file.is_file()}


async def test_I13_a_planted_bsn_is_nowhere_to_be_read(
    intake: ServiceUnderTest,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    await een_medewerker(intake, "ac-1")
    ref = await een_inwoner(intake, bsn=BSN, naam=NAAM, adres=ADRES)
    await een_gesprek(intake, ref, **ACHT)
    body = {"gemeente": "GM0098", "geboortedatum": "1990-05-01", "uitkeringSoort": "geen"}
    answers = [
        await intake.client.post(path, json=sent, headers={"Idempotency-Key": str(uuid4())})
        for path, sent in (
            ("/inwoners", body | {"bsn": BSN}),
            ("/inwoners", body | {"bsn": FOUT}),
            ("/inwoners", body | {"bsn": BSN, BSN: BSN}),
            ("/inwoners", {"bsn": [BSN]}),
            ("/inwoners/_zoek", {"gemeente": BSN, "bsn": BSN}),
            (f"/inwoners/{ref}/_corrigeren", {"bsn": FOUT}),
        )
    ]
    answers.append(await intake.client.get(f"/inwoners/{BSN}"))
    answers.append(await intake.client.get(f"/inwoners?bsn={BSN}&{BSN}=1"))
    assert [a.status_code for a in answers] == [409, 400, 400, 400, 400, 400, 404, 400]
    assert [lekken(a.text) for a in answers if lekken(a.text)] == []
    await gemaakt(intake, f"/inwoners/{ref}/_corrigeren", {"bsn": BSN})
    async with intake.database.reader.connect() as connection:
        rows = (await connection.execute(select(outbox))).all()
    assert len(rows) == 2
    assert [found for row in rows if (found := lekken(repr(row)))] == []
    raw = bestanden(tmp_path)
    assert {"intake.db", "intake.db-wal"} <= raw.keys()
    assert {name: found for name in raw if (found := lekken(raw[name]))} == {}
    # httpx is the client of this test, which knows the number
    logged = [record.getMessage() for record in caplog.records if record.name != "httpx"]
    assert lekken("".join([*capfd.readouterr(), *logged])) == []


async def test_the_canary_would_be_seen(intake: ServiceUnderTest, tmp_path: Path) -> None:
    await een_medewerker(intake, "ac-1", werknaam="Kanarievogel")
    found = {word for raw in bestanden(tmp_path).values() for word in lekken(raw)}
    assert found == {"Kanarievogel"}
