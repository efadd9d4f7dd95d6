"""The versions of a book through time, and the policy linter over the rule files of both services."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest

from services.budget.policy import load as load_budget
from services.trajecten.productenboek.domain import Postnaam, door_de_tijd, gebreken
from services.trajecten.productenboek.policy import document, uit_document
from tests.unit.trajecten.bouw import BELEID

BUDGET = load_budget(None)


@dataclass
class EenKop:
    """A version as it is stored."""

    nummer: int
    vanaf: date
    id: UUID
    tot: date | None = None
    regel: str = "X-1"
    bron: str = "plan"


def _kop(nummer: int, vanaf: date, tot: date | None = None) -> EenKop:
    return EenKop(nummer, vanaf, uuid4(), tot)


def test_a_version_holds_until_the_next_one_begins() -> None:
    koppen = [_kop(2, date(2026, 1, 1)), _kop(1, date(2025, 1, 1), date(2027, 1, 1))]
    geldig = [versie.geldig for _, versie in door_de_tijd(koppen)]
    assert [(p.van, p.tot) for p in geldig] == [
        (date(2025, 1, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), None),
    ]


def test_of_two_of_one_day_the_later_published_holds() -> None:
    eerste, tweede = _kop(1, date(2025, 1, 1)), _kop(2, date(2025, 1, 1))
    assert [kop.nummer for kop, _ in door_de_tijd([tweede, eerste])] == [2]


def test_an_end_of_its_own_leaves_the_days_after_it_empty() -> None:
    koppen = [_kop(1, date(2025, 1, 1), date(2025, 6, 30)), _kop(2, date(2026, 1, 1))]
    assert [v.geldig.tot for _, v in door_de_tijd(koppen)] == [date(2025, 6, 30), None]


@pytest.mark.parametrize("gemeente", sorted(BELEID.productenboek))
def test_decision_9_every_product_ties_to_a_post_and_a_plafond_of_budget(gemeente: str) -> None:
    posten = [
        Postnaam(post.code, post.fonds, post.deel_van, post.voorbehouden)
        for waarde in BUDGET.begroting[gemeente].begroting.waarden
        for post in waarde.waarde.posten
    ]
    plafonds = {
        regel.code
        for waarde in (
            BUDGET.plafond[gemeente].plafonds.waarden if gemeente in BUDGET.plafond else ()
        )
        for regel in waarde.waarde
    }
    gebruikt = set()
    for versie in BELEID.productenboek[gemeente].producten.waarden:
        assert gebreken(versie.waarde, posten, plafonds) == []
        gebruikt |= {p.plafond.code for p in versie.waarde.values() if p.plafond}
    assert gebruikt == plafonds


def test_what_is_stored_reads_back_the_same() -> None:
    for boek in BELEID.productenboek.values():
        for versie in boek.producten.waarden:
            for product in versie.waarde.values():
                assert uit_document(document(product)) == product
