"""The tables of besluiten and betaalopdrachten."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trajecten.besluit.domain import Onderwerp, Status
from services.trajecten.tables import Base
from shared.contracts.trajecten import BesluitSoort, BetaalSoort, Ontvanger
from shared.db.tables import VanGemeente


class Besluit(VanGemeente, Base):
    """What was decided on a toekenning; never changed, a new decision is a new row."""

    __tablename__ = "besluit"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    toekenning_id: Mapped[UUID] = mapped_column(index=True)
    persoon_ref: Mapped[UUID] = mapped_column(index=True)
    product: Mapped[str] = mapped_column(String(40))
    soort: Mapped[BesluitSoort] = mapped_column(String(12))
    besluitdatum: Mapped[date]
    regel: Mapped[str | None] = mapped_column(String(40))


class Betaalopdracht(VanGemeente, Base):
    """Money to be paid out for one month of a toekenning, and what became of it.

    `na_oordeel` holds it back until `oordeel` is known. `afgehandeld_op` is the day it was paid, refused or lapsed.
    """

    __tablename__ = "betaalopdracht"
    __table_args__ = (UniqueConstraint("toekenning_id", "maand"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    toekenning_id: Mapped[UUID]
    versie: Mapped[int]
    persoon_ref: Mapped[UUID] = mapped_column(index=True)
    product: Mapped[str] = mapped_column(String(40))
    soort: Mapped[BetaalSoort] = mapped_column(String(20))
    ontvanger: Mapped[Ontvanger] = mapped_column(String(10))
    kvk_nummer: Mapped[str | None] = mapped_column(String(8))
    bedrag_centen: Mapped[int] = mapped_column(BigInteger)
    maand: Mapped[date]
    betaalbaar_vanaf: Mapped[date]
    na_oordeel: Mapped[bool]
    oordeel: Mapped[bool | None]
    status: Mapped[Status] = mapped_column(String(10))
    afgehandeld_op: Mapped[date | None]

    @property
    def over(self) -> Onderwerp:
        """The toekenning it is about."""
        return Onderwerp(
            self.gemeente, self.toekenning_id, self.versie, self.persoon_ref, self.product
        )
