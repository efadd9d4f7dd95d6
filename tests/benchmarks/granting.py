"""`POST /v1/toekenningen` with everything on, beside the least that does the same three inserts (decision 64)."""

import asyncio
import json
import os
import signal
import socket
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import UUID, uuid4

import orjson
import psycopg

from deploy.migrate import seed_database, upgrade_database
from deploy.services import SERVICES
from shared.clock import SystemClock
from shared.identifiers import nieuw_id
from tests.benchmarks.apps import AS_SYSTEM, issuer
from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.postgres import PostgresServer
from tests.servers.process import ServerProcess, launch

ROOT: Final = Path(__file__).resolve().parents[2]
CLIENTS: Final = 8
GATE: Final = 0.45
_PERSONS: Final = 60_000
_FEITEN: Final = ("eigenAanvraag", "planMetDoelen", "toestemmingCollege", "deelVanActieplan")
_HEAD: Final = (
    "POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n"
    "Content-Type: application/json\r\nIdempotency-Key: {key}\r\nContent-Length: {length}\r\n\r\n"
)


_INSERT_PERSONS: Final = """
insert into persoon (persoon_ref, gemeente, versie, diagnose_volgnummer, geboortedatum, uitkering_soort, afstand)
select unnest(%s::uuid[]), 'GM0090', 1, 1, date '1990-05-01', 'participatiewet', 'kort'
"""


