"""The table of counted events."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.monitor.tables import Base
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class Gebeurtenis(VanGemeente, Base):
    """An event under its indicator; `telt` ends when a later event of the same subject takes its place."""

    __tablename__ = "gebeurtenis"
    __table_args__ = (Index(None, "indicator", "gemeente", "jaar"),)

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(String(40))
    onderwerp: Mapped[UUID] = mapped_column(index=True)
    datum: Mapped[date]
    jaar: Mapped[int]
    product: Mapped[str | None] = mapped_column(String(40))
    telt: Mapped[bool]
    gebeurd_op: Mapped[datetime] = mapped_column(UtcDateTime)
