"""Outflow: leaving the benefit, and coming back to it too soon."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from services.trajecten.uitstroom.policy import NazorgBeleid
from shared.errors import Conflict, NotFound

Status = Literal["geregistreerd", "terugval"]


class UitstroomOnbekend(NotFound):
    """There is no such registration of outflow, or not for this client."""

    code = "uitstroom-onbekend"

    def __init__(self) -> None:
        super().__init__("deze uitstroom is niet geregistreerd")


class NazorgOnbekend(NotFound):
    """There is no such contact to make, or not for this client."""

    code = "nazorgcontact-onbekend"

    def __init__(self) -> None:
        super().__init__("dit nazorgcontact bestaat niet")


class NazorgGesloten(Conflict):
    """The contact was made before, or is no longer needed."""

    code = "nazorgcontact-gesloten"

    def __init__(self) -> None:
        super().__init__("dit nazorgcontact is al afgerond of vervallen")


class NazorgBuitenTermijn(Conflict):
    """No contact is made before the outflow, nor on a day to come."""

    code = "nazorgcontact-buiten-termijn"

    def __init__(self, vanaf: date, tot: date) -> None:
        super().__init__(f"dit kan van {vanaf} tot en met {tot}")


def nazorg(
    beleid: Mapping[str, NazorgBeleid], gemeente: str, laatste_uitkeringsdag: date
) -> list[tuple[str, date]]:
    """Which contacts are due, and when, for who leaves the benefit for work (W-050)."""
    eerste_dag = laatste_uitkeringsdag + timedelta(days=1)
    regels = beleid.get(gemeente)
    if regels is None or not regels.contacten.geldt_op(eerste_dag):
        return []
    contacten = regels.contacten.op(eerste_dag).waarde
    return [(each.soort, eerste_dag + timedelta(days=each.na_dagen)) for each in contacten]
