"""The table of aanmeldingen."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.aanmelding.domain import Uitkomst
from services.intake.tables import Base
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class Aanmelding(VanGemeente, Base):
    """An aanmelding; open until `afgesloten_op`, `medewerker` is the code of who takes it up."""

    __tablename__ = "aanmelding"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    persoon_ref: Mapped[UUID] = mapped_column(ForeignKey("inwoner.persoon_ref"), index=True)
    kanaal: Mapped[str] = mapped_column(String(40))
    aangemeld_op: Mapped[date]
    medewerker: Mapped[str | None] = mapped_column(String(40))
    toegewezen_op: Mapped[date | None]
    werkverdeling_id: Mapped[UUID | None] = mapped_column(index=True)
    gesprek_op: Mapped[date | None]
    afgesloten_op: Mapped[date | None] = mapped_column(index=True)
    uitkomst: Mapped[Uitkomst | None] = mapped_column(String(16))
    vastgelegd_op: Mapped[datetime] = mapped_column(UtcDateTime)
