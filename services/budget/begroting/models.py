"""The posts of the ledger."""

from datetime import date

from sqlalchemy import JSON, Date, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.budget.tables import Base
from shared.db.dialect import Id
from shared.db.tables import VanGemeente


class Post(VanGemeente, Base):
    """A line of the begroting (`eenheid` centen) or a plafond (plaatsen), with the rule and source behind it."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("gemeente", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    code: Mapped[str] = mapped_column(String(40))
    naam: Mapped[str] = mapped_column(String(300))
    eenheid: Mapped[str] = mapped_column(String(8))
    fonds: Mapped[str] = mapped_column(String(8))
    modus: Mapped[str] = mapped_column(String(12))
    modus_regel: Mapped[str] = mapped_column(String(40))
    modus_bron: Mapped[str] = mapped_column(String(300))
    deel_van: Mapped[str | None] = mapped_column(String(40))
    einde: Mapped[date | None] = mapped_column(Date)
    voorbehouden: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    regel: Mapped[str] = mapped_column(String(40))
    bron: Mapped[str] = mapped_column(String(300))
    status: Mapped[str] = mapped_column(String(12))
