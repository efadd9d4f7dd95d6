"""Who may do what, and for which gemeente (decision 25)."""

import pytest

from shared.auth import LOKAAL, SERVICES
from shared.errors import Forbidden, GemeenteNietToegestaan
from shared.gemeenten import GEMEENTEN
from shared.tenancy import SYSTEEM, Caller, NoemDeGemeente

EEN = Caller("een", frozenset({"GM0090"}), frozenset({"budget.lezen"}))
TWEE = Caller("twee", frozenset({"GM0090", "GM0098"}))


def test_a_caller_of_one_gemeente_need_not_name_it() -> None:
    assert EEN.gemeente(None) == EEN.gemeente("GM0090") == "GM0090"


def test_a_caller_of_several_gemeenten_must_name_one() -> None:
    assert TWEE.gemeente("GM0098") == "GM0098"
    with pytest.raises(NoemDeGemeente):
        TWEE.gemeente(None)


@pytest.mark.parametrize("caller", [EEN, SYSTEEM, Caller("geen", frozenset())])
def test_a_foreign_gemeente_is_refused(caller: Caller) -> None:
    with pytest.raises(GemeenteNietToegestaan):
        caller.gemeente("GM0098")


def test_a_caller_without_any_gemeente_cannot_write() -> None:
    with pytest.raises(NoemDeGemeente):
        Caller("geen", frozenset()).gemeente(None)


def test_a_scope_must_be_held() -> None:
    EEN.mag("budget.lezen")
    for scope in ("budget.bewerken", "intake.lezen", ""):
        with pytest.raises(Forbidden):
            EEN.mag(scope)


def test_the_local_client_may_do_everything_in_every_gemeente_it_knows() -> None:
    assert LOKAAL.gemeenten == frozenset(GEMEENTEN)
    for service in SERVICES:
        LOKAAL.mag(f"{service}.lezen")
        LOKAAL.mag(f"{service}.bewerken")
