"""The read copy of a person."""

from datetime import date
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.trajecten.persoon.domain import Persoonsfeiten
from services.trajecten.tables import Base
from shared.db.dialect import Id
from shared.db.tables import VanGemeente


class Persoon(VanGemeente, Base):
    """The newest facts of a person in a gemeente; its row lock guards the limits per person (decision 4).

    `versie` is that of the newest inwoner-event; `diagnose_volgnummer` the sequence of the newest diagnose-event.
    """

    __tablename__ = "persoon"

    persoon_ref: Mapped[UUID] = mapped_column(primary_key=True)
    gemeente: Mapped[str] = mapped_column(String(6), primary_key=True)
    versie: Mapped[int] = mapped_column(default=-1)
    geboortedatum: Mapped[date | None]
    uitkering_soort: Mapped[str | None] = mapped_column(String(20))
    uitkering_vanaf: Mapped[date | None]
    diagnose_op: Mapped[date | None]
    diagnose_volgnummer: Mapped[int] = mapped_column(Id, default=0)
    trede: Mapped[int | None]
    afstand: Mapped[str | None] = mapped_column(String(10))
    profiel: Mapped[str | None] = mapped_column(String(10))

    def feiten(self) -> Persoonsfeiten:
        """The facts as rules see them."""
        return Persoonsfeiten(
            geboortedatum=self.geboortedatum,
            uitkering_soort=self.uitkering_soort,
            uitkering_vanaf=self.uitkering_vanaf,
            trede=self.trede,
            afstand=self.afstand,
            profiel=self.profiel,
        )
