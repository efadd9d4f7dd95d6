"""The table of diagnoses."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.diagnose.domain import Aanleiding
from services.intake.tables import Base
from shared.contracts.intake import Afstand, Profiel
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class Diagnose(VanGemeente, Base):
    """A diagnose as it was laid down, with the rule that was used."""

    __tablename__ = "diagnose"
    __table_args__ = (
        CheckConstraint("trede between 1 and 6", name="trede"),
        CheckConstraint("maanden_tot_werk between 0 and 600", name="maanden_tot_werk"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    persoon_ref: Mapped[UUID] = mapped_column(ForeignKey("inwoner.persoon_ref"), index=True)
    trede: Mapped[int]
    maanden_tot_werk: Mapped[int]
    zelfredzaam: Mapped[bool | None]
    indicatie_beschut: Mapped[bool | None]
    afstand: Mapped[Afstand | None] = mapped_column(String(6))
    profiel: Mapped[Profiel | None] = mapped_column(String(2))
    vastgesteld_op: Mapped[date]
    regel: Mapped[str] = mapped_column(String(40))
    regel_bron: Mapped[str] = mapped_column(Text)
    regel_parameter: Mapped[str | None] = mapped_column(Text)
    regel_vanaf: Mapped[date | None]
    aanleiding: Mapped[Aanleiding | None] = mapped_column(String(12))
    groei_trede: Mapped[int | None]
    groei_voor: Mapped[date | None]
    volgende_meting_voor: Mapped[date | None] = mapped_column(index=True)
    vastgelegd_op: Mapped[datetime] = mapped_column(UtcDateTime)
