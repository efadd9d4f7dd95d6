"""Findings as they are kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.budget.tables import Base
from shared.db.dialect import Id
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class BevindingRow(VanGemeente, Base):
    """A finding; the first moment it was seen stays."""

    __tablename__ = "bevinding"
    __table_args__ = (UniqueConstraint("gemeente", "code", "jaar", "kenmerk"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    code: Mapped[str] = mapped_column(String(40))
    jaar: Mapped[int]
    kenmerk: Mapped[str] = mapped_column(String(60))
    bron: Mapped[str] = mapped_column(String(300))
    post: Mapped[str | None] = mapped_column(String(40))
    toekenning: Mapped[UUID | None]
    berekend: Mapped[int | None] = mapped_column(BigInteger)
    gedrukt: Mapped[int | None] = mapped_column(BigInteger)
    gevonden_op: Mapped[datetime] = mapped_column(UtcDateTime)
