"""The end of a benefit is outflow, unless the benefit is back within 30 days."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.trajecten.persoon.domain import Uitkeringsduur
from services.trajecten.persoon.queries import uitkeringen
from shared.contracts.intake import UitkeringBeeindigd, UitkeringBegonnen
from shared.contracts.trajecten import UitstroomGeregistreerd
from shared.db.reading import ask
from shared.tenancy import SYSTEEM
from shared.testing.service import ServiceUnderTest
from tests.service.trajecten.bouw import een_feit, een_inwoner, gezegd

EINDE = date(2023, 1, 31)


def _einde(
    ref: str, versie: int = 2, dag: date = EINDE, soort: str = "participatiewet"
) -> UitkeringBeeindigd:
    velden = {"uitkering_soort": soort, "beeindigd_op": dag, "reden": "werk"}
    return een_feit(UitkeringBeeindigd, ref, versie, **velden)


def _begin(ref: str, versie: int, vanaf: date) -> UitkeringBegonnen:
    velden = {"uitkering_soort": "participatiewet", "vanaf": vanaf}
    return een_feit(UitkeringBegonnen, ref, versie, **velden)


async def _registraties(dienst: ServiceUnderTest, ref: str) -> list[dict[str, Any]]:
    answer = await dienst.client.get("/uitstroomregistraties", params={"persoonRef": ref})
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


async def _duren(dienst: ServiceUnderTest, ref: str) -> tuple[Uitkeringsduur, ...]:
    async with dienst.uow.read(SYSTEEM) as session:
        return await ask(session, uitkeringen("GM0090", UUID(ref)))


async def test_S_040_the_end_of_a_benefit_is_registered_once(dienst: ServiceUnderTest) -> None:
    ref = str(uuid4())
    messages = await dienst.receive(een_inwoner(ref), _einde(ref))
    await dienst.redeliver("intake.events", messages)
    await dienst.receive(_einde(ref))
    (found,) = await _registraties(dienst, ref)
    assert found["status"] == "geregistreerd"
    een = await dienst.client.get(f"/uitstroomregistraties/{found['id']}")
    assert een.json() == found
    assert [received.event for received in await dienst.emitted()] == [
        UitstroomGeregistreerd(
            gemeente="GM0090",
            uitstroom_id=found["id"],
            persoon_ref=ref,
            reden="werk",
            laatste_uitkeringsdag=EINDE,
        )
    ]


async def test_an_unknown_registration(dienst: ServiceUnderTest) -> None:
    answer = await dienst.client.get(f"/uitstroomregistraties/{uuid4()}")
    assert (answer.status_code, answer.json()["code"]) == (404, "uitstroom-onbekend")


@pytest.mark.parametrize(
    ("weer_vanaf", "status"),
    [(date(2023, 3, 3), "terugval"), (date(2023, 3, 4), "geregistreerd")],
)
async def test_D9_back_after_thirty_days_is_terugval_and_after_thirty_one_is_not(
    dienst: ServiceUnderTest, weer_vanaf: date, status: str
) -> None:
    ref = str(uuid4())
    await dienst.receive(een_inwoner(ref), _einde(ref), _begin(ref, 3, weer_vanaf))
    (found,) = await _registraties(dienst, ref)
    assert found["status"] == status
    assert found.get("terugvalOp") == (str(weer_vanaf) if status == "terugval" else None)


async def test_a_benefit_of_somebody_else_is_no_outflow(dienst: ServiceUnderTest) -> None:
    ref = str(uuid4())
    await dienst.receive(een_inwoner(ref, uitkering_soort="ww"), _einde(ref, soort="ww"))
    assert await _registraties(dienst, ref) == []
    assert await gezegd(dienst) == []


async def test_the_history_of_benefits(dienst: ServiceUnderTest) -> None:
    ref = str(uuid4())
    begin = date(2022, 2, 1)
    await dienst.receive(een_inwoner(ref, uitkering_vanaf=begin), _einde(ref))
    assert await _duren(dienst, ref) == (Uitkeringsduur("participatiewet", begin, EINDE),)
    await dienst.receive(_begin(ref, 3, date(2023, 2, 10)))
    await dienst.receive(_begin(ref, 2, date(2023, 2, 1)))  # overtaken
    assert await _duren(dienst, ref) == (
        Uitkeringsduur("participatiewet", begin, EINDE),
        Uitkeringsduur("participatiewet", date(2023, 2, 10), None),
    )


async def test_another_benefit_takes_the_place_of_the_present_one(
    dienst: ServiceUnderTest,
) -> None:
    ref = str(uuid4())
    begin = date(2022, 2, 1)
    await dienst.receive(een_inwoner(ref, uitkering_vanaf=begin), _begin(ref, 2, date(2023, 1, 1)))
    await dienst.receive(_begin(ref, 3, date(2022, 12, 1)))  # what was to begin later does not come
    assert await _duren(dienst, ref) == (
        Uitkeringsduur("participatiewet", begin, date(2022, 11, 30)),
        Uitkeringsduur("participatiewet", date(2022, 12, 1), None),
    )
