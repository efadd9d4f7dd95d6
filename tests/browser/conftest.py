"""A real Chromium and the gallery, started once for this folder; stopped before other tests need an event loop."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from starlette.types import ASGIApp

from tests.browser import gallery
from tests.flow.client import Client
from tests.flow.suite import EmbeddedSuite
from tests.flow.werk import OPEN_HOUSE_BEGROOT, SMALLINGERLAND, WESTSTELLINGWERF, Werk
from tests.servers.availability import skip_or_fail

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Headless Chromium of this machine."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        skip_or_fail("pages need a browser: apt-get install -y chromium")
    with sync_playwright() as playwright:
        # Debian's Chromium has no sandbox for root, which is what a container runs as.
        made = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="package")
def gallery_url() -> Iterator[str]:
    """Where the gallery answers, without a slash at the end."""
    with _serving(gallery.app()) as port:
        yield f"http://127.0.0.1:{port}/budget"


@dataclass(frozen=True)
class Stad:
    """A running suite with a few toekenningen: the address of its pages, a person, and what they were granted."""

    url: str
    persoon: str
    verleend: str
    aangehouden: str


@pytest.fixture(scope="package")
def stad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stad]:
    """The suite as `make run` starts it, worked in through the API: four PRB granted, one request held."""
    suite = EmbeddedSuite(tmp_path_factory.mktemp("stad"))
    client = Client(suite.url)
    try:
        suite.start()
        werk = Werk(client)
        mensen = werk.deelnemers(SMALLINGERLAND, 4)
        prbs = [werk.prb(persoon, 2023) for persoon in mensen]
        duur, teveel = (
            werk.open_house(werk.deelnemer(WESTSTELLINGWERF), 2026, centen)
            for centen in (OPEN_HOUSE_BEGROOT - 500_000, 900_000)
        )
        statussen = [uit["status"] for uit in werk.uitkomsten([*prbs, duur, teveel])]
        assert statussen == ["verleend"] * 5 + ["aangehouden"]
        _begeleiding(client, mensen[0])
        _werkgevers(client)
        yield Stad(suite.url("").removesuffix("//v1"), mensen[0], prbs[0], teveel)
    finally:
        client.close()
        suite.stop()


def _begeleiding(client: Client, persoon: str) -> None:
    """A plan that was agreed on and a job that ended, for the timeline of a person."""
    (plan,) = client.get("trajecten", "/plannen", persoonRef=persoon)["results"]
    path = f"/plannen/{plan['id']}"
    delen = dict.fromkeys(("doel", "tijdschema", "voorzieningen", "activiteiten"), "tekst")
    eerst = {"If-Match": '"1"'}
    for method, waar, body, headers in (
        ("PUT", path, {"delen": delen}, eerst),
        ("POST", f"{path}/_vaststellen", {"datum": "2025-03-10"}, {}),
        ("POST", f"{path}/_evalueren", {"datum": "2025-06-02", "doelenWijzigen": False}, {}),
    ):
        answer = client.send(method, "trajecten", waar, json=body, headers=headers)
        assert answer.status_code == 200, answer.text
    werk = {"gemeente": SMALLINGERLAND, "persoonRef": persoon, "kvkNummer": "90000012"}
    werk |= {"soortOvereenkomst": "01", "startdatum": "2025-09-01"}
    baan = client.created("trajecten", "/plaatsingen", {**werk, "urenPerWeek": 22.5})
    einde = {"datum": "2026-02-28", "reden": "einde-contract"}
    path = f"/plaatsingen/{baan['id']}/_beeindigen"
    answer = client.send("POST", "trajecten", path, json=einde)
    assert answer.status_code == 200, answer.text


def _werkgevers(client: Client) -> None:
    """An employer that is new in 2026, and a vacature that nobody closes."""
    wie = {"gemeente": WESTSTELLINGWERF, "kvkNummer": "90000012"}
    client.created("werkgevers", "/werkgevers", {**wie, "naam": "Bakkerij De Stelling"})
    contact = {"soort": "gesprek", "tweezijdig": True, "doelgroepParticipatiewet": True}
    moment = {**wie, **contact, "datum": "2026-01-05"}
    client.created("werkgevers", "/werkgeverscontactmomenten", moment)
    vacature = {
        "idVacature": "bakker-1",
        "naamVacature": "Medewerker broodlijn",
        "contractvorm": [{"codeTypeOvereenkomst": "02"}],
        "werktijden": {"aantalWerkurenPerWeekMinimaal": 16},
    }
    answer = client.send(
        "PUT", "werkgevers", "/vacatures/bakker-1", params={"versie": 1}, json=vacature
    )
    assert answer.status_code == 201, answer.text


@pytest.fixture
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go, to look at after a run."""
    return tmp_path_factory.getbasetemp() / "shots"


class _serving:  # noqa: N801 - used as a `with` statement
    def __init__(self, app: ASGIApp) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],))

    def __enter__(self) -> int:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        port: int = self._socket.getsockname()[1]
        return port

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
