"""What must hold in the databases of a suite, whatever happened to it (reliability I1, I3-I5, I11).

`check` names every violation at once. Call it when the suite has settled.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from deploy import controle
from deploy.controle import Controle, handled
from deploy.services import SERVICES, TOPICS
from services.budget.grootboek.domain import ALLEEN_POST
from services.trajecten.toekenning.models import Toekenning
from shared.db.tables import consumer_offset, dead_letter, inbox, outbox, parking, stream
from tests.flow import grootboek
from tests.flow.grootboek import Grootboek
from tests.flow.suite import DistributedSuite, Suite
from tests.servers.topics import Record, read_records

Rows = Sequence[Row[Any]]
RUNNING = frozenset({"verleend", "gestart"})
"""States of a toekenning for which money stands committed."""
WAITING = frozenset({"concept", "ter_toetsing", "aangevraagd"})
"""States that no toekenning of these tests is in once all answers have arrived."""


@dataclass(frozen=True)
class Plumbing:
    """The tables of the plumbing in one database."""

    outbox: Rows
    inbox: frozenset[UUID]
    stream: Mapping[str, int]
    dead: Rows
    parked: Rows
    positions: Rows


@dataclass(frozen=True)
class Stand:
    """What the databases of all services hold."""

    plumbing: Mapping[str, Plumbing]
    published: Sequence[Record] | None
    """The messages on the broker; None where there is none."""
    toekenningen: Rows
    grootboek: Grootboek

    @property
    def events(self) -> list[Row[Any]]:
        """All events of all services."""
        return [row for service in self.plumbing.values() for row in service.outbox]


def violations(suite: Suite) -> list[str]:
    """What `meedoen controle` would find, with all events arrived."""
    asked = Controle(suite.database)
    return [
        f"{name}: {what}" for name, each in controle.INVARIANTEN.items() for what in each(asked)
    ]


def check(suite: Suite) -> None:
    """Raises AssertionError with everything that is wrong, also with what only these tests promise."""
    stand = read(suite)
    wrong = violations(suite)
    wrong += [f"{each.__name__}: {what}" for each in INVARIANTEN for what in each(stand)]
    assert not wrong, "\n".join(wrong)


def read(suite: Suite) -> Stand:
    """Read all databases."""
    plumbing = {}
    for service in SERVICES:
        with suite.database(service) as connection:
            plumbing[service] = _plumbing(connection)
    with suite.database("trajecten") as connection:
        toekenningen = connection.execute(select(Toekenning.__table__)).all()
    published = None
    if isinstance(suite, DistributedSuite):
        published = read_records(suite.bootstrap, TOPICS)
    return Stand(plumbing, published, toekenningen, grootboek.read(suite))


def _plumbing(connection: Connection) -> Plumbing:
    streams = connection.execute(select(stream.c.key, stream.c.last))
    return Plumbing(
        outbox=connection.execute(select(outbox).order_by(outbox.c.id)).all(),
        inbox=frozenset(connection.scalars(select(inbox.c.event_id))),
        stream={row.key: row.last for row in streams},
        dead=connection.execute(select(dead_letter)).all(),
        parked=connection.execute(select(parking)).all(),
        positions=connection.execute(select(consumer_offset)).all(),
    )


def topics_hold_the_outboxes(stand: Stand) -> Iterator[str]:
    """I4 on the broker: every event is there, each key in order when repeats are left out, and nothing else."""
    if stand.published is None:
        return
    there: dict[tuple[str, str], list[str]] = defaultdict(list)
    for record in stand.published:
        event_id = dict(record.headers)["ce_id"].decode()
        ids = there[record.topic, (record.key or b"").decode()]
        if event_id not in ids:
            ids.append(event_id)
    sent: dict[tuple[str, str], list[str]] = defaultdict(list)
    for event in stand.events:
        sent[event.topic, event.key].append(str(event.event_id))
    for place in there.keys() | sent.keys():
        if there[place] != sent[place]:
            yield f"{place}: sent {sent[place]}, on the topic {there[place]}"


def nothing_from_nowhere(stand: Stand) -> Iterator[str]:
    """I5: an inbox holds only events that an outbox holds and that the service handles."""
    types = {event.event_id: event.type for event in stand.events}
    for service, own in stand.plumbing.items():
        for event_id in own.inbox:
            if types.get(event_id) not in handled(service):
                yield f"{service} has {event_id}, which is {types.get(event_id, 'of no outbox')}"


def nothing_is_aside(stand: Stand) -> Iterator[str]:
    """I11 for a run without poison: no dead letters and no parked keys."""
    for service, own in stand.plumbing.items():
        for letter in own.dead:
            yield f"{service} set aside {letter.event_id}: {letter.kind} {letter.error}"
        for row in own.parked:
            yield f"{service} parked {row.key!r} of {row.topic}"


def commitments_are_booked(stand: Stand) -> Iterator[str]:
    """I3 inside budget."""
    yield from grootboek.commitments_are_booked(stand.grootboek)


def granted_is_committed(stand: Stand) -> Iterator[str]:
    """I3 between the services: money is committed for what is verleend or gestart, and open for nothing else."""
    boek = stand.grootboek
    for row in stand.toekenningen:
        granted, is_open = grootboek.toegekend(boek, row.id)
        before = sum(deel["bedragCenten"] for deel in row.eerder_gerealiseerd or ())
        due = (row.bedrag_centen, row.bedrag_centen - before)
        if row.status in RUNNING and (granted, is_open) != due:
            yield f"{row.id} {row.status} for {row.bedrag_centen}: {granted}, {is_open} open"
        if row.status not in RUNNING and is_open:
            yield f"{row.id} {row.status}, and {is_open} is open"
        if row.status in WAITING:
            yield f"{row.id} is still {row.status}"
    of_posts = {id_ for id_, row in boek.dossiers.items() if row.versie == ALLEEN_POST}
    for id_ in boek.dossiers.keys() - of_posts - {row.id for row in stand.toekenningen}:
        yield f"budget knows {id_}, trajecten does not"


INVARIANTEN: tuple[Callable[[Stand], Iterator[str]], ...] = (
    topics_hold_the_outboxes,
    nothing_from_nowhere,
    nothing_is_aside,
    commitments_are_booked,
    granted_is_committed,
)
