"""Plannen in the API."""

from collections.abc import Sequence
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field

from services.trajecten.plan.domain import Evalueer, Status, VulPlan
from services.trajecten.plan.models import Plan, Planevaluatie
from shared.schemas import Code, Datum, Gemeentecode, Optioneel, Ref, Schema, Tekst2000, Vlag

_DELEN = "Tekst per deel; welke delen er zijn bepaalt de gemeente (S-061, W-007)"
Delen = Annotated[dict[Code, Tekst2000], Field(max_length=20, description=_DELEN)]


class PlanBody(Schema):
    """What the plan says from now on."""

    delen: Delen
    medewerker: Optioneel[Code] = Field(None, description="Code van wie het traject voert")

    def command(self) -> VulPlan:
        """The command behind the request."""
        return VulPlan(self.delen, self.medewerker)


class VaststelBody(Schema):
    """The day the plan was agreed on."""

    datum: Datum


class EvaluatieVelden(Schema):
    """A look at the plan."""

    datum: Datum
    doelen_wijzigen: Vlag = Field(description="Of de doelen aanpassing nodig hebben")


class EvaluatieBody(EvaluatieVelden):
    """The plan was looked at."""

    def command(self) -> Evalueer:
        """The command behind the request."""
        return Evalueer(self.datum, self.doelen_wijzigen)


class PlanAntwoord(Schema):
    """A plan as a list shows it: without its text."""

    id: Ref
    gemeente: Gemeentecode
    persoon_ref: Ref
    traject_id: Ref
    status: Status
    medewerker: Optioneel[Code] = None
    geopend_op: Datum
    vastgesteld_op: Optioneel[Datum] = None
    volgende_evaluatie: Optioneel[Datum] = Field(
        None, description="Laatste dag waarop de volgende evaluatie op tijd is"
    )

    @classmethod
    def of(cls, row: Plan, persoon_ref: UUID) -> Self:
        """The plan in a list."""
        return cls.build(**_velden(row, persoon_ref))


class PlanDetail(PlanAntwoord):
    """A plan with its parts and evaluations."""

    delen: dict[str, str] = Field(description=_DELEN)
    evaluaties: list[EvaluatieVelden]

    @classmethod
    def van(cls, row: Plan, persoon_ref: UUID, evaluaties: Sequence[Planevaluatie]) -> Self:
        """The plan with everything in it."""
        gevonden = [
            EvaluatieVelden(datum=each.datum, doelen_wijzigen=each.doelen_wijzigen)
            for each in evaluaties
        ]
        return cls.build(**_velden(row, persoon_ref), delen=row.delen, evaluaties=gevonden)


def _velden(row: Plan, persoon_ref: UUID) -> dict[str, Any]:
    own = set(PlanAntwoord.model_fields) - {"persoon_ref"}
    return {**{name: getattr(row, name) for name in own}, "persoon_ref": persoon_ref}
