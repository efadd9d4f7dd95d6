"""Every event comes a second time: nothing that the services keep changes."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, Table, delete, select

from deploy.services import SERVICES, TOPICS
from shared.db.tables import consumer_offset, outbox
from tests.flow import invarianten
from tests.flow.conftest import DISTRIBUTED
from tests.flow.settling import await_positions, settle
from tests.flow.suite import DistributedSuite, Suite
from tests.flow.werk import OPEN_HOUSE_BEGROOT, SMALLINGERLAND, WESTSTELLINGWERF, Werk
from tests.servers.topics import read_records, send_again

Contents = dict[tuple[str, str], Sequence[Any]]


@pytest.fixture
def kept(suite: Suite, werk: Werk) -> Contents:
    """What the services keep after some work of every kind: granted, held and decided, withdrawn, refused."""
    personen = werk.deelnemers(SMALLINGERLAND, 2)
    first, second = (werk.prb(persoon, 2023) for persoon in personen)
    werk.uitkomsten([first, second])
    assert werk.trek_in(first, "2023-05-20").status_code == 200
    klanten = werk.deelnemers(WESTSTELLINGWERF, 2)
    held = [werk.open_house(each, 2027, OPEN_HOUSE_BEGROOT + 1) for each in klanten]
    werk.uitkomsten(held)
    for toekenning, keuze in zip(held, ("vastleggen", "weigeren"), strict=True):
        werk.besluit(toekenning, keuze)
    werk.contactmoment(SMALLINGERLAND)
    settle(suite)
    return _contents(suite)


def test_positions_that_were_lost_are_found_again(suite: Suite, kept: Contents) -> None:
    suite.stop()
    for service in SERVICES:
        with suite.database(service) as connection:
            connection.execute(delete(consumer_offset))
    suite.start()
    await_positions(suite)

    assert _contents(suite) == kept
    invarianten.check(suite)


@pytest.mark.parametrize("suite", [DISTRIBUTED], indirect=True)
def test_every_message_sent_a_second_time(suite: Suite, kept: Contents) -> None:
    assert isinstance(suite, DistributedSuite)
    records = read_records(suite.bootstrap, TOPICS)
    assert len(records) >= len(kept["trajecten", "outbox"])

    send_again(suite.bootstrap, records)
    await_positions(suite)

    assert len(read_records(suite.bootstrap, TOPICS)) == 2 * len(records)
    assert _contents(suite) == kept
    invarianten.check(suite)


def _contents(suite: Suite) -> Contents:
    """The rows of every table that belongs to a service, and what it has sent."""
    found: Contents = {}
    for service in SERVICES:
        tables = [*SERVICES[service].metadata.sorted_tables, outbox]
        with suite.database(service) as connection:
            found |= {(service, table.name): _rows(connection, table) for table in tables}
    return found


def _rows(connection: Connection, table: Table) -> Sequence[Any]:
    return connection.execute(select(table).order_by(*table.primary_key)).all()
