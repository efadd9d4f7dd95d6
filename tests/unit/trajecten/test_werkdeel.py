"""W-010, W-093 and W-094: external jobcoaching, werkvoucher and uitstroompremie of Weststellingwerf; and the LKS."""

from dataclasses import replace
from datetime import date

import pytest

from services.trajecten.aanvraag.domain import Aanvraag, Loonwaarde, Situatie, Vertrek, Werk
from services.trajecten.persoon.domain import Uitkeringsduur
from services.trajecten.toekenning.domain import vier_ogen_nodig
from tests.unit.trajecten.bouw import NIEUW, gebreken, gerekend, getoetst, het_product

DAG = date(2026, 3, 1)
VOUCHER = Aanvraag(product="werkvoucher", startdatum=DAG, besluitdatum=DAG)
PREMIE = replace(VOUCHER, product="uitstroompremie")


def _pw(van: date, tot: date | None = None) -> Uitkeringsduur:
    return Uitkeringsduur("participatiewet", van, tot)


AAN_HET_WERK = replace(
    NIEUW,
    aantal_op_plaatsing=0,
    lopend=(),
    uitkeringen=(_pw(date(2024, 1, 1), date(2026, 2, 28)),),
    werk=Werk(DAG, 24 * 60, date(2026, 8, 31)),
)


def _voucher(situatie: Situatie = AAN_HET_WERK, **werk: object) -> dict[str, tuple[str, str]]:
    assert situatie.werk is not None
    met = replace(situatie, werk=replace(situatie.werk, **werk))  # type: ignore[arg-type]
    return gebreken(getoetst("GM0098", VOUCHER, met))


def test_W_093_werkvoucher_of_2_000_euro_in_the_month_of_the_start() -> None:
    assert _voucher() == {}
    product = het_product("GM0098", "werkvoucher", DAG)
    maanden = gerekend(product, replace(VOUCHER, einddatum=date(2026, 8, 31))).maanden
    assert [(m.maand, m.bedrag_centen) for m in maanden] == [(date(2026, 3, 1), 200_000)]


@pytest.mark.parametrize(
    ("tot", "goed"),
    [
        (date(2026, 2, 28), True),  # the day before the first working day
        (None, True),
        (date(2026, 2, 27), False),
    ],
)
def test_W_093_pw_on_the_day_before_the_first_working_day(tot: date | None, goed: bool) -> None:
    situatie = replace(AAN_HET_WERK, uitkeringen=(_pw(date(2024, 1, 1), tot),))
    assert _voucher(situatie) == (
        {} if goed else {"uitkering-voor-werk": ("W-093", "voldoet-niet")}
    )


def test_W_093_another_benefit_is_no_pw() -> None:
    ww = replace(AAN_HET_WERK, uitkeringen=(Uitkeringsduur("ww", date(2024, 1, 1), None),))
    assert _voucher(ww) == {"uitkering-voor-werk": ("W-093", "voldoet-niet")}


@pytest.mark.parametrize(
    ("einde", "goed"),
    [(date(2026, 8, 31), True), (date(2026, 8, 30), False), (None, True)],
)
def test_W_093_a_contract_of_six_months(einde: date | None, goed: bool) -> None:
    verwacht = {} if goed else {"contract": ("W-093", "voldoet-niet")}
    assert _voucher(einddatum=einde) == verwacht


@pytest.mark.parametrize(("minuten", "goed"), [(24 * 60, True), (23 * 60 + 30, False)])
def test_W_093_24_hours(minuten: int, goed: bool) -> None:
    verwacht = {} if goed else {"uren": ("W-093", "voldoet-niet")}
    assert _voucher(minuten_per_week=minuten) == verwacht


def test_W_093_once_per_plaatsing() -> None:
    tweede = replace(AAN_HET_WERK, aantal_op_plaatsing=1)
    assert _voucher(tweede) == {"eens-per-plaatsing": ("W-093", "voldoet-niet")}


def test_W_093_without_a_plaatsing_nothing_is_determined() -> None:
    zonder = replace(AAN_HET_WERK, werk=None, aantal_op_plaatsing=None)
    gevonden = gebreken(getoetst("GM0098", VOUCHER, zonder))
    assert set(gevonden) == {"uitkering-voor-werk", "contract", "uren", "eens-per-plaatsing"}
    assert set(gevonden.values()) == {("W-093", "niet-te-bepalen")}


