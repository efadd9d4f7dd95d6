"""Decisions of the council that changed the begroting."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from services.budget.tables import Base
from shared.db.dialect import Id
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class WijzigingRow(VanGemeente, Base):
    """The new total of a post in a year, what it differs, and what lay above it then; never changed afterwards.

    Its id is also the `gebeurtenis` of its posting.
    """

    __tablename__ = "begrotingswijziging"
    __table_args__ = (Index("ix_begrotingswijziging_post_id_jaar", "post_id", "jaar"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(Id, ForeignKey("post.id"))
    jaar: Mapped[int] = mapped_column(SmallInteger)
    bedrag: Mapped[int] = mapped_column(BigInteger)
    verschil: Mapped[int] = mapped_column(BigInteger)
    overschrijding: Mapped[int] = mapped_column(BigInteger)
    besluitdatum: Mapped[date]
    reden: Mapped[str] = mapped_column(String(40))
    door: Mapped[str] = mapped_column(String(80))
    vastgelegd_op: Mapped[datetime] = mapped_column(UtcDateTime)
