"""Who put a toekenning forward, and who agreed or not."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.trajecten.tables import Base
from shared.db.tables import VanGemeente


class Kwaliteitstoets(VanGemeente, Base):
    """The review of one toekenning; persons are codes of medewerkers."""

    __tablename__ = "kwaliteitstoets"

    toekenning_id: Mapped[UUID] = mapped_column(ForeignKey("toekenning.id"), primary_key=True)
    voorgelegd_door: Mapped[str] = mapped_column(String(40))
    voorgelegd_op: Mapped[date]
    beoordeeld_door: Mapped[str | None] = mapped_column(String(40))
    beoordeeld_op: Mapped[date | None]
    akkoord: Mapped[bool | None]
