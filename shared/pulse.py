"""How a loop beside the HTTP server is doing, as it says itself; `/readyz` and `/metrics` tell it on."""

import time
from dataclasses import dataclass, field


@dataclass
class Pulse:
    """One loop: its last sign of life, what holds it up, and how far behind it is.

    `trouble` maps what cannot be reached or applied to why, in words without values. `behind` counts the events of a
    (topic, partition) that still have to be read.
    """

    trouble: dict[str, str] = field(default_factory=dict)
    behind: dict[tuple[str, int], int] = field(default_factory=dict)
    _beaten: float = field(default_factory=time.monotonic)

    def beat(self) -> None:
        """Say that the loop goes round."""
        self._beaten = time.monotonic()

    def failing(self, what: str, why: str) -> None:
        """Say that something holds the loop up; it still goes round."""
        self.trouble[what] = why
        self.beat()

    def well(self, what: str) -> None:
        """Say that this holds it up no longer."""
        self.trouble.pop(what, None)
        self.beat()

    @property
    def silent_seconds(self) -> float:
        """How long ago the loop last gave a sign of life."""
        return time.monotonic() - self._beaten
