"""The first talk over ASGI: what is asked, what is told, and who may read it."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.intake.intakegesprek import handlers, queries
from services.intake.intakegesprek.schemas import IntakegesprekDetail
from shared.contracts.intake import IntakegesprekGevoerd
from shared.tenancy import SYSTEEM
from shared.testing.service import ServiceUnderTest
from tests.service.intake.bouw import een_aanmelding, een_inwoner, een_medewerker, gemaakt, post

ACHT: dict[str, Any] = {
    "ladder": {"contract": False, "onbetaaldeTaken": True},
    "profiel": {"maandenTotWerk": 8, "zelfredzaam": True},
    "netwerk": "zus in Wolvega",
    "opleiding": {"hoogsteDiploma": "mbo-2", "werkervaring": "drie jaar keuken"},
    "eigenschappen": "nauwkeurig",
    "mogelijkheden": "werkt graag met de handen",
    "wens": "bakker",
    "belastbaarheid": {"urenPerWeek": 24.5, "tempo": "aangepast", "omgeving": ["prikkelarm"]},
}


async def een_gesprek(intake: ServiceUnderTest, ref: str, **said: Any) -> dict[str, Any]:
    body = {"persoonRef": ref, "medewerker": "ac-1", "gevoerdOp": "2026-11-24"}
    return await gemaakt(intake, "/intakegesprekken", body | said)


async def test_W_006_eight_elements_then_nine(intake: ServiceUnderTest) -> None:
    await een_medewerker(intake, "ac-1")
    ref = await een_inwoner(intake)
    made = await een_gesprek(intake, ref, **ACHT)
    assert made == {
        "id": made["id"],
        "persoonRef": ref,
        "gemeente": "GM0098",
        "medewerker": "ac-1",
        "gevoerdOp": "2026-11-24",
        "ontbreekt": ["plan"],
        "vastgesteld": True,
        "compleet": False,
        "vastgelegdOp": "2026-11-24T12:00:00Z",
    }
    plan = str(uuid4())
    waar = f"/intakegesprekken/{made['id']}"
    done = await gemaakt(intake, f"{waar}/_aanvullen", {"plan": plan})
    assert done == made | {"ontbreekt": [], "compleet": True}
    shown = (await intake.client.get(waar)).json()
    assert shown == done | {
        "inhoud": ACHT | {"plan": plan},
        "trede": 4,
        "startkwalificatie": True,
    }
    listed = (await intake.client.get(f"/intakegesprekken?persoonRef={ref}")).json()
    assert listed["results"] == [done]
    told = [r.event for r in await intake.emitted() if isinstance(r.event, IntakegesprekGevoerd)]
    assert [(e.vastgesteld, e.compleet) for e in told] == [(True, False), (True, True)]
    assert told[0] == IntakegesprekGevoerd(
        gemeente="GM0098",
        persoon_ref=ref,
        intakegesprek_id=made["id"],
        gevoerd_op=date(2026, 11, 24),
        vastgesteld=True,
        compleet=False,
    )


@pytest.mark.parametrize("element", ACHT)
async def test_W_006_without_one_of_the_eight_it_is_not_vastgesteld(
    intake: ServiceUnderTest, element: str
) -> None:
    await een_medewerker(intake, "ac-1")
    said = {naam: waarde for naam, waarde in ACHT.items() if naam != element}
    made = await een_gesprek(intake, await een_inwoner(intake), **said)
    assert (made["vastgesteld"], made["ontbreekt"]) == (False, [element, "plan"])


async def test_S_060_the_elements_are_the_gemeentes_own(intake: ServiceUnderTest) -> None:
    await een_medewerker(intake, "ac-1", gemeente="GM0090", team="werk", rol="consulent")
    said = {naam: ACHT[naam] for naam in ("profiel", "opleiding", "belastbaarheid")}
    made = await een_gesprek(intake, await een_inwoner(intake, "GM0090"), **said)
    assert (made["vastgesteld"], made["compleet"]) == (True, False)


async def test_what_does_not_get_further_is_not_told_again(intake: ServiceUnderTest) -> None:
    await een_medewerker(intake, "ac-1")
    made = await een_gesprek(intake, await een_inwoner(intake), wens="kok")
    told = len(await intake.emitted())
    waar = f"/intakegesprekken/{made['id']}/_aanvullen"
    assert (await gemaakt(intake, waar, {"netwerk": "zus"}))["vastgesteld"] is False
    assert len(await intake.emitted()) == told


async def test_S_066_the_talk_ends_the_waiting(intake: ServiceUnderTest) -> None:
    await een_medewerker(intake, "ac-1")
    ref = await een_inwoner(intake)
    made = await een_aanmelding(intake, ref, aangemeldOp="2026-11-10")
    await gemaakt(intake, f"/aanmeldingen/{made['id']}/_toewijzen", {"medewerker": "ac-1"})
    await een_gesprek(intake, ref, gevoerdOp="2026-11-20")
    shown = (await intake.client.get(f"/aanmeldingen/{made['id']}")).json()
    assert (shown["gesprekOp"], shown["wachtdagen"], shown["uitkomst"]) == (
        "2026-11-20",
        10,
        "intake",
    )
    [coach] = (await intake.client.get("/medewerkers")).json()["results"]
    assert coach["caseload"] == 1


async def test_a_talk_of_before_does_not_end_it(intake: ServiceUnderTest) -> None:
    await een_medewerker(intake, "ac-1")
    ref = await een_inwoner(intake)
    made = await een_aanmelding(intake, ref, aangemeldOp="2026-11-21")
    await een_gesprek(intake, ref, gevoerdOp="2026-11-20")
    assert "afgeslotenOp" not in (await intake.client.get(f"/aanmeldingen/{made['id']}")).json()


async def test_S_055_what_uwv_gave_before_and_S_050_the_cause(intake: ServiceUnderTest) -> None:
    await een_medewerker(intake, "ac-1")
    eerder = [{"soort": "scholing", "tot": "2025-06-30"}, {"soort": "jobcoach"}]
    made = await een_gesprek(
        intake, await een_inwoner(intake), eerdereVoorzieningen=eerder, oorzaak="onwil"
    )
    shown = (await intake.client.get(f"/intakegesprekken/{made['id']}")).json()
    assert shown["inhoud"] == {"eerdereVoorzieningen": eerder, "oorzaak": "onwil"}
    assert shown["opvolging"] == "handhaving"


async def test_B_1_trede_six_does_not_go_with_a_benefit(intake: ServiceUnderTest) -> None:
    await een_medewerker(intake, "ac-1")
    uitkering = {"uitkeringSoort": "participatiewet", "uitkeringVanaf": "2026-11-24"}
    ref = await een_inwoner(intake, **uitkering)
    zes = {"ladder": {"contract": True, "ondersteuning": False}}
    body = {"persoonRef": ref, "medewerker": "ac-1", "gevoerdOp": "2026-11-24"} | zes
    answer = await post(intake, "/intakegesprekken", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "trede-tegenstrijdig")
    assert (await een_gesprek(intake, ref, gevoerdOp="2026-11-23", **zes))["ontbreekt"]


async def test_only_who_may_reads_belastbaarheid(intake: ServiceUnderTest) -> None:
    await een_medewerker(intake, "ac-1")
    made = await een_gesprek(intake, await een_inwoner(intake), **ACHT)
    async with intake.uow.read(SYSTEEM) as session:
        row = await queries.gesprek(session, UUID(made["id"]))
        said = await handlers.lees(session, intake.runtime.sleutels, row)
        shown = IntakegesprekDetail.met(row, said, gezondheid=False)
    assert shown.inhoud is not None
    assert (shown.inhoud.belastbaarheid, shown.inhoud.wens) == (None, "bakker")
    # a stored answer may not give away what reading needs a right for
    assert set(made) & {"inhoud", "trede"} == set()


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"persoonRef": str(uuid4())}, 409, "persoon-onbekend"),
        ({"medewerker": "ac-9"}, 409, "medewerker-onbekend"),
        ({"gevoerdOp": "2026-11-25"}, 409, "datum-in-toekomst"),
        ({"gevoerdOp": "2024-12-31"}, 409, "geen-geldige-regel"),
        ({"ladder": {"contract": True}}, 409, "antwoord-ontbreekt"),
        ({"belastbaarheid": {"urenPerWeek": 24, "tempo": "laag", "diagnose": "rug"}}, 400, None),
        ({"belastbaarheid": {"urenPerWeek": 24.1, "tempo": "laag"}}, 400, None),
        ({"belastbaarheid": {"urenPerWeek": 24, "tempo": "laag", "omgeving": ["rug"]}}, 400, None),
        ({"wens": ""}, 400, None),
        ({"ladder": None}, 400, None),
    ],
)
async def test_what_cannot_be(
    intake: ServiceUnderTest, wrong: dict[str, Any], status: int, code: str | None
) -> None:
    await een_medewerker(intake, "ac-1")
    body = {"persoonRef": await een_inwoner(intake), "medewerker": "ac-1"}
    answer = await post(intake, "/intakegesprekken", body | {"gevoerdOp": "2026-11-24"} | wrong)
    assert answer.status_code == status, answer.text
    assert code in (None, answer.json()["code"])
    assert (await intake.client.get("/intakegesprekken")).json()["count"] == 0


async def test_an_unknown_talk(intake: ServiceUnderTest) -> None:
    unknown = await intake.client.get(f"/intakegesprekken/{uuid4()}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "intakegesprek-niet-gevonden")
    body = {"ladder": {"contract": True}}
    answer = await post(intake, f"/intakegesprekken/{uuid4()}/_aanvullen", body)
    assert answer.status_code == 404
