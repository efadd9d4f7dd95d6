"""S-124 to S-130: the participatieplaats of Smallingerland."""

from dataclasses import replace
from datetime import date

import pytest

from services.trajecten.aanvraag.domain import Aanvraag
from services.trajecten.persoon.domain import Uitkeringsduur
from services.trajecten.toetsing.domain import toets_start
from services.trajecten.voorwaarde.policy import FeitVereist
from tests.unit.trajecten.bouw import een_situatie, gebreken, gerekend, getoetst, het_product

START = date(2023, 4, 1)
PLAATS = Aanvraag(
    product="participatieplaats",
    startdatum=START,
    einddatum=date(2025, 3, 31),
    besluitdatum=date(2023, 3, 1),
    minuten_per_week=24 * 60,
    feiten={"toestemmingInwoner": True},
)
IN_BEELD = replace(
    een_situatie(afstand="lang", geboortedatum=date(1980, 1, 1)),
    uitkeringen=(Uitkeringsduur("participatiewet", date(2019, 1, 1), None),),
)
PRODUCT = het_product("GM0090", "participatieplaats", START)
OVEREENKOMST: dict[str, bool] = {
    eis.parameter: True
    for reeks in PRODUCT.startvoorwaarden.values()
    for eis in reeks
    if isinstance(eis, FeitVereist)
}


def _gebreken(aanvraag: Aanvraag = PLAATS, **persoon: object) -> dict[str, tuple[str, str]]:
    situatie = replace(IN_BEELD, persoon=replace(IN_BEELD.persoon, **persoon))  # type: ignore[arg-type]
    return gebreken(getoetst("GM0090", aanvraag, situatie))


def test_S_124_the_plafond_is_that_of_the_plan() -> None:
    assert _gebreken() == {}
    assert PRODUCT.plafond is not None
    assert (PRODUCT.plafond.code, PRODUCT.plafond.regel) == ("participatieplaats", "S-124")


@pytest.mark.parametrize(
    ("geboren", "goed"),
    [
        (date(1996, 4, 1), True),  # 27 on the first day
        (date(1996, 4, 2), False),  # 26 on the first day, 27 the day after
        (date(1996, 3, 31), True),
    ],
)
def test_S_125_leeftijd_on_the_start_date(geboren: date, goed: bool) -> None:
    verwacht = {} if goed else {"leeftijd": ("S-125", "voldoet-niet")}
    assert _gebreken(geboortedatum=geboren) == verwacht


def test_S_125_who_is_born_on_29_february_turns_on_1_march() -> None:
    begin = replace(PLAATS, startdatum=date(2023, 2, 28), einddatum=date(2024, 2, 27))
    assert _gebreken(begin, geboortedatum=date(1996, 2, 29)) == {
        "leeftijd": ("S-125", "voldoet-niet")
    }
    assert (
        _gebreken(replace(begin, startdatum=date(2023, 3, 1)), geboortedatum=date(1996, 2, 29))
        == {}
    )


@pytest.mark.parametrize("afstand", ["kort", "middel"])
def test_S_125_only_a_long_distance(afstand: str) -> None:
    assert _gebreken(afstand=afstand) == {"afstand": ("S-125", "voldoet-niet")}


def test_S_125_it_is_voluntary() -> None:
    nee = replace(PLAATS, feiten={"toestemmingInwoner": False})
    assert _gebreken(nee) == {"toestemming-inwoner": ("S-125", "voldoet-niet")}
    assert _gebreken(replace(PLAATS, feiten={})) == {
        "toestemming-inwoner": ("S-125", "niet-te-bepalen")
    }


@pytest.mark.parametrize(("einde", "goed"), [(date(2025, 3, 31), True), (date(2025, 4, 1), False)])
def test_S_126_24_months_and_not_a_day_more(einde: date, goed: bool) -> None:
    verwacht = {} if goed else {"duur": ("S-126", "voldoet-niet")}
    assert _gebreken(replace(PLAATS, einddatum=einde)) == verwacht


@pytest.mark.parametrize(
    ("minuten", "goed"),
    [(16 * 60, True), (32 * 60, True), (15 * 60, False), (33 * 60, False), (16 * 60 - 1, False)],
)
def test_S_126_16_to_32_hours(minuten: int, goed: bool) -> None:
    verwacht = {} if goed else {"uren": ("S-126", "voldoet-niet")}
    assert _gebreken(replace(PLAATS, minuten_per_week=minuten)) == verwacht


def test_S_127_six_elements_and_three_signatures_before_the_start() -> None:
    assert len(OVEREENKOMST) == 9
    zonder = toets_start(PLAATS, PRODUCT)
    assert [u.regel for u in zonder.gebreken] == ["S-127"] * 9
    assert toets_start(replace(PLAATS, feiten={**OVEREENKOMST}), PRODUCT).oordeel == "voldoet"
    for feit in OVEREENKOMST:
        mist = replace(PLAATS, feiten={**OVEREENKOMST, feit: False})
        assert [u.uitkomst for u in toets_start(mist, PRODUCT).gebreken] == ["voldoet-niet"]


@pytest.mark.parametrize(
    ("einde", "dagen"),
    [
        (date(2025, 3, 31), [(2023, 9), (2024, 3), (2024, 9), (2025, 3)]),
        (date(2025, 3, 30), [(2023, 9), (2024, 3), (2024, 9)]),
        (date(2023, 9, 30), [(2023, 9)]),
    ],
)
def test_S_128_300_euro_on_the_last_day_of_each_full_half_year(
    einde: date, dagen: list[tuple[int, int]]
) -> None:
    maanden = gerekend(PRODUCT, replace(PLAATS, einddatum=einde)).maanden
    assert [(m.maand.year, m.maand.month) for m in maanden] == dagen
    assert {m.bedrag_centen for m in maanden} == {30_000}


def test_S_128_less_than_a_half_year_pays_no_premie() -> None:
    assert _gebreken(replace(PLAATS, einddatum=date(2023, 9, 29))) == {
        "kosten": ("S-128", "voldoet-niet")
    }


def test_S_128_the_request_names_no_amount() -> None:
    assert _gebreken(replace(PLAATS, bedrag_centen=60_000)) == {"kosten": ("S-128", "voldoet-niet")}


def test_S_128_50_places_cost_at_most_30_000_euro_a_year() -> None:
    per_jaar = gerekend(PRODUCT, PLAATS).per_jaar()
    assert per_jaar == {2023: 30_000, 2024: 60_000, 2025: 30_000}
    assert 50 * max(per_jaar.values()) == 3_000_000


def test_X_30_it_presupposes_a_benefit() -> None:
    zonder = replace(IN_BEELD, uitkeringen=())
    assert gebreken(getoetst("GM0090", PLAATS, zonder)) == {"uitkering": ("Pw-10a", "voldoet-niet")}
