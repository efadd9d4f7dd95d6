"""W-028: who sees something asks enforcement for a closer look."""

from datetime import date
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.trajecten.betrokkene.queries import handhavingssignalen as bewaard
from shared.contracts.intake import InwonerGewist, InwonerSamengevoegd
from shared.tenancy import SYSTEEM
from shared.testing.service import ServiceUnderTest
from tests.service.trajecten.bouw import een_feit, een_persoon, gezegd


async def _geef(dienst: ServiceUnderTest, ref: str, **anders: Any) -> httpx.Response:
    body = {
        "gemeente": "GM0090",
        "persoonRef": ref,
        "gegevenOp": "2023-02-20",
        "medewerker": "ac-12",
        **anders,
    }
    kop = {"Idempotency-Key": str(uuid4())}
    return await dienst.client.post("/handhavingssignalen", json=body, headers=kop)


async def _gegeven(dienst: ServiceUnderTest, ref: str) -> str:
    answer = await _geef(dienst, ref)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def _rond_af(dienst: ServiceUnderTest, id_: str, **anders: Any) -> httpx.Response:
    body = {"uitkomst": "geen-gevolgen", "datum": "2023-03-01", **anders}
    return await dienst.client.post(f"/handhavingssignalen/{id_}/_afronden", json=body)


async def _toon(dienst: ServiceUnderTest, id_: str) -> dict[str, Any]:
    return dict((await dienst.client.get(f"/handhavingssignalen/{id_}")).json())


async def test_W_028_a_signal_is_open_until_enforcement_is_done(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    id_, ander = await _gegeven(dienst, ref), await _gegeven(dienst, ref)
    voor = await gezegd(dienst)
    gevolg = await _rond_af(dienst, id_, uitkomst="gevolgen-voor-uitkering")
    assert (gevolg.status_code, gevolg.json()) == (200, await _toon(dienst, id_))
    assert (gevolg.json()["uitkomst"], gevolg.json()["afgerondOp"]) == (
        "gevolgen-voor-uitkering",
        "2023-03-01",
    )
    params = {"persoonRef": ref, "open": "true", "gemeente": "GM0090"}
    lijst = (await dienst.client.get("/handhavingssignalen", params=params)).json()
    assert [each["id"] for each in lijst["results"]] == [ander]
    weer = await _rond_af(dienst, id_)
    assert (weer.status_code, weer.json()["code"]) == (409, "handhavingssignaal-afgerond")
    # that somebody is looked at never travels
    assert await gezegd(dienst) == voor


@pytest.mark.parametrize("datum", ["2023-02-19", "2023-03-02"])
async def test_W_028_it_is_done_after_it_was_given_and_not_on_a_day_to_come(
    dienst: ServiceUnderTest, datum: str
) -> None:
    id_ = await _gegeven(dienst, await een_persoon(dienst))
    fout = await _rond_af(dienst, id_, datum=datum)
    assert (fout.status_code, fout.json()["code"]) == (409, "datum-buiten-termijn")
    assert (await _rond_af(dienst, id_, datum="2023-02-20")).status_code == 200


async def test_a_signal_needs_a_person_and_a_day_that_was(dienst: ServiceUnderTest) -> None:
    onbekend = await _geef(dienst, str(uuid4()))
    assert (onbekend.status_code, onbekend.json()["code"]) == (409, "nog-niet-verwerkt")
    morgen = await _geef(dienst, await een_persoon(dienst), gegevenOp="2023-03-02")
    assert (morgen.status_code, morgen.json()["code"]) == (409, "datum-buiten-termijn")
    assert (await _rond_af(dienst, str(uuid4()))).status_code == 404


async def test_signals_go_to_the_person_who_remains(dienst: ServiceUnderTest) -> None:
    ref, blijft = await een_persoon(dienst), await een_persoon(dienst)
    id_ = await _gegeven(dienst, ref)
    await dienst.receive(een_feit(InwonerSamengevoegd, ref, 2, blijft_ref=blijft))
    assert (await _toon(dienst, id_))["persoonRef"] == blijft


async def test_art_17_of_who_is_erased_no_outcome_is_left(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    klaar, open_ = await _gegeven(dienst, ref), await _gegeven(dienst, ref)
    await _rond_af(dienst, klaar, datum="2023-02-20")
    async with dienst.uow.read(SYSTEEM) as session:
        tot = {str(een.kenmerk): een.tot for een in await bewaard(session)}
    assert tot == {klaar: date(2023, 2, 20), open_: None}
    await dienst.receive(een_feit(InwonerGewist, ref, 9))
    for id_, dag in ((klaar, "2023-02-20"), (open_, "2023-03-01")):
        found = await _toon(dienst, id_)
        assert ("uitkomst" in found, found["afgerondOp"]) == (False, dag)
