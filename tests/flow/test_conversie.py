"""The go-live of a small municipality: its files are brought over, budget holds their totals, and work goes on."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.flow import invarianten
from tests.flow.client import Client, until
from tests.flow.settling import settle
from tests.flow.suite import ROOT, EmbeddedSuite, Suite
from tests.flow.voorbeelden import loop_door
from tests.flow.werk import PRB_POST, SMALLINGERLAND, Json, Werk, prb

JAAR = 2024
BEGROOT = 9_000_000
OVERGENOMEN = 19
TOEKENNINGEN, BEGINSTANDEN = ("trajecten", "/toekenningen"), ("budget", "/beginstanden")
SCHOLING = "scholingsvoorzieningen"
_TEKST = (ROOT / "docs/conversie.md").read_text()


@pytest.fixture
def gaande(suite: Suite, client: Client) -> Iterator[Suite]:
    """The suite; at the end everything in it must be sound."""
    yield suite
    settle(suite)
    invarianten.check(suite)


class Overgang:
    """Sends the files of Smallingerland."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def stuur(self, service: str, pad: str, lines: Sequence[Json]) -> tuple[list[Json], Json]:
        """The outcome of each line, and the control totals."""
        answer = self.client.send(
            "POST",
            service,
            f"{pad}/_bulk",
            content="\n".join(json.dumps(line) for line in lines),
            params={"gemeente": SMALLINGERLAND, "bronsysteem": "suite"},
            headers={"Content-Type": "application/x-ndjson"},
        )
        assert answer.status_code == 200, answer.text
        *uitslagen, laatste = [json.loads(line) for line in answer.text.splitlines()]
        return uitslagen, laatste["controle"]

    def tot_alles_staat(self, service: str, pad: str, lines: Sequence[Json]) -> Json:
        """Send a file until every line stands: a person may be on the way still. Gives the totals of the last run."""

        def nog_eens() -> Json | None:
            _, controle = self.stuur(service, pad, lines)
            return None if controle["geweigerd"] else controle

        return dict(until(nog_eens))

    def verschillen(self, service: str) -> list[Json]:
        """Where the files say something else than Meedoen."""
        found = self.client.get(service, "/conversieverschillen", gemeente=SMALLINGERLAND)
        return list(found["results"])


def _inwoners(client: Client, aantal: int) -> list[str]:
    inwoner = {"gemeente": SMALLINGERLAND, "geboortedatum": "1985-03-02", "uitkeringSoort": "ioaw"}
    lines = [{"bronId": f"go-{n}", "versie": 1, "inwoner": inwoner} for n in range(aantal)]
    answer = client.send(
        "POST",
        "intake",
        "/inwoners/_bulk",
        content="\n".join(json.dumps(line) for line in lines),
        headers={"Content-Type": "application/x-ndjson"},
    )
    return [json.loads(line)["id"] for line in answer.text.splitlines()]


def _toekenning(nummer: int, persoon: str) -> Json:
    """A PRB of 2024; one of three has ended and is wholly realised, of the others the first month is."""
    klaar = nummer % 3 == 0
    line: dict[str, Any] = {
        "bronId": f"T-{nummer}",
        "persoonRef": persoon,
        "product": "prb",
        "besluitdatum": f"{JAAR}-02-01",
        "startdatum": f"{JAAR}-02-15",
        "einddatum": f"{JAAR}-06-30",
        "gestartOp": f"{JAAR}-02-15",
        "kosten": [
            {"maand": f"{JAAR}-02-01", "bedragCenten": 100_001, "gerealiseerdCenten": 100_001},
            {
                "maand": f"{JAAR}-06-01",
                "bedragCenten": 140_000 + nummer,
                "gerealiseerdCenten": 140_000 + nummer if klaar else 0,
            },
        ],
    }
    return line | ({"geeindigdOp": f"{JAAR}-06-30", "reden": "afgerond"} if klaar else {})


def _beginstand(bron_id: str, post: str, verplicht: int, gerealiseerd: int) -> Json:
    bedragen = {"verplichtCenten": verplicht, "gerealiseerdCenten": gerealiseerd}
    return {"bronId": bron_id, "post": post, "jaar": JAAR, **bedragen}


def _sommen(toekenningen: Sequence[Json], regels: Sequence[Json]) -> tuple[int, int]:
    """What the files say of the post of the PRB: cents open and realised."""
    maanden = [maand for line in toekenningen for maand in line["kosten"]]
    eigen = [line for line in regels if line["post"] == PRB_POST]
    al = sum(maand["gerealiseerdCenten"] for maand in maanden)
    nog = sum(maand["bedragCenten"] for maand in maanden) - al
    return (
        nog + sum(line["verplichtCenten"] for line in eigen),
        al + sum(line["gerealiseerdCenten"] for line in eigen),
    )


