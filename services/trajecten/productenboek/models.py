"""The productenboek as it is stored: versions that never change, each with its products."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.trajecten.tables import Base
from shared.db.tables import VanGemeente


class Boekversie(VanGemeente, Base):
    """A version of the book from `vanaf` on; gemeenten that share one have it under the same id (W-099).

    `nummer` counts the versions of a gemeente: of two that begin on one day the higher one holds.
    """

    __tablename__ = "boekversie"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    gemeente: Mapped[str] = mapped_column(String(6), primary_key=True)
    nummer: Mapped[int]
    vanaf: Mapped[date]
    tot: Mapped[date | None]
    regel: Mapped[str] = mapped_column(String(40))
    bron: Mapped[str] = mapped_column(String(300))


class Boekproduct(VanGemeente, Base):
    """A product in a version: its document, in the form of the rule files."""

    __tablename__ = "boekproduct"
    __table_args__ = (
        ForeignKeyConstraint(["versie_id", "gemeente"], ["boekversie.id", "boekversie.gemeente"]),
    )

    versie_id: Mapped[UUID] = mapped_column(primary_key=True)
    gemeente: Mapped[str] = mapped_column(String(6), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    document: Mapped[str] = mapped_column(Text)
