"""Invoices as they were booked."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.budget.tables import Base
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class FactuurRow(VanGemeente, Base):
    """An invoice on one toekenning; its id is also the `gebeurtenis` of its postings. The amounts are what it did."""

    __tablename__ = "factuur"
    __table_args__ = (
        UniqueConstraint("gemeente", "factuurnummer", "toekenning"),
        Index("ix_factuur_toekenning", "toekenning"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    factuurnummer: Mapped[str] = mapped_column(String(40))
    aanbieder: Mapped[str | None] = mapped_column(String(40))
    toekenning: Mapped[UUID] = mapped_column(ForeignKey("dossier.toekenning"))
    post: Mapped[str] = mapped_column(String(40))
    bedrag: Mapped[int] = mapped_column(BigInteger)
    factuurdatum: Mapped[date]
    boekjaar: Mapped[int] = mapped_column(SmallInteger)
    laatste: Mapped[bool]
    vrijval: Mapped[int] = mapped_column(BigInteger)
    boven_open: Mapped[int] = mapped_column(BigInteger)
    overschrijding: Mapped[int] = mapped_column(BigInteger)
    door: Mapped[str] = mapped_column(String(80))
    geboekt_op: Mapped[datetime] = mapped_column(UtcDateTime)
