"""The demo on both modes: the same figures, and they are those of the ledger and of the events."""

import io
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from rich.console import Console
from sqlalchemy import text

from deploy.demo.agenda import agenda
from deploy.demo.player import Verloop
from deploy.demo.population import bevolking, werkgevers
from deploy.demo.redenen import van_budget, van_regels
from deploy.demo.report import toon
from deploy.demo.verhaal import JAREN
from deploy.services import SERVICES
from shared.identifiers import is_bsn
from tests.flow.played import DemoRun, ledger, totals
from tests.flow.settling import settle
from tests.flow.suite import ISSUER, DistributedSuite, EmbeddedSuite, Suite
from tests.servers.kafka import KafkaBroker
from tests.servers.postgres import PostgresServer

_PERSONEN = 24
GEBEURTENISSEN = {
    "aanmeldingen": "aanmelding-geregistreerd",
    "aanmeldingen toegewezen": "aanmelding-toegewezen",
    "intakegesprekken": "intakegesprek-gevoerd",
    "diagnoses": "diagnose-vastgesteld",
    "trajecten": "traject-geopend",
    "plannen vastgesteld": "plan-vastgesteld",
    "voorzieningen gestart": "toekenning-gestart",
    "plaatsingen": "plaatsing-begonnen",
    "betalingen": "betaalopdracht-bevestigd",
    "werkgevers": "werkgever-geregistreerd",
    "contactmomenten": "werkgeverscontactmoment-vastgelegd",
    "vacatures": "vacature-geplaatst",
}
"""What the demo says it did, and the event that must have been said as often."""


def test_the_year_is_the_same_every_time() -> None:
    for gemeente, jaar in JAREN.items():
        once, again = (
            agenda(gemeente, bevolking(gemeente), werkgevers(gemeente)) for _ in range(2)
        )
        assert once == again
        assert [stap.dag for stap in once] == sorted(stap.dag for stap in once)
        assert {stap.dag.year for stap in once} == {jaar}


def test_nobody_has_a_real_number_and_no_number_is_used_twice() -> None:
    numbers = [persoon.bsn for gemeente in JAREN for persoon in bevolking(gemeente)]
    assert len(set(numbers)) == len(numbers) == 400
    assert all(is_bsn(number) and number.startswith("99") for number in numbers)


def test_an_amount_is_whole_on_a_narrow_terminal() -> None:
    row = {
        "naam": "Sociale Werkvoorziening",
        "modus": "signaleren",
        "begrootCenten": 1_163_100_000,
        "gerealiseerdCenten": 104_850_049,
        "verplichtCenten": 0,
        "beschikbaarCenten": 1_058_249_951,
    }
    console = Console(width=80, record=True, file=io.StringIO())
    toon(console, {"GM0090": [row]}, Verloop())
    shown = console.export_text().replace("\u00a0", " ")
    assert all(amount in shown for amount in ("€ 11.631.000", "€ 1.048.500", "€ 10.582.500"))
    assert "…" not in shown


def test_a_refusal_is_told_in_words_with_its_rule() -> None:
    vol = {"reden": "plafond", "beschikbaar": 0, "gevraagd": 1, "regel": "S-091", "bron": "6.4"}
    assert van_budget(vol) == "alle plekken van dit jaar zijn vergeven (S-091, 6.4)"
    kort = {"reden": "tekort", "beschikbaar": 150_00, "gevraagd": 1_000_00}
    assert van_budget(kort) == "op de post was nog € 150,00 over en er was € 1.000,00 nodig"
    regels = [{"id": "S-080", "bron": "par. 6.2"}]
    assert van_regels({"title": "x", "regels": regels}).endswith(" (S-080, par. 6.2)")
    assert van_regels({"title": "Bestaat al"}) == "Bestaat al"


@pytest.mark.distributed
def test_both_modes_come_to_the_same_figures(
    tmp_path: Path, postgres: PostgresServer, kafka: KafkaBroker
) -> None:
    embedded = EmbeddedSuite(tmp_path / "een")
    distributed = DistributedSuite(tmp_path / "twee", postgres, kafka, name=uuid4().hex[:8])
    distributed_data = tmp_path / "twee"
    distributed_data.mkdir()
    (tmp_path / "een").mkdir()
    distributed.prepare()
    try:
        assert _played(embedded, tmp_path) == _played(distributed, tmp_path)
    finally:
        distributed.clear()


def _played(suite: Suite, directory: Path) -> Mapping[str, Any]:
    """Play against a suite, check the result against its databases, and give it."""
    suite.start()
    try:
        urls = {name: suite.url(name) for name in (*SERVICES, ISSUER)}
        playing = DemoRun(directory / f"{suite.mode}.json", _PERSONEN, urls=urls)
        found = playing.result()
        settle(suite)
        assert totals(found) == ledger(suite)
        _reconcile(found, _events(suite))
    finally:
        suite.stop()
    return found


def _reconcile(found: Mapping[str, Any], happened: Mapping[str, int]) -> None:
    """What the demo says it did is what the suite says has happened."""
    said = Counter[str]()
    for stappen in found["stappen"].values():
        said.update(stappen)
    assert {stap: said[stap] for stap in GEBEURTENISSEN} == {
        stap: happened[name] for stap, name in GEBEURTENISSEN.items()
    }
    assert min(said[stap] for stap in GEBEURTENISSEN) > 0
    granted = said["voorzieningen verleend"] + said["door de budgethouder verleend"]
    assert granted == happened["toekenning-verleend"]
    by_budget = said["voorzieningen geweigerd"] + said["door de budgethouder geweigerd"]
    assert by_budget == happened["toekenning-geweigerd"]
    refused = sum(aantal for *_, aantal in found["geweigerd"])
    by_rule = said["voorzieningen gevraagd"] - happened["toekenning-aangevraagd"]
    assert refused == by_rule + said["voorzieningen geweigerd"]
    paid = said["facturen"] + said["betalingen"] - said["betalingen afgewezen"]
    assert paid == happened["realisatie-geboekt"]


def _events(suite: Suite) -> Counter[str]:
    """How often each event was said, by its name."""
    found = Counter[str]()
    for service in SERVICES:
        with suite.database(service) as connection:
            for type_, number in connection.execute(text(_PER_TYPE)):
                name = type_.removeprefix(f"nl.participatie.{service}.").removesuffix(".v1")
                found[name] = number
    return found


_PER_TYPE = "select type, count(*) from outbox group by type"
