"""The herzieningen that were done and what each of them changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.trajecten.tables import Base
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class Herziening(VanGemeente, Base):
    """One herziening of a gemeente for a year; `bekeken` counts the subsidies it looked at."""

    __tablename__ = "herziening"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    jaar: Mapped[int]
    gedaan_op: Mapped[datetime] = mapped_column(UtcDateTime)
    bekeken: Mapped[int]


class HerzieneToekenning(VanGemeente, Base):
    """A toekenning that a herziening changed: what it cost from 1 January on, in cents, before and after."""

    __tablename__ = "herziene_toekenning"

    herziening_id: Mapped[UUID] = mapped_column(ForeignKey("herziening.id"), primary_key=True)
    toekenning_id: Mapped[UUID] = mapped_column(primary_key=True)
    versie: Mapped[int]
    was_centen: Mapped[int] = mapped_column(BigInteger)
    wordt_centen: Mapped[int] = mapped_column(BigInteger)
