"""Werkverdelingen as the API speaks of them."""

from collections.abc import Sequence
from typing import Self

from pydantic import Field

from services.intake.aanmelding.schemas import Toewijzing
from services.intake.werkverdeling import models
from services.intake.werkverdeling.domain import VerdeelWerk
from shared.schemas import Code, Datum, Gemeentecode, Ref, Schema
from shared.tenancy import Caller


class WerkverdelingAanmaken(Schema):
    """A team over which the waiting aanmeldingen of a gemeente are spread."""

    gemeente: Gemeentecode
    team: Code

    def command(self, caller: Caller) -> VerdeelWerk:
        """The command; raises GemeenteNietToegestaan."""
        return VerdeelWerk(caller.gemeente(self.gemeente), self.team)


class GegevenAanmelding(Toewijzing):
    """An aanmelding and who took it up in this round."""

    aanmelding_id: Ref


class Werkverdeling(Schema):
    """A round of the werkverdeling."""

    id: Ref
    gemeente: Gemeentecode
    team: Code
    verdeeld_op: Datum
    toewijzingen: list[GegevenAanmelding] = Field(
        description="Wat in deze ronde is verdeeld, met wie het nu heeft"
    )

    @classmethod
    def of(cls, row: models.Werkverdeling, verdeeld: Sequence[tuple[Ref, str | None]]) -> Self:
        """The answer for a row and the aanmeldingen of its round, each with the code of who has it."""
        return cls.build(
            id=row.id,
            gemeente=row.gemeente,
            team=row.team,
            verdeeld_op=row.verdeeld_op,
            toewijzingen=[
                GegevenAanmelding.build(aanmelding_id=id_, medewerker=code)
                for id_, code in verdeeld
            ],
        )
