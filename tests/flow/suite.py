"""The running suite as its users meet it: operating-system processes that answer over HTTP."""

import json
import os
import signal
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from sqlalchemy import Connection, Engine

from deploy.services import SERVICES, TOPICS
from shared.crypto import bewaar, nieuw_bestand
from shared.db.engine import file_url, migration_engine
from shared.gemeenten import GEMEENTEN
from tests.servers.kafka import KafkaBroker
from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.postgres import PostgresServer
from tests.servers.process import ServerProcess, launch

ROOT = Path(__file__).parents[2]
ISSUER = "uitgever"
KILLED = -signal.SIGKILL


class Suite(ABC):
    """All services in one or more processes; one that was killed starts again on the same port and data."""

    mode: str

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._running: dict[str, ServerProcess] = {}
        self._log: dict[str, Path] = {}
        self._starts = 0

    @property
    @abstractmethod
    def processes(self) -> Sequence[str]:
        """The names of the processes."""

    @abstractmethod
    def process_of(self, service: str) -> str:
        """The name of the process in which a service lives."""

    @abstractmethod
    def url(self, service: str) -> str:
        """The base address of the API of a service, `…/v1`, or that of the issuer of tokens."""

    @abstractmethod
    def database_url(self, service: str) -> str:
        """The database of a service."""

    @abstractmethod
    def _command(self, process: str) -> list[str]:
        """What starts a process."""

    @abstractmethod
    def _ready(self, process: str) -> str:
        """The line a process prints once it serves."""

    def _settings(self, process: str) -> dict[str, str]:
        return {}

    def start(self, *processes: str) -> None:
        """Start processes (default: those that do not run) and return when all of them serve."""
        wanted = processes or [name for name in self.processes if name not in self._running]
        for name in wanted:
            self.launch(name)
        for name in wanted:
            self.await_ready(name)

    def launch(self, process: str, failpoints: str = "") -> None:
        """Start a process with failpoints (`shared/failpoints.py`) and do not wait: it may die before it serves."""
        self._starts += 1
        log = self._directory / f"{self._starts:03}-{process}.log"
        testing = {"MEEDOEN_TESTING": "true", "MEEDOEN_FAILPOINTS": failpoints}
        environment = os.environ | {"PYTHONPATH": str(ROOT)} | testing | self._settings(process)
        command = [sys.executable, "-u", "-m", *self._command(process)]
        self._running[process] = launch(command, log, death_signal="KILL", environment=environment)
        self._log[process] = log

    def await_ready(self, process: str) -> None:
        """Return when a process that was launched serves; raises ServerFailed."""
        self._running[process].wait_until(lambda: self.is_ready(process), seconds=60)

    def is_ready(self, process: str) -> bool:
        """Whether the process has printed its ready line since it was started."""
        return self._ready(process) in self._log[process].read_text().splitlines()

    def stop(self, *processes: str, number: signal.Signals = signal.SIGTERM) -> dict[str, int]:
        """Signal processes (default: all that run), together, and give the exit code of each."""
        stopped = {name: self._running.pop(name) for name in processes or [*self._running]}
        for process in stopped.values():
            process.send(number)
        return {name: process.wait(seconds=60) for name, process in stopped.items()}

    def terminate(self, process: str) -> None:
        """SIGTERM, without waiting for the end; `stop` gives its exit code."""
        self._running[process].send(signal.SIGTERM)

    def kill(self, process: str) -> None:
        """`kill -9`."""
        self._running[process].send(signal.SIGKILL)
        self.await_death(process)

    def await_death(self, process: str, *, seconds: float = 60) -> None:
        """Return when a process has died of SIGKILL; raises ServerFailed or AssertionError otherwise."""
        code = self._running.pop(process).wait(seconds=seconds)
        assert code == KILLED, f"{process} ended with {code}"

    @contextmanager
    def database(self, service: str) -> Iterator[Connection]:
        """A connection to the database of a service, in a transaction that is committed at the end."""
        engine: Engine = migration_engine(self.database_url(service))
        try:
            with engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()

    def logs(self) -> Mapping[str, Path]:
        """What each process printed since its newest start."""
        return dict(self._log)


