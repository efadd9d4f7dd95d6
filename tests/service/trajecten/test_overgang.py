"""Running trajecten and granted toekenningen, brought over at go-live on 1 March 2023; budget listens."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.budget.app import SERVICE as BUDGET
from services.budget.grootboek.queries import afwijkingen
from services.trajecten.app import SERVICE
from shared.auth import LOKAAL, VasteDeur
from shared.contracts.intake import InwonerGewist
from shared.contracts.trajecten import (
    BetaalopdrachtGegeven,
    ToekenningBeeindigd,
    ToekenningGestart,
    ToekenningOvergenomen,
    ToekenningVerleend,
    TrajectGeopend,
)
from shared.tenancy import SYSTEEM, Caller
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.service.overgang import fouten, lijst, neem_over, stuur, telling, verschillen
from tests.service.trajecten.bouw import (
    een_diagnose,
    een_feit,
    een_inwoner,
    een_persoon,
    een_prb,
    gezegd,
    toestand,
    vraag,
)

POST = "werktrajecten-en-voorzieningen"
Json = dict[str, Any]


@dataclass
class Samen:
    """Trajecten and budget side by side."""

    trajecten: ServiceUnderTest
    budget: ServiceUnderTest
    verteld: int = 0

    async def vertel(self) -> None:
        """Budget hears what trajecten said since the last time, and trajecten its answers."""
        gezegd = await self.trajecten.emitted()
        nieuw = [received.event for received in gezegd[self.verteld :]]
        self.verteld = len(gezegd)
        if nieuw:
            await self.budget.receive(*nieuw)

    async def gebruik(self, post: str, jaar: int) -> Json:
        """What budget shows of a post or plafond in a year."""
        [found] = await lijst(self.budget, "/uitputting", post=post, jaar=str(jaar))
        return found


@pytest.fixture
async def samen(tmp_path: Path) -> AsyncIterator[Samen]:
    clock = FakeClock(date(2023, 3, 1))
    async with (
        service_under_test(BUDGET, tmp_path, clock) as budget,
        service_under_test(SERVICE, tmp_path, clock, clients={"budget": budget.client}) as running,
    ):
        yield Samen(running, budget)
        async with budget.uow.read(SYSTEEM) as session:
            assert await afwijkingen(session) == []


async def nieuw(dienst: ServiceUnderTest) -> str:
    """A person without a diagnose."""
    ref = str(uuid4())
    await dienst.receive(een_inwoner(ref))
    return ref


def maand(dag: str, centen: int, al: int = 0) -> Json:
    return {"maand": dag, "bedragCenten": centen, "gerealiseerdCenten": al}


def regel(bron_id: str, ref: str, **anders: Any) -> Json:
    """A PRB granted in January, of which the first month was paid; a field that is None is left out."""
    line = {
        "bronId": bron_id,
        "persoonRef": ref,
        "product": "prb",
        "besluitdatum": "2023-01-10",
        "startdatum": "2023-01-15",
        "einddatum": "2023-03-31",
        "gestartOp": "2023-01-16",
        "kosten": [maand("2023-01-01", 100_000, 100_000), maand("2023-03-01", 150_000)],
        **anders,
    }
    return {naam: waarde for naam, waarde in line.items() if waarde is not None}


async def test_a_running_traject_is_opened_with_its_plan_and_only_once(
    dienst: ServiceUnderTest,
) -> None:
    ref = await nieuw(dienst)
    line = {"bronId": "TR-1", "persoonRef": ref, "geopendOp": "2022-04-01", "medewerker": "ac-1"}
    [eerst], controle = await neem_over(dienst, "/trajecten", line)
    assert (eerst["uitkomst"], telling(controle)) == ("overgenomen", (1, 1, 0, 0))
    assert controle["bedragen"][0]["groep"] == "traject"
    shown = (await dienst.client.get(f"/trajecten/{eerst['id']}")).json()
    assert (shown["geopendOp"], shown["status"]) == ("2022-04-01", "open")
    assert "diagnoseId" not in shown
    [plan] = await lijst(dienst, "/plannen", persoonRef=ref)
    assert (plan["status"], plan["medewerker"]) == ("concept", "ac-1")
    [weer], _ = await neem_over(dienst, "/trajecten", line)
    assert weer == eerst | {"uitkomst": "ongewijzigd"}
    # a diagnose that comes later finds it open
    await dienst.receive(een_diagnose(ref))
    assert [type(r.event) for r in await dienst.emitted()] == [TrajectGeopend]
    assert await lijst(dienst, "/trajecten", persoonRef=ref) == [shown]


async def test_a_traject_that_cannot_be_true_names_every_fault(dienst: ServiceUnderTest) -> None:
    bezet, ref, jong = await een_persoon(dienst), await nieuw(dienst), str(uuid4())
    await dienst.receive(een_inwoner(jong, geboortedatum=date(2005, 1, 2)))
    lines = [
        {"bronId": "TR-1", "persoonRef": str(uuid4()), "geopendOp": "2023-03-02"},
        {"bronId": "TR-2", "persoonRef": bezet, "geopendOp": "2023-03-01"},
        {"bronId": "TR-3", "persoonRef": jong, "geopendOp": "2005-01-01"},
        {"bronId": "TR-4", "persoonRef": ref, "geopendOp": "2023-03-01"},
        {"bronId": "TR-5", "persoonRef": ref, "geopendOp": "2023-03-01"},
    ]
    found, controle = await neem_over(dienst, "/trajecten", *lines)
    assert fouten(found[0]) == {
        ("persoonRef", "persoon-onbekend"),
        ("geopendOp", "in-toekomst"),
    }
    assert fouten(found[1]) == {("persoonRef", "al-open-traject")}
    assert fouten(found[2]) == {("geopendOp", "voor-geboorte")}
    assert found[3]["uitkomst"] == "overgenomen"
    assert fouten(found[4]) == {("persoonRef", "al-open-traject")}
    assert telling(controle) == (5, 1, 0, 4)


async def test_budget_gets_what_is_open_and_what_was_realised(samen: Samen) -> None:
    ref = await een_persoon(samen.trajecten)
    [eerst], controle = await neem_over(samen.trajecten, "/toekenningen", regel("T-1", ref))
    [bedrag] = controle["bedragen"]
    assert (bedrag["groep"], bedrag["jaar"], bedrag["regels"]) == (POST, 2023, 1)
    assert (bedrag["verplichtCenten"], bedrag["gerealiseerdCenten"]) == (150_000, 100_000)
    # budget has not heard of it yet: then the file says more
    [verschil] = await verschillen(samen.trajecten)
    assert (verschil["bronRegels"], verschil["meedoenRegels"]) == (1, 0)
    await samen.vertel()
    assert await verschillen(samen.trajecten) == []
    geld = await samen.gebruik(POST, 2023)
    assert (geld["verplichtCenten"], geld["gerealiseerdCenten"]) == (150_000, 100_000)
    assert (await samen.gebruik("prb", 2023))["vrij"] == 19
    shown = await toestand(samen.trajecten, eerst["id"])
    assert (shown["status"], shown["gestartOp"]) == ("gestart", "2023-01-16")
    assert shown["bedragCenten"] == 250_000
    assert shown["trajectId"]
    assert shown["eerderGerealiseerd"] == [{"maand": "2023-01-01", "bedragCenten": 100_000}]
    bron = "toegekend en getoetst in suite"
    assert shown["toetsing"]["uitkomsten"][0]["bron"] == bron
    bladzijde = await samen.trajecten.client.get(f"http://test/toekenningen/{eerst['id']}")
    assert f"Overgenomen uit een ander systeem: {bron}" in bladzijde.text
    mutaties = await lijst(samen.budget, "/mutaties", conversie=controle["id"], eenheid="centen")
    assert [(m["debet"], m["bedragCenten"]) for m in mutaties] == [
        ("verplicht", 250_000),
        ("gerealiseerd", 100_000),
    ]
    assert {m["conversieId"] for m in mutaties} == {controle["id"]}


async def test_the_same_file_twice_books_once(samen: Samen) -> None:
    lines = [regel(f"T-{n}", await een_persoon(samen.trajecten)) for n in range(3)]
    eerst, een = await neem_over(samen.trajecten, "/toekenningen", *lines)
    await samen.vertel()
    weer, twee = await neem_over(samen.trajecten, "/toekenningen", *lines)
    await samen.vertel()
    assert weer == [line | {"uitkomst": "ongewijzigd"} for line in eerst]
    assert (telling(een), telling(twee)) == ((3, 3, 0, 0), (3, 0, 3, 0))
    assert een["bedragen"] == twee["bedragen"]
    assert (await samen.gebruik(POST, 2023))["verplichtCenten"] == 450_000
    assert (await samen.gebruik("prb", 2023))["vrij"] == 17
    assert await verschillen(samen.trajecten) == []


async def test_a_changed_line_is_refused_and_shown(samen: Samen) -> None:
    ref = await een_persoon(samen.trajecten)
    [eerst], _ = await neem_over(samen.trajecten, "/toekenningen", regel("T-1", ref))
    await samen.vertel()
    anders = regel("T-1", ref, kosten=[maand("2023-01-01", 100_000), maand("2023-03-01", 150_000)])
    [refused], controle = await neem_over(samen.trajecten, "/toekenningen", anders)
    await samen.vertel()
    assert (refused["code"], refused["id"]) == ("al-overgenomen", eerst["id"])
    assert (telling(controle), controle["bedragen"]) == ((1, 0, 0, 1), [])
    [verschil] = await verschillen(samen.trajecten)
    assert (verschil["bronVerplichtCenten"], verschil["meedoenVerplichtCenten"]) == (
        250_000,
        150_000,
    )
    assert (await samen.gebruik(POST, 2023))["gerealiseerdCenten"] == 100_000


async def test_a_toekenning_that_cannot_be_true_names_every_fault(
    dienst: ServiceUnderTest,
) -> None:
    ref = await een_persoon(dienst)
    te_veel = [maand("2023-02-01", 1, 2), maand("2023-01-01", 1), maand("2022-12-01", 1)]
    lines = [
        regel("T-0", ref),
        regel("T-1", str(uuid4()), product="bestaat-niet", besluitdatum="2023-03-02"),
        regel("T-2", ref, fonds="buig", kosten=te_veel, gestartOp="2023-03-02"),
        regel("T-3", ref, geeindigdOp="2023-01-15"),
        regel("T-4", ref, reden="afgerond", gestartOp=None, plaatsingId=str(uuid4())),
        regel("T-5", ref, besluitdatum="2019-12-31"),
        regel("T-6", ref, einddatum="2023-01-14"),
        regel("T-7", ref, kosten=[]),
        regel("T-8", await een_persoon(dienst)),
    ]
    found, controle = await neem_over(dienst, "/toekenningen", *lines)
    assert fouten(found[1]) == {
        ("persoonRef", "persoon-onbekend"),
        ("product", "onbekend-product"),
        ("besluitdatum", "in-toekomst"),
    }
    assert fouten(found[2]) == {
        ("fonds", "ander-fonds"),
        ("gestartOp", "in-toekomst"),
        ("kosten.0.gerealiseerdCenten", "boven-bedrag"),
        ("kosten.1.maand", "volgorde"),
        ("kosten.2.maand", "maand"),
    }
    assert fouten(found[3]) == {
        ("geeindigdOp", "voor-begin"),
        ("kosten", "staat-nog-open"),
        ("reden", "einde"),
    }
    assert fouten(found[4]) == {("reden", "einde"), ("plaatsingId", "plaatsing-onbekend")}
    assert fouten(found[5]) == {("product", "geen-geldige-regel")}
    assert ("einddatum", "periode") in fouten(found[6])
    assert fouten(found[7]) == {("kosten", "too-short")}
    assert telling(controle) == (9, 2, 0, 7)
    assert (await dienst.client.get("/toekenningen")).json()["count"] == 2
    assert (await gezegd(dienst)).count("ToekenningOvergenomen") == 2


async def test_a_person_who_was_erased_or_lives_elsewhere_is_unknown(
    dienst: ServiceUnderTest,
) -> None:
    weg, elders = await een_persoon(dienst), await een_persoon(dienst, gemeente="GM0098")
    await dienst.receive(een_feit(InwonerGewist, weg, 2))
    found, _ = await neem_over(dienst, "/toekenningen", regel("T-1", weg), regel("T-2", elders))
    for line in found:
        assert fouten(line) == {("persoonRef", "persoon-onbekend")}


async def test_who_was_brought_over_stands_in_the_log_and_who_was_refused_does_not(
    dienst: ServiceUnderTest,
) -> None:
    refs = [await nieuw(dienst) for _ in range(2)]
    lopend = [{"bronId": ref, "persoonRef": ref, "geopendOp": "2023-01-01"} for ref in refs]
    await neem_over(dienst, "/trajecten", *lopend, {**lopend[0], "bronId": "nog eens"})
    assert sorted(await dienst.verwerkt("trajectenBulk")) == sorted(refs)
    await neem_over(dienst, "/toekenningen", regel("T-1", refs[0]), regel("T-2", str(uuid4())))
    assert await dienst.verwerkt("toekenningenBulk") == [refs[0]]


async def test_a_person_who_comes_later_makes_the_line_good(dienst: ServiceUnderTest) -> None:
    ref = str(uuid4())
    [eerst], _ = await neem_over(dienst, "/toekenningen", regel("T-1", ref))
    assert eerst["uitkomst"] == "geweigerd"
    await dienst.receive(een_inwoner(ref))
    [weer], _ = await neem_over(dienst, "/toekenningen", regel("T-1", ref))
    assert weer["uitkomst"] == "overgenomen"


async def test_S_091_what_was_brought_over_uses_the_limit_of_the_person(samen: Samen) -> None:
    ref = await een_persoon(samen.trajecten)
    klaar = regel(
        "T-1",
        ref,
        kosten=[maand("2023-01-01", 100_000, 100_000)],
        geeindigdOp="2023-02-28",
        reden="afgerond",
    )
    # granted before: nobody asks whether it could be now, not even twice for one person
    _, controle = await neem_over(samen.trajecten, "/toekenningen", klaar, regel("T-2", ref))
    assert telling(controle) == (2, 2, 0, 0)
    await samen.vertel()
    answer = await vraag(samen.trajecten, een_prb(ref))
    assert answer.status_code == 409
    assert "S-091" in {rule["id"] for rule in answer.json()["regels"]}
    told = [r.event for r in await samen.trajecten.emitted() if r.event.NAME[:4] == "toek"]
    assert [type(event) for event in told] == [
        ToekenningOvergenomen,
        ToekenningVerleend,
        ToekenningGestart,
        ToekenningBeeindigd,
        ToekenningOvergenomen,
        ToekenningVerleend,
        ToekenningGestart,
    ]
    # ended in the year, and still one of its twenty (D5)
    assert (await samen.gebruik("prb", 2023))["vrij"] == 18


@pytest.mark.parametrize(("aantal", "vrij", "uitkomst"), [(19, 1, None), (20, 0, "S-091")])
async def test_S_091_the_twenty_of_a_year_count_what_was_brought_over(
    samen: Samen, aantal: int, vrij: int, uitkomst: str | None
) -> None:
    lines = [regel(f"T-{n}", await een_persoon(samen.trajecten)) for n in range(aantal)]
    await neem_over(samen.trajecten, "/toekenningen", *lines)
    await samen.vertel()
    assert (await samen.gebruik("prb", 2023))["vrij"] == vrij
    answer = await vraag(samen.trajecten, een_prb(await een_persoon(samen.trajecten)))
    assert answer.status_code == 201, answer.text
    await samen.vertel()
    [laatste] = [r.event for r in await samen.budget.emitted() if r.event.versie == 1][-1:]
    assert getattr(laatste, "regel", None) == uitkomst


async def test_a_plafond_that_was_passed_elsewhere_is_a_fact(samen: Samen) -> None:
    lines = [regel(f"T-{n}", await een_persoon(samen.trajecten)) for n in range(22)]
    _, controle = await neem_over(samen.trajecten, "/toekenningen", *lines)
    await samen.vertel()
    assert telling(controle) == (22, 22, 0, 0)
    plekken = await samen.gebruik("prb", 2023)
    assert (plekken["bezet"], plekken["vrij"]) == (22, -2)
    assert await verschillen(samen.trajecten) == []


async def test_a_year_without_begroting_is_booked_and_found(samen: Samen) -> None:
    ref = await een_persoon(samen.trajecten)
    lang = regel(
        "T-1",
        ref,
        einddatum="2024-02-29",
        kosten=[maand("2023-12-01", 5_000), maand("2024-02-01", 7_000)],
    )
    _, controle = await neem_over(samen.trajecten, "/toekenningen", lang)
    await samen.vertel()
    assert [(b["jaar"], b["verplichtCenten"]) for b in controle["bedragen"]] == [
        (2023, 5_000),
        (2024, 7_000),
    ]
    assert (await samen.gebruik(POST, 2024))["verplichtCenten"] == 7_000
    assert [b["jaar"] for b in await lijst(samen.budget, "/bevindingen", code="budgetrecht")] == [
        2024
    ]
    assert await verschillen(samen.trajecten) == []


async def test_what_is_open_of_a_subsidy_is_paid_and_what_was_paid_is_not(
    samen: Samen,
) -> None:
    ref = await een_persoon(samen.trajecten)
    lks = regel(
        "T-1",
        ref,
        product="lks",
        urenPerWeek=24,
        loonwaarde={"procent": 60, "gemetenOp": "2022-12-15"},
        startdatum="2023-01-01",
        einddatum="2023-04-30",
        kosten=[
            maand("2023-01-01", 60_000, 60_000),
            maand("2023-02-01", 60_000, 20_000),
            maand("2023-03-01", 60_000),
        ],
    )
    _, controle = await neem_over(samen.trajecten, "/toekenningen", lks)
    assert telling(controle) == (1, 1, 0, 0)
    gepland = await lijst(samen.trajecten, "/betaalopdrachten")
    assert sorted((b["maand"], b["bedragCenten"]) for b in gepland) == [
        ("2023-02-01", 40_000),
        ("2023-03-01", 60_000),
    ]
    assert BetaalopdrachtGegeven not in [type(r.event) for r in await samen.trajecten.emitted()]
    await samen.vertel()
    assert await verschillen(samen.trajecten) == []
    assert await lijst(samen.trajecten, "/besluiten") == []


async def test_it_goes_on_as_any_other(samen: Samen) -> None:
    """What was brought over ends here: budget releases what is open, and nothing else."""
    ref = await een_persoon(samen.trajecten)
    [een], _ = await neem_over(samen.trajecten, "/toekenningen", regel("T-1", ref, gestartOp=None))
    pad = f"/toekenningen/{een['id']}"
    for stap, body in (
        ("_starten", {"datum": "2023-02-01"}),
        ("_beeindigen", {"datum": "2023-03-01", "reden": "afgerond"}),
    ):
        answer = await samen.trajecten.client.post(f"{pad}/{stap}", json=body)
        assert answer.status_code == 200, answer.text
    await samen.vertel()
    geld = await samen.gebruik(POST, 2023)
    assert (geld["verplichtCenten"], geld["gerealiseerdCenten"]) == (0, 100_000)
    # the report is about the day of the go-live: what happens after it is no difference
    assert await verschillen(samen.trajecten) == []


async def test_without_budget_the_differences_cannot_be_told(dienst: ServiceUnderTest) -> None:
    answer = await dienst.client.get("/conversieverschillen", params={"gemeente": "GM0090"})
    assert (answer.status_code, answer.json()["code"]) == (503, "beginstand-niet-te-bepalen")
    assert answer.headers["retry-after"]


async def test_another_gemeente_gets_nothing_in(dienst: ServiceUnderTest) -> None:
    ref = await een_persoon(dienst)
    deur = dienst.runtime.deur
    assert isinstance(deur, VasteDeur)
    deur.caller = Caller("conversie", frozenset({"GM0098"}), LOKAAL.scopes)
    for pad in ("/trajecten", "/toekenningen"):
        assert (await stuur(dienst, pad, regel("T-1", ref))).status_code == 403
    [line], _ = await neem_over(dienst, "/toekenningen", regel("T-1", ref), gemeente="GM0098")
    assert ("persoonRef", "persoon-onbekend") in fouten(line)
