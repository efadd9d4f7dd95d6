"""The distributed installation as it is delivered: processes per replica behind nginx, roles of PostgreSQL, Kafka.

The demo plays through the proxy. In the middle one replica of budget and one of trajecten are told to stop, and started
again later. Nobody may notice: no answer of 5xx, and the figures of the embedded suite.
"""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import func, make_url, select

from deploy.services import SERVICES
from services.trajecten.toekenning.models import Toekenning
from tests.flow.invarianten import violations
from tests.flow.played import DemoRun, ledger, totals
from tests.flow.settling import settle
from tests.flow.suite import ROOT, DistributedSuite, EmbeddedSuite
from tests.servers.availability import ServerUnavailable, skip_or_fail
from tests.servers.kafka import KafkaBroker
from tests.servers.nginx import NginxProxy
from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.postgres import PostgresServer, find_programs

pytestmark = [pytest.mark.distributed, pytest.mark.timeout(600)]

_PERSONEN = 50
_TWICE = ("trajecten", "budget")
_SECOND = {f"{name}-2": name for name in _TWICE}
_ROLES = ROOT / "deploy" / "postgres" / "roles.sh"


class InstalledSuite(DistributedSuite):
    """Two replicas of some services, reached through the proxy only; each service has its own role in PostgreSQL."""

    processes = (*SERVICES, *_SECOND)

    def __init__(self, directory: Path, postgres: PostgresServer, kafka: KafkaBroker) -> None:
        super().__init__(directory, postgres, kafka, name="")
        self._ports = dict(zip(self.processes, free_ports(len(self.processes)), strict=True))
        replicas = {
            name: [
                self._ports[process] for process in self.processes if service_of(process) == name
            ]
            for name in SERVICES
        }
        self.proxy = NginxProxy(directory / "nginx", replicas)

    def url(self, service: str) -> str:
        """See `Suite.url`."""
        return f"{self.proxy.url}/{service}/v1"

    def own_url(self, process: str) -> str:
        """The root of a process itself, which no proxy publishes."""
        return f"http://{LOOPBACK}:{self._ports[process]}"

    def database_url(self, service: str) -> str:
        """See `Suite.database_url`."""
        return self._postgres.url(service)

    def _make_databases(self) -> None:
        for service in SERVICES:
            (self._directory / f"database_{service}").write_text(f"geheim '{service}'\n")
        for _ in range(2):  # a second time changes nothing
            subprocess.run([_ROLES], env=os.environ | self._administrator(), check=True)

    def clear(self) -> None:
        """Drop the databases and the roles."""
        for service in SERVICES:
            self._postgres.drop_database(service)
        with self.administer() as connection:
            for service in SERVICES:
                connection.execute(SQL("drop role if exists {}").format(Identifier(service)))

    def administer(self) -> psycopg.Connection[Any]:
        """A connection as the administrator of the server."""
        return psycopg.connect(self._postgres.admin_url, autocommit=True)

    def _administrator(self) -> dict[str, str]:
        port = str(make_url(self._postgres.admin_url).port)
        programs = f"{find_programs()}:{os.environ['PATH']}"
        server = {"PGHOST": LOOPBACK, "PGPORT": port, "PGUSER": "postgres", "PATH": programs}
        return server | {"MEEDOEN_SECRETS": str(self._directory)}

    def _command(self, process: str) -> list[str]:
        port = str(self._ports[process])
        return ["deploy.distributed", service_of(process), "--port", port]

    def _settings(self, process: str) -> dict[str, str]:
        as_role = self._postgres.url("{service}").replace("meedoen@", "{service}@")
        return super()._settings(process) | {
            "MEEDOEN_DATABASE_URL": as_role,
            "MEEDOEN_DATABASE_PASSWORD_FILE": str(self._directory / "database_{service}"),
            "MEEDOEN_URLS": json.dumps({name: self.url(name) for name in SERVICES}),
            # longer than the demo waits for anything: partitions are handed over, not waited for
            "MEEDOEN_SESSION_TIMEOUT_MS": "30000",
            "MEEDOEN_DRAIN_SECONDS": "3",
        }