@pytest.mark.parametrize(
    ("lopend", "nodig"), [([], False), (["oh-p1"], False), (["lks"], True), (["lks-forfait"], True)]
)
def test_decision_44_beside_lks_a_second_person_must_agree(lopend: list[str], nodig: bool) -> None:
    product = het_product("GM0098", "werkvoucher", DAG)
    assert vier_ogen_nodig(product, replace(AAN_HET_WERK, lopend=lopend)) is nodig


UITGESTROOMD = replace(
    NIEUW,
    uitkeringen=(_pw(date(2025, 3, 1), date(2026, 2, 28)),),
    vertrek=Vertrek("werk", date(2026, 2, 28)),
)


def _premie(
    situatie: Situatie = UITGESTROOMD, aanvraag: Aanvraag = PREMIE
) -> dict[str, tuple[str, str]]:
    return gebreken(getoetst("GM0098", aanvraag, situatie))


def _uitkering(*duren: Uitkeringsduur) -> Situatie:
    return replace(UITGESTROOMD, uitkeringen=duren)


def test_W_094_uitstroompremie_of_600_euro() -> None:
    assert _premie() == {}
    product = het_product("GM0098", "uitstroompremie", DAG)
    assert gerekend(product, PREMIE).totaal == 60_000


@pytest.mark.parametrize(
    ("eerder", "gebrek"),
    [(0, False), (1, False), (2, True), (3, True)],
)
def test_W_094_the_third_is_refused(eerder: int, gebrek: bool) -> None:
    later = replace(PREMIE, besluitdatum=date(2026, 9, 1), feiten={"onafgebrokenAanHetWerk": True})
    verwacht = {"hoogstens-twee": ("W-094", "voldoet-niet")} if gebrek else {}
    assert _premie(replace(UITGESTROOMD, aantal_eerder=eerder), later) == verwacht


@pytest.mark.parametrize(
    ("van", "goed"),
    [
        (date(2025, 3, 1), True),  # 12 months
        (date(2025, 3, 2), False),  # 11 months and 27 days
    ],
)
def test_W_094_twelve_months_of_pw(van: date, goed: bool) -> None:
    verwacht = {} if goed else {"duur-uitkering": ("W-094", "voldoet-niet")}
    assert _premie(_uitkering(_pw(van, date(2026, 2, 28)))) == verwacht


@pytest.mark.parametrize(
    ("laatste", "goed"), [(date(2025, 12, 31), True), (date(2025, 12, 30), False)]
)
def test_W_094_11_months_and_30_days_are_not_twelve_months(laatste: date, goed: bool) -> None:
    situatie = replace(
        UITGESTROOMD,
        uitkeringen=(_pw(date(2025, 1, 1), laatste),),
        vertrek=Vertrek("werk", laatste),
    )
    assert _premie(situatie) == ({} if goed else {"duur-uitkering": ("W-094", "voldoet-niet")})


@pytest.mark.parametrize(
    ("terug", "goed"), [(date(2025, 10, 31), True), (date(2025, 11, 1), False)]
)
def test_decision_45_a_gap_of_30_days_does_not_interrupt(terug: date, goed: bool) -> None:
    eerder, later = _pw(date(2024, 1, 1), date(2025, 9, 30)), _pw(terug, date(2026, 2, 28))
    verwacht = {} if goed else {"duur-uitkering": ("W-094", "voldoet-niet")}
    assert _premie(_uitkering(eerder, later)) == verwacht


def test_decision_45_months_in_another_gemeente_count_when_shown() -> None:
    kort = _uitkering(_pw(date(2025, 9, 1), date(2026, 2, 28)))
    assert _premie(kort) == {"duur-uitkering": ("W-094", "voldoet-niet")}
    elders = replace(PREMIE, uitkering_elders=_pw(date(2025, 3, 1), date(2025, 8, 31)))
    assert _premie(kort, elders) == {}


def test_W_094_only_who_left_for_work() -> None:
    verhuisd = replace(UITGESTROOMD, vertrek=Vertrek("verhuizing", date(2026, 2, 28)))
    assert _premie(verhuisd) == {"vertrek": ("W-094", "voldoet-niet")}


