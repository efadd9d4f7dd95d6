"""A PostgreSQL server for tests: the installed programs with a cluster of its own."""

import os
import pwd
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Composed, Identifier

from tests.servers.ports import LOOPBACK, ports_of
from tests.servers.process import ServerProcess, find_setpriv, launch, need

_ROLE = "meedoen"
_INSTALL = "apt-get install postgresql"
_DEBIAN = Path("/usr/lib/postgresql")


class PostgresServer:
    """One cluster in one directory, on the same loopback port after every restart.

    `fsync=False` is quick and still keeps every commit when the server is killed; only the loss
    of power would lose some. PostgreSQL refuses to run as root: the directory is then given to
    `nobody`, who must be able to reach it (pytest's tmp_path is closed to others).
    """

    def __init__(self, directory: Path, *, fsync: bool = False) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._cluster = directory / "cluster"
        self._fsync = fsync
        [self._port] = ports_of(directory, 1)
        self._process: ServerProcess | None = None

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database, as its owner: no superuser, so that row security holds."""
        return f"postgresql+psycopg://{_ROLE}@{LOOPBACK}:{self._port}/{database}"

    @property
    def admin_url(self) -> str:
        """The address of the superuser, for psql."""
        return f"postgresql://postgres@{LOOPBACK}:{self._port}/postgres"

    @property
    def pid(self) -> int:
        """Process id; raises RuntimeError when the server does not run."""
        return self._running().pid

    def start(self) -> None:
        """Start, after making the cluster the first time, and return when it takes connections.

        Raises ServerUnavailable when PostgreSQL is not installed, ServerFailed with the end of the
        log when the server dies.
        """
        if self._process is not None:
            raise RuntimeError("the server was started already")
        programs = find_programs()
        new = not self._cluster.exists()
        if new:
            self._make_cluster(programs)
        process = launch(
            [str(programs / "postgres"), "-D", str(self._cluster), *self._options()],
            self._directory / "server.log",
            death_signal="QUIT",
            identity=_identity(),
        )
        process.wait_until(self._takes_connections, seconds=60)
        self._process = process
        if new:
            role = "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
            self._administer(SQL(role).format(Identifier(_ROLE)))

    def stop(self) -> None:
        """End open connections and stop cleanly; does nothing when the server does not run."""
        if self._process is not None:
            self._end(signal.SIGINT)

    def stop_immediate(self) -> None:
        """Stop without a checkpoint, as pg_ctl's mode `immediate`: the next start recovers."""
        self._end(signal.SIGQUIT)

    def kill(self) -> None:
        """`kill -9` of the server and all its processes."""
        workers = _children(self._running().pid)
        self._end(signal.SIGKILL)
        for worker in workers:
            _kill_quietly(worker)

    def create_database(self, name: str) -> None:
        statement = SQL("CREATE DATABASE {} OWNER {}")
        self._administer(statement.format(Identifier(name), Identifier(_ROLE)))

    def drop_database(self, name: str) -> None:
        """Drop a database under its open connections; one that does not exist is passed over."""
        self._administer(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))

    def _make_cluster(self, programs: Path) -> None:
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self._directory, nobody.pw_uid, nobody.pw_gid)
        options = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        done = subprocess.run(
            [*_as_user(), programs / "initdb", "-D", self._cluster, *options, "--no-sync"],
            cwd=self._directory,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{done.stderr}")

    def _options(self) -> list[str]:
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self._port),
            "unix_socket_directories": "",
            "fsync": "on" if self._fsync else "off",
            "max_connections": "200",
        }
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _takes_connections(self) -> bool:
        try:
            psycopg.connect(self._address(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _administer(self, statement: Composed) -> None:
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(statement)

    def _address(self) -> str:
        return f"host={LOOPBACK} port={self._port} user=postgres dbname=postgres"

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._running(), None
        process.end(number, seconds=15)

    def _running(self) -> ServerProcess:
        if self._process is None:
            raise RuntimeError("the server does not run")
        return self._process


def find_programs() -> Path:
    """Directory of initdb and postgres: Debian's newest, else the one pg_ctl on the PATH is in.

    Raises ServerUnavailable when there is none.
    """
    versions = [path.parent.parent for path in _DEBIAN.glob("*/bin/postgres")]
    if versions:
        return max(versions, key=lambda path: float(path.name)) / "bin"
    return Path(need("pg_ctl", _INSTALL)).resolve().parent


def _identity() -> list[str]:
    if os.geteuid() != 0:
        return []
    group = pwd.getpwnam("nobody").pw_gid
    return ["--reuid=nobody", f"--regid={group}", "--clear-groups"]


def _as_user() -> list[str]:
    identity = _identity()
    return [find_setpriv(), *identity, "--"] if identity else []


def _children(pid: int) -> list[int]:
    """The processes a server started; they would outlive its sudden death for a moment."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _kill_quietly(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
