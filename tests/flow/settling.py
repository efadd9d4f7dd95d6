"""Waiting until every event has arrived everywhere, by looking in the databases."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from deploy.controle import handled
from deploy.services import SERVICES, TOPICS
from shared.db.tables import consumer_offset, dead_letter, inbox, outbox
from tests.flow.suite import DistributedSuite, Suite
from tests.servers.topics import read_records

Partition = tuple[str, int]


class NotSettled(AssertionError):
    """Events are still on their way after the time that was given; says which and where to."""


@dataclass(frozen=True)
class Backlog:
    """Events that have not arrived, and how many there were in all."""

    unpublished: Mapping[str, int]
    missing: Mapping[str, frozenset[UUID]]
    aside: Mapping[str, int]
    events: int

    @property
    def empty(self) -> bool:
        """Whether everything has arrived."""
        return not any((*self.unpublished.values(), *self.missing.values(), *self.aside.values()))

    def __str__(self) -> str:
        missing = {name: len(ids) for name, ids in self.missing.items() if ids}
        return f"unpublished {self.unpublished}, not received {missing}, aside {self.aside}"


def settle(suite: Suite, *, seconds: float = 120) -> None:
    """Return when all events are published and received; twice the same answer, as an event may cause another.

    Raises NotSettled after `seconds`.
    """
    deadline = time.monotonic() + seconds
    before: Backlog | None = None
    while True:
        now = _look(suite)
        if now and now.empty and now == before:
            return
        if time.monotonic() > deadline:
            raise NotSettled(str(now or "a database is away"))
        before = now
        time.sleep(0.1)


def _look(suite: Suite) -> Backlog | None:
    try:
        return backlog(suite)
    except DBAPIError:
        return None


def backlog(suite: Suite) -> Backlog:
    """What is on its way now. Inboxes are read before outboxes: what is missing is never overlooked."""
    received: dict[str, set[UUID]] = {}
    aside: dict[str, int] = {}
    for service in SERVICES:
        with suite.database(service) as connection:
            received[service] = set(connection.scalars(select(inbox.c.event_id)))
            aside[service] = connection.scalar(select(func.count()).select_from(dead_letter)) or 0
    sent: list[tuple[UUID, str]] = []
    unpublished: dict[str, int] = {}
    for service in SERVICES:
        with suite.database(service) as connection:
            rows = connection.execute(
                select(outbox.c.event_id, outbox.c.type, outbox.c.published_at)
            )
            for event_id, type_, published_at in rows:
                sent.append((event_id, type_))
                waits = suite.mode == "distributed" and published_at is None
                unpublished[service] = unpublished.get(service, 0) + waits
    missing = {
        service: frozenset(id_ for id_, type_ in sent if type_ in handled(service))
        - received[service]
        for service in SERVICES
    }
    return Backlog(unpublished, missing, aside, len(sent))


def await_positions(suite: Suite, *, seconds: float = 120) -> None:
    """Return when every consumer has read every topic it hears to the end; raises NotSettled."""
    ends = _ends(suite)
    deadline = time.monotonic() + seconds
    while behind := {
        service: left for service in SERVICES if (left := _behind(suite, service, ends))
    }:
        if time.monotonic() > deadline:
            raise NotSettled(f"not at the end: {behind}")
        time.sleep(0.1)


def _ends(suite: Suite) -> dict[Partition, int]:
    """Where every log ends that is not empty: the next position of who has read it all."""
    if isinstance(suite, DistributedSuite):
        ends: dict[Partition, int] = {}
        for record in read_records(suite.bootstrap, TOPICS):
            place = (record.topic, record.partition)
            ends[place] = max(record.offset + 1, ends.get(place, 0))
        return ends
    lasts = {}
    for name, service in SERVICES.items():
        with suite.database(name) as connection:
            lasts[service.topic, 0] = connection.scalar(select(func.max(outbox.c.id)))
    return {place: last + 1 for place, last in lasts.items() if last is not None}


def _behind(suite: Suite, service: str, ends: Mapping[Partition, int]) -> set[Partition]:
    with suite.database(service) as connection:
        rows = connection.execute(select(consumer_offset)).all()
    positions = {(row.topic, row.partition): row.next_offset for row in rows}
    heard = {place: end for place, end in ends.items() if place[0] in SERVICES[service].hears}
    return {place for place, end in heard.items() if positions.get(place) != end}
