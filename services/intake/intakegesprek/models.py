"""The table of intakegesprekken."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.intakegesprek.domain import ELEMENTEN
from services.intake.intakegesprek.policy import Element
from services.intake.tables import Base
from shared.crypto import Plaats
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class Intakegesprek(VanGemeente, Base):
    """A first talk. `inhoud` is what was said, under the key of the person; `elementen` which elements that fills."""

    __tablename__ = "intakegesprek"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    persoon_ref: Mapped[UUID] = mapped_column(ForeignKey("inwoner.persoon_ref"), index=True)
    medewerker: Mapped[str] = mapped_column(String(40))
    gevoerd_op: Mapped[date]
    inhoud: Mapped[bytes] = mapped_column(LargeBinary)
    elementen: Mapped[str] = mapped_column(String(120))
    vastgesteld: Mapped[bool]
    compleet: Mapped[bool]
    vastgelegd_op: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def ingevuld(self) -> tuple[Element, ...]:
        """The elements that were filled in."""
        namen = self.elementen.split()
        return tuple(element for element in ELEMENTEN if element in namen)

    def plaats(self) -> Plaats:
        """Where what was said stands."""
        return Plaats(self.gemeente, self.__tablename__, "inhoud", self.id)
