"""The tables of plannen and their evaluations."""

from datetime import date
from uuid import UUID

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from services.trajecten.plan.domain import Status
from services.trajecten.tables import Base
from shared.db.tables import VanGemeente


class Plan(VanGemeente, Base):
    """The plan van aanpak of a traject; its text stays here. `vorige_stap` is the day of the last agreed step."""

    __tablename__ = "plan"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    traject_id: Mapped[UUID] = mapped_column(unique=True)
    versie: Mapped[int]
    status: Mapped[Status] = mapped_column(String(12))
    medewerker: Mapped[str | None] = mapped_column(String(40))
    delen: Mapped[dict[str, str]] = mapped_column(JSON)
    geopend_op: Mapped[date]
    vastgesteld_op: Mapped[date | None]
    volgende_evaluatie: Mapped[date | None] = mapped_column(index=True)


class Planevaluatie(VanGemeente, Base):
    """A look at a plan, with the judgement whether its goals must change."""

    __tablename__ = "planevaluatie"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(index=True)
    datum: Mapped[date]
    doelen_wijzigen: Mapped[bool]
