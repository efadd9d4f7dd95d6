"""The record of what the budgethouder decided."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.budget.tables import Base
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class BesluitRow(VanGemeente, Base):
    """Who decided about a held verplichting, what, why and when, and how much it put above the begroting."""

    __tablename__ = "budgethoudersbesluit"

    toekenning: Mapped[UUID] = mapped_column(ForeignKey("dossier.toekenning"), primary_key=True)
    besluit: Mapped[str] = mapped_column(String(12))
    reden: Mapped[str] = mapped_column(Text)
    door: Mapped[str] = mapped_column(String(80))
    besloten_op: Mapped[datetime] = mapped_column(UtcDateTime)
    overschrijding: Mapped[int] = mapped_column(BigInteger)
