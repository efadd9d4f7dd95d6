"""The table of plaatsingen."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.trajecten.plaatsing.domain import Plaatsingsfeiten
from services.trajecten.tables import Base
from shared.contracts.trajecten import PlaatsingEinde
from shared.contracts.werkgevers import SoortOvereenkomst
from shared.db.tables import VanGemeente


class Plaatsing(VanGemeente, Base):
    """A person at work with an employer; two at the same time are two jobs.

    `einddatum` is what was agreed, `geeindigd_op` what came of it.
    """

    __tablename__ = "plaatsing"
    __table_args__ = (Index("ix_plaatsing_persoon", "persoon_ref", "gemeente"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    persoon_ref: Mapped[UUID]
    kvk_nummer: Mapped[str] = mapped_column(String(8))
    soort_overeenkomst: Mapped[SoortOvereenkomst] = mapped_column(String(2))
    startdatum: Mapped[date]
    einddatum: Mapped[date | None]
    minuten_per_week: Mapped[int]
    beschut: Mapped[bool]
    vacature_id: Mapped[UUID | None]
    toekenning_id: Mapped[UUID | None]
    geeindigd_op: Mapped[date | None]
    reden: Mapped[PlaatsingEinde | None] = mapped_column(String(20))

    def feiten(self) -> Plaatsingsfeiten:
        """The plaatsing as rules see it."""
        return Plaatsingsfeiten(
            plaatsing_id=self.id,
            kvk_nummer=self.kvk_nummer,
            startdatum=self.startdatum,
            einddatum=self.geeindigd_op or self.einddatum,
            minuten_per_week=self.minuten_per_week,
            soort_overeenkomst=self.soort_overeenkomst,
            beschut=self.beschut,
        )
