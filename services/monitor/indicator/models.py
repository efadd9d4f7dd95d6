"""The table of counted events."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.monitor.tables import Base
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class Gebeurtenis(VanGemeente, Base):
    """A counted event; `groep` is under what events are found that say something about each other.

    `kenmerk` is the product, trede or reason; `stilte` how long it was quiet around it (see `domain.Rij`).
    """

    __tablename__ = "gebeurtenis"
    __table_args__ = (Index(None, "soort", "gemeente", "jaar"),)

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    soort: Mapped[str] = mapped_column(String(40))
    onderwerp: Mapped[UUID]
    groep: Mapped[str] = mapped_column(String(40), index=True)
    datum: Mapped[date]
    jaar: Mapped[int]
    kenmerk: Mapped[str | None] = mapped_column(String(40))
    stilte: Mapped[int | None]
    telt: Mapped[bool]
    gebeurd_op: Mapped[datetime] = mapped_column(UtcDateTime)
