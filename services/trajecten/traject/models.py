"""The traject of a person."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.trajecten.tables import Base
from services.trajecten.traject.domain import Status
from shared.db.tables import VanGemeente

_OPEN = text("status = 'open'")


class Traject(VanGemeente, Base):
    """A traject; at most one per person and gemeente is open. One that was brought over at go-live has no diagnose."""

    __tablename__ = "traject"
    __table_args__ = (
        Index(
            "ux_traject_open",
            "persoon_ref",
            "gemeente",
            unique=True,
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    persoon_ref: Mapped[UUID] = mapped_column(index=True)
    diagnose_id: Mapped[UUID | None]
    geopend_op: Mapped[date]
    status: Mapped[Status] = mapped_column(String(10), default="open")
    afgesloten_op: Mapped[date | None]
