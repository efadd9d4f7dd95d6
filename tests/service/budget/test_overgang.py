"""The opening balance at go-live: facts in postings of their own, in the chain, each with the run behind it."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from shared.auth import LOKAAL, VasteDeur
from shared.contracts.budget import BeginstandGeboekt, RealisatieGeboekt
from shared.contracts.trajecten import Maandstand, ToekenningOvergenomen
from shared.tenancy import Caller
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest
from tests.service.budget.events import PRB_POST, beeindigd, listed, prb, toekenning_id, use
from tests.service.overgang import fouten, lijst, neem_over, stuur, telling, verschillen

PAD = "/beginstanden"
SCHOLING = "scholingsvoorzieningen"
RUN = str(UUID(int=7))
Json = dict[str, Any]


def regel(bron_id: str, verplicht: int = 0, gerealiseerd: int = 0, **anders: Any) -> Json:
    return {
        "bronId": bron_id,
        "post": SCHOLING,
        "jaar": 2023,
        "verplichtCenten": verplicht,
        "gerealiseerdCenten": gerealiseerd,
        **anders,
    }


def overgenomen(number: int, *standen: tuple[int, int, int], **anders: Any) -> Any:
    """A PRB of before go-live: month, cents and what was realised of them."""
    return ToekenningOvergenomen(
        **{
            "gemeente": "GM0090",
            "toekenning_id": toekenning_id(number),
            "versie": 1,
            "conversie_id": RUN,
            "persoon_ref": toekenning_id(number + 10**6),
            "product": "prb",
            "post": PRB_POST,
            "plafond": "prb",
            "besluitdatum": date(2023, 2, 1),
            "kosten": tuple(
                Maandstand(maand=date(2023, maand, 1), bedrag_centen=centen, gerealiseerd_centen=al)
                for maand, centen, al in standen
            ),
            **anders,
        }
    )


async def boek_factuur(budget: ServiceUnderTest, kenmerk: str, centen: int) -> Any:
    body = {
        "gemeente": "GM0090",
        "factuurnummer": f"F-{centen}",
        "toekenningId": kenmerk,
        "bedragCenten": centen,
        "factuurdatum": "2023-04-28",
    }
    return await budget.client.post("/facturen", json=body, headers={"Idempotency-Key": "f"})


async def test_the_opening_balance_is_booked_once_with_its_run(budget: ServiceUnderTest) -> None:
    lines = [regel("G-1", 30_000, 70_000), regel("G-2", 5_000), regel("G-3", 0, 900, jaar=2022)]
    eerst, een = await neem_over(budget, PAD, *lines)
    assert telling(een) == (3, 3, 0, 0)
    assert [tuple(b.values()) for b in een["bedragen"]] == [
        (SCHOLING, 2022, 1, 0, 900),
        (SCHOLING, 2023, 2, 35_000, 70_000),
    ]
    geld = await use(budget, "GM0090", SCHOLING, 2023)
    assert (geld["verplichtCenten"], geld["gerealiseerdCenten"]) == (35_000, 70_000)
    weer, twee = await neem_over(budget, PAD, *lines)
    assert weer == [line | {"uitkomst": "ongewijzigd"} for line in eerst]
    assert een["bedragen"] == twee["bedragen"]
    assert await use(budget, "GM0090", SCHOLING, 2023) == geld
    mutaties = await listed(budget, "/mutaties", conversie=een["id"])
    assert {m["conversieId"] for m in mutaties} == {een["id"]}
    assert {m["gebeurtenisId"] for m in mutaties} == {line["id"] for line in eerst}
    assert await verschillen(budget) == []
    told = [received.event for received in await budget.emitted()]
    assert [type(event) for event in told] == [BeginstandGeboekt] * 3
    assert (told[0].verplicht_centen, told[0].gerealiseerd_centen) == (30_000, 70_000)


async def test_a_correction_is_a_line_of_its_own_and_never_below_zero(
    budget: ServiceUnderTest,
) -> None:
    await neem_over(budget, PAD, regel("G-1", 30_000, 70_000))
    found, controle = await neem_over(
        budget, PAD, regel("G-2", -10_000, -70_000), regel("G-3", -20_001), regel("G-4", 0, -1)
    )
    assert telling(controle) == (3, 1, 0, 2)
    assert fouten(found[1]) == {("verplichtCenten", "onder-nul")}
    assert fouten(found[2]) == {("gerealiseerdCenten", "onder-nul")}
    geld = await use(budget, "GM0090", SCHOLING, 2023)
    assert (geld["verplichtCenten"], geld["gerealiseerdCenten"]) == (20_000, 0)
    [verschil] = await verschillen(budget)
    assert (verschil["bronVerplichtCenten"], verschil["meedoenVerplichtCenten"]) == (-1, 20_000)
    # exactly to nothing is right
    _, controle = await neem_over(budget, PAD, regel("G-3", -20_000), regel("G-4", 0, 1))
    assert telling(controle) == (2, 2, 0, 0)
    assert await verschillen(budget) == []


async def test_a_line_that_cannot_be_true_names_every_fault(budget: ServiceUnderTest) -> None:
    found, controle = await neem_over(
        budget,
        PAD,
        regel("G-1", 1),
        regel("G-2", post="bestaat-niet"),
        regel("G-3", 1, jaar="2023"),
        regel("G-4", 1, post="prb"),
        regel("G-5", 2),
    )
    assert fouten(found[1]) == {("post", "onbekende-post"), ("verplichtCenten", "niets")}
    assert [fout["name"] for fout in found[2]["fouten"]] == ["jaar"]
    assert fouten(found[3]) == {("post", "onbekende-post")}
    assert telling(controle) == (5, 2, 0, 3)
    assert (await use(budget, "GM0090", SCHOLING, 2023))["verplichtCenten"] == 3


async def test_a_changed_line_is_refused(budget: ServiceUnderTest) -> None:
    await neem_over(budget, PAD, regel("G-1", 100))
    [refused], _ = await neem_over(budget, PAD, regel("G-1", 200))
    assert refused["code"] == "al-overgenomen"
    assert (await use(budget, "GM0090", SCHOLING, 2023))["verplichtCenten"] == 100


async def test_an_invoice_takes_what_is_open_of_the_old_ledger(budget: ServiceUnderTest) -> None:
    await neem_over(budget, PAD, regel("G-1", 30_000, 70_000))
    [stand] = await lijst(budget, PAD)
    assert (stand["soort"], stand["aantal"]) == ("grootboek", 1)
    answer = await boek_factuur(budget, stand["kenmerk"], 12_000)
    assert answer.status_code == 201, answer.text
    geld = await use(budget, "GM0090", SCHOLING, 2023)
    assert (geld["verplichtCenten"], geld["gerealiseerdCenten"]) == (18_000, 82_000)
    assert isinstance((await budget.emitted())[-1].event, RealisatieGeboekt)
    # the opening balance stays what it was, and only what is open still can be taken back
    assert await lijst(budget, PAD) == [stand]
    assert await verschillen(budget) == []
    [refused], _ = await neem_over(budget, PAD, regel("G-2", -18_001))
    assert fouten(refused) == {("verplichtCenten", "onder-nul")}


async def test_more_than_the_begroting_is_booked_and_found(budget: ServiceUnderTest) -> None:
    begroot = (await use(budget, "GM0090", SCHOLING, 2023))["begrootCenten"]
    await neem_over(budget, PAD, regel("G-1", begroot, 1), regel("G-2", 5, jaar=2030))
    geld = await use(budget, "GM0090", SCHOLING, 2023)
    assert (geld["beschikbaarCenten"], geld["overschrijdingCenten"]) == (-1, 1)
    found = await lijst(budget, "/bevindingen")
    assert {"overschrijding", "budgetrecht"} <= {b["code"] for b in found}


async def test_a_toekenning_is_booked_as_it_stood_and_takes_its_place(
    budget: ServiceUnderTest,
) -> None:
    messages = await budget.receive(overgenomen(1, (1, 100_000, 100_000), (4, 150_000, 30_000)))
    await budget.redeliver("trajecten.events", messages)
    await budget.receive(overgenomen(1, (1, 1, 0)))
    geld = await use(budget, "GM0090", PRB_POST, 2023)
    assert (geld["verplichtCenten"], geld["gerealiseerdCenten"]) == (120_000, 130_000)
    assert (await use(budget, "GM0090", "prb", 2023))["vrij"] == 19
    [stand] = await lijst(budget, PAD)
    assert (stand["soort"], stand["verplichtCenten"], stand["gerealiseerdCenten"]) == (
        "toekenningen",
        120_000,
        130_000,
    )
    assert "kenmerk" not in stand
    assert await budget.emitted() == []
    await budget.receive(beeindigd(1))
    geld = await use(budget, "GM0090", PRB_POST, 2023)
    assert (geld["verplichtCenten"], geld["gerealiseerdCenten"]) == (0, 130_000)
    assert (await use(budget, "GM0090", "prb", 2023))["vrij"] == 19


async def test_a_post_or_plafond_that_is_not_known_is_found(budget: ServiceUnderTest) -> None:
    await budget.receive(
        overgenomen(1, (1, 100, 0), post="bestaat-niet"),
        overgenomen(2, (1, 100, 0), plafond="bestaat-niet"),
    )
    found = await lijst(budget, "/bevindingen")
    assert {b["toekenningId"]: b["code"] for b in found if "toekenningId" in b} == {
        toekenning_id(1): "onbekende-post",
        toekenning_id(2): "onbekend-plafond",
    }
    assert (await use(budget, "GM0090", PRB_POST, 2023))["verplichtCenten"] == 100


async def test_S_091_nothing_is_refused_by_what_was_brought_over_but_the_next(
    budget: ServiceUnderTest,
) -> None:
    await budget.receive(*(overgenomen(n, (1, 100, 100)) for n in range(1, 22)))
    await budget.receive(prb(99))
    [said] = [received.event for received in await budget.emitted()]
    assert (said.NAME, said.regel, said.beschikbaar) == ("verplichting-geweigerd", "S-091", -1)


async def test_the_page_of_a_post_tells_what_came_with_the_go_live(
    budget: ServiceUnderTest, clock: FakeClock
) -> None:
    clock.set(date(2023, 4, 28))
    _, controle = await neem_over(budget, PAD, regel("G-1", 30_000, post=PRB_POST))
    await budget.receive(overgenomen(1, (4, 90_000, 0)), prb(2, date(2023, 4, 3)))
    clock.set(date(2023, 5, 1))
    adres = f"http://test/posten/{PRB_POST}?gemeente=GM0090&jaar=2023&mutatie=2"
    shown = (await budget.client.get(adres)).text
    assert shown.count("Overgang: verplichting") == 2
    assert f"run {controle['id']}" in shown
    # the line of the old ledger is of no toekenning, so there is none to look at
    links = set(re.findall(r"/trajecten/toekenningen/([0-9a-f-]+)", shown))
    assert links == {toekenning_id(1), toekenning_id(2)}
    # what was taken over is no measure of what is to come: only the one new PRB is
    [per_maand] = re.findall(r"\(([^()]*) per maand", shown)
    assert per_maand == "€\N{NO-BREAK SPACE}833,33"


async def test_another_gemeente_gets_nothing_in(budget: ServiceUnderTest) -> None:
    await neem_over(budget, PAD, regel("G-1", 100))
    deur = budget.runtime.deur
    assert isinstance(deur, VasteDeur)
    deur.caller = Caller("conversie", frozenset({"GM0098"}), LOKAAL.scopes)
    assert (await stuur(budget, PAD, regel("G-2", 1))).status_code == 403
    assert (await budget.client.get(PAD)).json()["count"] == 0
    [line], _ = await neem_over(budget, PAD, regel("G-1", 1), gemeente="GM0098")
    assert fouten(line) == {("post", "onbekende-post")}
