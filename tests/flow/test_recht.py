"""A fact of the kernapplicatie ends a right, and the money comes back to the post it was held on."""

from collections.abc import Iterator

import pytest

from tests.flow import invarianten
from tests.flow.client import Client, until
from tests.flow.settling import settle
from tests.flow.suite import Suite
from tests.flow.werk import PRB_CENTEN, PRB_POST, SMALLINGERLAND, Werk, prb


@pytest.fixture(autouse=True)
def _sound_at_the_end(suite: Suite, client: Client) -> Iterator[None]:
    yield
    settle(suite)
    invarianten.check(suite)


def test_decision_47_a_verhuizing_releases_what_was_held_for_later(werk: Werk) -> None:
    persoon = werk.deelnemer(SMALLINGERLAND)
    before = werk.uitputting(SMALLINGERLAND, PRB_POST, 2020)
    plekken = werk.uitputting(SMALLINGERLAND, "prb", 2020)["vrij"]
    id_ = werk.vraag(prb(persoon, 2020, einddatum="2020-11-30")).json()["id"]
    assert werk.uitkomst(id_)["status"] == "verleend"
    begin = {"datum": "2020-06-01"}
    werk.client.send("POST", "trajecten", f"/toekenningen/{id_}/_starten", json=begin)

    weg = {"vertrokkenOp": "2020-09-16"}
    answer = werk.client.create("intake", f"/inwoners/{persoon}/_verhuizen", weg)
    assert answer.status_code == 200, answer.text

    ended = werk.uitkomst(id_, na="gestart")
    assert (ended["status"], ended["reden"]) == ("beeindigd", "recht-vervallen")
    assert ended["geeindigdOp"] == "2020-09-15"
    assert werk.traject(persoon)["status"] == "afgesloten"
    vrij = until(lambda: werk.mutaties(id_)[2:])[0]
    assert (vrij["credit"], vrij["bedragCenten"]) == ("verplicht", PRB_CENTEN)
    after = werk.uitputting(SMALLINGERLAND, PRB_POST, 2020)
    assert after["beschikbaarCenten"] == before["beschikbaarCenten"]
    # the place of the year stays used: it had begun (D5)
    assert werk.uitputting(SMALLINGERLAND, "prb", 2020)["vrij"] == plekken - 1
