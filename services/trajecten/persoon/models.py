"""The read copy of a person and the benefits that person had."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.trajecten.persoon.domain import Persoonsfeiten, Uitkeringsduur
from services.trajecten.tables import Base
from shared.db.dialect import Id
from shared.db.tables import VanGemeente


class Persoon(VanGemeente, Base):
    """The newest facts of a person in a gemeente; its row lock guards the limits per person (decision 4).

    `versie` is that of the newest inwoner-event; `diagnose_volgnummer` the sequence of the newest diagnose-event.
    `samengevoegd_met` is the person who goes on for this one. After `gewist_op` nothing but the ref is left.
    """

    __tablename__ = "persoon"

    persoon_ref: Mapped[UUID] = mapped_column(primary_key=True)
    gemeente: Mapped[str] = mapped_column(String(6), primary_key=True)
    versie: Mapped[int] = mapped_column(default=-1)
    geboortedatum: Mapped[date | None]
    uitkering_soort: Mapped[str | None] = mapped_column(String(20))
    uitkering_vanaf: Mapped[date | None]
    uitkering_tot: Mapped[date | None]
    huishouden_ref: Mapped[UUID | None]
    vertrokken_op: Mapped[date | None]
    overleden_op: Mapped[date | None]
    samengevoegd_met: Mapped[UUID | None]
    gewist_op: Mapped[date | None]
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
            uitkering_tot=self.uitkering_tot,
            trede=self.trede,
            afstand=self.afstand,
            profiel=self.profiel,
            vertrokken_op=self.vertrokken_op,
            overleden_op=self.overleden_op,
        )


class Uitkeringsperiode(VanGemeente, Base):
    """A benefit of a person from `van` up to and including `tot`, both once known; together the history."""

    __tablename__ = "uitkeringsperiode"
    __table_args__ = (Index("ix_uitkeringsperiode_persoon", "persoon_ref", "gemeente"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    persoon_ref: Mapped[UUID]
    soort: Mapped[str] = mapped_column(String(20))
    van: Mapped[date | None]
    tot: Mapped[date | None]

    def duur(self) -> Uitkeringsduur:
        """The benefit as rules see it."""
        return Uitkeringsduur(self.soort, self.van, self.tot)
