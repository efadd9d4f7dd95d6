"""S-056, S-080 to S-089 and X-08, X-29: scholing and leerwerkplek; S-064, S-106 to S-115: what has few conditions."""

from dataclasses import replace
from datetime import date

import pytest

from services.trajecten.aanvraag.domain import Aanvraag
from services.trajecten.toetsing.domain import toets_start
from tests.unit.trajecten.bouw import NIEUW, een_situatie, gebreken, getoetst, het_product

SCHOLING = Aanvraag(
    product="scholing",
    bedrag_centen=300_000,
    startdatum=date(2023, 9, 1),
    einddatum=date(2027, 8, 31),
    besluitdatum=date(2023, 6, 1),
    feiten={
        "arbeidsmarktperspectief": True,
        "toestemmingCollege": True,
        "motivatieEnHaalbaarheid": True,
        "rechtOpStudiefinanciering": False,
        "rechtOpLevenlanglerenkrediet": False,
    },
)
OUD = een_situatie(geboortedatum=date(1960, 1, 1))
LEERWERK = Aanvraag(
    product="leerwerkplek",
    bedrag_centen=400_000,
    startdatum=date(2023, 4, 1),
    einddatum=date(2023, 9, 30),
    besluitdatum=date(2023, 3, 1),
    feiten={"baangarantie": True, "mistWerkervaring": True},
)


def _zonder(aanvraag: Aanvraag, **feiten: bool | None) -> Aanvraag:
    samen = {**aanvraag.feiten, **feiten}
    return replace(aanvraag, feiten={f: ja for f, ja in samen.items() if ja is not None})


def _scholing(
    aanvraag: Aanvraag = SCHOLING, geboren: date = date(1960, 1, 1)
) -> dict[str, tuple[str, str]]:
    return gebreken(getoetst("GM0090", aanvraag, een_situatie(geboortedatum=geboren)))


@pytest.mark.parametrize(
    ("feit", "voorwaarde", "regel"),
    [
        ("arbeidsmarktperspectief", "perspectief", "S-084"),
        ("toestemmingCollege", "toestemming-college", "S-086"),
        ("motivatieEnHaalbaarheid", "motivatie-en-haalbaarheid", "S-088"),
    ],
)
def test_S_084_S_086_S_088_scholing(feit: str, voorwaarde: str, regel: str) -> None:
    assert _scholing() == {}
    assert _scholing(_zonder(SCHOLING, **{feit: False})) == {voorwaarde: (regel, "voldoet-niet")}
    assert _scholing(_zonder(SCHOLING, **{feit: None})) == {voorwaarde: (regel, "niet-te-bepalen")}


@pytest.mark.parametrize(("einde", "goed"), [(date(2027, 8, 31), True), (date(2027, 9, 1), False)])
def test_S_085_four_years_at_most(einde: date, goed: bool) -> None:
    verwacht = {} if goed else {"duur": ("S-085", "voldoet-niet")}
    assert _scholing(replace(SCHOLING, einddatum=einde)) == verwacht


@pytest.mark.parametrize(("geboren", "goed"), [(date(1993, 9, 1), True), (date(1993, 9, 2), False)])
def test_S_089_studiefinanciering_goes_first_under_30(geboren: date, goed: bool) -> None:
    recht = _zonder(SCHOLING, rechtOpStudiefinanciering=True)
    verwacht = {} if goed else {"studiefinanciering": ("S-089", "voldoet-niet")}
    assert _scholing(recht, geboren) == verwacht


@pytest.mark.parametrize(
    ("besluit", "jaren"),
    [(date(2023, 8, 31), 55), (date(2023, 9, 1), 56), (date(2024, 9, 1), 57)],
)
def test_S_089_levenlanglerenkrediet_goes_first_under_the_age_of_the_law(
    besluit: date, jaren: int
) -> None:
    begin = date(2024, 10, 1)
    recht = replace(
        _zonder(SCHOLING, rechtOpLevenlanglerenkrediet=True),
        besluitdatum=besluit,
        startdatum=begin,
        einddatum=date(2025, 9, 30),
    )
    assert _scholing(recht, begin.replace(year=begin.year - jaren)) == {}
    jonger = begin.replace(year=begin.year - jaren, day=2)
    assert _scholing(recht, jonger) == {"levenlanglerenkrediet": ("S-089", "voldoet-niet")}


def test_S_089_not_for_who_cannot_reach_a_startkwalificatie() -> None:
    recht = _zonder(SCHOLING, rechtOpStudiefinanciering=True, startkwalificatieOnhaalbaar=True)
    assert _scholing(recht, date(2003, 1, 1)) == {}


def test_X_08_only_a_real_right_blocks() -> None:
    assert _scholing(geboren=date(2003, 1, 1)) == {}
    onbekend = _zonder(SCHOLING, rechtOpStudiefinanciering=None)
    assert _scholing(onbekend, date(2003, 1, 1)) == {
        "studiefinanciering": ("S-089", "niet-te-bepalen")
    }
    assert _scholing(onbekend) == {}


def _leerwerk(aanvraag: Aanvraag = LEERWERK, afstand: str = "middel") -> dict[str, tuple[str, str]]:
    situatie = een_situatie(afstand=afstand, geboortedatum=date(1990, 1, 1))
    return gebreken(getoetst("GM0090", aanvraag, situatie))


