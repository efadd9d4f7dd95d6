"""Pw 10d(7): on 1 January the running wage subsidies go to the wage of that day, and not at any other moment."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.trajecten.policy import RULES, load
from shared.contracts.budget import VerplichtingVastgelegd
from shared.contracts.trajecten import ToekenningGewijzigd
from shared.testing.service import ServiceUnderTest
from tests.service.trajecten.bouw import een_persoon, een_prb, toestand, vraag

PAD = "/herzieningen"
JULI_2026, JANUARI_2027 = 124_683, 128_045
"""60%, 36 hours: on 2.337,00 and on 2.400,00."""


def _lks(persoon_ref: str, **anders: Any) -> dict[str, Any]:
    return een_prb(
        persoon_ref,
        **{
            "product": "lks",
            "bedragCenten": None,
            "feiten": None,
            "urenPerWeek": 36,
            "loonwaarde": {"procent": 60, "gemetenOp": "2026-08-20"},
            "startdatum": "2026-09-01",
            "einddatum": "2027-03-31",
            "besluitdatum": "2026-09-01",
            **anders,
        },
    )


async def _verleend(dienst: ServiceUnderTest, **anders: Any) -> str:
    answer = await vraag(dienst, _lks(await een_persoon(dienst), **anders))
    assert answer.status_code == 201, answer.text
    id_: str = answer.json()["id"]
    await dienst.receive(
        VerplichtingVastgelegd(gemeente="GM0090", toekenning_id=id_, versie=1, bedrag_centen=1)
    )
    return id_


async def _herzie(dienst: ServiceUnderTest, jaar: int = 2027) -> httpx.Response:
    body = {"gemeente": "GM0090", "jaar": jaar}
    return await dienst.client.post(PAD, json=body, headers={"Idempotency-Key": str(uuid4())})


@pytest.fixture
def nieuw_loon(tmp_path: Path) -> Path:
    """Rules of the operator in which 2027 is known."""
    eigen = tmp_path / "eigen" / "landelijk" / "loonkostensubsidie.yaml"
    eigen.parent.mkdir(parents=True)
    tekst = (RULES / "landelijk" / "loonkostensubsidie.yaml").read_text(encoding="utf-8")
    regel = "  - {vanaf: 2027-01-01, tot: 2027-12-31, waarde: 240000, regel: WML-14, bron: proef}\n"
    eigen.write_text(tekst.replace("vakantiebijslag:", regel + "vakantiebijslag:"), "utf-8")
    return tmp_path / "eigen"


def _laad(dienst: ServiceUnderTest, overlay: Path) -> None:
    dienst.runtime.policy = dienst.uow.policy = load(overlay)


async def test_Pw_10d_7_a_herziening_sets_the_months_from_1_january(
    dienst: ServiceUnderTest, nieuw_loon: Path
) -> None:
    id_ = await _verleend(dienst)
    assert {m["bedragCenten"] for m in (await toestand(dienst, id_))["kosten"]} == {JULI_2026}
    _laad(dienst, nieuw_loon)
    answer = await _herzie(dienst)
    assert answer.status_code == 201, answer.text
    found = answer.json()
    assert (found["jaar"], found["bekeken"]) == (2027, 1)
    assert found["gewijzigd"] == [
        {
            "toekenningId": id_,
            "versie": 2,
            "wasCenten": 3 * JULI_2026,
            "wordtCenten": 3 * JANUARI_2027,
        }
    ]
    (event,) = [r.event for r in await dienst.emitted() if isinstance(r.event, ToekenningGewijzigd)]
    assert [m.bedrag_centen for m in event.kosten] == [JULI_2026] * 4 + [JANUARI_2027] * 3
    detail = await toestand(dienst, id_)
    assert (detail["versie"], detail["status"]) == (2, "verleend")
    assert detail["bedragCenten"] == 4 * JULI_2026 + 3 * JANUARI_2027


async def _opdrachten(dienst: ServiceUnderTest, id_: str) -> dict[str, int]:
    answer = await dienst.client.get("/betaalopdrachten", params={"toekenning": id_})
    return {one["maand"]: one["bedragCenten"] for one in answer.json()["results"]}


async def test_Pw_10d_7_what_is_paid_to_the_employer_follows(
    dienst: ServiceUnderTest, nieuw_loon: Path
) -> None:
    id_ = await _verleend(dienst)
    before = await _opdrachten(dienst, id_)
    assert (len(before), set(before.values())) == (7, {JULI_2026})
    _laad(dienst, nieuw_loon)
    await _herzie(dienst)
    after = await _opdrachten(dienst, id_)
    assert after == {maand: JULI_2026 if maand < "2027" else JANUARI_2027 for maand in before}
    answer = await dienst.client.get("/besluiten", params={"toekenning": id_})
    soorten = [one["soort"] for one in answer.json()["results"]]
    assert sorted(soorten) == ["verlening", "wijziging"]


async def test_Pw_10d_7_a_second_herziening_of_the_year_changes_nothing(
    dienst: ServiceUnderTest, nieuw_loon: Path
) -> None:
    id_ = await _verleend(dienst)
    _laad(dienst, nieuw_loon)
    first = (await _herzie(dienst)).json()
    said = len(await dienst.emitted())
    second = (await _herzie(dienst)).json()
    assert (second["bekeken"], second["gewijzigd"]) == (1, [])
    assert len(await dienst.emitted()) == said
    assert (await toestand(dienst, id_))["versie"] == 2
    listed = (await dienst.client.get(PAD)).json()["results"]
    assert {one["id"]: one for one in listed} == {one["id"]: one for one in (first, second)}
    assert (await dienst.client.get(f"{PAD}/{first['id']}")).json() == first
    wie = (await toestand(dienst, id_))["persoonRef"]
    assert await dienst.verwerkt("maakHerziening") == [wie, wie]
    for naam in ("lijstHerzieningen", "toonHerziening"):
        assert await dienst.verwerkt(naam) == [wie]
    assert (await dienst.client.get(f"{PAD}/{uuid4()}")).status_code == 404


async def test_Pw_10d_7_what_starts_in_the_year_or_ended_before_it_is_left_alone(
    dienst: ServiceUnderTest, nieuw_loon: Path
) -> None:
    await _verleend(dienst, einddatum="2026-12-31")
    answer = await vraag(dienst, _lks(await een_persoon(dienst)))
    assert answer.json()["status"] == "aangevraagd"
    _laad(dienst, nieuw_loon)
    await _verleend(dienst, startdatum="2027-01-01", besluitdatum="2027-01-01")
    found = (await _herzie(dienst)).json()
    assert (found["bekeken"], found["gewijzigd"]) == (0, [])


async def test_Pw_10d_7_not_before_the_wage_is_known(dienst: ServiceUnderTest) -> None:
    await _verleend(dienst)
    answer = await _herzie(dienst)
    assert (answer.status_code, answer.json()["code"]) == (409, "minimumloon-onbekend")
    assert "2027-01-01" in answer.json()["detail"]
    assert (await dienst.client.get(PAD)).json()["count"] == 0


async def test_Pw_10d_7_what_was_reckoned_on_both_wages_at_once_has_nothing_left_to_set(
    dienst: ServiceUnderTest,
) -> None:
    await _verleend(dienst, startdatum="2025-07-01", einddatum="2026-03-31")
    found = (await _herzie(dienst, 2026)).json()
    assert (found["bekeken"], found["gewijzigd"]) == (1, [])
