"""The table of inwoners."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.tables import Base
from shared.contracts.intake import UitkeringSoort
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class Inwoner(VanGemeente, Base):
    """An inwoner; `persoon_ref` is ours and the only thing that other services know him by."""

    __tablename__ = "inwoner"

    persoon_ref: Mapped[UUID] = mapped_column(primary_key=True)
    versie: Mapped[int]
    geboortedatum: Mapped[date]
    uitkering_soort: Mapped[UitkeringSoort] = mapped_column(String(16))
    uitkering_vanaf: Mapped[date | None]
    huishouden_ref: Mapped[UUID | None] = mapped_column(index=True)
    postcodecijfers: Mapped[str | None] = mapped_column(String(4))
    geregistreerd_op: Mapped[datetime] = mapped_column(UtcDateTime)
