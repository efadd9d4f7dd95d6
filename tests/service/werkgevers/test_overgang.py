"""Five years of contact with employers, brought over at go-live: each once, and a known employer is not new (D1)."""

from typing import Any

from shared.auth import LOKAAL, VasteDeur
from shared.bulk import PER_TRANSACTIE
from shared.contracts.werkgevers import WerkgeverscontactmomentVastgelegd
from shared.tenancy import Caller
from shared.testing.service import ServiceUnderTest
from tests.service.overgang import lijst, neem_over, stuur, telling, verschillen

PAD = "/werkgeverscontactmomenten"


def contact(bron_id: str, datum: str = "2022-03-04", **anders: Any) -> dict[str, Any]:
    return {
        "bronId": bron_id,
        "kvkNummer": "90000001",
        "datum": datum,
        "soort": "gesprek",
        "tweezijdig": True,
        "doelgroepParticipatiewet": True,
        **anders,
    }


async def test_the_same_file_twice_counts_each_contact_once(werkgevers: ServiceUnderTest) -> None:
    lines = [contact("C-1"), contact("C-2", "2023-05-06"), contact("C-3", "2023-05-06")]
    eerst, controle = await neem_over(werkgevers, PAD, *lines)
    assert [line["uitkomst"] for line in eerst] == ["overgenomen"] * 3
    assert telling(controle) == (3, 3, 0, 0)
    assert [(b["jaar"], b["regels"]) for b in controle["bedragen"]] == [(2022, 1), (2023, 2)]
    weer, controle = await neem_over(werkgevers, PAD, *lines)
    assert weer == [line | {"uitkomst": "ongewijzigd"} for line in eerst]
    assert telling(controle) == (3, 0, 3, 0)
    assert [(b["jaar"], b["regels"]) for b in controle["bedragen"]] == [(2022, 1), (2023, 2)]
    assert (await werkgevers.client.get(PAD)).json()["count"] == 3
    told = [type(received.event) for received in await werkgevers.emitted()]
    assert told == [WerkgeverscontactmomentVastgelegd] * 3
    assert await verschillen(werkgevers) == []
    runs = await lijst(werkgevers, "/conversies")
    assert sorted(run["overgenomen"] for run in runs) == [0, 3]


async def test_a_bad_line_stands_for_nothing_and_the_others_stand(
    werkgevers: ServiceUnderTest,
) -> None:
    lines: list[dict[str, Any] | bytes] = [
        contact("C-1"),
        b"{",
        contact("C-2", "2026-11-25"),
        contact("C-3", kvkNummer="1", soort="praatje"),
        contact("C-4", soort="nieuwsbrief"),
        contact("C-5"),
    ]
    found, controle = await neem_over(werkgevers, PAD, *lines)
    codes = [line.get("code") for line in found]
    dag, brief = "datum-in-toekomst", "nieuwsbrief-tweezijdig"
    assert codes == [None, "ongeldig", dag, "ongeldig", brief, None]
    assert {fout["name"] for fout in found[3]["fouten"]} == {"kvkNummer", "soort"}
    assert telling(controle) == (6, 2, 0, 4)
    assert (await werkgevers.client.get(PAD)).json()["count"] == 2
    # what can be read and stands for nothing is missing here, and says so
    [een, ander] = await verschillen(werkgevers)
    assert (een["jaar"], een["bronRegels"], een["meedoenRegels"]) == (2022, 3, 2)
    assert (ander["jaar"], ander["bronRegels"], ander["meedoenRegels"]) == (2026, 1, 0)
    geweigerd = await lijst(werkgevers, "/conversieregels", geweigerd="true")
    assert [(line["bronId"], line["code"]) for line in geweigerd] == [("C-2", dag), ("C-4", brief)]
    goed = [contact("C-2", "2026-11-24"), contact("C-4")]
    _, controle = await neem_over(werkgevers, PAD, *goed)
    assert telling(controle) == (2, 2, 0, 0)
    assert await verschillen(werkgevers) == []


async def test_a_line_that_says_something_else_afterwards_is_refused(
    werkgevers: ServiceUnderTest,
) -> None:
    [eerst], _ = await neem_over(werkgevers, PAD, contact("C-1"))
    anders = contact("C-1", "2021-03-04")
    [refused], controle = await neem_over(werkgevers, PAD, anders)
    assert (refused["uitkomst"], refused["code"]) == ("geweigerd", "al-overgenomen")
    assert refused["id"] == eerst["id"]
    assert telling(controle) == (1, 0, 0, 1)
    assert [(v["jaar"], v["bronRegels"]) for v in await verschillen(werkgevers)] == [
        (2021, 1),
        (2022, 0),
    ]
    [weer], _ = await neem_over(werkgevers, PAD, contact("C-1"))
    assert weer == eerst | {"uitkomst": "ongewijzigd"}
    assert await verschillen(werkgevers) == []


