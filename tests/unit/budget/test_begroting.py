"""The begrotingen of both plans as data: every line, the printed totals, and files that refuse to load."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.budget import policy
from services.budget.begroting.domain import Budgetpost, verschillen, zoek_plafond, zoek_post
from services.budget.begroting.policy import Begroting, Postregel
from shared.policy import PolicyError
from tests.unit.budget.rules import overlay

S_LINES = {
    "sociale-werkvoorziening": (11812, 11753, 11695, 11631),
    "kwaliteit-team-werk": (185, 185, 185, 185),
    "analyse-instrumenten": (140, 140, 140, 140),
    "scholingsvoorzieningen": (350, 350, 350, 350),
    "werktrajecten-en-voorzieningen": (725, 725, 725, 725),
    "werkpremies-inwoners": (250, 270, 290, 310),
    "participatievoorzieningen": (418, 418, 418, 418),
    "wiw-bw-en-bab-banen": (294, 427, 560, 693),
    "jobcoaching": (200, 204, 208, 212),
}
"""Thousands of euros, 2020-2023."""


def begroting(gemeente: str, dag: date) -> Begroting:
    return policy.load(None).begroting[gemeente].begroting.op(dag).waarde


@pytest.fixture
def smallingerland() -> Begroting:
    return begroting("GM0090", date(2023, 1, 1))


@pytest.fixture
def weststellingwerf() -> Begroting:
    return begroting("GM0098", date(2026, 1, 1))


def posts(found: Begroting) -> dict[str, Postregel]:
    return {post.code: post for post in found.posten}


def test_S_141_nine_posts_with_their_amounts_per_year(smallingerland: Begroting) -> None:
    amounts = {p.code: tuple(p.bedragen.values()) for p in smallingerland.posten if p.bedragen}
    assert amounts == {
        code: tuple(value * 100_000 for value in values) for code, values in S_LINES.items()
    }
    assert {tuple(p.bedragen) for p in smallingerland.posten if p.bedragen} == {
        (2020, 2021, 2022, 2023)
    }


def test_S_140_the_lines_of_the_budget_add_up_to_its_total(smallingerland: Begroting) -> None:
    assert smallingerland.dekking is not None
    for jaar, totaal in smallingerland.dekking.totaal.bedragen.items():
        assert sum(line.bedragen[jaar] for line in smallingerland.dekking.regels) == totaal
    assert smallingerland.dekking.totaal.bedragen[2020] == 1_422_100_000


def test_S_142_money_signals_and_S_143_wage_subsidy_is_only_recorded(
    smallingerland: Begroting,
) -> None:
    modes = {p.code: (p.modus.soort, p.modus.regel) for p in smallingerland.posten}
    assert modes.pop("buig") == ("registreren", "S-143")
    assert set(modes.values()) == {("signaleren", "S-142")}


def test_X_01_printed_totals_are_190_180_170_and_160_thousand_below_the_lines(
    smallingerland: Begroting,
) -> None:
    found = {v.jaar: (v.regel, v.som, v.gedrukt, v.verschil) for v in verschillen(smallingerland)}
    assert found == {
        2020: ("X-01", 1_437_400_000, 1_418_400_000, -19_000_000),
        2021: ("X-01", 1_447_200_000, 1_429_200_000, -18_000_000),
        2022: ("X-01", 1_457_100_000, 1_440_100_000, -17_000_000),
        2023: ("X-01", 1_466_400_000, 1_450_400_000, -16_000_000),
    }


def test_X_01_is_computed_from_the_lines(tmp_path: Path) -> None:
    def one_euro_more(content: dict[str, Any]) -> None:
        content["begroting"][0]["waarde"]["posten"][0]["bedragen"][2020] += 100

    rules = policy.load(overlay(tmp_path, "GM0090", "begroting", one_euro_more))
    changed = rules.begroting["GM0090"].begroting.op(date(2020, 1, 1)).waarde
    assert next(verschillen(changed)).verschil == -19_000_100


def test_X_02_there_is_no_begroting_for_2024() -> None:
    assert not policy.load(None).begroting["GM0090"].begroting.geldt_op(date(2024, 1, 1))


def test_W_070_W_071_W_072_the_totals_agree(weststellingwerf: Begroting) -> None:
    found = posts(weststellingwerf)
    werkdeel = [
        found["participatie-werkdeel"].bedragen[jaar]
        + found["participatie-werkdeel-esf"].bedragen.get(jaar, 0)
        for jaar in (2025, 2026, 2027, 2028)
    ]
    assert werkdeel == [25_755_900, 25_755_900, 19_675_900, 19_675_900]
    assert set(found["inkoop-re-integratie"].bedragen.values()) == {28_600_000}
    totals = [
        sum(post.bedragen.get(jaar, 0) for post in weststellingwerf.posten)
        for jaar in (2025, 2026, 2027, 2028)
    ]
    assert totals == [54_355_900, 54_355_900, 48_275_900, 48_275_900]
    assert list(verschillen(weststellingwerf)) == []


def test_W_073_esf_is_a_post_of_its_own_that_ends(weststellingwerf: Begroting) -> None:
    esf = posts(weststellingwerf)["participatie-werkdeel-esf"]
    assert esf.bedragen == {2025: 6_080_000, 2026: 6_080_000}
    assert (esf.fonds, esf.einde, esf.status) == ("esf", date(2026, 12, 31), "afgeleid")


@pytest.mark.parametrize(
    ("code", "aantal", "modus", "regel", "paragraaf"),
    [
        ("prb", 20, "weigeren", "S-091", "6.4"),
        ("participatieplaats", 50, "weigeren", "S-124", "7.3"),
        ("bab-baan-vast", 7, "weigeren", "S-106", "6.6.1"),
        ("zorgtraject", 50, "weigeren", "S-110", "6.6.1"),
        ("statushouders", 35, "signaleren", "S-112", "6.6.2"),
        ("ouderen", 20, "weigeren", "S-115", "6.6.3"),
    ],
)
def test_S_091_S_106_S_110_S_112_S_115_S_124_the_caps_of_the_plan_have_their_source(
    code: str, aantal: int, modus: str, regel: str, paragraaf: str
) -> None:
    caps = policy.load(None).plafond["GM0090"].plafonds.op(date(2024, 6, 1)).waarde
    (cap,) = [cap for cap in caps if cap.code == code]
    assert (cap.aantal, cap.modus, cap.regel) == (aantal, modus, regel)
    assert paragraaf in cap.bron


def posten_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = content["begroting"][0]["waarde"]["posten"]
    return found


def plafond_of(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = content["plafonds"][0]["waarde"][0]
    return found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: posten_of(c)[3].pop("bron"), "bron"),
        (lambda c: posten_of(c)[3].update(bron="  "), "bron"),
        (lambda c: posten_of(c)[3].pop("regel"), "regel"),
        (lambda c: posten_of(c)[3]["modus"].pop("bron"), "bron"),
        (lambda c: c["begroting"][0].pop("bron"), "bron"),
        (lambda c: c["begroting"][0]["waarde"]["totaal"].pop("bron"), "bron"),
        (lambda c: posten_of(c)[3].update(kleur="rood"), "kleur"),
        (lambda c: posten_of(c)[3].update(modus="streng"), "modus"),
        (lambda c: posten_of(c).append(posten_of(c)[0]), "sociale-werkvoorziening staat er 2"),
        (lambda c: posten_of(c)[3]["bedragen"].pop(2022), "scholingsvoorzieningen: jaren"),
        (lambda c: posten_of(c)[3]["bedragen"].update({2024: 1}), "scholingsvoorzieningen: jaren"),
        (lambda c: posten_of(c)[3]["bedragen"].update({2020: 1.5}), "bedragen"),
        (lambda c: posten_of(c)[3]["bedragen"].update({2020: -1}), "bedragen"),
        (lambda c: posten_of(c)[3].update(bedragen={}), "registreren"),
        (lambda c: posten_of(c)[3].update(deel_van="niets"), "deel_van niets"),
        (lambda c: c["begroting"][0].update(tot=date(2023, 6, 30)), "31 december"),
        (lambda c: c["begroting"][0].update(vanaf=date(2020, 2, 1)), "kalenderjaren"),
        (lambda c: c["begroting"].append(c["begroting"][0]), "overlapt"),
        (lambda c: c.update(extra=[]), "onbekende sleutel"),
    ],
)
def test_a_wrong_begroting_refuses_to_load(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    rules = overlay(tmp_path, "GM0090", "begroting", change)
    with pytest.raises(PolicyError, match=r"begroting\.yaml: .*" + said):
        policy.load(rules)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: plafond_of(c).pop("bron"), "bron"),
        (lambda c: plafond_of(c).update(aantal=-1), "aantal"),
        (lambda c: plafond_of(c).update(modus="registreren"), "modus"),
        (lambda c: c["plafonds"][0].update(vanaf=date(2020, 3, 1)), "hele kalenderjaren"),
        (lambda c: c["plafonds"][0]["waarde"].append(plafond_of(c)), "prb staat er 2"),
    ],
)
def test_a_wrong_plafond_refuses_to_load(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    with pytest.raises(PolicyError, match=r"plafond\.yaml: plafonds: .*" + said):
        policy.load(overlay(tmp_path, "GM0090", "plafond", change))


def test_a_begroting_of_a_gemeente_we_do_not_work_for_refuses_to_load(tmp_path: Path) -> None:
    overlay(tmp_path, "GM0090", "begroting", lambda content: content)
    (tmp_path / "GM0090").rename(tmp_path / "GM0001")
    with pytest.raises(PolicyError, match=r"GM0001/begroting\.yaml"):
        policy.load(tmp_path)


def a_post(id_: int, code: str, **other: Any) -> Budgetpost:
    values: dict[str, Any] = {"eenheid": "centen", "modus": "signaleren", **other}
    source: dict[str, Any] = {"regel": "R", "bron": "B", "modus_regel": "M", "modus_bron": "B"}
    return Budgetpost(
        id=id_, gemeente="GM0098", code=code, naam=code, status="overgenomen", **source, **values
    )


def test_W_073_a_request_on_esf_means_the_part_of_the_line_that_esf_pays() -> None:
    line = a_post(1, "participatie-werkdeel")
    part = a_post(2, "participatie-werkdeel-esf", fonds="esf", deel_van="participatie-werkdeel")
    cap = a_post(3, "groep", eenheid="plaatsen")
    known = [line, part, cap]
    assert zoek_post(known, "GM0098", "participatie-werkdeel", "regulier") == line
    assert zoek_post(known, "GM0098", "participatie-werkdeel", "esf") == part
    assert zoek_post(known, "GM0098", "participatie-werkdeel-esf", "esf") == part
    assert zoek_post(known, "GM0090", "participatie-werkdeel", "regulier") is None
    assert zoek_post(known, "GM0098", "groep", "regulier") is None
    assert zoek_plafond(known, "GM0098", "groep") == cap
    assert zoek_plafond(known, "GM0098", "participatie-werkdeel") is None
