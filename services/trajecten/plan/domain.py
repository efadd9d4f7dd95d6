"""The plan van aanpak: its parts, when it is agreed on, and when it must be looked at again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.trajecten.plan.policy import PlanBeleid
from shared.errors import Conflict, NotFound, Regel
from shared.periode import plus_maanden
from shared.policy import Waarde

Status = Literal["concept", "vastgesteld", "gewist"]


@dataclass(frozen=True, slots=True)
class VulPlan:
    """What the plan says from now on, by part; `medewerker` is the code of who directs it (W-008)."""

    delen: Mapping[str, str]
    medewerker: str | None


@dataclass(frozen=True, slots=True)
class Evalueer:
    """The plan was looked at on `datum`, and whether its goals must change (S-069)."""

    datum: date
    doelen_wijzigen: bool


class PlanOnbekend(NotFound):
    """There is no such plan, or not for this client."""

    code = "plan-onbekend"

    def __init__(self) -> None:
        super().__init__("dit plan bestaat niet")


class DeelOnbekend(Conflict):
    """The gemeente does not have these parts in a plan."""

    code = "deel-onbekend"


class PlanOnvolledig(Conflict):
    """Parts that the gemeente asks for are empty; every one of them is named."""

    code = "plan-onvolledig"


class AlVastgesteld(Conflict):
    """A plan is agreed on once; after that it is evaluated."""

    code = "plan-al-vastgesteld"

    def __init__(self) -> None:
        super().__init__("dit plan is al vastgesteld")


class PlanGewist(Conflict):
    """The person of the plan was erased; it says nothing any more."""

    code = "plan-gewist"

    def __init__(self) -> None:
        super().__init__("de persoon van dit plan is gewist")


class NietVastgesteld(Conflict):
    """Only a plan that was agreed on is evaluated."""

    code = "plan-niet-vastgesteld"

    def __init__(self) -> None:
        super().__init__("dit plan is nog niet vastgesteld")


class DatumBuitenPlan(Conflict):
    """The day lies before the previous step with the plan, or has yet to come."""

    code = "datum-buiten-plan"

    def __init__(self, vanaf: date, tot: date) -> None:
        super().__init__(f"dit kan van {vanaf} tot en met {tot}")


def controleer_delen(beleid: PlanBeleid, delen: Collection[str], dag: date) -> None:
    """Raises DeelOnbekend, with the rule that names the parts."""
    gevraagd = beleid.delen.op(dag)
    vreemd = sorted(set(delen) - set(gevraagd.waarde))
    if vreemd:
        regel = _regel(gevraagd, ", ".join(gevraagd.waarde))
        raise DeelOnbekend(f"geen deel van dit plan: {', '.join(vreemd)}", regels=[regel])


def controleer_volledig(beleid: PlanBeleid, delen: Collection[str], dag: date) -> None:
    """Raises PlanOnvolledig, with the rule of each part that is missing (S-061, W-007)."""
    gevraagd = beleid.delen.op(dag)
    leeg = [deel for deel in gevraagd.waarde if deel not in delen]
    if leeg:
        regels = [_regel(gevraagd, deel) for deel in leeg]
        raise PlanOnvolledig(f"nog in te vullen: {', '.join(leeg)}", regels=regels)


def controleer_datum(dag: date, vorige: date, vandaag: date) -> None:
    """Raises DatumBuitenPlan."""
    if not vorige <= dag <= vandaag:
        raise DatumBuitenPlan(vorige, vandaag)


def uiterste_evaluatie(beleid: PlanBeleid, dag: date) -> date:
    """The last day on which the evaluation after one on `dag` is in time (S-069, W-041)."""
    return plus_maanden(dag, beleid.evaluatie_maanden.op(dag).waarde)


def _regel(waarde: Waarde[tuple[str, ...]], parameter: str) -> Regel:
    return Regel(waarde.regel, waarde.bron, parameter, waarde.geldig.van)
