"""The distributed installation as it is delivered: processes per replica behind nginx, roles of PostgreSQL, Kafka.

The demo plays through the proxy. In the middle one replica of budget and one of trajecten are told to stop, and started
again later. Nobody may notice: no answer of 5xx, and the figures of the embedded suite.
"""

import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import func, make_url, select

from deploy.keys import key_in
from deploy.services import SERVICES
from deploy.uitgever import PAGINAS, PAGINAS_GEHEIM
from services.trajecten.toekenning.models import Toekenning
from shared.auth import KOEKJE
from tests.flow.client import Client
from tests.flow.invarianten import violations
from tests.flow.played import DemoRun, ledger, totals
from tests.flow.settling import settle
from tests.flow.suite import ISSUER, ROOT, DistributedSuite, EmbeddedSuite
from tests.servers.availability import ServerUnavailable, skip_or_fail
from tests.servers.kafka import KafkaBroker
from tests.servers.nginx import NginxProxy
from tests.servers.ports import LOOPBACK
from tests.servers.postgres import PostgresServer, find_programs

pytestmark = [pytest.mark.distributed, pytest.mark.timeout(600)]

_PERSONEN = 12
_TWICE = ("trajecten", "budget")
_SECOND = {f"{name}-2": name for name in _TWICE}
_ROLES = ROOT / "deploy" / "postgres" / "roles.sh"


