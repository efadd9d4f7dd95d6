"""Named places where a test may stop, kill or delay the process; inert unless asked for at the start.

K1 request read, no transaction yet · K2 in the transaction, before its commit · K3 committed, not answered ·
K4 relay fetched, not sent · K5 sent, not marked · K6 marked, not committed · K7 consumer polled, no transaction ·
K8 in the consumer's transaction · K9 committed, position not yet told to Kafka.
"""

import os
import re
import signal
from dataclasses import dataclass

_SPEC_FORM = "K<1-9>[/<service>]:kill[@<n-th pass>], comma between two"
_SPEC = re.compile(r"(?P<name>K[1-9])(/(?P<service>[a-z]+))?:kill(@(?P<nth>[1-9][0-9]*))?")


@dataclass
class _Failpoint:
    name: str
    service: str | None
    nth: int
    passed: int = 0


_armed: list[_Failpoint] = []


def arm(spec: str) -> None:
    """Arm the places named in `spec`, such as `K5/trajecten:kill@3`, and disarm all others.

    Raises ValueError when it cannot be read: a place that nobody passes would let a test pass without a kill.
    """
    _armed[:] = [_read(part) for part in filter(None, spec.split(","))]


def _read(part: str) -> _Failpoint:
    found = _SPEC.fullmatch(part)
    if found is None:
        raise ValueError(f"{part!r} is not of the form {_SPEC_FORM}")
    return _Failpoint(found["name"], found["service"], int(found["nth"] or "1"))


def failpoint(name: str, service: str) -> None:
    """Pass the place `name` of `service`: the n-th pass of an armed place kills the process with SIGKILL."""
    for point in _armed:
        if point.name == name and point.service in (None, service):
            point.passed += 1
            if point.passed == point.nth:
                os.kill(os.getpid(), signal.SIGKILL)