async def test_one_id_twice_in_a_file_and_in_two_sources(werkgevers: ServiceUnderTest) -> None:
    found, controle = await neem_over(
        werkgevers, PAD, contact("C-1"), contact("C-1"), contact("C-1", "2021-01-01")
    )
    assert [line["uitkomst"] for line in found] == ["overgenomen", "ongewijzigd", "geweigerd"]
    assert telling(controle) == (3, 1, 1, 1)
    _, controle = await neem_over(werkgevers, PAD, contact("C-1"), bronsysteem="ander")
    assert telling(controle) == (1, 1, 0, 0)


async def test_another_gemeente_gets_nothing_in(werkgevers: ServiceUnderTest) -> None:
    deur = werkgevers.runtime.deur
    assert isinstance(deur, VasteDeur)
    deur.caller = Caller("conversie", frozenset({"GM0098"}), LOKAAL.scopes)
    answer = await stuur(werkgevers, PAD, contact("C-1"))
    assert (answer.status_code, answer.json()["code"]) == (403, "gemeente-niet-toegestaan")
    assert (await werkgevers.client.get("/conversies")).json()["count"] == 0
    elders = await werkgevers.client.get("/conversieverschillen", params={"gemeente": "GM0090"})
    assert elders.status_code == 403
    # the same id of the same source is another contact there
    _, controle = await neem_over(werkgevers, PAD, contact("C-1"), gemeente="GM0098")
    assert telling(controle) == (1, 1, 0, 0)


async def test_only_a_client_with_the_scope_may(werkgevers: ServiceUnderTest) -> None:
    deur = werkgevers.runtime.deur
    assert isinstance(deur, VasteDeur)
    zonder = LOKAAL.scopes - {"werkgevers.converteren"}
    deur.caller = Caller("kern", frozenset({"GM0090"}), zonder)
    assert (await stuur(werkgevers, PAD, contact("C-1"))).status_code == 403
    assert (await werkgevers.client.post(PAD + "/_bulk", content=b"")).status_code == 415


async def test_the_source_system_must_be_named(werkgevers: ServiceUnderTest) -> None:
    answer = await stuur(werkgevers, PAD, contact("C-1"), bronsysteem="")
    assert (answer.status_code, answer.json()["code"]) == (400, "ongeldig")


async def test_an_empty_file_is_a_run_of_no_lines(werkgevers: ServiceUnderTest) -> None:
    found, controle = await neem_over(werkgevers, PAD)
    assert (found, telling(controle), controle["bedragen"]) == ([], (0, 0, 0, 0), [])
    assert controle["afgerondOp"]


async def test_a_file_of_more_than_one_transaction(werkgevers: ServiceUnderTest) -> None:
    lines = [contact(f"C-{n}") for n in range(2 * PER_TRANSACTIE + 1)]
    _, controle = await neem_over(werkgevers, PAD, *lines)
    assert telling(controle) == (len(lines), len(lines), 0, 0)
    assert controle["bedragen"][0]["regels"] == len(lines)


async def test_D1_an_employer_of_four_years_ago_is_not_new_and_one_of_six_is(
    werkgevers: ServiceUnderTest,
) -> None:
    await neem_over(
        werkgevers,
        PAD,
        contact("C-1", "2023-01-10", kvkNummer="90000001"),
        contact("C-2", "2020-01-10", kvkNummer="90000012"),
        gemeente="GM0098",
    )
    for kvk in ("90000001", "90000012"):
        body = contact("-", "2026-11-24", kvkNummer=kvk, gemeente="GM0098")
        del body["bronId"]
        made = await werkgevers.client.post(PAD, json=body, headers={"Idempotency-Key": kvk})
        assert made.status_code == 201, made.text
    vraag = {"jaar": "2026", "gemeente": "GM0098"}
    found = (await werkgevers.client.get("/nieuwe-werkgevers", params=vraag)).json()
    assert [(w["kvkNummer"], w["vorigContact"]) for w in found["werkgevers"]] == [
        ("90000012", "2020-01-10")
    ]
