"""`meedoen controle` on the databases of the embedded mode: silent when they are sound, and it names what is not."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from deploy.cli import cli
from deploy.controle import handled
from deploy.migrate import data_url, seed_database, upgrade_database
from deploy.services import SERVICES
from shared.clock import SystemClock
from shared.db.engine import migration_engine
from shared.db.tables import outbox, stream
from tests.contract.proef import PERSONEN

EVENT = UUID("0190a000-0000-7000-8000-00000000e001")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Databases at their newest revision, with what people edit later."""
    directory = tmp_path_factory.mktemp("controle")
    for service in SERVICES.values():
        upgrade_database(service, data_url(directory, service))
        asyncio.run(seed_database(service, data_url(directory, service), None))
    return directory


@pytest.fixture
def data(sound: Path, tmp_path: Path) -> Path:
    """A copy to do harm to."""
    return shutil.copytree(sound, tmp_path / "data")


def check(data: Path) -> Result:
    return CliRunner().invoke(cli, ["controle", "--data", str(data)])


def harm(data: Path, service: str, *statements: str) -> None:
    engine = migration_engine(data_url(data, SERVICES[service]))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def emit(data: Path, *, sequence: int = 1, last: int = 1, seconds: int = 3600) -> None:
    """An event of intake that nobody got, `seconds` ago."""
    row = {
        "event_id": EVENT,
        "topic": "intake.events",
        "key": PERSONEN[0],
        "type": min(handled("trajecten") & _of_intake()),
        "subject": PERSONEN[0],
        "gemeente": "GM0090",
        "sequence": sequence,
        "payload": "{}",
        "created_at": SystemClock().now() - timedelta(seconds=seconds),
    }
    engine = migration_engine(data_url(data, SERVICES["intake"]))
    with engine.begin() as connection:
        connection.execute(outbox.insert(), row)
        connection.execute(stream.insert(), {"key": PERSONEN[0], "last": last})
    engine.dispose()


def _of_intake() -> frozenset[str]:
    return frozenset(t for t in handled("trajecten") if ".intake." in t)


def test_what_was_only_just_made_is_sound(data: Path) -> None:
    result = check(data)
    assert result.exit_code == 0, result.output
    assert result.stdout.count("klopt") == 6


def test_an_event_that_did_not_arrive_is_named_once_it_is_old(data: Path) -> None:
    emit(data, seconds=10)
    assert check(data).exit_code == 0
    harm(data, "intake", "update outbox set created_at = '2026-01-01 00:00:00.000000'")
    result = check(data)
    assert result.exit_code == 1
    assert f"I4 elke gebeurtenis kwam aan: trajecten kreeg gebeurtenis {EVENT}" in result.stderr


@pytest.mark.parametrize(
    ("sequence", "last", "said"),
    [(2, 1, "nummer 2 staat op plaats 1"), (1, 2, "1 gebeurtenissen, laatste 2")],
)
def test_a_series_with_a_gap_is_named(data: Path, sequence: int, last: int, said: str) -> None:
    emit(data, sequence=sequence, last=last, seconds=0)
    result = check(data)
    assert result.exit_code == 1
    assert f"I8 reeksen aaneengesloten: intake {PERSONEN[0]}: {said}" in result.stderr


def test_a_balance_that_is_no_sum_and_is_overspent_is_named(data: Path) -> None:
    harm(
        data,
        "budget",
        "pragma ignore_check_constraints = on",
        "update saldo set verplicht = begroot + 100 where begroot > 0",
    )
    said = check(data).stderr
    for invariant in ("I1 saldo = som van boekingen", "I2 niets overschreden", "I10 keten"):
        assert invariant in said


def test_a_posting_that_was_changed_breaks_the_chain_and_one_from_nowhere_is_named(
    data: Path,
) -> None:
    harm(
        data,
        "budget",
        "drop trigger boeking_geen_update",
        f"update boeking set toekenning = '{EVENT.hex}' where rowid = (select min(rowid) from boeking)",
    )
    said = check(data).stderr
    assert "I5 elke boeking heeft een herkomst" in said
    assert "breekt bij" in said
