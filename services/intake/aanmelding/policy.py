"""How people come in at a gemeente, and how soon somebody takes them up."""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from services.intake.medewerker.domain import Rol
from shared.policy import Reeks


class Kanaal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way in. `minimumleeftijd` in whole years on the day of the aanmelding, where the plan sets one."""

    code: str
    regel: str
    minimumleeftijd: Annotated[int, msgspec.Meta(ge=1)] | None = None


class Werkverdeling(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Within how many days an aanmelding has somebody (no norm when left out), and which roles take it up."""

    rollen: tuple[Rol, ...]
    binnen_dagen: Annotated[int, msgspec.Meta(ge=1)] | None = None


@dataclass(frozen=True, slots=True)
class AanmeldingBeleid:
    """The rules of a gemeente for aanmeldingen."""

    kanalen: Reeks[tuple[Kanaal, ...]]
    werkverdeling: Reeks[Werkverdeling]