@dataclass(frozen=True)
class Target:
    """One of the two applications: its process, where it listens, and the token its clients show."""

    process: ServerProcess
    path: str
    port: int
    token: str

    @property
    def cpu_seconds(self) -> float:
        """The CPU time that its process has used."""
        fields = (
            Path(f"/proc/{self.process.pid}/stat")
            .read_text(encoding="ascii")
            .split(") ")[1]
            .split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def request(self, persoon: UUID) -> bytes:
        """The bytes of a request for a PRB of a person who has none yet, under a key of its own."""
        body = orjson.dumps(
            {
                "gemeente": "GM0090",
                "persoonRef": persoon,
                "product": "prb",
                "bedragCenten": 250_000,
                "startdatum": "2023-04-01",
                "einddatum": "2023-06-30",
                "besluitdatum": "2023-03-01",
                "feiten": dict.fromkeys(_FEITEN, True),
            }
        )
        head = _HEAD.format(
            path=self.path, host=LOOPBACK, token=self.token, key=uuid4(), length=len(body)
        )
        return head.encode() + body


@dataclass(frozen=True)
class Round:
    """One application in one round: requests, the time they took, and the CPU time of its process in that time."""

    requests: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds per request."""
        return self.cpu / self.requests * 1000


def measure(*, starts: int = 3, rounds: int = 8, seconds: float = 1) -> dict[str, object]:
    """Measure the two in turn, in short rounds and in several processes of each, then take a profile of ours.

    The speed of a machine swings from one second to the next, that of a process with where its memory happens to lie.
    """
    with TemporaryDirectory() as name:
        directory = Path(name)
        server = PostgresServer(directory / "postgres", fsync=True)
        directory.chmod(0o755)
        server.start()
        try:
            return _measured(server, directory, starts, rounds, seconds)
        finally:
            server.stop()


def _measured(
    server: PostgresServer, directory: Path, starts: int, rounds: int, seconds: float
) -> dict[str, object]:
    url, persons = _database(server)
    done: list[tuple[Round, Round]] = []
    for _ in range(starts):
        with _running("meedoen", url, directory) as ours:
            _load(ours, persons, 2)
            with _running("kaal", url, directory) as bare:
                _load(bare, persons, 1)
                done += [
                    (_load(ours, persons, seconds), _load(bare, persons, seconds))
                    for _ in range(rounds)
                ]
    with _running("meedoen", url, directory, "--profile") as ours:
        _load(ours, persons, 2)
        ours.process.send(signal.SIGUSR1)
        _load(ours, persons, 8)
    profile = json.loads((directory / "profiel.json").read_text(encoding="utf-8"))
    return _summary(done, profile)


def _database(server: PostgresServer) -> tuple[str, Iterator[UUID]]:
    """A database of trajecten with persons who may have a PRB."""
    server.create_database("trajecten")
    url = server.url("trajecten")
    upgrade_database(SERVICES["trajecten"], url)
    asyncio.run(seed_database(SERVICES["trajecten"], url, None))
    persons = [nieuw_id(SystemClock().now()) for _ in range(_PERSONS)]
    with psycopg.connect(url.replace("+psycopg", ""), options=AS_SYSTEM) as connection:
        connection.execute(_INSERT_PERSONS, [persons])
    return url, iter(persons)


@contextmanager
def _running(app: str, url: str, directory: Path, *options: str) -> Iterator[Target]:
    [port] = free_ports(1)
    command = [sys.executable, "-m", "tests.benchmarks.apps", app, url, str(port), str(directory)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    log = directory / f"{app}.log"
    process = launch([*command, *options], log, death_signal="KILL", environment=environment)
    path = "/trajecten/v1/toekenningen" if app == "meedoen" else "/toekenningen"
    try:
        process.wait_until(_listening(port), seconds=60)
        yield Target(process, path, port, _token(directory))
    finally:
        process.end(signal.SIGTERM, seconds=15)


def _token(directory: Path) -> str:
    claims = {
        "sub": "kernapplicatie",
        "client_id": "kernapplicatie",
        "scope": "trajecten.lezen trajecten.bewerken",
        "gemeenten": ["GM0090"],
    }
    return issuer(directory).onderteken(claims, 3600)


def _listening(port: int) -> Callable[[], bool]:
    def listening() -> bool:
        try:
            socket.create_connection((LOOPBACK, port), 5).close()
        except OSError:
            return False
        return True

    return listening


def _load(target: Target, persons: Iterator[UUID], seconds: float) -> Round:
    """All clients together, for so long."""
    cpu, began = target.cpu_seconds, time.perf_counter()
    done = asyncio.run(_clients(target, persons, began + seconds))
    return Round(done, time.perf_counter() - began, target.cpu_seconds - cpu)


async def _clients(target: Target, persons: Iterator[UUID], until: float) -> int:
    return sum(await asyncio.gather(*(_client(target, persons, until) for _ in range(CLIENTS))))


async def _client(target: Target, persons: Iterator[UUID], until: float) -> int:
    """How many requests one client had answered, each behind the other on one connection."""
    reader, writer = await asyncio.open_connection(LOOPBACK, target.port)
    done = 0
    while time.perf_counter() < until:
        writer.write(target.request(next(persons)))
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        body = await reader.readexactly(int(head.partition("content-length: ")[2].split()[0]))
        assert head.startswith("http/1.1 201"), body
        done += 1
    writer.close()
    return done


def _summary(done: Sequence[tuple[Round, Round]], profile: dict[str, float]) -> dict[str, object]:
    ratio = statistics.median(ours.rate / bare.rate for ours, bare in done)
    ours, bare = zip(*done, strict=True)
    return {
        "naam": "POST /v1/toekenningen naast kaal Starlette en psycopg (PostgreSQL, fsync aan)",
        "rondes": len(done),
        "clients": CLIENTS,
        "verzoekenPerSeconde": _middle(each.rate for each in ours),
        "kaalPerSeconde": _middle(each.rate for each in bare),
        "verhouding": round(ratio, 2),
        "grens": GATE,
        "haaltGrens": ratio >= GATE,
        "cpuMsPerVerzoek": _middle(each.cpu_ms for each in ours),
        "cpuMsPerVerzoekKaal": _middle(each.cpu_ms for each in bare),
        "cpuPerLaag": profile,
    }


def _middle(values: Iterable[float]) -> float:
    return round(statistics.median(values), 2)
