"""Waiting longer after each failure, with jitter, so that many who fail together do not come back together."""

import random
from dataclasses import dataclass


@dataclass
class Backoff:
    """Seconds to wait: doubles from `first` to `most`, each time between half and the whole of it."""

    first: float = 0.2
    most: float = 30.0
    failures: int = 0

    def failed(self) -> float:
        """Count a failure and give the seconds to wait."""
        whole = min(self.most, self.first * 2.0**self.failures)
        self.failures = min(self.failures + 1, 16)
        return whole * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret

    def worked(self) -> None:
        """Begin anew."""
        self.failures = 0
