"""Loopback ports for servers that are stopped and started again."""

import random
import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"
_EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
_any_order = random.SystemRandom()


def ports_of(directory: Path, count: int) -> list[int]:
    """The ports of the server whose data are in `directory`: free ones at first, then the same."""
    record = directory / "ports"
    if not record.exists():
        record.write_text(" ".join(map(str, free_ports(count))), encoding="ascii")
    return [int(port) for port in record.read_text(encoding="ascii").split()]


def free_ports(count: int) -> list[int]:
    """Different TCP ports on which nothing listens.

    The system hands out ephemeral ports to every outgoing connection, so one of those could be
    taken while its server is down, even by a client that tries to reach that server.
    """
    free: list[int] = []
    for port in _candidates():
        if _is_free(port):
            free.append(port)
        if len(free) == count:
            return free
    raise RuntimeError(f"fewer than {count} free ports on {LOOPBACK}")


def _candidates() -> list[int]:
    """Ports that are not ephemeral, in random order: other test runs choose at the same time."""
    lowest, highest = ephemeral_range()
    outside = [port for port in range(10000, 65536) if not lowest <= port <= highest]
    return _any_order.sample(outside, len(outside))


def ephemeral_range() -> tuple[int, int]:
    """The lowest and the highest port for outgoing connections; Linux's defaults elsewhere."""
    if not _EPHEMERAL.exists():
        return 32768, 60999
    lowest, highest = _EPHEMERAL.read_text(encoding="ascii").split()
    return int(lowest), int(highest)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a connection that is still in TIME_WAIT does not make a port taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
