"""Retention: who may be kept no longer goes the way of who is erased; not a day too early, and only once."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from typer.testing import CliRunner

from deploy.cli import cli
from deploy.migrate import data_url, upgrade_database
from deploy.opschonen import VOLGORDE, Plan, opschonen
from deploy.services import SERVICES
from services.intake.betrokkene.domain import laatste_dag
from services.intake.inwoner.domain import Stand
from shared.bewaren import is_verlopen
from shared.contracts.intake import InwonerGewist
from shared.contracts.trajecten import ToekenningAangevraagd
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.service.intake.bouw import een_aanmelding, een_inwoner, post
from tests.service.intake.test_identiteit import BSN, zoek
from tests.service.trajecten import bouw

WEG = date(2016, 3, 1)
LAATSTE, ERNA = date(2026, 3, 1), date(2026, 3, 2)
"""Ten years after 1 March 2016 is the last day; the day after it the term is over."""


def test_AVG_5_1_e_the_term_is_over_the_day_after_its_last_day() -> None:
    assert not is_verlopen(WEG, 10, LAATSTE)
    assert is_verlopen(WEG, 10, ERNA)
    assert not is_verlopen(None, 1, date(2999, 1, 1))
    assert not is_verlopen(date(2016, 2, 29), 10, date(2026, 3, 1))
    assert is_verlopen(date(2016, 2, 29), 10, date(2026, 3, 2))
    assert not is_verlopen(date(2016, 2, 29), 4, date(2020, 2, 29))


def _stand(**feiten: Any) -> Stand:
    vast = dict.fromkeys(
        ("uitkering", "uitkering_vanaf", "uitkering_tot", "vertrokken_op", "overleden_op")
    )
    return Stand(**{"geboortedatum": date(1960, 1, 1), **vast, **feiten})


@pytest.mark.parametrize(
    ("feiten", "wacht", "tot"),
    [
        ({}, False, WEG),
        ({}, True, None),
        ({"uitkering": "participatiewet"}, False, None),
        (
            {"uitkering": "participatiewet", "uitkering_tot": date(2018, 1, 1)},
            False,
            date(2018, 1, 1),
        ),
        ({"uitkering": "ioaw", "overleden_op": date(2017, 5, 5)}, True, date(2017, 5, 5)),
        ({"vertrokken_op": date(2014, 5, 5)}, False, WEG),
    ],
)
def test_until_when_a_registration_was_needed(
    feiten: dict[str, Any], wacht: bool, tot: date | None
) -> None:
    assert laatste_dag(_stand(**feiten), WEG, wacht=wacht) == tot


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(WEG)


@pytest.fixture
async def diensten(
    urls: Callable[[str], str], tmp_path: Path, clock: FakeClock
) -> AsyncIterator[dict[str, ServiceUnderTest]]:
    async with AsyncExitStack() as stack:
        yield {
            naam: await stack.enter_async_context(
                service_under_test(SERVICES[naam], tmp_path, clock, url=urls(naam))
            )
            for naam in VOLGORDE
        }


async def _op(
    diensten: dict[str, ServiceUnderTest], clock: FakeClock, dag: date, *, proef: bool = False
) -> Plan:
    clock.set(dag)
    return await opschonen(
        {naam: dienst.uow for naam, dienst in diensten.items()}, "opschonen:proef", proef=proef
    )


async def _gewist(intake: ServiceUnderTest) -> list[str]:
    events = [received.event for received in await intake.emitted()]
    return [event.persoon_ref for event in events if isinstance(event, InwonerGewist)]


async def test_AVG_5_1_e_on_the_last_day_nobody_goes_and_the_day_after_it_he_does(
    diensten: dict[str, ServiceUnderTest], clock: FakeClock
) -> None:
    intake = diensten["intake"]
    ref = await een_inwoner(intake, bsn=BSN)
    assert (await _op(diensten, clock, LAATSTE)).personen == []
    proef = await _op(diensten, clock, ERNA, proef=True)
    assert proef.personen == [UUID(ref)]
    [dossier] = [each for each in proef.tellingen if each.categorie == "dossier"]
    assert (dossier.bewaard, dossier.verlopen, dossier.weg) == (1, 1, 1)
    assert (await _gewist(intake), await zoek(intake, BSN)) == ([], ref)
    assert (await _op(diensten, clock, ERNA)).personen == [UUID(ref)]
    assert (await _gewist(intake), await zoek(intake, BSN)) == ([ref], None)
    assert await intake.verwerkt("opschonen") == [ref]
    assert (await intake.client.get(f"/inwoners/{ref}")).status_code == 404
    again = await _op(diensten, clock, ERNA + timedelta(days=1))
    assert (again.personen, await _gewist(intake)) == ([], [ref])


async def test_who_is_still_helped_stays(
    diensten: dict[str, ServiceUnderTest], clock: FakeClock
) -> None:
    intake = diensten["intake"]
    await een_inwoner(intake, uitkeringSoort="participatiewet", uitkeringVanaf="2015-01-01")
    wacht = await een_inwoner(intake)
    clock.set(date(2026, 3, 1))
    await een_aanmelding(intake, wacht, aangemeldOp="2026-03-01")
    plan = await _op(diensten, clock, date(2050, 1, 1))
    assert plan.personen == []


async def test_what_lapsed_into_another_registration_goes_with_it(
    diensten: dict[str, ServiceUnderTest], clock: FakeClock
) -> None:
    intake = diensten["intake"]
    ouder = await een_inwoner(intake)
    clock.advance(timedelta(seconds=1))
    nieuwer = await een_inwoner(intake, bsn=BSN)
    body = {"bsn": BSN, "samenvoegen": True}
    assert (await post(intake, f"/inwoners/{ouder}/_corrigeren", body)).status_code == 200
    plan = await _op(diensten, clock, ERNA)
    assert plan.personen == [UUID(ouder)]
    assert set(await _gewist(intake)) == {ouder, nieuwer}


async def test_the_longest_term_of_all_services_decides(
    diensten: dict[str, ServiceUnderTest], clock: FakeClock
) -> None:
    """A toekenning refused in 2023 keeps a person of 2016, and what budget booked of it counts for him."""
    intake, trajecten, budget = (diensten[naam] for naam in VOLGORDE)
    ref = await een_inwoner(intake, "GM0090")
    clock.set(date(2023, 3, 1))
    await trajecten.receive(
        bouw.een_inwoner(ref), bouw.een_diagnose(ref, vastgesteld_op=date(2023, 2, 1))
    )
    answer = await bouw.vraag(trajecten, bouw.een_prb(ref))
    assert answer.status_code == 201, answer.text
    [aangevraagd] = [
        received.event
        for received in await trajecten.emitted()
        if isinstance(received.event, ToekenningAangevraagd)
    ]
    await budget.receive(aangevraagd)
    open_ = await _op(diensten, clock, date(2060, 1, 1), proef=True)
    tellingen = {
        each.categorie: (each.bewaard, each.verlopen, each.weg) for each in open_.tellingen
    }
    assert tellingen["dossier"] == (1, 1, 0)
    assert tellingen["voorziening"] == (1, 1, 0)
    assert tellingen["traject"] == tellingen["boeking"] == (1, 0, 0)


async def test_a_toekenning_that_nobody_knows_is_nobody(
    diensten: dict[str, ServiceUnderTest], clock: FakeClock
) -> None:
    trajecten = diensten["trajecten"]
    clock.set(date(2023, 3, 1))
    await bouw.een_toekenning(trajecten)
    plan = await _op(diensten, clock, date(2060, 1, 1))
    assert (plan.personen, {each.bewaard for each in plan.tellingen}) == ([], {0})


def test_the_command_counts_and_names_nobody(tmp_path: Path) -> None:
    for service in SERVICES.values():
        upgrade_database(service, data_url(tmp_path, service))
    for extra in (["--proef"], []):
        done = CliRunner().invoke(cli, ["opschonen", "--data", str(tmp_path), *extra])
        assert done.exit_code == 0, done.output
        assert "0 inwoner(s)" in done.output
        for categorie in ("dossier", "traject", "voorziening", "plaatsing", "boeking_esf"):
            assert categorie in done.output


def test_every_category_has_its_term_and_every_term_its_category() -> None:
    for naam in VOLGORDE:
        termijnen = SERVICES[naam].load_policy(None).bewaartermijn["landelijk"]
        namen = {categorie.naam for categorie in SERVICES[naam].bewaart}
        assert namen == set(type(termijnen).__dataclass_fields__)
    assert {naam for naam in SERVICES if SERVICES[naam].bewaart} == set(VOLGORDE)
