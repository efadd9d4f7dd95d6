"""A planted BSN, name and address, and then erasure, over the whole suite: where the words may be and where not (I13).

The words are looked for in everything the suite left: answers, logs, metrics, every row of every database, the raw
files, and the messages on the broker.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import make_url, select

from deploy.services import SERVICES, TOPICS
from tests.flow import invarianten
from tests.flow.client import Client, until
from tests.flow.settling import settle
from tests.flow.suite import DistributedSuite, Suite
from tests.flow.werk import OPEN_HOUSE_BEGROOT, WESTSTELLINGWERF, Json, Werk, open_house
from tests.servers.topics import read_records

BSN, FOUT = "999990068", "999990067"
ACHTERNAAM, STRAAT, PLAATS = "Kanariepietersen", "Kanarielaan", "Kanariedorp"
WIE = (BSN, FOUT, ACHTERNAAM, STRAAT, PLAATS)
"""What says who somebody is: nowhere to be read, from the first moment on."""
GESPREK, PLANTEKST, REDEN = "broer in Kanariebuurt", "eerst bij de kanariekweker", "kanarie-uitgave"
WOORDEN = (GESPREK, PLANTEKST, REDEN)
"""What was said about him: gone after erasure."""


@pytest.fixture(autouse=True)
def _sound_at_the_end(suite: Suite, client: Client) -> Iterator[None]:
    yield
    suite.start()
    settle(suite)
    invarianten.check(suite)


def test_I13_nothing_says_who_somebody_is_and_after_erasure_nothing_what_he_said(
    suite: Suite, werk: Werk
) -> None:
    persoon, toekenning = _hoofdstroom(werk)
    antwoorden = _uitgelokt(werk.client, persoon)
    settle(suite)
    assert _zoek(suite, WIE) == {}
    assert {waar for woord in (PLANTEKST, REDEN) for waar in _zoek(suite, [woord])} >= {
        "trajecten: plan",
        "budget: budgethoudersbesluit",
    }, "the search would see it"
    assert [each for each in antwoorden if _lekt(each.encode(), WIE)] == []
    _ingezien(werk.client, persoon, toekenning)

    wis = werk.client.create("intake", f"/inwoners/{persoon}/_wissen", {})
    assert wis.status_code == 200, wis.text
    until(lambda: werk.traject(persoon)["status"] == "afgesloten")
    settle(suite)
    before = invarianten.read(suite)
    suite.stop()
    assert _zoek(suite, [*WIE, *WOORDEN]) == {}
    suite.start()
    settle(suite)
    after = invarianten.read(suite)
    assert (after.toekenningen, after.grootboek, len(after.events)) == (
        before.toekenningen,
        before.grootboek,
        len(before.events),
    )
    assert werk.toekenning(toekenning)["persoonRef"] == persoon
    refused = werk.vraag(open_house(persoon, 2028, 1_000))
    assert (refused.status_code, refused.json()["code"]) == (409, "persoon-gewist")
    assert werk.client.send("GET", "intake", f"/inwoners/{persoon}").status_code == 404


def _hoofdstroom(werk: Werk) -> tuple[str, str]:
    """The main flow with words in every place that takes them; gives the persoonRef and a toekenning."""
    client = werk.client
    persoon = client.created(
        "intake",
        "/inwoners",
        {
            "gemeente": WESTSTELLINGWERF,
            "geboortedatum": "1990-05-17",
            "uitkeringSoort": "participatiewet",
            "uitkeringVanaf": "2019-02-01",
            "bsn": BSN,
            "naam": {"achternaam": ACHTERNAAM},
            "adres": {
                "straat": STRAAT,
                "huisnummer": 31337,
                "postcode": "9203KN",
                "woonplaats": PLAATS,
            },
        },
    )["persoonRef"]
    code = f"ac-{uuid4().hex[:6]}"
    rol = {"werknaam": "Coach", "team": "bestaanszekerheid", "rol": "activeringscoach"}
    client.created("intake", "/medewerkers", {"gemeente": WESTSTELLINGWERF, "code": code, **rol})
    gesprek = {"persoonRef": persoon, "medewerker": code, "gevoerdOp": "2025-03-03"}
    client.created("intake", "/intakegesprekken", gesprek | {"netwerk": GESPREK})
    werk.diagnose(persoon)
    werk.traject(persoon)
    _plan(client, persoon)
    toekenning = _id(werk.vraag(open_house(persoon, 2028, OPEN_HOUSE_BEGROOT * 2)))
    assert werk.uitkomst(toekenning)["status"] == "aangehouden"
    address = f"/verplichtingen/{toekenning}/_besluit"
    body = {"besluit": "weigeren", "reden": REDEN}
    assert client.send("POST", "budget", address, json=body).status_code == 200
    assert werk.uitkomst(toekenning, na="aangehouden")["status"] == "geweigerd"
    return str(persoon), toekenning


def _plan(client: Client, persoon: str) -> None:
    [plan] = client.get("trajecten", "/plannen", persoonRef=persoon)["results"]
    address = f"/plannen/{plan['id']}"
    body = {"delen": {"einddoel": PLANTEKST}}
    etag = client.send("GET", "trajecten", address).headers["etag"]
    filled = client.send("PUT", "trajecten", address, json=body, headers={"If-Match": etag})
    assert filled.status_code == 200, filled.text


def _ingezien(client: Client, persoon: str, toekenning: str) -> None:
    """His own inzage (AVG art. 15) gives all that he said and is, of every service, and what was done with it."""
    answer = client.create("intake", f"/inwoners/{persoon}/_inzage", {})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["ontbreekt"] == []
    assert set(_lekt(answer.content, (*WIE, *WOORDEN))) == {*WIE, *WOORDEN} - {FOUT}
    delen = {deel["dienst"]: deel for deel in found["diensten"]}
    namen = {dienst: {o["naam"] for o in deel["onderdelen"]} for dienst, deel in delen.items()}
    assert namen["intake"] == {"inwoner", "identiteit", "intakegesprek", "diagnose"}
    assert namen["trajecten"] >= {"persoon", "traject", "plan", "toekenning", "besluit"}
    assert namen["budget"] >= {"dossier", "budgethoudersbesluit"}
    assert namen["monitor"] == {"gebeurtenis"}
    for dienst, handeling in (("intake", "maakInwoner"), ("trajecten", "maakToekenning")):
        assert handeling in {each["handeling"] for each in delen[dienst]["verwerkingen"]}
    assert toekenning in str(delen["budget"]["onderdelen"])


def _uitgelokt(client: Client, persoon: str) -> list[str]:
    """What the services say to requests that are wrong in every way somebody with a BSN at hand can be wrong."""
    inwoner = {"gemeente": WESTSTELLINGWERF, "geboortedatum": "1990-05-01"}
    posts: list[tuple[str, str, Json]] = [
        ("intake", "/inwoners", inwoner | {"uitkeringSoort": "geen", "bsn": BSN}),
        ("intake", "/inwoners", inwoner | {"uitkeringSoort": "geen", "bsn": FOUT}),
        ("intake", "/inwoners", inwoner | {"uitkeringSoort": BSN, BSN: ACHTERNAAM}),
        ("intake", "/inwoners", {"bsn": [BSN], "naam": BSN}),
        ("intake", "/inwoners/_zoek", {"gemeente": BSN, "bsn": BSN}),
        ("intake", f"/inwoners/{persoon}/_corrigeren", {"bsn": FOUT}),
        ("trajecten", "/toekenningen", open_house(BSN, 2028, 1) | {BSN: BSN}),
        ("trajecten", "/toekenningen", open_house(persoon, 2028, 1) | {"product": BSN}),
        ("trajecten", "/plaatsingen", {"persoonRef": BSN, "kvkNummer": BSN, "startdatum": BSN}),
        ("budget", f"/verplichtingen/{uuid4()}/_besluit", {"besluit": BSN, BSN: ACHTERNAAM}),
        ("werkgevers", "/werkgeverscontactmomenten", {"kvkNummer": BSN, "onderwerp": [BSN]}),
    ]
    said = [client.create(service, path, body) for service, path, body in posts]
    for service in SERVICES:
        for path in (f"/{BSN}", f"/openapi.json?{BSN}={BSN}", f"/inwoners/{BSN}", "/toekenningen"):
            query = f"?persoonRef={BSN}&bsn={BSN}" if path == "/toekenningen" else ""
            said.append(client.send("GET", service, path + query))
    said.append(client.send("GET", "budget", f"/uitputting?post={BSN}&jaar={BSN}"))
    said.append(client.send("GET", "intake", f"/inwoners?{BSN}={ACHTERNAAM}"))
    wrong = [answer for answer in said if answer.status_code >= 400]
    assert len(wrong) > len(posts)
    assert [answer.status_code for answer in said if answer.status_code >= 500] == []
    return [_geheel(answer) for answer in said]


def _geheel(answer: httpx.Response) -> str:
    return f"{dict(answer.headers)} {answer.text}"


def _zoek(suite: Suite, woorden: Any) -> dict[str, list[str]]:
    """Where these words stand, of all places where the suite leaves anything."""
    found = {waar: _lekt(inhoud, woorden) for waar, inhoud in _alles(suite)}
    return {waar: what for waar, what in found.items() if what}


def _lekt(inhoud: bytes, woorden: Any) -> list[str]:
    """The words in these bytes, however they are encoded; digits only on their own, not inside a longer number."""
    found = []
    for woord in woorden:
        for codering in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = re.escape(woord.encode(codering))
            rand = rb"(?<![0-9])%s(?![0-9])" % raw if woord.isdigit() else raw
            if re.search(rand, inhoud):
                found.append(woord)
    return found


def _alles(suite: Suite) -> Iterator[tuple[str, bytes]]:
    for process, log in suite.logs().items():
        yield f"log of {process}", log.read_bytes()
    for name in SERVICES:
        yield from _bewaard(suite, name)
    yield from _metrics(suite)
    if isinstance(suite, DistributedSuite):
        for record in read_records(suite.bootstrap, TOPICS):
            yield f"message on {record.topic}", repr(record).encode()


def _bewaard(suite: Suite, name: str) -> Iterator[tuple[str, bytes]]:
    """Every row of a database, and on SQLite the raw files."""
    tables = [each for metadata in SERVICES[name].tables for each in metadata.sorted_tables]
    with suite.database(name) as connection:
        for table in tables:
            yield f"{name}: {table.name}", repr(connection.execute(select(table)).all()).encode()
    url = make_url(suite.database_url(name))
    if url.get_backend_name() == "sqlite":
        for file in Path(str(url.database)).parent.glob(f"{name}.db*"):
            yield file.name, file.read_bytes()


def _metrics(suite: Suite) -> Iterator[tuple[str, bytes]]:
    for name in SERVICES:
        root = suite.url(name).partition("//")[2].partition("/")[0]
        try:
            yield f"metrics of {name}", httpx.get(f"http://{root}/metrics").content
        except httpx.TransportError:
            continue  # the suite was stopped to look at its files


def _id(answer: httpx.Response) -> str:
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
