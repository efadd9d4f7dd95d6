"""The tables of vacatures."""

from dataclasses import fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.werkgevers.tables import Base
from services.werkgevers.vacature.domain import Feiten
from shared.db.dialect import MUUR, Id, of_client_or_listed
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class Vacature(Base):
    """The last version of a vacature of a sender, and the facts that we search on.

    It belongs to its sender; who may see it says VacatureGemeente, so every query goes through that table. After a
    withdrawal only the version is left.
    """

    __tablename__ = "vacature"
    __table_args__ = (
        UniqueConstraint("afzender", "id_vacature"),
        {"info": {MUUR: of_client_or_listed("afzender", "id", "vacature_gemeente", "vacature_id")}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    afzender: Mapped[str] = mapped_column(String(80))
    id_vacature: Mapped[str] = mapped_column(String(200))
    versie: Mapped[int] = mapped_column(Id)
    document: Mapped[str | None] = mapped_column(Text)
    gewijzigd_op: Mapped[datetime] = mapped_column(UtcDateTime)
    naam: Mapped[str | None] = mapped_column(String(120))
    handelsnaam: Mapped[str | None] = mapped_column(String(500))
    soorten: Mapped[str] = mapped_column(String(12))
    minuten_min: Mapped[int | None]
    minuten_max: Mapped[int | None]
    sluitingsdatum: Mapped[date | None] = mapped_column(index=True)
    sector: Mapped[str | None] = mapped_column(String(5), index=True)
    postcodecijfers: Mapped[str | None] = mapped_column(String(4))

    def neem_over(self, feiten: Feiten) -> None:
        """Keep the facts of a version."""
        for name, value in kolommen(feiten).items():
            setattr(self, name, value)


class VacatureGemeente(VanGemeente, Base):
    """A vacature is open to the searchers of a gemeente since `geplaatst_op`."""

    __tablename__ = "vacature_gemeente"
    __table_args__ = (Index(None, "vacature_id"),)

    gemeente: Mapped[str] = mapped_column(String(6), primary_key=True)
    vacature_id: Mapped[UUID] = mapped_column(ForeignKey(Vacature.id), primary_key=True)
    geplaatst_op: Mapped[date]


def kolommen(feiten: Feiten) -> dict[str, object]:
    """The facts as they are stored: the kinds of agreement as one text, `01,03`."""
    values = {field.name: getattr(feiten, field.name) for field in fields(feiten)}
    return {**values, "soorten": ",".join(feiten.soorten)}
