"""The table of signals for enforcement."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.trajecten.handhaving.domain import Uitkomst
from services.trajecten.tables import Base
from shared.db.tables import VanGemeente


class Handhavingssignaal(VanGemeente, Base):
    """A signal about a person; once erased it has no `uitkomst`."""

    __tablename__ = "handhavingssignaal"
    __table_args__ = (Index("ix_handhavingssignaal_persoon", "persoon_ref", "gemeente"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    persoon_ref: Mapped[UUID]
    gegeven_op: Mapped[date]
    medewerker: Mapped[str] = mapped_column(String(40))
    uitkomst: Mapped[Uitkomst | None] = mapped_column(String(30))
    afgerond_op: Mapped[date | None]
