"""Hours a week in requests, and as minutes behind them."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from shared.schemas import Schema, UrenPerWeek
from shared.uren import in_minuten, in_uren


class Baan(Schema):
    """Something with hours."""

    uren_per_week: UrenPerWeek


@pytest.mark.parametrize("uren", [0.25, 24, 25.5, 36.0, 60])
def test_quarters_of_an_hour_go_in_and_come_out_as_numbers(uren: float) -> None:
    baan = Baan.model_validate({"urenPerWeek": uren})
    assert baan.uren_per_week == Decimal(str(uren))
    assert baan.model_dump(by_alias=True) == {"urenPerWeek": float(uren)}
    assert in_uren(in_minuten(baan.uren_per_week)) == baan.uren_per_week


@pytest.mark.parametrize("uren", [0, -1, 60.25, 23.4, "24", True, None])
def test_other_values_are_no_hours(uren: object) -> None:
    with pytest.raises(ValidationError):
        Baan.model_validate({"urenPerWeek": uren})


def test_minutes_are_exact_or_refused() -> None:
    assert in_minuten(Decimal("23.5")) == 1410
    with pytest.raises(ValueError, match="minuten"):
        in_minuten(Decimal("0.01"))