def service_of(process: str) -> str:
    return _SECOND.get(process, process)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What the embedded suite makes of the same population."""
    directory = tmp_path_factory.mktemp("ingebed")
    suite = EmbeddedSuite(directory)
    suite.start()
    try:
        urls = {name: suite.url(name) for name in SERVICES}
        return DemoRun(directory / "uit.json", _PERSONEN, urls=urls).result()
    finally:
        suite.stop()


@pytest.fixture(scope="module")
def installed(
    tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer, kafka: KafkaBroker
) -> Iterator[InstalledSuite]:
    suite = InstalledSuite(tmp_path_factory.mktemp("verdeeld"), postgres, kafka)
    try:
        suite.proxy.start()
    except ServerUnavailable as missing:
        skip_or_fail(str(missing))
    try:
        suite.prepare()
        suite.start()
        yield suite
    finally:
        suite.stop()
        suite.proxy.stop()
        suite.clear()


def test_nobody_notices_that_replicas_stop_and_come_back(
    tmp_path: Path, installed: InstalledSuite, expected: Mapping[str, Any]
) -> None:
    stappen = expected["stappen"].values()
    quarter = sum(each["voorzieningen verleend"] for each in stappen) // 4
    playing = DemoRun(tmp_path / "uit.json", _PERSONEN, "--tegen", installed.proxy.url)
    try:
        _until(playing, lambda: _granted(installed) >= quarter)
        _stop_while_watched(installed)
        gone = len(installed.proxy.requests())
        installed.start(*_SECOND)
        assert playing.runs, "the demo ended before the replicas were back"
        back = len(installed.proxy.requests())
        found = playing.result()
    finally:
        playing.stop()

    requests = installed.proxy.requests()
    assert [each for each in requests if each["status"] >= 500] == []
    for process in _SECOND:
        address = installed.own_url(process).removeprefix("http://")
        assert _served(requests[:gone], address) > 0
        assert _served(requests[back:], address) > 0
    assert found == expected
    settle(installed)
    assert totals(found) == ledger(installed)
    assert violations(installed) == []


def test_the_proxy_gives_the_addresses_of_the_embedded_suite(installed: InstalledSuite) -> None:
    with httpx.Client(base_url=installed.proxy.url, headers={"accept": "text/html"}) as client:
        first = client.get("/")
        assert (first.status_code, first.headers["location"]) == (302, "/monitor/")
        assert client.get("/budget").headers["location"] == "/budget/"
        page = client.get("/monitor/")
        assert page.status_code == 200
        for address in _addresses(page.text):
            assert client.get(address, follow_redirects=True).status_code == 200, address
        for path in ("livez", "readyz", "metrics", "budget/metrics", "budget/v1/readyz"):
            assert client.get(f"/{path}").status_code == 404
    _roles_are_small(installed)


def test_a_service_of_which_no_replica_answers_is_a_problem_of_503(
    installed: InstalledSuite,
) -> None:
    installed.stop("werkgevers")
    try:
        answer = httpx.get(installed.url("werkgevers") + "/werkgeverscontactmomenten")
        assert httpx.get(installed.url("budget") + "/posten").status_code == 200
    finally:
        installed.start("werkgevers")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "tijdelijk-niet-beschikbaar"


def test_a_process_tells_how_it_is(installed: InstalledSuite) -> None:
    for process in installed.processes:
        service = service_of(process)
        ready = httpx.get(installed.own_url(process) + "/readyz")
        assert ready.status_code == 200
        loops = ready.json()["services"][service]["lussen"]
        assert loops.keys() == {"relay", "lezer"} - (
            set() if SERVICES[service].hears else {"lezer"}
        )
    metrics = httpx.get(installed.own_url("budget") + "/metrics").text
    assert 'meedoen_outbox_pending{service="budget"}' in metrics
    assert (
        'meedoen_consumer_lag{partition="0",service="budget",topic="trajecten.events"}' in metrics
    )


def _stop_while_watched(installed: InstalledSuite) -> None:
    """SIGTERM the second replicas; each says that it is not ready while it still answers, and ends with 0."""
    with httpx.Client() as client:
        stopping = {process: installed.own_url(process) + "/readyz" for process in _SECOND}
        for process in _SECOND:
            installed.terminate(process)
        for address in stopping.values():
            answer = _when_503(client, address)
            assert answer.json()["redenen"][0] == "het proces stopt"
    assert installed.stop(*_SECOND) == dict.fromkeys(_SECOND, 0)


def _when_503(client: httpx.Client, address: str) -> httpx.Response:
    deadline = time.monotonic() + 3
    while True:
        answer = client.get(address)
        if answer.status_code == 503 or time.monotonic() > deadline:
            return answer
        time.sleep(0.02)


def _granted(installed: InstalledSuite) -> int:
    with installed.database("trajecten") as connection:
        return connection.scalar(select(func.count()).select_from(Toekenning.__table__)) or 0


def _until(playing: DemoRun, look: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not look():
        assert playing.runs, playing.said
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _served(requests: list[dict[str, Any]], address: str) -> int:
    return sum(each["naar"].endswith(address) for each in requests)


def _addresses(page: str) -> set[str]:
    """Every address of this site that a page names, without what must be filled in."""
    parts = page.replace("src=", "href=").split('href="')[1:]
    return {part.partition('"')[0] for part in parts if part.startswith("/")}


def _roles_are_small(installed: InstalledSuite) -> None:
    with installed.administer() as connection:
        query = SQL(
            "select rolname from pg_roles join pg_database on datname = rolname where not (rolsuper"
            " or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication)"
            " and has_database_privilege(rolname, datname, 'connect')"
            " and not has_database_privilege(rolname, 'intake', 'connect')"
        )
        others = {name for (name,) in connection.execute(query)}
    assert others == set(SERVICES) - {"intake"}
