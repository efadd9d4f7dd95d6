"""The table of inwoners."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, false
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.inwoner.domain import RegistreerInwoner, Stand
from services.intake.tables import Base
from shared.contracts.intake import UitkeringSoort
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime


class Inwoner(VanGemeente, Base):
    """An inwoner; `persoon_ref` is ours and the only thing that other services know him by.

    `uitkering_tot` is the last day of the benefit; `vertrokken_op` the first day elsewhere.
    `vervallen_in` is the registration this one was merged into. After `gewist_op` of the birth only the year is left.
    """

    __tablename__ = "inwoner"

    persoon_ref: Mapped[UUID] = mapped_column(primary_key=True)
    versie: Mapped[int]
    geboortedatum: Mapped[date]
    uitkering_soort: Mapped[UitkeringSoort] = mapped_column(String(16))
    uitkering_vanaf: Mapped[date | None]
    uitkering_tot: Mapped[date | None]
    huishouden_ref: Mapped[UUID | None] = mapped_column(index=True)
    huishouden_vanaf: Mapped[date | None]
    vertrokken_op: Mapped[date | None]
    overleden_op: Mapped[date | None]
    geheimhouding: Mapped[bool] = mapped_column(server_default=false())
    postcodecijfers: Mapped[str | None] = mapped_column(String(4))
    vervallen_in: Mapped[UUID | None] = mapped_column(index=True)
    gewist_op: Mapped[date | None]
    geregistreerd_op: Mapped[datetime] = mapped_column(UtcDateTime)

    def zegt(self, command: RegistreerInwoner) -> bool:
        """Whether what was registered says the same of birth, benefit and huishouden."""
        return (
            self.geboortedatum == command.geboortedatum
            and self.uitkering_soort == command.uitkering_soort
            and self.uitkering_vanaf == command.uitkering_vanaf
            and self.huishouden_ref == command.huishouden_ref
        )

    def stand(self) -> Stand:
        """What decides whether a change can be true."""
        return Stand(
            geboortedatum=self.geboortedatum,
            uitkering=None if self.uitkering_soort == "geen" else self.uitkering_soort,
            uitkering_vanaf=self.uitkering_vanaf,
            uitkering_tot=self.uitkering_tot,
            vertrokken_op=self.vertrokken_op,
            overleden_op=self.overleden_op,
        )


class Bronregel(VanGemeente, Base):
    """Which inwoner a line of a source became, and the newest version of it that was taken over."""

    __tablename__ = "bronregel"

    afzender: Mapped[str] = mapped_column(String(80), primary_key=True)
    bron_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    versie: Mapped[int]
    stempel: Mapped[str] = mapped_column(String(64))
    persoon_ref: Mapped[UUID]
