"""Named places where a test may stop, kill or delay the process; inert unless asked for at the start.

K1 request read, no transaction yet · K2 in the transaction, before its commit · K3 committed, not answered ·
K4 relay fetched, not sent · K5 sent, not marked · K6 marked, not committed · K7 consumer polled, no transaction ·
K8 in the consumer's transaction · K9 committed, position not yet told to Kafka.
"""

import os
import signal
from dataclasses import dataclass

_SPEC_FORM = "K<n>[/<service>]:kill@<n-th pass>, comma between two"


@dataclass
class _Failpoint:
    name: str
    service: str | None
    nth: int
    passed: int = 0


_armed: list[_Failpoint] = []


def arm(spec: str) -> None:
    """Arm the places named in `spec`, such as `K5/trajecten:kill@3`; raises ValueError when it cannot be read."""
    _armed.clear()
    for part in filter(None, spec.split(",")):
        place, _, action = part.partition(":")
        verb, _, nth = action.partition("@")
        if verb != "kill":
            raise ValueError(f"{part!r} is not of the form {_SPEC_FORM}")
        name, _, service = place.partition("/")
        _armed.append(_Failpoint(name, service or None, int(nth or "1")))


def failpoint(name: str, service: str) -> None:
    """Pass the place `name` of `service`: the n-th pass of an armed place kills the process with SIGKILL."""
    for point in _armed:
        if point.name == name and point.service in (None, service):
            point.passed += 1
            if point.passed == point.nth:
                os.kill(os.getpid(), signal.SIGKILL)
