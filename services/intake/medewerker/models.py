"""The table of medewerkers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.medewerker.domain import Rol
from services.intake.tables import Base
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class Medewerker(VanGemeente, Base):
    """A medewerker; `caseload` counts the persons in his care."""

    __tablename__ = "medewerker"
    __table_args__ = (UniqueConstraint("gemeente", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    werknaam: Mapped[str] = mapped_column(String(80))
    team: Mapped[str] = mapped_column(String(40), index=True)
    rol: Mapped[Rol] = mapped_column(String(24))
    caseload: Mapped[int]
    vastgelegd_op: Mapped[datetime] = mapped_column(UtcDateTime)
