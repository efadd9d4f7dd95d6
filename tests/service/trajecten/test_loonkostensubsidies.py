"""`POST /v1/loonkostensubsidies/_bereken`: the months with every step behind them."""

from typing import Any

import httpx

from shared.testing.service import ServiceUnderTest

VRAAG = {
    "urenPerWeek": 24,
    "loonwaarde": 60,
    "startdatum": "2026-01-01",
    "einddatum": "2026-02-28",
}


async def _bereken(dienst: ServiceUnderTest, **anders: Any) -> httpx.Response:
    body = {naam: w for naam, w in {**VRAAG, **anders}.items() if w is not None}
    return await dienst.client.post("/loonkostensubsidies/_bereken", json=body)


async def test_S_102_the_months_and_the_steps(dienst: ServiceUnderTest) -> None:
    answer = await _bereken(dienst)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["totaalCenten"] == 163216
    assert found["maanden"] == [
        {"maand": "2026-01-01", "bedragCenten": 81608},
        {"maand": "2026-02-01", "bedragCenten": 81608},
    ]
    (berekening,) = found["berekeningen"]
    stappen = {s["naam"]: s["bedragCenten"] for s in berekening["stappen"]}
    assert stappen == {
        "minimumloon": 229440,
        "grondslag": 165197,
        "subsidie": 66079,
        "werkgeverslasten": 15529,
        "totaal": 81608,
    }
    assert berekening["stappen"][3]["regels"] == [
        {
            "id": "LKS-1",
            "bron": "Regeling loonkostensubsidie Participatiewet 2021 art. 1: 23,5% (sinds 2018: "
            "Stcrt. 2017, 68248)",
            "parameter": "235",
            "geldigVanaf": "2018-01-01",
        }
    ]


async def test_Pw_10d_7_a_new_year_is_a_calculation_of_its_own(dienst: ServiceUnderTest) -> None:
    found = (await _bereken(dienst, startdatum="2025-12-15", einddatum="2026-01-31")).json()
    assert [b["vanaf"] for b in found["berekeningen"]] == ["2025-12-15", "2026-01-01"]


async def test_S_157_the_forfait(dienst: ServiceUnderTest) -> None:
    found = (await _bereken(dienst, loonwaarde=None, forfait=True)).json()
    assert [m["bedragCenten"] for m in found["maanden"]] == [102010, 102010]


async def test_a_rule_that_stands_in_the_way_is_409_with_the_rule(
    dienst: ServiceUnderTest,
) -> None:
    for anders, code, regel in (
        ({"einddatum": "2027-01-31"}, "minimumloon-onbekend", "WML-14"),
        ({"loonwaarde": None}, "grondslag-onduidelijk", "S-157"),
        ({"forfait": True}, "grondslag-onduidelijk", "S-157"),
        (
            {"loonwaarde": None, "forfait": True, "einddatum": "2026-07-01"},
            "forfait-te-lang",
            "S-157",
        ),
        ({"einddatum": "2025-12-31"}, "einde-voor-begin", "D7"),
    ):
        answer = await _bereken(dienst, **anders)
        assert (answer.status_code, answer.json()["code"]) == (409, code), answer.text
        assert answer.json()["regels"][0]["id"] == regel


async def test_a_loonwaarde_is_a_whole_percentage_below_a_hundred(
    dienst: ServiceUnderTest,
) -> None:
    for loonwaarde in (-1, 100, 60.5, "60"):
        answer = await _bereken(dienst, loonwaarde=loonwaarde, urenPerWeek=0)
        assert answer.status_code == 400
        names = {fault["name"] for fault in answer.json()["invalidParams"]}
        assert names == {"loonwaarde", "urenPerWeek"}


async def test_nothing_is_kept(dienst: ServiceUnderTest) -> None:
    await _bereken(dienst)
    assert await dienst.emitted() == []
