"""What every row of a table does."""

import pytest

from tests.contract.proef import Notitie


def test_a_new_row_has_its_values_and_refuses_one_without_a_column() -> None:
    row = Notitie(gemeente="GM0090", tekst="a")
    assert (row.gemeente, row.tekst, row.bijlage) == ("GM0090", "a", None)
    with pytest.raises(TypeError, match="Notitie has no kleur, vorm"):
        Notitie(tekst="a", vorm="rond", kleur="rood")
