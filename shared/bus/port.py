"""The port between a consumer and what brings it events; `feed.py` and `kafka.py` are its two adapters.

A source is a loop that calls back (decision 50): it reads a batch of one partition, calls `apply`, and goes on. What
`apply` raises says what the loop must do:

- `Stop` — the loop ends with it, and so does the process;
- `Zombie` — somebody else moved this partition: load the position again and go on;
- anything else — wait (back-off) with that partition only, then read again from the stored position.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Stop(Exception):
    """This cannot be mended by trying again: the service must stop and be looked at."""


class Zombie(Exception):
    """The position was moved by another consumer of the same service; nothing of this batch was kept."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it travels: nothing of it has been read yet."""

    offset: int
    key: bytes | None
    headers: Sequence[tuple[str, bytes]]
    value: bytes | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive messages of one partition. `position` is where the consumer was when they were read.

    `position` is None when the consumer had no position yet in this partition.
    """

    topic: str
    partition: int
    position: int | None
    messages: Sequence[Message]

    @property
    def next_offset(self) -> int:
        """The position after this batch."""
        return self.messages[-1].offset + 1


@dataclass(frozen=True, slots=True)
class Position:
    """Where a consumer goes on in a partition, and the event it applied last (None: not known)."""

    next_offset: int
    last_event_id: UUID | None


Apply = Callable[[Batch], Awaitable[None]]
Locate = Callable[[str, int], Awaitable[Position | None]]


class EventSource(Protocol):
    """Brings the events of the topics it was made for, in order per key, at least once."""

    async def run(self, apply: Apply, position: Locate) -> None:
        """Bring events for ever. No stored position means: from the start of the log.

        Raises Stop when the log no longer fits the stored position, or when `apply` says so.
        """
        ...
