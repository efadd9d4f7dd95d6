"""The table of werkverdelingen."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.tables import Base
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class Werkverdeling(VanGemeente, Base):
    """A round in which aanmeldingen were spread over a team; these name it."""

    __tablename__ = "werkverdeling"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(40))
    verdeeld_op: Mapped[date]
    vastgelegd_op: Mapped[datetime] = mapped_column(UtcDateTime)
