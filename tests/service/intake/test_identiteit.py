"""BSN, name and address over ASGI: who may find and see what (decision 10)."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from shared.db.tables import idempotentie
from shared.idempotency import fingerprint
from shared.testing.service import ServiceUnderTest
from tests.service.intake.bouw import een_inwoner, gemaakt, post

BSN = "999990019"
ANDER = "999990020"
NAAM = {"achternaam": "Kanarie", "voornamen": "Zus Anna", "voorvoegsel": "van der"}
ADRES = {
    "straat": "Vogelplein",
    "huisnummer": 12,
    "toevoeging": "a",
    "postcode": "9203KN",
    "woonplaats": "Drachten",
}


async def zoek(intake: ServiceUnderTest, bsn: str, gemeente: str = "GM0098") -> Any:
    body = {"gemeente": gemeente, "bsn": bsn}
    answer = await intake.client.post("/inwoners/_zoek", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json().get("persoonRef")


async def test_who_it_is_stands_in_the_detail_only_and_the_bsn_not_there(
    intake: ServiceUnderTest,
) -> None:
    body = {"gemeente": "GM0098", "geboortedatum": "1990-05-01", "uitkeringSoort": "geen"}
    made = await gemaakt(intake, "/inwoners", body | {"bsn": BSN, "naam": NAAM, "adres": ADRES})
    ref = made["persoonRef"]
    assert set(made) & {"bsn", "naam", "adres"} == set()
    shown = await intake.client.get(f"/inwoners/{ref}")
    assert shown.json() == made | {"naam": NAAM, "adres": ADRES}
    listed = (await intake.client.get("/inwoners")).json()
    assert listed["results"] == [made]
    answer = await intake.client.post(f"/inwoners/{ref}/_bsn")
    assert answer.json() == {"persoonRef": ref, "bsn": BSN}


async def test_the_bsn_of_someone_without(intake: ServiceUnderTest) -> None:
    ref = await een_inwoner(intake)
    answer = await intake.client.post(f"/inwoners/{ref}/_bsn")
    assert answer.json() == {"persoonRef": ref}
    assert (await intake.client.post(f"/inwoners/{uuid4()}/_bsn")).status_code == 404


async def test_the_address_of_whom_it_is_kept_secret(intake: ServiceUnderTest) -> None:
    ref = await een_inwoner(intake, naam=NAAM, adres=ADRES)
    await gemaakt(intake, f"/inwoners/{ref}/_geheimhouding", {"geheimhouding": True})
    shown = (await intake.client.get(f"/inwoners/{ref}")).json()
    assert ("adres" in shown, shown["naam"]) == (False, NAAM)


async def test_found_by_bsn_in_the_own_gemeente(intake: ServiceUnderTest) -> None:
    ref = await een_inwoner(intake, bsn=BSN)
    elders = await een_inwoner(intake, "GM0090", bsn=BSN)
    assert await zoek(intake, BSN) == ref
    assert await zoek(intake, BSN, "GM0090") == elders
    assert await zoek(intake, ANDER) is None
    unnamed = await intake.client.post("/inwoners/_zoek", json={"bsn": BSN})
    assert unnamed.status_code == 409
    foreign = await intake.client.post("/inwoners/_zoek", json={"gemeente": "GM0014", "bsn": BSN})
    assert foreign.status_code == 403


async def test_the_same_bsn_twice_is_refused_without_naming_it(intake: ServiceUnderTest) -> None:
    await een_inwoner(intake, bsn=BSN)
    body = {"gemeente": "GM0098", "geboortedatum": "1990-05-01", "uitkeringSoort": "geen"}
    answer = await post(intake, "/inwoners", body | {"bsn": BSN})
    assert (answer.status_code, answer.json()["code"]) == (409, "bsn-al-geregistreerd")
    assert BSN not in answer.text
    assert (await intake.client.get("/inwoners")).json()["count"] == 1


@pytest.mark.parametrize(
    "bsn",
    ["999990018", "99999001", "9999900190", "9999.9001.9", " 999990019", 999990019, "000000000"],
)
async def test_a_bsn_is_nine_digits_that_pass_the_elfproef(
    intake: ServiceUnderTest, bsn: Any
) -> None:
    body = {"gemeente": "GM0098", "geboortedatum": "1990-05-01", "uitkeringSoort": "geen"}
    answer = await post(intake, "/inwoners", body | {"bsn": bsn})
    assert answer.status_code == 400
    assert [fault["name"] for fault in answer.json()["invalidParams"]] == ["bsn"]
    assert str(bsn) not in answer.text


async def test_looking_up_and_seeing_a_bsn_need_a_right_of_their_own(
    intake: ServiceUnderTest,
) -> None:
    paths = (await intake.client.get("/openapi.json")).json()["paths"]
    for path, scope in {
        "/inwoners/_zoek": "bsn.lezen",
        "/inwoners/{persoon_ref}/_bsn": "bsn.lezen",
        "/inwoners/{persoon_ref}/_inzage": "inzage.lezen",
        "/betrokkenen/_inzage": "inzage.lezen",
    }.items():
        assert f"`{scope}`" in paths[path]["post"]["description"]


async def test_a_request_with_a_bsn_cannot_be_guessed_from_its_mark(
    intake: ServiceUnderTest,
) -> None:
    ref = await een_inwoner(intake)
    body = {"bsn": BSN}
    answer = await post(intake, f"/inwoners/{ref}/_corrigeren", body, "een")
    assert answer.status_code == 200
    async with intake.database.reader.connect() as connection:
        query = select(idempotentie.c.fingerprint).where(idempotentie.c.key == "een")
        kept = (await connection.execute(query)).scalar_one()
    path, sent = answer.request.url.path, answer.request.content
    assert kept == fingerprint("POST", path, sent, intake.runtime.sleutels.stempel)
    assert kept != fingerprint("POST", path, sent)
