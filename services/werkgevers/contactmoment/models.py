"""The table of contactmomenten."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.werkgevers.tables import Base
from shared.contracts.werkgevers import ContactSoort
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class Contactmoment(VanGemeente, Base):
    """Contact with an employer on a day."""

    __tablename__ = "contactmoment"
    __table_args__ = (Index(None, "kvk_nummer", "datum"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kvk_nummer: Mapped[str] = mapped_column(String(8))
    datum: Mapped[date] = mapped_column(index=True)
    soort: Mapped[ContactSoort] = mapped_column(String(12))
    tweezijdig: Mapped[bool]
    doelgroep_participatiewet: Mapped[bool]
    onderwerp: Mapped[str | None] = mapped_column(String(40))
    vastgelegd_op: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def telt(self) -> bool:
        """Whether it counts as contact with an employer: two-way, about the target group (D1)."""
        return self.tweezijdig and self.doelgroep_participatiewet
