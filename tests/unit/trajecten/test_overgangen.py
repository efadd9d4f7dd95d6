"""Decision 3: every transition of a toekenning, allowed or refused."""

from itertools import product
from typing import get_args

import pytest

from services.trajecten.toekenning.domain import (
    OVERGANGEN,
    OvergangNietToegestaan,
    Stap,
    Status,
    volgende,
)

TOEGESTAAN = """
concept       leg_voor  ter_toetsing
concept       vraag_aan aangevraagd
concept       trek_in   ingetrokken
ter_toetsing  vraag_aan aangevraagd
ter_toetsing  weiger    geweigerd
ter_toetsing  trek_in   ingetrokken
aangevraagd   verleen   verleend
aangevraagd   houd_aan  aangehouden
aangevraagd   weiger    geweigerd
aangevraagd   trek_in   ingetrokken
aangehouden   verleen   verleend
aangehouden   weiger    geweigerd
aangehouden   trek_in   ingetrokken
verleend      start     gestart
verleend      trek_in   ingetrokken
gestart       beeindig  beeindigd
"""
TABEL = {(van, stap): naar for van, stap, naar in map(str.split, TOEGESTAAN.split("\n")[1:-1])}


@pytest.mark.parametrize(("status", "stap"), [*product(get_args(Status), get_args(Stap))])
def test_every_transition_is_in_the_table_or_refused(status: Status, stap: Stap) -> None:
    naar = TABEL.get((status, stap))
    if naar:
        assert volgende(status, stap) == naar
    else:
        with pytest.raises(OvergangNietToegestaan):
            volgende(status, stap)


def test_the_table_has_nothing_more() -> None:
    assert set(OVERGANGEN) == set(TABEL)


@pytest.mark.parametrize("einde", ["beeindigd", "ingetrokken", "geweigerd"])
def test_an_end_is_an_end(einde: Status) -> None:
    assert not [stap for van, stap in OVERGANGEN if van == einde]
