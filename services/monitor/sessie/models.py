"""Sessions of people and their attempts to log in."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from services.monitor.tables import Base
from shared.db.types import UtcDateTime


class Aanmeldpoging(Base):
    """An attempt to log in; used once, gone after ten minutes."""

    __tablename__ = "aanmeldpoging"

    state: Mapped[str] = mapped_column(String(64), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    naar: Mapped[str] = mapped_column(String(2000))
    tot: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Sessie(Base):
    """A session: `sleutel` is the SHA-256 of what the browser holds; `csrf` goes in every form of it."""

    __tablename__ = "sessie"

    sleutel: Mapped[str] = mapped_column(String(64), primary_key=True)
    gebruiker: Mapped[str] = mapped_column(String(80))
    rollen: Mapped[list[str]] = mapped_column(JSON)
    gemeenten: Mapped[list[str]] = mapped_column(JSON)
    csrf: Mapped[str] = mapped_column(String(64))
    begonnen_op: Mapped[datetime] = mapped_column(UtcDateTime)
    tot: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