@pytest.mark.parametrize(
    ("besluit", "goed"), [(date(2026, 9, 1), True), (date(2026, 8, 31), False)]
)
def test_decision_45_the_second_after_six_months_of_work(besluit: date, goed: bool) -> None:
    tweede = replace(UITGESTROOMD, aantal_eerder=1)
    werkt = replace(PREMIE, besluitdatum=besluit, feiten={"onafgebrokenAanHetWerk": True})
    verwacht = {} if goed else {"aan-het-werk-gebleven": ("W-094", "voldoet-niet")}
    assert _premie(tweede, werkt) == verwacht
    if goed:
        terug = replace(tweede, uitkeringen=(*(tweede.uitkeringen or ()), _pw(date(2026, 7, 1))))
        assert set(_premie(terug, werkt)) == {"aan-het-werk-gebleven"}
        onbekend = _premie(tweede, replace(werkt, feiten={}))
        assert onbekend == {"aan-het-werk-gebleven": ("W-094", "niet-te-bepalen")}


@pytest.mark.parametrize(
    ("gegeven", "uitkomst"),
    [(True, None), (False, "voldoet-niet"), (None, "niet-te-bepalen")],
)
def test_W_010_external_jobcoaching_only_when_own_is_not_possible(
    gegeven: bool | None, uitkomst: str | None
) -> None:
    feiten = {} if gegeven is None else {"eigenJobcoachNietMogelijk": gegeven}
    aanvraag = replace(VOUCHER, product="jobcoaching-extern", bedrag_centen=150_000, feiten=feiten)
    verwacht = {"eigen-jobcoach": ("W-010", uitkomst)} if uitkomst else {}
    assert gebreken(getoetst("GM0098", aanvraag)) == verwacht


@pytest.mark.parametrize(("gemeente", "dag"), [("GM0090", date(2023, 9, 1)), ("GM0098", DAG)])
def test_S_157_no_lks_without_loonwaarde_or_forfait(gemeente: str, dag: date) -> None:
    lks = Aanvraag(
        product="lks",
        startdatum=dag,
        einddatum=dag.replace(day=28),
        besluitdatum=dag,
        minuten_per_week=32 * 60,
    )
    assert set(gebreken(getoetst(gemeente, lks))) == {"loonwaarde", "kosten"}
    later = replace(lks, loonwaarde=Loonwaarde(40, date(dag.year, 12, 31)))
    assert set(gebreken(getoetst(gemeente, later))) == {"loonwaarde"}
    assert gebreken(getoetst(gemeente, replace(lks, loonwaarde=Loonwaarde(40, dag)))) == {}
    assert gebreken(getoetst(gemeente, replace(lks, product="lks-forfait"))) == {}


@pytest.mark.parametrize(("einde", "goed"), [(date(2024, 2, 29), True), (date(2024, 3, 1), False)])
def test_S_157_the_forfait_lasts_six_months_at_most(einde: date, goed: bool) -> None:
    forfait = Aanvraag(
        product="lks-forfait",
        startdatum=date(2023, 9, 1),
        einddatum=einde,
        besluitdatum=date(2023, 8, 1),
        minuten_per_week=24 * 60,
    )
    gevonden = gebreken(getoetst("GM0090", forfait))
    regels = {regel for regel, _ in gevonden.values()}
    assert regels == (set() if goed else {"S-157"})


def test_S_102_lks_is_reckoned_by_the_law_and_paid_from_buig() -> None:
    lks = Aanvraag(
        product="lks",
        startdatum=date(2023, 9, 1),
        einddatum=date(2023, 9, 30),
        besluitdatum=date(2023, 8, 1),
        minuten_per_week=32 * 60,
        loonwaarde=Loonwaarde(40, date(2023, 8, 1)),
    )
    toetsing = getoetst("GM0090", lks)
    assert gebreken(toetsing) == {}
    (fonds,) = [u for u in toetsing.uitkomsten if u.voorwaarde == "fonds"]
    assert (fonds.regel, fonds.feit) == ("S-143", "buig t/m 2023-09")
    product = het_product("GM0090", "lks", lks.besluitdatum)
    assert gerekend(product, lks).totaal == 141_916


def test_S_102_a_year_without_a_known_wage_is_named() -> None:
    vroeg = Aanvraag(
        product="lks",
        startdatum=date(2021, 9, 1),
        einddatum=date(2021, 9, 30),
        besluitdatum=date(2021, 8, 1),
        minuten_per_week=32 * 60,
        loonwaarde=Loonwaarde(40, date(2021, 8, 1)),
    )
    assert set(gebreken(getoetst("GM0090", vroeg))) == {"kosten"}
