"""A maatregel as the kernapplicatie meets it: an instruction per month in the feed, an answer, what is taken back."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.flow import invarianten
from tests.flow.client import Client, until
from tests.flow.settling import settle
from tests.flow.suite import Suite
from tests.flow.werk import WESTSTELLINGWERF, Werk

EVENT = "nl.participatie.trajecten.maatregelmaand-{}.v1"


@pytest.fixture(autouse=True)
def _sound_at_the_end(suite: Suite, client: Client) -> Iterator[None]:
    yield
    settle(suite)
    invarianten.check(suite)


def _gehoord(client: Client, wat: str, persoon: str, aantal: int) -> list[dict[str, Any]]:
    """What the feed of trajecten says of the months of a person, once it has said so much."""

    def gehoord() -> list[dict[str, Any]] | None:
        feed = client.get("trajecten", "/gebeurtenissen", type=EVENT.format(wat), aantal=500)
        inhoud = [gebeurtenis["data"] for gebeurtenis in feed["gebeurtenissen"]]
        found = [data for data in inhoud if data["persoonRef"] == persoon]
        return found if len(found) >= aantal else None

    return list(until(gehoord))


def _opgelegd(werk: Werk, persoon: str) -> tuple[str, str]:
    """A maatregel that is imposed today; gives its address and that day."""
    voorstel = {
        "gemeente": WESTSTELLINGWERF,
        "persoonRef": persoon,
        "grond": "voorziening-of-onderzoek",
        "verwijtbaarheid": "volledig",
        "gedragingOp": "2026-03-20",
        "normCenten": 100_000,
        "dringendeRedenen": False,
        "afweging": "ZAAK-2026-0117",
        "medewerker": "ac-12",
    }
    made = werk.client.created("trajecten", "/maatregelen", voorstel)
    path, vandaag = f"/maatregelen/{made['id']}", made["voorgesteldOp"]
    body = {"akkoord": True, "medewerker": "kwaliteit-1", "datum": vandaag}
    answer = werk.client.send("POST", "trajecten", f"{path}/_besluiten", json=body)
    assert answer.status_code == 200, answer.text
    return path, vandaag


def test_W_026_each_month_is_given_answered_or_taken_back(werk: Werk) -> None:
    persoon = werk.deelnemer(WESTSTELLINGWERF)
    path, vandaag = _opgelegd(werk, persoon)
    gegeven = _gehoord(werk.client, "gegeven", persoon, 3)
    assert [maand["bedragCenten"] for maand in gegeven] == [33_334, 33_333, 33_333]
    maand = gegeven[0]["maatregelmaandId"]
    gedaan = {"uitkomst": "uitgevoerd", "datum": vandaag}
    answer = werk.client.create("trajecten", f"/maatregelmaanden/{maand}/_bevestigen", gedaan)
    assert answer.status_code == 200, answer.text

    einde = {"beeindigdOp": vandaag, "reden": "werk"}
    answer = werk.client.create("intake", f"/inwoners/{persoon}/_uitkering", einde)
    assert answer.status_code == 200, answer.text

    vervallen = _gehoord(werk.client, "vervallen", persoon, 2)
    assert [each["maatregelmaandId"] for each in vervallen] == [
        each["maatregelmaandId"] for each in gegeven[1:]
    ]
    maanden = werk.client.get("trajecten", path)["maanden"]
    assert [each["status"] for each in maanden] == ["uitgevoerd", "vervallen", "vervallen"]
    (bevestigd,) = _gehoord(werk.client, "bevestigd", persoon, 1)
    assert (bevestigd["uitkomst"], bevestigd["bedragCenten"]) == ("uitgevoerd", 33_334)