class EmbeddedSuite(Suite):
    """`make run`: everything in one process, on SQLite files."""

    mode = "embedded"
    processes = ("suite",)

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self._data = directory / "data"
        [self._port] = free_ports(1)

    def process_of(self, service: str) -> str:
        """The one process."""
        return "suite"

    def url(self, service: str) -> str:
        """See `Suite.url`."""
        version = "" if service == ISSUER else "/v1"
        return f"http://{LOOPBACK}:{self._port}/{service}{version}"

    def database_url(self, service: str) -> str:
        """See `Suite.database_url`."""
        return file_url(self._data / f"{service}.db")

    def _command(self, process: str) -> list[str]:
        return ["deploy.embedded", "--port", str(self._port), "--data", str(self._data)]

    def _ready(self, process: str) -> str:
        return f"ready http://{LOOPBACK}:{self._port}"


class DistributedSuite(Suite):
    """A process per service, on PostgreSQL and Kafka. `name` tells its databases from those of others.

    The topics are the broker's only ones of their names: one suite at a time uses a broker.
    """

    mode = "distributed"
    _served: ClassVar[dict[str, "DistributedSuite"]] = {}
    """The suite of each broker, by its address."""
    processes = (ISSUER, *SERVICES)

    def __init__(
        self, directory: Path, postgres: PostgresServer, kafka: KafkaBroker, name: str
    ) -> None:
        super().__init__(directory)
        self._postgres = postgres
        self._kafka = kafka
        self._name = name
        self._sleutels = directory / "sleutels.json"
        self._ports = dict(zip(self.processes, free_ports(len(self.processes)), strict=True))

    @property
    def bootstrap(self) -> str:
        """The broker's address."""
        return self._kafka.bootstrap

    def prepare(self) -> None:
        """Make empty topics, and databases at their newest revision."""
        assert self._served.setdefault(self.bootstrap, self) is self, (
            "another suite uses this broker"
        )
        self._kafka.delete_topics(TOPICS)
        self._make_databases()
        if not self._sleutels.exists():
            bewaar(nieuw_bestand(GEMEENTEN), self._sleutels)
        environment = os.environ | {"PYTHONPATH": str(ROOT)} | self._settings("migrate")
        command = [sys.executable, "-m", "deploy.migrate", "upgrade"]
        log = self._directory / "000-migrate.log"
        migration = launch(command, log, death_signal="KILL", environment=environment)
        assert migration.wait(seconds=120) == 0, log.read_text()

    def _make_databases(self) -> None:
        for service in SERVICES:
            self._postgres.create_database(f"{service}_{self._name}")

    def clear(self) -> None:
        """Drop the databases and leave the broker to others."""
        if self._served.get(self.bootstrap) is self:
            del self._served[self.bootstrap]
        self._drop_databases()

    def _drop_databases(self) -> None:
        for service in SERVICES:
            self._postgres.drop_database(f"{service}_{self._name}")

    def process_of(self, service: str) -> str:
        """Every service has its own process, of the same name."""
        return service

    def url(self, service: str) -> str:
        """See `Suite.url`."""
        version = "" if service == ISSUER else "/v1"
        return f"http://{LOOPBACK}:{self._ports[service]}/{service}{version}"

    def database_url(self, service: str) -> str:
        """See `Suite.database_url`."""
        return self._postgres.url(f"{service}_{self._name}")

    def _command(self, process: str) -> list[str]:
        if process == ISSUER:
            data = str(self._directory / ISSUER)
            return ["deploy.uitgever", "--port", str(self._ports[ISSUER]), "--data", data]
        return ["deploy.distributed", process, "--port", str(self._ports[process])]

    def _ready(self, process: str) -> str:
        return f"ready http://{LOOPBACK}:{self._ports[process]}"

    def _settings(self, process: str) -> dict[str, str]:
        return {
            "MEEDOEN_DATABASE_URL": self.database_url("{service}"),
            "MEEDOEN_KAFKA": self._kafka.bootstrap,
            "MEEDOEN_URLS": json.dumps({name: self.url(name) for name in SERVICES}),
            "MEEDOEN_SLEUTELS": str(self._sleutels),
            "MEEDOEN_UITGEVERS": json.dumps({self.url(ISSUER): f"{self.url(ISSUER)}/jwks"}),
            "MEEDOEN_INSTANCE": f"{process}-0",
            "MEEDOEN_SESSION_TIMEOUT_MS": "6000",
        }
