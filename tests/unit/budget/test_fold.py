"""The fold: what it decides, and what stays true whatever comes in (I1, I2, I4, I7 of the ledger)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Literal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.budget.begroting.domain import Budgetpost, Eenheid
from services.budget.begroting.policy import Modus
from services.budget.grootboek.domain import (
    ALLEEN_POST,
    Begroot,
    Besluit,
    Dossier,
    Gebeurtenis,
    Overname,
    Realisatie,
    Rekening,
    Sleutel,
    Stand,
    Uitkomst,
    Verzoek,
    Vrijval,
    Wijziging,
    boek_op,
    schakel,
    sleutels,
)
from services.budget.grootboek.fold import fold

GEMEENTE = "GM0090"
VANDAAG = date(2023, 5, 1)
SIGNAAL, HARD, BUIG, PLAATS, ZACHTE_PLAATS, TIJDELIJK = range(1, 7)


def post(
    id_: int, modus: Modus, eenheid: Eenheid = "centen", einde: date | None = None
) -> Budgetpost:
    return Budgetpost(
        id=id_,
        gemeente=GEMEENTE,
        code=f"post-{id_}",
        naam=f"Post {id_}",
        eenheid=eenheid,
        modus=modus,
        regel=f"R-{id_}",
        bron="plan",
        modus_regel=f"M-{id_}",
        modus_bron="plan",
        status="overgenomen",
        einde=einde,
    )


POSTEN = {
    SIGNAAL: post(SIGNAAL, "signaleren"),
    HARD: post(HARD, "weigeren"),
    BUIG: post(BUIG, "registreren"),
    PLAATS: post(PLAATS, "weigeren", "plaatsen"),
    ZACHTE_PLAATS: post(ZACHTE_PLAATS, "signaleren", "plaatsen"),
    TIJDELIJK: post(TIJDELIJK, "signaleren", einde=date(2023, 12, 31)),
}
BEGROOT = {
    (SIGNAAL, 2022): 1000,
    (SIGNAAL, 2023): 1000,
    (HARD, 2023): 1000,
    (TIJDELIJK, 2023): 1000,
    (PLAATS, 2022): 2,
    (PLAATS, 2023): 2,
    (ZACHTE_PLAATS, 2023): 2,
}
RUN = UUID(int=1 << 100)
KEYS = [(id_, jaar) for id_ in POSTEN for jaar in (2022, 2023, 2024)]


def begin() -> dict[Sleutel, Stand]:
    """The state after the begroting was booked."""
    leeg = {key: Stand() for key in KEYS}
    events = [Begroot(id_of(0, n), *key, bedrag) for n, (key, bedrag) in enumerate(BEGROOT.items())]
    return fold(events, POSTEN, {}, leeg, VANDAAG).standen


def id_of(kind: int, number: int) -> UUID:
    return UUID(int=(kind << 64) + number + 1)


def verzoek(
    toekenning: int,
    geld: int | None = SIGNAAL,
    plafond: int | None = None,
    bedragen: dict[int, int] | None = None,
    jaar: int = 2023,
    versie: int = 1,
) -> Verzoek:
    kosten = bedragen or {jaar: 100}
    return Verzoek(
        gebeurtenis=id_of(1, toekenning * 100 + versie),
        toekenning=id_of(9, toekenning),
        gemeente=GEMEENTE,
        versie=versie,
        besluitjaar=jaar,
        post_code=f"post-{geld}",
        post=geld,
        plafond_code=None if plafond is None else f"post-{plafond}",
        plafond=plafond,
        bedragen=kosten,
        laatste_maand=date(max(kosten), 12, 1),
    )


def vrijval(
    toekenning: int, soort: Literal["ingetrokken", "beeindigd"] = "ingetrokken", versie: int = 2
) -> Vrijval:
    event = id_of(2, toekenning * 100 + versie)
    return Vrijval(event, id_of(9, toekenning), GEMEENTE, versie, soort, 2023)


def wijziging(toekenning: int, bedragen: dict[int, int], versie: int = 2) -> Wijziging:
    event = id_of(4, toekenning * 100 + versie)
    return Wijziging(event, id_of(9, toekenning), GEMEENTE, versie, bedragen)


def factuur(
    toekenning: int, bedrag: int, *, jaar: int = 2023, laatste: bool = False, nummer: int = 1
) -> Realisatie:
    event = id_of(5, toekenning * 100 + nummer)
    return Realisatie(event, id_of(9, toekenning), GEMEENTE, jaar, bedrag, laatste)


def overname(
    toekenning: int,
    toegekend: dict[int, int],
    *,
    al: float = 0.0,
    post: int | None = SIGNAAL,
    plafond: int | None = None,
    versie: int = 1,
) -> Overname:
    """What stood before go-live; `al` is the share that was realised."""
    return Overname(
        gebeurtenis=id_of(7, toekenning * 100 + versie),
        toekenning=id_of(9, toekenning),
        gemeente=GEMEENTE,
        versie=versie,
        conversie=RUN,
        besluitjaar=2023,
        post_code=f"post-{post}",
        post=post,
        toegekend=toegekend,
        gerealiseerd={jaar: int(bedrag * al) for jaar, bedrag in toegekend.items()},
        plafond_code=None if plafond is None else f"post-{plafond}",
        plafond=plafond,
    )


def besluit(toekenning: int, *, vastleggen: bool) -> Besluit:
    return Besluit(id_of(3, toekenning), id_of(9, toekenning), vastleggen)


def run(*events: Gebeurtenis) -> Uitkomst:
    return fold(events, POSTEN, {}, begin(), VANDAAG)


def answers(uit: Uitkomst) -> list[tuple[str, str | None]]:
    return [(a.uitkomst, a.bezwaar.reden if a.bezwaar else None) for a in uit.antwoorden]


def test_S_091_the_third_of_two_places_is_refused_with_rule_and_what_was_left() -> None:
    uit = run(*(verzoek(n, plafond=PLAATS) for n in (1, 2, 3)))
    assert [a.uitkomst for a in uit.antwoorden] == ["vastgelegd", "vastgelegd", "geweigerd"]
    nee = uit.antwoorden[2].bezwaar
    assert nee is not None
    assert (nee.reden, nee.regel, nee.beschikbaar, nee.gevraagd) == ("plafond", "R-4", 0, 1)
    assert uit.standen[SIGNAAL, 2023].verplicht == 200, "no money without a place"


def test_D5_withdrawn_before_start_frees_the_place_and_ended_does_not() -> None:
    full = [verzoek(1, plafond=PLAATS), verzoek(2, plafond=PLAATS)]
    withdrawn = run(*full, vrijval(1), verzoek(3, plafond=PLAATS))
    assert answers(withdrawn)[2:] == [("vrijgevallen", None), ("vastgelegd", None)]
    ended = run(*full, vrijval(1, "beeindigd"), verzoek(3, plafond=PLAATS))
    assert answers(ended)[2:] == [("vrijgevallen", None), ("geweigerd", "plafond")]
    assert ended.standen[SIGNAAL, 2023].verplicht == 100, "the money of the first is free again"


def test_D5_the_place_counts_in_the_year_of_the_besluit() -> None:
    uit = run(
        verzoek(1, plafond=PLAATS, bedragen={2023: 1}, jaar=2022),
        verzoek(2, plafond=PLAATS),
        verzoek(3, plafond=PLAATS),
    )
    assert {a.uitkomst for a in uit.antwoorden} == {"vastgelegd"}
    assert uit.standen[PLAATS, 2022].verplicht == 1


def test_S_142_short_money_is_held_and_keeps_the_place_but_no_money() -> None:
    uit = run(verzoek(1, plafond=PLAATS, bedragen={2023: 1001}))
    held = uit.antwoorden[0].bezwaar
    assert held is not None
    assert answers(uit) == [("aangehouden", "tekort")]
    assert (held.regel, held.beschikbaar, held.gevraagd) == ("M-1", 1000, 1001)
    assert uit.standen[PLAATS, 2023].verplicht == 1
    assert uit.standen[SIGNAAL, 2023].verplicht == 0


def test_the_budgethouder_accepts_and_the_amount_above_is_recorded() -> None:
    uit = run(verzoek(1, bedragen={2022: 10, 2023: 1300}), besluit(1, vastleggen=True))
    last = uit.antwoorden[-1]
    assert (last.uitkomst, last.bedrag, last.overschrijding) == ("vastgelegd", 1310, 300)
    assert uit.standen[SIGNAAL, 2023].overschrijding == 300
    assert uit.standen[SIGNAAL, 2023].beschikbaar == -300


def test_the_budgethouder_refuses_and_the_place_is_free_again() -> None:
    uit = run(verzoek(1, plafond=PLAATS, bedragen={2023: 1300}), besluit(1, vastleggen=False))
    assert answers(uit)[-1] == ("geweigerd", "budgethouder")
    assert uit.standen[PLAATS, 2023].verplicht == 0


def test_a_decision_on_what_is_not_held_changes_nothing() -> None:
    one = run(verzoek(1))
    two = run(verzoek(1), besluit(1, vastleggen=False), besluit(2, vastleggen=True))
    assert (two.standen, two.dossiers, two.antwoorden) == (
        one.standen,
        one.dossiers,
        one.antwoorden,
    )


def test_the_budgethouder_cannot_go_over_a_post_that_refuses() -> None:
    held = verzoek(1, HARD, ZACHTE_PLAATS, {2023: 600})
    soft = [verzoek(n, BUIG, ZACHTE_PLAATS) for n in (2, 3)]
    uit = run(*soft, held, verzoek(4, HARD, bedragen={2023: 600}), besluit(1, vastleggen=True))
    assert answers(uit)[2:] == [("aangehouden", "plafond"), ("vastgelegd", None)]
    assert uit.standen[HARD, 2023].verplicht == 600


def test_D36_besluitjaar_without_begroting_is_held_and_found() -> None:
    uit = run(verzoek(1, jaar=2024))
    assert answers(uit) == [("aangehouden", "geen-begroting")]
    assert [(b.code, b.jaar, b.post) for b in uit.bevindingen] == [
        ("geen-begroting", 2024, "post-1")
    ]


def test_D36_later_months_without_begroting_are_booked_and_found() -> None:
    uit = run(verzoek(1, bedragen={2023: 10, 2024: 20}))
    assert answers(uit) == [("vastgelegd", None)]
    assert uit.antwoorden[0].overschrijding == 0, "nobody accepted anything above a begroting"
    assert uit.standen[SIGNAAL, 2024].verplicht == 20
    assert [(b.code, b.jaar) for b in uit.bevindingen] == [("budgetrecht", 2024)]


def test_S_143_buig_is_booked_without_a_begroting_and_never_held() -> None:
    uit = run(verzoek(1, BUIG, bedragen={2023: 10**9, 2024: 10**9}))
    assert answers(uit) == [("vastgelegd", None)]
    assert uit.bevindingen == []
    assert uit.standen[BUIG, 2023].overschrijding == 0


def test_a_post_that_refuses_refuses_and_W_073_so_does_one_that_ended() -> None:
    assert answers(run(verzoek(1, HARD, bedragen={2023: 1001}))) == [("geweigerd", "tekort")]
    ended = run(verzoek(1, TIJDELIJK, bedragen={2023: 1, 2024: 1}))
    assert answers(ended) == [("geweigerd", "na-einde-fonds")]


def test_an_unknown_post_or_plafond_is_refused() -> None:
    assert answers(run(verzoek(1, None))) == [("geweigerd", "onbekende-post")]
    assert answers(run(verzoek(1, None, plafond=PLAATS))) == [("geweigerd", "onbekende-post")]
    unknown = verzoek(1, plafond=PLAATS, jaar=2024, bedragen={2023: 1})
    assert answers(run(unknown))[0] == ("geweigerd", "onbekend-plafond")


def test_facts_out_of_order_or_twice_are_no_crash() -> None:
    uit = run(vrijval(1), verzoek(1), verzoek(2), vrijval(2), vrijval(2), verzoek(2))
    assert answers(uit) == [("vastgelegd", None), ("vrijgevallen", None)]
    assert {b.code for b in uit.bevindingen} == {"onbekende-toekenning", "herhaald-verzoek"}
    assert uit.standen[SIGNAAL, 2023].verplicht == 0


def test_a_fact_of_another_gemeente_releases_nothing() -> None:
    foreign = Vrijval(id_of(2, 1), id_of(9, 1), "GM0098", 2, "ingetrokken", 2023)
    uit = run(verzoek(1), foreign)
    assert uit.standen[SIGNAAL, 2023].verplicht == 100
    assert [(b.gemeente, b.code) for b in uit.bevindingen] == [("GM0098", "onbekende-toekenning")]


def test_a_begroting_lowered_below_its_use_is_booked_and_flagged() -> None:
    lower = Begroot(id_of(0, 99), SIGNAAL, 2023, 60)
    uit = run(verzoek(1), lower)
    stand = uit.standen[SIGNAAL, 2023]
    assert (stand.begroot, stand.beschikbaar, stand.overschrijding) == (60, -40, 40)
    assert run(verzoek(1), lower, vrijval(1)).standen[SIGNAAL, 2023].overschrijding == 0


def amounts(uit: Uitkomst, jaar: int = 2023, post: int = SIGNAAL) -> tuple[int, int, int]:
    """Verplicht, gerealiseerd and overschrijding of a post."""
    stand = uit.standen[post, jaar]
    return stand.verplicht, stand.gerealiseerd, stand.overschrijding


def test_B_12_an_invoice_consumes_its_own_verplichting_so_nothing_counts_twice() -> None:
    uit = run(verzoek(1), factuur(1, 60))
    assert amounts(uit) == (40, 60, 0)
    assert uit.standen[SIGNAAL, 2023].beschikbaar == 900, "restant as before the invoice"
    said = uit.antwoorden[-1]
    assert (said.uitkomst, said.bedrag, said.boven_open) == ("gerealiseerd", 60, 0)
    assert uit.bevindingen == []


def test_an_invoice_above_what_is_open_is_booked_and_found() -> None:
    uit = run(verzoek(1), factuur(1, 130))
    assert amounts(uit) == (0, 130, 0)
    assert uit.antwoorden[-1].boven_open == 30
    assert [(b.code, b.jaar, b.post, b.berekend, b.gedrukt) for b in uit.bevindingen] == [
        ("boven-verplichting", 2023, "post-1", 100, 130)
    ]


def test_an_invoice_above_the_begroting_is_a_fact_with_a_flag() -> None:
    uit = run(verzoek(1, HARD), factuur(1, 1300))
    assert amounts(uit, post=HARD) == (0, 1300, 300)
    assert (uit.antwoorden[-1].overschrijding, uit.antwoorden[-1].boven_open) == (300, 1200)
    assert {b.code for b in uit.bevindingen} == {"boven-verplichting", "overschrijding"}


def test_the_last_invoice_frees_the_rest_of_its_year_only() -> None:
    uit = run(verzoek(1, bedragen={2022: 50, 2023: 100}), factuur(1, 80, laatste=True))
    assert answers(uit)[1:] == [("gerealiseerd", None), ("vrijgevallen", None)]
    assert uit.antwoorden[-1].bedrag == 20
    assert amounts(uit) == (0, 80, 0)
    assert amounts(uit, 2022) == (50, 0, 0)


def test_an_invoice_in_a_year_without_verplichting_or_after_the_end_is_booked_above() -> None:
    uit = run(verzoek(1), factuur(1, 10, jaar=2024), vrijval(1, "beeindigd"), factuur(1, 5))
    assert amounts(uit) == (0, 5, 0)
    assert amounts(uit, 2024) == (0, 10, 10)
    assert [(b.code, b.jaar) for b in uit.bevindingen] == [
        ("boven-verplichting", 2024),
        ("budgetrecht", 2024),
        ("boven-verplichting", 2023),
    ]


def test_an_invoice_books_nothing_where_no_money_was_committed() -> None:
    held = verzoek(1, bedragen={2023: 1001})
    refused = verzoek(2, HARD, bedragen={2023: 1001})
    withdrawn: list[Gebeurtenis] = [verzoek(3), vrijval(3)]
    before = run(held, refused, *withdrawn, vrijval(4, "beeindigd"))
    facts = [factuur(n, 10) for n in (1, 2, 3, 4, 5)]
    assert fold(facts, POSTEN, before.dossiers, before.standen, VANDAAG).antwoorden == []


def test_D2_a_change_books_the_difference_per_year_and_answers_the_new_amount() -> None:
    change = wijziging(1, {2022: 30, 2023: 140})
    uit = run(verzoek(1, bedragen={2022: 50, 2023: 100}), change)
    assert (amounts(uit, 2022), amounts(uit)) == ((30, 0, 0), (140, 0, 0))
    said = uit.antwoorden[-1]
    assert (said.uitkomst, said.versie, said.bedrag, said.overschrijding) == (
        "vastgelegd",
        2,
        170,
        0,
    )
    assert [(r.jaar, r.bedrag) for r in uit.boekingen if r.gebeurtenis == change.gebeurtenis] == [
        (2022, 20),
        (2023, 40),
    ]


def test_D2_a_change_that_goes_over_is_booked_flagged_and_found() -> None:
    uit = run(verzoek(1, HARD), wijziging(1, {2023: 1200, 2024: 10}))
    assert amounts(uit, post=HARD) == (1200, 0, 200)
    assert uit.antwoorden[-1].overschrijding == 210, "a year without begroting has none to use"
    assert [(b.code, b.jaar, b.berekend, b.gedrukt) for b in uit.bevindingen] == [
        ("overschrijding", 2023, 1000, 1200),
        ("budgetrecht", 2024, None, None),
    ]


def test_a_change_counts_what_was_invoiced_and_does_not_reopen_what_was_closed() -> None:
    paid = run(verzoek(1), factuur(1, 130), wijziging(1, {2023: 150}))
    assert amounts(paid) == (20, 130, 0)
    closed: list[Gebeurtenis] = [
        verzoek(1, bedragen={2022: 50, 2023: 100}),
        factuur(1, 80, laatste=True),
    ]
    uit = run(*closed, wijziging(1, {2022: 60, 2023: 100}))
    assert (amounts(uit, 2022), amounts(uit)) == ((60, 0, 0), (0, 80, 0))
    assert amounts(run(*closed, wijziging(1, {2022: 50}))) == (0, 80, 0)


def test_a_change_of_a_held_request_waits_for_the_decision_on_the_new_amount() -> None:
    held: list[Gebeurtenis] = [verzoek(1, bedragen={2023: 1001}), wijziging(1, {2022: 10, 2024: 5})]
    uit = run(*held, besluit(1, vastleggen=True))
    assert answers(uit) == [("aangehouden", "tekort"), ("vastgelegd", None)]
    assert (uit.antwoorden[-1].versie, uit.antwoorden[-1].bedrag) == (2, 15)
    assert (amounts(uit, 2022), amounts(uit)) == ((10, 0, 0), (0, 0, 0))


def test_a_change_of_what_is_unknown_or_closed_is_found_and_an_old_one_is_nothing() -> None:
    uit = run(wijziging(1, {2023: 5}), verzoek(2), vrijval(2), wijziging(2, {2023: 5}, versie=3))
    assert answers(uit) == [("vastgelegd", None), ("vrijgevallen", None)]
    assert [b.code for b in uit.bevindingen] == [
        "onbekende-toekenning",
        "wijziging-zonder-verplichting",
    ]
    assert len(run(verzoek(1), wijziging(1, {2023: 5}, versie=1)).boekingen) == 1


def test_S_143_a_product_with_a_post_of_its_own_is_refused_on_every_other() -> None:
    wrong = replace(verzoek(1, SIGNAAL), eigen_post=BUIG)
    right = replace(verzoek(2, BUIG), eigen_post=BUIG)
    uit = run(wrong, right)
    assert answers(uit) == [("geweigerd", "verkeerde-post"), ("vastgelegd", None)]
    assert uit.antwoorden[0].bezwaar is not None
    assert uit.antwoorden[0].bezwaar.regel == "R-3"
    assert amounts(uit) == (0, 0, 0)


def test_what_stood_before_go_live_is_booked_with_its_run_and_never_refused() -> None:
    vol = [verzoek(n, HARD, PLAATS) for n in (1, 2)]
    uit = run(*vol, overname(3, {2023: 1500}, al=0.4, post=HARD, plafond=PLAATS))
    assert amounts(uit, post=HARD) == (200 + 900, 600, 700)
    assert uit.standen[PLAATS, 2023].beschikbaar == -1
    assert [r.conversie for r in uit.boekingen] == [None] * 4 + [RUN] * 3
    assert [b.code for b in uit.bevindingen] == ["overschrijding"]
    assert answers(uit) == [("vastgelegd", None)] * 2
    later = run(*vol, overname(3, {2023: 1}, plafond=PLAATS), verzoek(4, HARD, PLAATS))
    assert answers(later)[-1] == ("geweigerd", "plafond")


def test_it_is_taken_over_once_and_ends_as_any_other() -> None:
    een = overname(1, {2023: 500}, al=0.2)
    uit = run(een, replace(een, versie=2), verzoek(1), vrijval(1, "beeindigd"))
    assert amounts(uit) == (0, 100, 0)
    assert answers(uit) == [("vrijgevallen", None)]


def test_what_a_post_had_besides_adds_up_and_is_taken_back() -> None:
    los = [
        replace(overname(1, {2023: bedrag}, versie=ALLEEN_POST), gerealiseerd={2023: al})
        for bedrag, al in ((500, 200), (300, 0), (-250, -100))
    ]
    uit = run(*los)
    assert amounts(uit) == (450, 100, 0)
    deel = uit.dossiers[los[0].toekenning].delen[SIGNAAL, 2023]
    assert (deel.toegekend, deel.open, deel.gerealiseerd) == (550, 450, 100)


def test_a_chain_of_before_the_runs_still_holds() -> None:
    (regel,) = run(verzoek(1)).boekingen
    assert regel.inhoud == regel[:-2]
    (anders, _) = run(overname(1, {2023: 100}, al=0.5)).boekingen
    assert anders.inhoud == anders[:-1]


AMOUNTS = st.dictionaries(
    st.sampled_from((2022, 2023, 2024)), st.integers(1, 1500), min_size=1, max_size=3
)
REQUESTS = st.builds(
    verzoek,
    st.integers(1, 12),
    st.sampled_from((SIGNAAL, SIGNAAL, HARD, BUIG, TIJDELIJK, None)),
    st.sampled_from((None, PLAATS, ZACHTE_PLAATS)),
    AMOUNTS,
    st.sampled_from((2022, 2023, 2024)),
    st.integers(1, 2),
)
FACTS = st.builds(
    vrijval,
    st.integers(1, 12),
    st.sampled_from(("ingetrokken", "beeindigd")),
    st.integers(1, 4),
)
DECISIONS = st.builds(besluit, st.integers(1, 12), vastleggen=st.booleans())
CHANGES = st.builds(wijziging, st.integers(1, 12), AMOUNTS, st.integers(1, 4))
INVOICES = st.builds(
    factuur,
    st.integers(1, 12),
    st.integers(1, 1500),
    jaar=st.sampled_from((2022, 2023, 2024)),
    laatste=st.booleans(),
    nummer=st.integers(1, 99),
)
BEGROTINGEN = st.builds(
    Begroot,
    st.integers(1, 99).map(lambda number: id_of(6, number)),
    st.sampled_from((SIGNAAL, HARD, TIJDELIJK)),
    st.sampled_from((2022, 2023, 2024)),
    st.integers(0, 2000),
)
OVERNAMES = st.builds(
    overname,
    st.integers(1, 12),
    AMOUNTS,
    al=st.floats(0, 1),
    post=st.sampled_from((SIGNAAL, HARD, BUIG, TIJDELIJK, None)),
    plafond=st.sampled_from((None, PLAATS, ZACHTE_PLAATS)),
)
ASKED = st.lists(st.one_of(REQUESTS, REQUESTS, FACTS, DECISIONS), max_size=40)
EVENTS = st.lists(
    st.one_of(REQUESTS, REQUESTS, OVERNAMES, FACTS, DECISIONS, CHANGES, INVOICES, BEGROTINGEN),
    max_size=40,
)


@given(EVENTS, st.integers(0, 40))
def test_I7_the_result_does_not_depend_on_where_a_batch_ends(
    events: Sequence[Gebeurtenis], cut: int
) -> None:
    whole = run(*events)
    first = run(*events[:cut])
    second = fold(events[cut:], POSTEN, first.dossiers, first.standen, VANDAAG)
    assert second.standen == whole.standen
    assert second.dossiers == whole.dossiers
    assert first.boekingen + second.boekingen == whole.boekingen
    assert first.antwoorden + second.antwoorden == whole.antwoorden
    assert first.bevindingen + second.bevindingen == whole.bevindingen


@given(EVENTS)
def test_I1_every_balance_is_the_sum_of_its_postings_and_the_chain_holds(
    events: Sequence[Gebeurtenis],
) -> None:
    standen = begin()
    uit = run(*events)
    for regel in uit.boekingen:
        stand = standen[regel.post, regel.jaar]
        modus = POSTEN[regel.post].modus
        debet, credit = Rekening(regel.debet), Rekening(regel.credit)
        assert regel.bedrag > 0
        assert debet != credit
        assert boek_op(stand, debet, credit, regel.bedrag, modus) == regel.overschrijding
        stand.volgnummer += 1
        stand.keten = schakel(stand.keten, regel.inhoud)
        assert (regel.volgnummer, regel.keten) == (stand.volgnummer, stand.keten)
    for stand in (*standen.values(), *uit.standen.values()):
        stand.begroot = stand.begroot or 0  # a begroting of nothing needs no posting
    assert standen == uit.standen


@given(EVENTS)
def test_I2_what_is_committed_is_what_is_open_and_what_is_realised_was_invoiced(
    events: Sequence[Gebeurtenis],
) -> None:
    uit = run(*events)
    open_: Counter[Sleutel] = Counter()
    invoiced: Counter[Sleutel] = Counter()
    for dossier in uit.dossiers.values():
        for key, deel in dossier.delen.items():
            assert 0 <= deel.open <= max(0, deel.toegekend - deel.gerealiseerd)
            open_[key] += deel.open
            invoiced[key] += deel.gerealiseerd
        check_together(dossier)
    for key, stand in uit.standen.items():
        assert (stand.verplicht, stand.gerealiseerd) == (open_[key], invoiced[key])


def check_together(dossier: Dossier) -> None:
    """Money and place are taken together or not at all; a held one has its place at most."""
    money = [deel for key, deel in dossier.delen.items() if POSTEN[key[0]].eenheid == "centen"]
    if dossier.status == "vastgelegd":
        places = [d for key, d in dossier.delen.items() if POSTEN[key[0]].eenheid == "plaatsen"]
        assert all(deel.open == deel.toegekend for deel in places)
    else:
        assert not any(deel.open for deel in money)
    if dossier.status in ("geweigerd", "ingetrokken"):
        assert not any(deel.open for deel in dossier.delen.values())


@given(ASKED)
def test_I4_what_is_asked_never_takes_a_post_that_refuses_over(
    events: Sequence[Gebeurtenis],
) -> None:
    for (id_, _), stand in run(*events).standen.items():
        if POSTEN[id_].modus == "weigeren" and stand.begroot is not None:
            assert stand.beschikbaar >= 0


@given(EVENTS)
def test_I4_facts_are_booked_and_exactly_what_is_above_is_flagged(
    events: Sequence[Gebeurtenis],
) -> None:
    for (id_, _), stand in run(*events).standen.items():
        above = 0 if POSTEN[id_].modus == "registreren" else max(0, -stand.beschikbaar)
        assert stand.overschrijding == above


@given(EVENTS)
def test_the_fold_touches_only_the_balances_it_announces_and_not_its_arguments(
    events: Sequence[Gebeurtenis],
) -> None:
    state = fold([], POSTEN, {}, begin(), VANDAAG)
    for event in events:
        before = deepcopy((state.dossiers, state.standen))
        own = None if isinstance(event, Begroot) else event.toekenning
        dossiers = {id_: dossier for id_, dossier in state.dossiers.items() if id_ == own}
        keys = sleutels([event], dossiers, POSTEN)
        only = {key: stand for key, stand in state.standen.items() if key in keys}
        after = fold([event], POSTEN, state.dossiers, only, VANDAAG)
        assert (state.dossiers, state.standen) == before
        state = Uitkomst({**state.standen, **after.standen}, after.dossiers)
    assert state.standen == run(*events).standen


@given(EVENTS)
def test_every_request_that_is_new_gets_one_answer_for_its_version(
    events: Sequence[Gebeurtenis],
) -> None:
    uit = run(*events)
    first = defaultdict(list)
    for event in events:
        if isinstance(event, Verzoek | Vrijval | Overname):
            first[event.toekenning].append(event)
    for toekenning, seen in first.items():
        told = [a for a in uit.antwoorden if a.toekenning == toekenning]
        if isinstance(seen[0], Verzoek):
            assert told[0].versie == seen[0].versie
            assert told[0].uitkomst in ("vastgelegd", "aangehouden", "geweigerd")
        elif isinstance(seen[0], Vrijval):
            assert {(a.uitkomst, a.bedrag) for a in told} <= {("vrijgevallen", 0)}
