"""Waiting until every event has arrived everywhere, by looking in the databases."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from deploy.services import SERVICES
from shared.db.tables import dead_letter, inbox, outbox
from tests.flow.suite import Suite


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


def settle(suite: Suite, *, seconds: float = 40) -> None:
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


def handled(service: str) -> frozenset[str]:
    """The CloudEvents types that a service applies."""
    handlers = SERVICES[service].handlers
    return frozenset(kind.ce_type() for handler in handlers for kind in handler.types)