def _bestanden(personen: Sequence[str]) -> dict[tuple[str, str], list[Json]]:
    """The files of the municipality, by where they go."""
    contact: Json = {"kvkNummer": "90000901", "soort": "gesprek"}
    contact |= {"tweezijdig": True, "doelgroepParticipatiewet": True}
    return {
        ("trajecten", "/trajecten"): [
            {"bronId": f"TR-{n}", "persoonRef": persoon, "geopendOp": f"{JAAR}-01-15"}
            for n, persoon in enumerate(personen)
        ],
        TOEKENNINGEN: [_toekenning(n, persoon) for n, persoon in enumerate(personen)],
        BEGINSTANDEN: [
            _beginstand("G-1", PRB_POST, 12_345, 67_890),
            _beginstand("G-2", PRB_POST, -345, 0),
            _beginstand("G-3", SCHOLING, 0, 5_000),
        ],
        ("werkgevers", "/werkgeverscontactmomenten"): [
            {"bronId": f"C-{n}", "datum": f"{JAAR}-0{n}-01", **contact} for n in (1, 2, 3)
        ],
    }


def _breng_over(overgang: Overgang, bestanden: Mapping[tuple[str, str], Sequence[Json]]) -> None:
    """Every file until all of it stands, and once more: that changes nothing, totals included."""
    for waar, lines in bestanden.items():
        eerst = overgang.tot_alles_staat(*waar, lines)
        _, weer = overgang.stuur(*waar, lines)
        assert (weer["ongewijzigd"], weer["bedragen"]) == (len(lines), eerst["bedragen"])


def _sluit_aan(werk: Werk, verplicht: int, gerealiseerd: int) -> None:
    geld = werk.uitputting(SMALLINGERLAND, PRB_POST, JAAR)
    assert (geld["verplichtCenten"], geld["gerealiseerdCenten"]) == (verplicht, gerealiseerd)
    assert geld["beschikbaarCenten"] == BEGROOT - verplicht - gerealiseerd
    assert werk.uitputting(SMALLINGERLAND, SCHOLING, JAAR)["gerealiseerdCenten"] == 5_000
    assert werk.uitputting(SMALLINGERLAND, "prb", JAAR)["vrij"] == 1


def test_a_small_municipality_goes_live_and_its_files_tie_to_the_ledger(
    gaande: Suite, werk: Werk
) -> None:
    client, overgang = werk.client, Overgang(werk.client)
    begroot = {"gemeente": SMALLINGERLAND, "post": PRB_POST, "jaar": JAAR, "bedragCenten": BEGROOT}
    besluit = {**begroot, "besluitdatum": "2023-11-09", "reden": "begroting"}
    client.created("budget", "/begrotingswijzigingen", besluit)
    personen = _inwoners(client, OVERGENOMEN)
    bestanden = _bestanden(personen)
    _breng_over(overgang, bestanden)
    settle(gaande)

    for service in ("trajecten", "budget", "werkgevers"):
        assert overgang.verschillen(service) == []
    _sluit_aan(werk, *_sommen(bestanden[TOEKENNINGEN], bestanden[BEGINSTANDEN]))
    assert _verleend(client) == OVERGENOMEN
    soort = "nl.participatie.trajecten.toekenning-overgenomen.v1"
    feed = client.get("trajecten", "/gebeurtenissen", type=soort, aantal=500)
    assert len(feed["gebeurtenissen"]) == OVERGENOMEN

    # work goes on: one place is left, and once per person counts what was brought over
    een, ander = werk.deelnemers(SMALLINGERLAND, 2)
    assert werk.uitkomst(werk.prb(een, JAAR))["status"] == "verleend"
    geweigerd = werk.uitkomst(werk.prb(ander, JAAR))
    assert (geweigerd["status"], geweigerd["antwoordBudget"]["regel"]) == ("geweigerd", "S-091")
    assert until(lambda: _verleend(client) == OVERGENOMEN + 1)
    answer = werk.vraag(prb(personen[0], JAAR))
    assert "S-091" in {regel["id"] for regel in answer.json()["regels"]}


def _verleend(client: Client) -> int:
    found = client.get("monitor", "/indicatoren", gemeente=SMALLINGERLAND, jaar=JAAR)["results"]
    return sum(each["aantal"] for each in found if each["code"] == "toekenningen-verleend")


@pytest.mark.skipif(shutil.which("curl") is None, reason="the examples use curl")
def test_every_example_of_the_guide_does_what_it_says(tmp_path: Path) -> None:
    for naam in ("suite", "werk"):
        (tmp_path / naam).mkdir()
    suite = EmbeddedSuite(tmp_path / "suite")
    suite.start()
    try:
        adres = suite.url("intake").removesuffix("/intake/v1")
        loop_door(_TEKST, tmp_path / "werk", {"http://127.0.0.1:8000": adres})
    finally:
        suite.stop()
