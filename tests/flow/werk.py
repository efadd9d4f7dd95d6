"""What people at a gemeente do, over the API, with everything filled in that a test does not care about."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.flow.client import Client, until

SMALLINGERLAND, WESTSTELLINGWERF = "GM0090", "GM0098"
PRB_CENTEN = 250_000
PRB_POST = "werktrajecten-en-voorzieningen"
OPEN_HOUSE_POST = "inkoop-re-integratie"
OPEN_HOUSE_BEGROOT = 28_600_000
FEITEN = {
    "eigenAanvraag": True,
    "planMetDoelen": True,
    "toestemmingCollege": True,
    "deelVanActieplan": True,
}
Json = dict[str, Any]


class Werk:
    """The work of a gemeente, step by step or a whole run of steps at once."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def inwoner(self, gemeente: str) -> str:
        """Register an inwoner; gives the persoonRef."""
        body = {
            "gemeente": gemeente,
            "geboortedatum": "1990-05-17",
            "uitkeringSoort": "participatiewet",
            "uitkeringVanaf": "2019-02-01",
        }
        return str(self.client.created("intake", "/inwoners", body)["persoonRef"])

    def diagnose(self, persoon: str) -> Json:
        """Work is expected after six months: afstand kort in Smallingerland, profiel p2 in Weststellingwerf."""
        body = {
            "persoonRef": persoon,
            "trede": 4,
            "maandenTotWerk": 6,
            "vastgesteldOp": "2025-03-03",
        }
        return dict(self.client.created("intake", "/diagnoses", body))

    def traject(self, persoon: str) -> Json:
        """The traject that the diagnose opens, once it is there."""
        found = until(
            lambda: self.client.get("trajecten", "/trajecten", persoonRef=persoon)["results"],
            seconds=self.client.patience,
        )
        assert len(found) == 1, found
        return dict(found[0])

    def deelnemer(self, gemeente: str) -> str:
        """An inwoner with a diagnose and an open traject; gives the persoonRef."""
        persoon = self.inwoner(gemeente)
        self.diagnose(persoon)
        self.traject(persoon)
        return persoon

    def deelnemers(self, gemeente: str, aantal: int) -> list[str]:
        """Several at once."""
        with ThreadPoolExecutor(4) as desks:
            return list(desks.map(self.deelnemer, [gemeente] * aantal))

    def vraag(self, body: Json, **how: str) -> httpx.Response:
        """Ask for a toekenning."""
        return self.client.create("trajecten", "/toekenningen", body, **how)

    def prb(self, persoon: str, jaar: int) -> str:
        """Ask for a persoonlijk re-integratiebudget, decided in a year; gives the id of the toekenning."""
        return _id(self.vraag(prb(persoon, jaar)))

    def open_house(self, persoon: str, jaar: int, centen: int) -> str:
        """Ask for the Open House product of profile p2; gives the id of the toekenning."""
        return _id(self.vraag(open_house(persoon, jaar, centen)))

    def toekenning(self, id_: str) -> Json:
        """The toekenning as it is now."""
        return dict(self.client.get("trajecten", f"/toekenningen/{id_}"))

    def uitkomst(self, id_: str, *, na: str = "aangevraagd") -> Json:
        """The toekenning once its status is no longer `na`."""

        def decided() -> Json | None:
            found = self.toekenning(id_)
            return None if found["status"] == na else found

        return dict(until(decided, seconds=self.client.patience))

    def uitkomsten(self, ids: Iterable[str]) -> list[Json]:
        """Several, in order."""
        return [self.uitkomst(id_) for id_ in ids]

    def trek_in(self, id_: str, datum: str) -> httpx.Response:
        """Withdraw a toekenning."""
        path = f"/toekenningen/{id_}/_intrekken"
        return self.client.send("POST", "trajecten", path, json={"datum": datum})

    def besluit(self, toekenning: str, keuze: str) -> Json:
        """Decide as budgethouder; who does not hear the answer looks whether the decision was recorded."""
        path = f"/verplichtingen/{toekenning}"
        body = {"besluit": keuze, "reden": "nodig voor deze inwoner"}
        answer = self.client.send("POST", "budget", f"{path}/_besluit", json=body)
        if answer.status_code == 409:
            return dict(self.client.get("budget", path))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def uitputting(self, gemeente: str, post: str, jaar: int) -> Json:
        """What is used of a post or plafond in a year."""
        params: dict[str, str | int] = {"gemeente": gemeente, "post": post, "jaar": jaar}
        [found] = self.client.get("budget", "/uitputting", **params)["results"]
        return dict(found)

    def mutaties(self, toekenning: str) -> Sequence[Json]:
        """The postings of a toekenning, in order."""
        found = self.client.get("budget", "/mutaties", toekenning=toekenning)["results"]
        return [dict(each) for each in found]

    def contactmoment(self, gemeente: str) -> Json:
        """Record a talk with an employer."""
        body = {
            "gemeente": gemeente,
            "kvkNummer": "12345678",
            "datum": "2025-03-04",
            "soort": "gesprek",
            "tweezijdig": True,
            "doelgroepParticipatiewet": True,
        }
        return dict(self.client.created("werkgevers", "/werkgeverscontactmomenten", body))


def prb(persoon: str, jaar: int, **anders: object) -> Json:
    """The request for a PRB that meets every rule, but for what is given."""
    body: Json = {
        "gemeente": SMALLINGERLAND,
        "persoonRef": persoon,
        "product": "prb",
        "bedragCenten": PRB_CENTEN,
        "startdatum": f"{jaar}-06-01",
        "besluitdatum": f"{jaar}-05-15",
        "feiten": FEITEN,
    }
    return {**body, **anders}


def open_house(persoon: str, jaar: int, centen: int) -> Json:
    """The request for the Open House product of profile p2, all in one month."""
    return {
        "gemeente": WESTSTELLINGWERF,
        "persoonRef": persoon,
        "product": "oh-p2",
        "bedragCenten": centen,
        "startdatum": f"{jaar}-03-01",
        "besluitdatum": f"{jaar}-02-10",
    }


def _id(answer: httpx.Response) -> str:
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