def test_S_080_no_money_without_baangarantie() -> None:
    assert _leerwerk() == {}
    zonder = _zonder(LEERWERK, baangarantie=False)
    assert _leerwerk(zonder) == {"baangarantie": ("S-080", "voldoet-niet")}


def test_S_082_short_or_middle_distance_that_lacks_experience_or_skills() -> None:
    assert _leerwerk(afstand="kort") == {}
    assert _leerwerk(afstand="lang") == {"afstand": ("S-082", "voldoet-niet")}
    vaardig = _zonder(LEERWERK, mistWerkervaring=False, mistVaardigheden=True)
    assert _leerwerk(vaardig) == {}
    niets = _zonder(LEERWERK, mistWerkervaring=False, mistVaardigheden=False)
    assert _leerwerk(niets) == {"ervaring-of-vaardigheden": ("S-082", "voldoet-niet")}
    onbekend = _zonder(LEERWERK, mistWerkervaring=False)
    assert _leerwerk(onbekend) == {"ervaring-of-vaardigheden": ("S-082", "niet-te-bepalen")}


@pytest.mark.parametrize(
    "uitzondering", ["banenafspraak", "switchUitDagbesteding", "inburgeraar", "schoolverlater"]
)
def test_X_29_S_082_does_not_hold_for_these(uitzondering: str) -> None:
    ver = _zonder(LEERWERK, mistWerkervaring=False, **{uitzondering: True})
    assert _leerwerk(ver, afstand="lang") == {}
    assert _leerwerk(_zonder(ver, **{uitzondering: False}), afstand="lang") != {}


@pytest.mark.parametrize(("geboren", "goed"), [(date(2007, 4, 1), True), (date(2007, 4, 2), False)])
def test_S_056_from_16_years(geboren: date, goed: bool) -> None:
    situatie = een_situatie(afstand="kort", geboortedatum=geboren)
    verwacht = {} if goed else {"leeftijd": ("S-056", "voldoet-niet")}
    assert gebreken(getoetst("GM0090", LEERWERK, situatie)) == verwacht


def test_S_083_the_acquaintance_is_offered_before_the_start() -> None:
    product = het_product("GM0090", "leerwerkplek", LEERWERK.besluitdatum)
    assert [u.uitkomst for u in toets_start(LEERWERK, product).gebreken] == ["niet-te-bepalen"]
    met = _zonder(LEERWERK, kennismakingAangeboden=True)
    assert toets_start(met, product).oordeel == "voldoet"


@pytest.mark.parametrize(("einde", "goed"), [(date(2023, 5, 26), True), (date(2023, 5, 27), False)])
def test_S_064_an_assessment_takes_at_most_56_days(einde: date, goed: bool) -> None:
    aanvraag = replace(LEERWERK, product="assessment", einddatum=einde)
    verwacht = {} if goed else {"duur": ("S-064", "voldoet-niet")}
    assert gebreken(getoetst("GM0090", aanvraag)) == verwacht


def test_S_107_jobcoaching_before_a_contract_and_beside_another() -> None:
    aanvraag = replace(LEERWERK, product="jobcoaching", feiten={})
    naast = replace(NIEUW, aantal_eerder=1, lopend=["jobcoaching", "leerwerkplek"])
    assert gebreken(getoetst("GM0090", aanvraag, naast)) == {}


@pytest.mark.parametrize(
    ("product", "feiten", "geboren", "plafond", "regel"),
    [
        ("zorgtraject", {"zorgtraject": True}, date(2007, 4, 1), "zorgtraject", "S-110"),
        ("traject-statushouders", {"inburgeraar": True}, None, "statushouders", "S-112"),
        ("traject-ouderen", {"zoektLangerDanJaar": True}, date(1973, 4, 1), "ouderen", "S-115"),
        ("bab-baan-vast", {"banenafspraak": True}, None, "bab-baan-vast", "S-106"),
    ],
)
def test_S_106_S_110_S_112_S_115_products_with_a_number(
    product: str, feiten: dict[str, bool], geboren: date | None, plafond: str, regel: str
) -> None:
    aanvraag = replace(LEERWERK, product=product, feiten=feiten)
    assert gebreken(getoetst("GM0090", aanvraag, een_situatie(geboortedatum=geboren))) == {}
    gevonden = het_product("GM0090", product, LEERWERK.besluitdatum).plafond
    assert gevonden is not None
    assert (gevonden.code, gevonden.regel) == (plafond, regel)
    weg = replace(aanvraag, feiten=dict.fromkeys(feiten, False))
    assert gebreken(getoetst("GM0090", weg, een_situatie(geboortedatum=geboren))) != {}
    if geboren:
        jonger = een_situatie(geboortedatum=geboren.replace(day=2))
        assert set(gebreken(getoetst("GM0090", aanvraag, jonger))) == {"leeftijd"}


@pytest.mark.parametrize("product", ["werkvoucher", "uitstroompremie"])
def test_decision_41_smallingerland_names_no_amount(product: str) -> None:
    aanvraag = replace(LEERWERK, product=product, bedrag_centen=None, feiten={})
    toetsing = getoetst("GM0090", aanvraag)
    assert gebreken(toetsing) == {"kosten": ("S-071", "niet-te-bepalen")}
    assert toetsing.gebreken[0].parameter == "het plan noemt geen bedrag"
    met_bedrag = getoetst("GM0090", replace(aanvraag, bedrag_centen=1))
    assert gebreken(met_bedrag) == {"kosten": ("S-071", "voldoet-niet")}
