"""Rectification, erasure and inspection over ASGI (AVG art. 15, 16 and 17)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from httpx import Response
from markupsafe import escape

from services.intake.betrokkene.pages import regels
from shared.auth import LOKAAL, SCOPES, VasteDeur
from shared.contracts.intake import InwonerGewist, InwonerSamengevoegd
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest
from tests.service.intake.bouw import een_aanmelding, een_inwoner, een_medewerker, gemaakt, post
from tests.service.intake.test_identiteit import ADRES, ANDER, BSN, NAAM, zoek
from tests.service.intake.test_intakegesprekken import ACHT, een_gesprek


async def corrigeer(intake: ServiceUnderTest, ref: str, bsn: str, **more: bool) -> Response:
    return await post(intake, f"/inwoners/{ref}/_corrigeren", {"bsn": bsn, **more})


async def twee(intake: ServiceUnderTest, clock: FakeClock) -> tuple[str, str]:
    """An older registration with a wrong BSN and a newer one of the same person with the right one."""
    ouder = await een_inwoner(intake, bsn=ANDER)
    clock.advance(timedelta(seconds=1))
    return ouder, await een_inwoner(intake, bsn=BSN)


async def test_a_bsn_is_put_right(intake: ServiceUnderTest) -> None:
    ref = await een_inwoner(intake, bsn=ANDER)
    answer = await corrigeer(intake, ref, BSN)
    assert (answer.status_code, answer.json()["versie"]) == (200, 2)
    assert (await zoek(intake, BSN), await zoek(intake, ANDER)) == (ref, None)
    assert (await corrigeer(intake, ref, BSN)).json()["versie"] == 3
    zonder = await een_inwoner(intake)
    assert (await corrigeer(intake, zonder, ANDER)).status_code == 200
    assert await zoek(intake, ANDER) == zonder
    assert (await corrigeer(intake, str(uuid4()), BSN)).status_code == 404
    assert len(await intake.emitted()) == 2


async def test_the_bsn_of_another_one_is_refused_unless_they_are_merged(
    intake: ServiceUnderTest, clock: FakeClock
) -> None:
    ouder, nieuwer = await twee(intake, clock)
    refused = await corrigeer(intake, ouder, BSN)
    assert (refused.status_code, refused.json()["code"]) == (409, "bsn-al-geregistreerd")
    assert not {BSN, nieuwer} & set(refused.text.split('"'))
    merged = await corrigeer(intake, ouder, BSN, samenvoegen=True)
    assert (merged.status_code, merged.json()["persoonRef"]) == (200, ouder)
    assert (await zoek(intake, BSN), await zoek(intake, ANDER)) == (ouder, None)
    told = (await intake.emitted())[-1]
    assert told.key == nieuwer
    assert told.event == InwonerSamengevoegd(
        gemeente="GM0098", persoon_ref=nieuwer, versie=2, blijft_ref=ouder
    )
    assert [i["persoonRef"] for i in (await intake.client.get("/inwoners")).json()["results"]] == [
        ouder
    ]


async def test_it_is_the_newer_one_that_lapses_also_when_that_one_is_corrected(
    intake: ServiceUnderTest, clock: FakeClock
) -> None:
    ouder, nieuwer = await twee(intake, clock)
    merged = await corrigeer(intake, nieuwer, ANDER, samenvoegen=True)
    assert merged.json()["persoonRef"] == ouder
    assert await zoek(intake, ANDER) == ouder


async def test_after_a_merge_the_answers_name_who_goes_on(
    intake: ServiceUnderTest, clock: FakeClock
) -> None:
    ouder, nieuwer = await twee(intake, clock)
    await corrigeer(intake, ouder, BSN, samenvoegen=True)
    read = await intake.client.get(f"/inwoners/{nieuwer}")
    moved = await post(intake, f"/inwoners/{nieuwer}/_verhuizen", {"vertrokkenOp": "2026-12-01"})
    for answer in (read, moved, await corrigeer(intake, nieuwer, ANDER)):
        assert (answer.status_code, answer.json()["code"]) == (404, "inwoner-samengevoegd")
        assert ouder in answer.json()["detail"]
    body = {"persoonRef": nieuwer, "kanaal": "uwv", "aangemeldOp": "2026-11-24"}
    named = await post(intake, "/aanmeldingen", body)
    assert (named.status_code, named.json()["code"]) == (409, "inwoner-samengevoegd")
    assert ouder in named.json()["detail"]


async def test_a_third_registration_points_at_the_first(
    intake: ServiceUnderTest, clock: FakeClock
) -> None:
    ouder, midden = await twee(intake, clock)
    clock.advance(timedelta(seconds=1))
    jongste = await een_inwoner(intake, bsn="999990032")
    await corrigeer(intake, midden, "999990032", samenvoegen=True)
    await corrigeer(intake, ouder, "999990032", samenvoegen=True)
    for ref in (midden, jongste):
        assert ouder in (await intake.client.get(f"/inwoners/{ref}")).json()["detail"]


async def test_the_open_aanmelding_goes_along(intake: ServiceUnderTest, clock: FakeClock) -> None:
    ouder, nieuwer = await twee(intake, clock)
    made = await een_aanmelding(intake, nieuwer)
    await corrigeer(intake, ouder, BSN, samenvoegen=True)
    shown = (await intake.client.get(f"/aanmeldingen/{made['id']}")).json()
    assert shown == made | {"persoonRef": ouder}


async def test_unless_there_is_one_already(intake: ServiceUnderTest, clock: FakeClock) -> None:
    ouder, nieuwer = await twee(intake, clock)
    eigen, ander = await een_aanmelding(intake, ouder), await een_aanmelding(intake, nieuwer)
    await corrigeer(intake, ouder, BSN, samenvoegen=True)
    assert (await intake.client.get(f"/aanmeldingen/{eigen['id']}")).json() == eigen
    lapsed = (await intake.client.get(f"/aanmeldingen/{ander['id']}")).json()
    assert lapsed["uitkomst"] == "vervallen"


async def een_dossier(
    intake: ServiceUnderTest, clock: FakeClock
) -> tuple[str, str, dict[str, Any]]:
    """Two registrations that became one, with a talk of the lapsed one and an open aanmelding."""
    ouder, nieuwer = await twee(intake, clock)
    await een_medewerker(intake, "ac-1")
    gesprek = await een_gesprek(intake, nieuwer, **ACHT)
    await corrigeer(intake, ouder, BSN, samenvoegen=True)
    return ouder, nieuwer, gesprek


async def test_art_15_inspection_gives_all_that_is_kept(
    intake: ServiceUnderTest, clock: FakeClock
) -> None:
    ouder, nieuwer, gesprek = await een_dossier(intake, clock)
    await een_aanmelding(intake, ouder)
    body = {"persoonRef": ouder, "trede": 4, "maandenTotWerk": 8, "vastgesteldOp": "2026-11-24"}
    diagnose = await gemaakt(intake, "/diagnoses", body | {"zelfredzaam": True})
    answer = await intake.client.post(f"/inwoners/{ouder}/_inzage")
    assert answer.status_code == 200, answer.text
    shown = answer.json()
    assert shown["bsn"] == BSN
    assert shown["inwoner"] == (await intake.client.get(f"/inwoners/{ouder}")).json()
    assert shown["eerdereRegistraties"] == [nieuwer]
    assert shown["ontbreekt"] == ["trajecten", "budget", "monitor"]
    [hier] = shown["diensten"]
    rijen = {deel["naam"]: deel["rijen"] for deel in hier["onderdelen"]}
    assert [a["persoonRef"] for a in rijen["aanmelding"]] == [ouder]
    assert {i["persoonRef"] for i in rijen["inwoner"]} == {ouder, nieuwer}
    [gezegd] = shown["intakegesprekken"]
    assert (gezegd["id"], gezegd["inhoud"]) == (gesprek["id"], ACHT)
    assert [rij["id"] for rij in rijen["diagnose"]] == [diagnose["id"]]
    gezien = [(v["handeling"], v["activiteit"], v["door"]) for v in hier["verwerkingen"]]
    assert ("maakDiagnose", "Diagnose", "lokaal") in gezien
    assert (await intake.client.post(f"/inwoners/{uuid4()}/_inzage")).status_code == 404


async def test_art_15_the_page_shows_it_to_read_and_to_print(
    intake: ServiceUnderTest, clock: FakeClock
) -> None:
    ouder, _, _ = await een_dossier(intake, clock)
    page = await intake.client.get(f"http://test/inwoners/{ouder}/inzage")
    assert page.status_code == 200, page.text
    for tekst in (BSN, "Wat ermee is gedaan", "Bijhouden wie de inwoner is", "Geboortedatum"):
        assert tekst in page.text
    for woord in ACHT.values():
        if isinstance(woord, str):
            assert escape(woord) in page.text
    assert "Dit overzicht is niet volledig" in page.text
    assert "trajecten, budget, monitor antwoorden nu niet" in page.text
    assert await intake.verwerkt("toon_inzage") == [ouder]
    assert (await intake.client.get(f"http://test/inwoners/{uuid4()}/inzage")).status_code == 404


async def test_the_page_needs_the_right_to_inspect(intake: ServiceUnderTest) -> None:
    ref = await een_inwoner(intake)
    deur = intake.runtime.deur
    assert isinstance(deur, VasteDeur)
    deur.caller = replace(LOKAAL, scopes=SCOPES - {"inzage.lezen"})
    assert (await intake.client.get(f"http://test/inwoners/{ref}/inzage")).status_code == 403


def test_what_is_kept_is_written_in_words() -> None:
    kept = {"bedragCenten": 250_000, "kosten": [{"maand": "2026-03-01"}, {"maand": None}]}
    assert list(regels(kept | {"akkoord": True, "gewistOp": date(2026, 3, 2)})) == [
        ("Bedrag", "€\u00a02.500,00"),
        ("Kosten 1 maand", "1\u00a0maart 2026"),
        ("Akkoord", "ja"),
        ("Gewist op", "2\u00a0maart 2026"),
    ]


async def test_inspection_shows_one_his_own_address(intake: ServiceUnderTest) -> None:
    ref = await een_inwoner(intake, adres=ADRES)
    await gemaakt(intake, f"/inwoners/{ref}/_geheimhouding", {"geheimhouding": True})
    shown = (await intake.client.post(f"/inwoners/{ref}/_inzage")).json()
    assert shown["inwoner"]["adres"] == ADRES


async def wis(intake: ServiceUnderTest, ref: str) -> Response:
    headers = {"Idempotency-Key": str(uuid4())}
    return await intake.client.post(f"/inwoners/{ref}/_wissen", headers=headers)


async def test_art_17_after_erasure_nobody_is_left(
    intake: ServiceUnderTest, clock: FakeClock
) -> None:
    ouder, nieuwer, gesprek = await een_dossier(intake, clock)
    aanmelding = await een_aanmelding(intake, ouder)
    answer = await wis(intake, ouder)
    assert answer.json() == {"persoonRef": ouder, "gewistOp": "2026-11-24"}
    assert await zoek(intake, BSN) is None
    for ref in (ouder, nieuwer):
        for unknown in (
            await intake.client.get(f"/inwoners/{ref}"),
            await intake.client.post(f"/inwoners/{ref}/_inzage"),
            await wis(intake, ref),
        ):
            assert (unknown.status_code, unknown.json()["code"]) == (404, "inwoner-niet-gevonden")
    shown = (await intake.client.get(f"/intakegesprekken/{gesprek['id']}")).json()
    assert shown == gesprek
    more = await post(intake, f"/intakegesprekken/{gesprek['id']}/_aanvullen", {"wens": "x"})
    assert (more.status_code, more.json()["code"]) == (409, "gegevens-gewist")
    closed = (await intake.client.get(f"/aanmeldingen/{aanmelding['id']}")).json()
    assert closed["uitkomst"] == "vervallen"
    told = [r.event for r in await intake.emitted() if isinstance(r.event, InwonerGewist)]
    assert [(e.persoon_ref, e.versie) for e in told] == [(ouder, 3), (nieuwer, 3)]
    # the BSN is free: the same person may come again, as somebody new
    assert await een_inwoner(intake, bsn=BSN) not in (ouder, nieuwer)


async def test_of_the_facts_only_the_year_of_birth_is_left(intake: ServiceUnderTest) -> None:
    facts = {"postcodecijfers": "9203", "huishoudenRef": str(UUID(int=1))}
    ref = await een_inwoner(intake, bsn=BSN, naam=NAAM, **facts)
    await wis(intake, ref)
    async with intake.database.reader.connect() as connection:
        row = (await connection.exec_driver_sql("select * from inwoner")).one()
        kept = (await connection.exec_driver_sql("select count(*) from identiteit")).scalar_one()
    assert (row.geboortedatum, row.postcodecijfers, row.huishouden_ref) == (
        "1990-01-01",
        None,
        None,
    )
    assert kept == 0
