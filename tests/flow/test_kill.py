"""kill -9 of each process at each failpoint that exists in it; only that process is started again (reliability A3).

A process climbs a ladder: it dies at one failpoint, is started with the next armed, and the work that died under it
leads it there, until it has died at all of them. The client only repeats its requests.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

import pytest

from tests.flow import invarianten
from tests.flow.client import Client
from tests.flow.settling import settle
from tests.flow.suite import Suite
from tests.flow.werk import OPEN_HOUSE_BEGROOT, PRB_CENTEN, SMALLINGERLAND, WESTSTELLINGWERF, Werk

PATIENCE = 150
"""Seconds: one request may meet six deaths, and a process starts slowly on a busy machine."""
TOO_MUCH = OPEN_HOUSE_BEGROOT + 1
REQUEST, RELAY, CONSUMER = ("K1", "K2", "K3"), ("K4", "K5", "K6"), ("K7", "K8", "K9")
LADDERS = {
    "intake": (*REQUEST, *RELAY),
    "trajecten": (*REQUEST, *RELAY, *CONSUMER),
    "werkgevers": (*REQUEST, *RELAY),
    "budget": (*CONSUMER, *RELAY, *REQUEST),
    "monitor": CONSUMER,
}
"""Per process of the distributed mode the failpoints it has, in the order in which the work meets them."""
EMBEDDED = (
    *("K1/trajecten", "K2/trajecten", "K3/trajecten"),
    *("K7/budget", "K8/budget"),
    *("K7/trajecten", "K8/trajecten"),
)
"""The one process of the embedded mode has no relay, and nobody else to tell its position to."""
CASES = [
    pytest.param("embedded", "suite", EMBEDDED, id="embedded"),
    *(
        pytest.param(
            "distributed",
            service,
            [f"{place}/{service}" for place in ladder],
            marks=pytest.mark.distributed,
            id=f"distributed-{service}",
        )
        for service, ladder in LADDERS.items()
    ),
]


@dataclass(frozen=True)
class Made:
    """What one run of the work made."""

    prb: str
    open_house: str
    contactmoment: str


@pytest.mark.parametrize(("suite", "process", "ladder"), CASES, indirect=["suite"])
def test_a_process_killed_anywhere_loses_and_doubles_nothing(
    suite: Suite, process: str, ladder: Sequence[str]
) -> None:
    suite.start()
    with closing(Client(suite.url, patience=PATIENCE)) as client:
        _check_climb(suite, Werk(client), process, ladder)


def _check_climb(suite: Suite, werk: Werk, process: str, ladder: Sequence[str]) -> None:
    before = _totals(werk)

    made = _climb(suite, werk, process, ladder)

    settle(suite)
    invarianten.check(suite)
    assert werk.toekenning(made.prb)["status"] == "verleend"
    assert werk.toekenning(made.open_house)["status"] == "verleend"
    assert sorted(each["post"] for each in werk.mutaties(made.prb)) == [
        "prb",
        "werktrajecten-en-voorzieningen",
    ]
    assert [each["bedragCenten"] for each in werk.mutaties(made.open_house)] == [TOO_MUCH]
    assert {name: total - before[name] for name, total in _totals(werk).items()} == {
        "inwoners": 2,
        "diagnoses": 2,
        "trajecten": 2,
        "toekenningen": 2,
        "werkgeverscontactmomenten": 1,
        "prb": 1,
        "money": PRB_CENTEN,
        "verleend": 2,
        "contacten": 1,
    }


def _climb(suite: Suite, werk: Werk, process: str, ladder: Sequence[str]) -> Made:
    assert suite.stop(process) == {process: 0}
    suite.launch(process, f"{ladder[0]}:kill@1")
    with ThreadPoolExecutor(1) as people:
        working = people.submit(_work, werk)
        for following in ladder[1:]:
            suite.await_death(process)
            suite.launch(process, f"{following}:kill@1")
        suite.await_death(process)
        suite.start(process)
        return working.result()


def _work(werk: Werk) -> Made:
    """Every service gets requests and events, and every answer of budget occurs but a refusal."""
    contact = werk.contactmoment(SMALLINGERLAND)
    prb = werk.prb(werk.deelnemer(SMALLINGERLAND), 2023)
    assert werk.uitkomst(prb)["status"] == "verleend"
    open_house = werk.open_house(werk.deelnemer(WESTSTELLINGWERF), 2027, TOO_MUCH)
    assert werk.uitkomst(open_house)["status"] == "aangehouden"
    werk.besluit(open_house, "vastleggen")
    assert werk.uitkomst(open_house, na="aangehouden")["status"] == "verleend"
    return Made(prb, open_house, contact["id"])


def _totals(werk: Werk) -> dict[str, int]:
    collections = {
        "inwoners": "intake",
        "diagnoses": "intake",
        "trajecten": "trajecten",
        "toekenningen": "trajecten",
        "werkgeverscontactmomenten": "werkgevers",
    }
    counts = {
        name: werk.client.get(where, f"/{name}")["count"] for name, where in collections.items()
    }
    plafond = werk.uitputting(SMALLINGERLAND, "prb", 2023)
    money = werk.uitputting(SMALLINGERLAND, "werktrajecten-en-voorzieningen", 2023)
    figures = [
        figure
        for page in range(1, 6)
        for figure in werk.client.get("monitor", "/indicatoren", pageSize=100, page=page)["results"]
    ]
    counted = {
        code: sum(each["aantal"] for each in figures if each["code"] == code)
        for code in ("toekenningen-verleend", "werkgeverscontactmomenten")
    }
    return counts | {
        "prb": plafond["bezet"],
        "money": money["verplichtCenten"],
        "verleend": counted["toekenningen-verleend"],
        "contacten": counted["werkgeverscontactmomenten"],
    }