class InstalledSuite(DistributedSuite):
    """Two replicas of some services and the issuer, reached through the proxy only; each service has its own role.

    Processes ask the issuer directly for what it calls by the proxy's address, as containers do.
    """

    processes = (ISSUER, *SERVICES, *_SECOND)

    def __init__(self, directory: Path, postgres: PostgresServer, kafka: KafkaBroker) -> None:
        super().__init__(directory, postgres, kafka, name="")
        replicas = {
            name: [
                self._ports[process] for process in self.processes if service_of(process) == name
            ]
            for name in (ISSUER, *SERVICES)
        }
        self.proxy = NginxProxy(directory / "nginx", replicas)

    def url(self, service: str) -> str:
        """See `Suite.url`."""
        version = "" if service == ISSUER else "/v1"
        return f"{self.proxy.url}/{service}{version}"

    def own_url(self, process: str) -> str:
        """The root of a process itself, which no proxy publishes."""
        return f"http://{LOOPBACK}:{self._ports[process]}"

    def database_url(self, service: str) -> str:
        """See `Suite.database_url`; as the role of the service, the only one that may connect."""
        return self._postgres.url(service).replace("meedoen@", f"{service}@")

    def _make_databases(self) -> None:
        for service in SERVICES:
            (self._directory / f"database_{service}").write_text(f"geheim '{service}'\n")
        for _ in range(2):  # a second time changes nothing
            subprocess.run([_ROLES], env=os.environ | self._administrator(), check=True)

    def _drop_databases(self) -> None:
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
        if process == ISSUER:
            return [*super()._command(process), "--adres", self.url(ISSUER)]
        port = str(self._ports[process])
        return ["deploy.distributed", service_of(process), "--port", port]

    def _settings(self, process: str) -> dict[str, str]:
        return super()._settings(process) | {
            "MEEDOEN_DATABASE_PASSWORD_FILE": str(self._directory / "database_{service}"),
            "MEEDOEN_URLS": json.dumps({name: self.url(name) for name in SERVICES}),
            "MEEDOEN_UITGEVERS": json.dumps({self.url(ISSUER): f"{self._issuer_inside}/jwks"}),
            # longer than the demo waits for anything: partitions are handed over, not waited for
            "MEEDOEN_SESSION_TIMEOUT_MS": "30000",
            "MEEDOEN_DRAIN_SECONDS": "3",
            **(self._login() if process == "monitor" else {}),
        }

    @property
    def _issuer_inside(self) -> str:
        return f"{self.own_url(ISSUER)}/{ISSUER}"

    def _login(self) -> dict[str, str]:
        """How people log in at monitor."""
        secret, key = self._directory / "oidc", self._directory / "sessies.pem"
        secret.write_text(f"{PAGINAS_GEHEIM}\n")
        key_in(key)
        oidc = {
            "uitgever": self.url(ISSUER),
            "intern": self._issuer_inside,
            "client_id": PAGINAS,
            "geheim_bestand": str(secret),
        }
        return {
            "MEEDOEN_OIDC": json.dumps(oidc),
            "MEEDOEN_SESSIESLEUTEL": str(key),
            "MEEDOEN_ADRES": self.proxy.url,
            "MEEDOEN_VEILIG": "false",
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
        base = suite.url(ISSUER).removesuffix(f"/{ISSUER}")
        return DemoRun(directory / "uit.json", _PERSONEN, "--tegen", base).result()
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


@pytest.mark.long
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
    with httpx.Client(base_url=installed.proxy.url) as client:
        first = client.get("/")
        assert (first.status_code, first.headers["location"]) == (302, "/monitor/")
        assert client.get("/budget").headers["location"] == "/budget/"
        for path in ("livez", "readyz", "metrics", "budget/metrics", "uitgever/readyz"):
            assert client.get(f"/{path}").status_code == 404
        assert client.get("/budget/v1/readyz").status_code == 401
    _roles_are_small(installed)


def test_who_logs_in_once_sees_the_pages_of_every_service_and_replica(
    installed: InstalledSuite, browser: httpx.Client
) -> None:
    addresses = set()
    for path in ("/monitor/", "/budget/", "/trajecten/personen", "/werkgevers/"):
        page = browser.get(path)
        assert (page.status_code, page.url.path) == (200, path)
        addresses |= _addresses(page.text)
    assert any("/statisch/" in address for address in addresses)
    for address in addresses:
        assert browser.get(address).status_code == 200, address
    for process in ("budget", "budget-2"):
        page = httpx.get(
            installed.own_url(process) + "/budget/", cookies={KOEKJE: browser.cookies[KOEKJE]}
        )
        assert page.status_code == 200
        assert httpx.get(installed.own_url(process) + "/budget/").status_code == 303


@pytest.fixture
def browser(installed: InstalledSuite) -> Iterator[httpx.Client]:
    """A browser in which somebody went to a page, and so by way of the provider's choice of users came back to it."""
    with httpx.Client(base_url=installed.proxy.url, follow_redirects=True) as made:
        choice = made.get("/budget/?jaar=2023")
        assert (choice.status_code, choice.url.path) == (200, f"/{ISSUER}/aanmelden")
        [link] = re.findall(r'href="(\?[^"]*gebruiker=budgethouder-beide)"', choice.text)
        back = made.get(choice.url.join(unescape(link)))
        assert (back.status_code, back.url.raw_path) == (200, b"/budget/?jaar=2023")
        yield made


def test_a_service_of_which_no_replica_answers_is_a_problem_of_503(
    installed: InstalledSuite,
) -> None:
    client = Client(installed.url)
    assert client.get("werkgevers", "/werkgeverscontactmomenten")["count"] >= 0
    installed.stop("werkgevers")
    try:
        client.patience = 0
        answer = httpx.get(installed.url("werkgevers") + "/werkgeverscontactmomenten")
        assert client.get("budget", "/posten")["count"] > 0
    finally:
        client.close()
        installed.start("werkgevers")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "tijdelijk-niet-beschikbaar"


def test_a_process_tells_how_it_is(installed: InstalledSuite) -> None:
    for process in (*SERVICES, *_SECOND):
        service = service_of(process)
        ready = httpx.get(installed.own_url(process) + "/readyz")
        assert ready.status_code == 200
        loops = ready.json()["services"][service]["lussen"]
        hears = {"lezer"} if SERVICES[service].hears else set()
        assert loops.keys() == {"relay", "koerier"} | hears
    metrics = installed.own_url("budget") + "/metrics"
    assert 'meedoen_outbox_pending{service="budget"}' in httpx.get(metrics).text
    # measured now and then, once partitions are assigned
    behind = 'meedoen_consumer_lag{partition="0",service="budget",topic="trajecten.events"}'
    _until_told(metrics, behind)


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


def _until_told(metrics: str, line: str) -> None:
    deadline = time.monotonic() + 60
    while line not in (found := httpx.get(metrics).text):
        assert time.monotonic() < deadline, found
        time.sleep(0.2)


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
    return {unescape(part.partition('"')[0]) for part in parts if part.startswith("/")}


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
