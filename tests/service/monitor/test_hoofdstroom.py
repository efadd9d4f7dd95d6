"""Every step of the main flow is a figure, and the goals of the plans stand beside theirs."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.contracts.budget import RealisatieGeboekt
from shared.contracts.intake import (
    AanmeldingGeregistreerd,
    AanmeldingToegewezen,
    DiagnoseVastgesteld,
    IntakegesprekGevoerd,
    UitkeringBegonnen,
)
from shared.contracts.trajecten import (
    BetaalopdrachtBevestigd,
    Betaaluitkomst,
    Maandbedrag,
    PlaatsingBeeindigd,
    PlaatsingBegonnen,
    PlanVastgesteld,
    ToekenningAangevraagd,
    ToekenningGestart,
    TrajectAfgesloten,
    TrajectGeopend,
    UitstroomGeregistreerd,
    UitstroomReden,
)
from shared.contracts.werkgevers import (
    VacatureGeplaatst,
    WerkgeverGeregistreerd,
    WerkgeverscontactmomentVastgelegd,
)
from shared.events import Event
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest

DAG = date(2026, 5, 1)
PERSOON = str(UUID(int=1))


def nieuw() -> str:
    return str(uuid4())


def gesprek(*, compleet: bool) -> Event:
    return IntakegesprekGevoerd(
        gemeente="GM0098",
        persoon_ref=PERSOON,
        intakegesprek_id=nieuw(),
        gevoerd_op=DAG,
        vastgesteld=True,
        compleet=compleet,
    )


def diagnose(trede: int, dag: date = DAG, persoon: str = PERSOON) -> Event:
    return DiagnoseVastgesteld(
        gemeente="GM0098",
        persoon_ref=persoon,
        diagnose_id=nieuw(),
        trede=trede,
        vastgesteld_op=dag,
    )


def betaling(uitkomst: Betaaluitkomst) -> Event:
    return BetaalopdrachtBevestigd(
        gemeente="GM0098",
        toekenning_id=nieuw(),
        versie=1,
        betaalopdracht_id=nieuw(),
        uitkomst=uitkomst,
        bedrag_centen=1,
        maand=DAG,
        betaald_op=DAG,
    )


def realisatie(**bron: str) -> Event:
    wat: dict[str, Any] = {"gemeente": "GM0098", "toekenning_id": nieuw(), "versie": 1, **bron}
    return RealisatieGeboekt(**wat, post="buig", boekjaar=2025, bedrag_centen=1)


def uitstroom(reden: UitstroomReden = "werk", dag: date = DAG, gemeente: str = "GM0098") -> Event:
    return UitstroomGeregistreerd(
        gemeente=gemeente,
        uitstroom_id=nieuw(),
        persoon_ref=PERSOON,
        reden=reden,
        laatste_uitkeringsdag=dag,
    )


def uitkering(vanaf: date) -> Event:
    return UitkeringBegonnen(
        gemeente="GM0098",
        persoon_ref=PERSOON,
        versie=2,
        uitkering_soort="participatiewet",
        vanaf=vanaf,
    )


def contact(dag: date, *, doelgroep: bool = True, tweezijdig: bool = True) -> Event:
    return WerkgeverscontactmomentVastgelegd(
        gemeente="GM0098",
        contactmoment_id=nieuw(),
        kvk_nummer="90000001",
        datum=dag,
        soort="gesprek",
        tweezijdig=tweezijdig,
        doelgroep_participatiewet=doelgroep,
    )


def gestart(product: str, gemeente: str) -> list[Event]:
    wie: dict[str, Any] = {"gemeente": gemeente, "toekenning_id": nieuw()}
    kosten = (Maandbedrag(maand=DAG, bedrag_centen=1),)
    vraag = {"persoon_ref": PERSOON, "product": product, "post": "x", "besluitdatum": DAG}
    return [
        ToekenningAangevraagd(**wie, versie=1, **vraag, kosten=kosten),  # type: ignore[arg-type]
        ToekenningGestart(**wie, versie=2, startdatum=DAG),
    ]


async def standen(
    monitor: ServiceUnderTest, gemeente: str = "GM0098", jaar: int = 2026
) -> dict[str, dict[str, Any]]:
    asked: dict[str, str | int] = {"gemeente": gemeente, "jaar": jaar, "pageSize": 100}
    answer = await monitor.client.get("/indicatoren", params=asked)
    assert answer.status_code == 200, answer.text
    return {one["code"]: one for one in answer.json()["results"]}


async def cijfers(monitor: ServiceUnderTest, jaar: int = 2026) -> dict[str, int]:
    found = await standen(monitor, jaar=jaar)
    return {code: one["aantal"] for code, one in found.items() if one["aantal"]}


async def test_every_step_is_counted(monitor: ServiceUnderTest) -> None:
    wie: dict[str, Any] = {"gemeente": "GM0098", "persoon_ref": PERSOON}
    aanmelding, traject, plaatsing = nieuw(), nieuw(), nieuw()
    await monitor.receive(
        AanmeldingGeregistreerd(**wie, aanmelding_id=aanmelding, kanaal="uwv", aangemeld_op=DAG),
        AanmeldingToegewezen(**wie, aanmelding_id=aanmelding, medewerker="a1", toegewezen_op=DAG),
        gesprek(compleet=False),
        gesprek(compleet=True),
        diagnose(3),
    )
    await monitor.receive(
        TrajectGeopend(**wie, traject_id=traject, geopend_op=DAG),
        PlanVastgesteld(**wie, traject_id=traject, plan_id=nieuw(), vastgesteld_op=DAG),
        TrajectAfgesloten(**wie, traject_id=traject, afgesloten_op=DAG),
        betaling("betaald"),
        betaling("afgewezen"),
        PlaatsingBegonnen(
            **wie,
            plaatsing_id=plaatsing,
            kvk_nummer="90000001",
            soort_overeenkomst="01",
            startdatum=DAG,
            minuten_per_week=1440,
        ),
        PlaatsingBeeindigd(**wie, plaatsing_id=plaatsing, beeindigd_op=DAG, reden="einde-contract"),
        uitstroom("werk"),
        uitstroom("pensioen"),
    )
    await monitor.receive(
        WerkgeverGeregistreerd(gemeente="GM0098", werkgever_id=nieuw(), kvk_nummer="90000001"),
        VacatureGeplaatst(
            gemeente="GM0098",
            vacature_id=nieuw(),
            geplaatst_op=DAG,
        ),
        contact(DAG),
    )
    await monitor.receive(realisatie(factuur_id=nieuw()), realisatie(betaalopdracht_id=nieuw()))
    een = "aanmeldingen aanmeldingen-toegewezen intakegesprekken-compleet diagnoses trede-3 "
    een += "trajecten-geopend plannen-vastgesteld trajecten-afgesloten betaalopdrachten-betaald "
    een += "betaalopdrachten-afgewezen plaatsingen plaatsingen-beeindigd uitstroom-naar-werk "
    een += "werkgevers vacatures werkgeverscontactmomenten nieuwe-werkgevers"
    twee = {"intakegesprekken": 2, "uitstroom": 2}
    assert await cijfers(monitor) == dict.fromkeys(een.split(), 1) | twee
    assert await cijfers(monitor, 2025) == {"facturen": 1, "realisaties": 2}
    for code, one in (await standen(monitor)).items():
        path = f"/indicatoren/{code}/gebeurtenissen?gemeente=GM0098&jaar=2026"
        assert (await monitor.client.get(path)).json()["count"] == one["aantal"], code


@pytest.mark.parametrize("late", [False, True])
async def test_the_last_diagnose_of_a_person_in_a_year_counts(
    monitor: ServiceUnderTest, late: bool
) -> None:
    events = [diagnose(2, DAG), diagnose(4, DAG + timedelta(days=9))]
    for event in reversed(events) if late else events:
        await monitor.receive(event)
    await monitor.receive(diagnose(1, date(2025, 1, 1)), diagnose(4, persoon=nieuw()))
    assert await cijfers(monitor) == {"diagnoses": 2, "trede-4": 2}
    assert await cijfers(monitor, 2025) == {"diagnoses": 1, "trede-1": 1}


@pytest.mark.parametrize(("dagen", "blijft"), [(1, 0), (30, 0), (31, 1), (400, 1)], ids=str)
@pytest.mark.parametrize("eerst", ["trajecten", "intake"])
async def test_D9_who_comes_back_within_30_days_did_not_flow_out(
    monitor: ServiceUnderTest, dagen: int, blijft: int, eerst: str
) -> None:
    events = [uitstroom("werk"), uitkering(DAG + timedelta(days=dagen))]
    for event in events if eerst == "trajecten" else reversed(events):
        await monitor.receive(event)
    assert (await standen(monitor))["uitstroom-naar-werk"]["aantal"] == blijft
    assert (await standen(monitor))["uitstroom"]["aantal"] == 1


async def test_D9_a_benefit_before_the_last_day_is_no_return(monitor: ServiceUnderTest) -> None:
    await monitor.receive(uitkering(DAG - timedelta(days=200)), uitkering(DAG))
    await monitor.receive(uitstroom("werk"))
    assert (await standen(monitor))["uitstroom-naar-werk"]["aantal"] == 1


@pytest.mark.parametrize(
    ("vorige", "nieuw_"),
    [(date(2021, 11, 21), 0), (date(2021, 11, 20), 1), (date(2026, 11, 20), 0)],
)
@pytest.mark.parametrize("later_recorded", [False, True])
async def test_W_057_a_new_employer_was_quiet_for_more_than_five_years(
    monitor: ServiceUnderTest, vorige: date, nieuw_: int, later_recorded: bool
) -> None:
    events = [contact(vorige), contact(date(2026, 11, 21))]
    for event in reversed(events) if later_recorded else events:
        await monitor.receive(event)
    dit_jaar = nieuw_ + (vorige.year == 2026)
    assert (await standen(monitor))["nieuwe-werkgevers"]["aantal"] == dit_jaar


async def test_W_057_only_two_way_contact_about_the_target_group(
    monitor: ServiceUnderTest,
) -> None:
    stil, anders = contact(DAG, tweezijdig=False), contact(DAG, doelgroep=False)
    await monitor.receive(stil, anders)
    assert "nieuwe-werkgevers" not in await cijfers(monitor)
    await monitor.receive(contact(DAG), contact(DAG))
    assert (await cijfers(monitor))["nieuwe-werkgevers"] == 1
    assert "nieuwe-werkgevers" not in await standen(monitor, "GM0090"), "a rule of the other plan"


async def test_S_081_a_leerwerkplek_counts_when_it_begins(monitor: ServiceUnderTest) -> None:
    await monitor.receive(*gestart("leerwerkplek", "GM0090"), *gestart("prb", "GM0090"))
    found = (await standen(monitor, "GM0090"))["leerwerkplekken-gestart"]
    assert (found["aantal"], found["doel"]["aantal"], found["doel"]["regel"]) == (1, 100, "S-081")


async def test_W_051_ips_and_its_goal(monitor: ServiceUnderTest) -> None:
    await monitor.receive(*gestart("ips", "GM0098"))
    found = (await standen(monitor))["ips-gestart"]
    assert (found["aantal"], found["doel"]["aantal"]) == (1, 2)
    assert "doel" not in (await standen(monitor, jaar=2024))["ips-gestart"]


async def test_S_040_the_goal_of_200_and_where_the_year_is_heading(
    monitor: ServiceUnderTest, clock: FakeClock
) -> None:
    await monitor.receive(*(uitstroom("werk", gemeente="GM0090") for _ in range(3)))
    # 24 November: 327 days of 365 have passed
    this_year = (await standen(monitor, "GM0090"))["uitstroom-naar-werk"]
    assert this_year["doel"] == {
        "aantal": 200,
        "regel": "S-040",
        "bron": "Focus op Werk 2020-2024, par. 3.2",
        "verwacht": 3,
    }
    clock.advance(timedelta(days=60))
    over = (await standen(monitor, "GM0090"))["uitstroom-naar-werk"]
    assert (over["aantal"], "verwacht" in over["doel"]) == (3, False)
