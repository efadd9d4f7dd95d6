"""The log of an outbox on both databases: on PostgreSQL a relay must give the places first."""

from collections.abc import Sequence
from typing import Any

from shared.bus.kafka import Outgoing
from shared.clock import SystemClock
from shared.db.engine import Database, relay_engine
from shared.db.uow import UnitOfWork
from shared.events import Event
from shared.relay import Relay
from shared.tenancy import SYSTEEM


class Broker:
    """Takes everything."""

    async def send(self, events: Sequence[Outgoing]) -> list[bool]:
        return [True for _ in events]

    async def close(self) -> None:
        """Nothing to let go of."""


async def publish(database: Database) -> None:
    """Let the relay work once, where there is one."""
    if database.has_broker:
        relay = Relay("intake", database, Broker(), SystemClock())
        engine = relay_engine(database)
        async with engine.connect() as connection:
            while await relay.publish(connection):
                pass
        await engine.dispose()


async def say(uow: UnitOfWork, *events: Event) -> None:
    """Events of one transaction, as they stand in the log."""
    async with uow(SYSTEEM) as tx:
        for event in events:
            tx.emit(event)
    await publish(uow.database)


def versies(events: Sequence[dict[str, Any]]) -> list[int]:
    """The versions of the persons in these events."""
    return [event["data"]["versie"] for event in events]
