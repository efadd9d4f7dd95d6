"""The table of werkgevers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.werkgevers.tables import Base
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class Werkgever(VanGemeente, Base):
    """An employer of a gemeente."""

    __tablename__ = "werkgever"
    __table_args__ = (UniqueConstraint("gemeente", "kvk_nummer"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kvk_nummer: Mapped[str] = mapped_column(String(8))
    vestigingsnummer: Mapped[str | None] = mapped_column(String(12))
    naam: Mapped[str] = mapped_column(String(80))
    sector: Mapped[str | None] = mapped_column(String(5), index=True)
    geregistreerd_op: Mapped[datetime] = mapped_column(UtcDateTime)
