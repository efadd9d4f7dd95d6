"""The table of outflow."""

from datetime import date
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trajecten.tables import Base
from services.trajecten.uitstroom.domain import Status
from shared.contracts.trajecten import UitstroomReden
from shared.db.tables import VanGemeente


class Uitstroom(VanGemeente, Base):
    """A person left the benefit; `terugval_op` is the first day of a benefit that came too soon after (D9)."""

    __tablename__ = "uitstroom"
    __table_args__ = (UniqueConstraint("persoon_ref", "gemeente", "laatste_uitkeringsdag"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    persoon_ref: Mapped[UUID]
    reden: Mapped[UitstroomReden] = mapped_column(String(20))
    laatste_uitkeringsdag: Mapped[date]
    geregistreerd_op: Mapped[date]
    terugval_op: Mapped[date | None]

    @property
    def status(self) -> Status:
        """Whether it lasted as far as we know."""
        return "geregistreerd" if self.terugval_op is None else "terugval"


class Nazorgcontact(VanGemeente, Base):
    """A contact to be made after outflow to work, by `uiterlijk`; it lapses when the outflow does not last."""

    __tablename__ = "nazorgcontact"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    uitstroom_id: Mapped[UUID] = mapped_column(index=True)
    soort: Mapped[str] = mapped_column(String(40))
    vanaf: Mapped[date]
    uiterlijk: Mapped[date] = mapped_column(index=True)
    afgerond_op: Mapped[date | None]
    vervallen_op: Mapped[date | None]
