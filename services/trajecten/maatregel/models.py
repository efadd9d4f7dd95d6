"""The tables of maatregelen, their months and the second looks at them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trajecten.afstemming.domain import Gedraging, Verlaging
from services.trajecten.afstemming.policy import Verwijt
from services.trajecten.maatregel.domain import (
    Aanleiding,
    BevestigMaand,
    Heroverweeg,
    Maandstatus,
    Oordeel,
    Status,
    StelVoor,
)
from services.trajecten.tables import Base
from shared.contracts.maatregelen import (
    MaatregelmaandBevestigd,
    MaatregelmaandGegeven,
    MaatregelOpgelegd,
)
from shared.contracts.trajecten import Maandbedrag
from shared.db.tables import VanGemeente


class Maatregel(VanGemeente, Base):
    """A maatregel on the benefit of a person; persons of the gemeente are codes of medewerkers.

    What it was for (`grond` to `afweging`) goes when the person is erased; amounts and dates stay. `herhaling` is 0 for
    a first one; `regel` set the length.
    """

    __tablename__ = "maatregel"
    __table_args__ = (Index("ix_maatregel_persoon", "persoon_ref", "gemeente"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    persoon_ref: Mapped[UUID]
    status: Mapped[Status] = mapped_column(String(12))
    grond: Mapped[str | None] = mapped_column(String(40))
    verwijtbaarheid: Mapped[Verwijt | None] = mapped_column(String(12))
    gedraging_op: Mapped[date | None]
    dringende_redenen: Mapped[bool | None]
    afweging: Mapped[str | None] = mapped_column(String(40))
    norm_centen: Mapped[int] = mapped_column(BigInteger)
    procent: Mapped[int | None]
    voorgesteld_door: Mapped[str] = mapped_column(String(40))
    voorgesteld_op: Mapped[date]
    besloten_door: Mapped[str | None] = mapped_column(String(40))
    besluitdatum: Mapped[date | None]
    herhaling: Mapped[int | None]
    regel: Mapped[str | None] = mapped_column(String(40))
    bedrag_centen: Mapped[int | None] = mapped_column(BigInteger)
    uiterlijk_heroverwegen: Mapped[date | None] = mapped_column(index=True)

    def gedraging(self) -> Gedraging | None:
        """What it is for, as rules see it; None once erased. Facts behind the ground were looked at when proposed."""
        if self.grond is None or self.gedraging_op is None or self.verwijtbaarheid is None:
            return None
        return Gedraging(
            grond=self.grond,
            dag=self.gedraging_op,
            verwijtbaarheid=self.verwijtbaarheid,
            norm_centen=self.norm_centen,
            dringende_redenen=bool(self.dringende_redenen),
            procent=self.procent,
            feiten={},
        )

    def wie(self) -> dict[str, Any]:
        """What all its events begin with."""
        return {
            "gemeente": self.gemeente,
            "maatregel_id": str(self.id),
            "persoon_ref": str(self.persoon_ref),
        }

    def leg_op(self, gevonden: Verlaging, uiterlijk_heroverwegen: date) -> None:
        """It is imposed, for these amounts."""
        self.status, self.herhaling, self.regel = "opgelegd", gevonden.herhaling, gevonden.regel
        self.bedrag_centen = sum(deel.bedrag_centen for deel in gevonden.maanden)
        self.uiterlijk_heroverwegen = uiterlijk_heroverwegen

    def opgelegd(self) -> MaatregelOpgelegd:
        """What is said once it is imposed."""
        besluit = ("besluitdatum", "bedrag_centen", "regel", "uiterlijk_heroverwegen")
        return MaatregelOpgelegd(**self.wie(), **{naam: getattr(self, naam) for naam in besluit})

    def maand(self, id_: UUID, deel: Maandbedrag) -> "Maatregelmaand":
        """One of its months, to be carried out."""
        return Maatregelmaand(
            id=id_,
            gemeente=self.gemeente,
            maatregel_id=self.id,
            persoon_ref=self.persoon_ref,
            maand=deel.maand,
            bedrag_centen=deel.bedrag_centen,
            status="gegeven",
        )

    def heroverweging(self, id_: UUID, command: Heroverweeg) -> "Heroverweging":
        """A second look at it."""
        return Heroverweging(
            id=id_,
            gemeente=self.gemeente,
            maatregel_id=self.id,
            aanleiding=command.aanleiding,
            verzocht_op=command.verzocht_op,
            besluitdatum=command.datum,
            oordeel=command.oordeel,
            medewerker=command.medewerker,
        )


class Maatregelmaand(VanGemeente, Base):
    """What is taken off the benefit of one month, and what became of it; `afgehandeld_op` is the day of that."""

    __tablename__ = "maatregelmaand"
    __table_args__ = (UniqueConstraint("maatregel_id", "maand"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    maatregel_id: Mapped[UUID]
    persoon_ref: Mapped[UUID]
    maand: Mapped[date]
    bedrag_centen: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[Maandstatus] = mapped_column(String(12))
    afgehandeld_op: Mapped[date | None]

    def wie(self) -> dict[str, Any]:
        """What all its events begin with."""
        return {
            "gemeente": self.gemeente,
            "maatregel_id": str(self.maatregel_id),
            "persoon_ref": str(self.persoon_ref),
            "maatregelmaand_id": str(self.id),
        }

    def gegeven(self) -> MaatregelmaandGegeven:
        """The instruction to the kernapplicatie."""
        return MaatregelmaandGegeven(
            **self.wie(), maand=self.maand, bedrag_centen=self.bedrag_centen
        )

    def bevestigd(self, command: BevestigMaand) -> MaatregelmaandBevestigd:
        """What the kernapplicatie answered."""
        return MaatregelmaandBevestigd(
            **self.wie(),
            uitkomst=command.uitkomst,
            maand=self.maand,
            bedrag_centen=self.bedrag_centen,
            uitgevoerd_op=command.datum,
        )


class Heroverweging(VanGemeente, Base):
    """A second look at a maatregel, never changed; `verzocht_op` is the day of the request behind an inkeer."""

    __tablename__ = "heroverweging"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    maatregel_id: Mapped[UUID] = mapped_column(index=True)
    aanleiding: Mapped[Aanleiding] = mapped_column(String(10))
    verzocht_op: Mapped[date | None]
    besluitdatum: Mapped[date]
    oordeel: Mapped[Oordeel] = mapped_column(String(12))
    medewerker: Mapped[str] = mapped_column(String(40))


def voorgesteld(id_: UUID, command: StelVoor, vandaag: date) -> Maatregel:
    """A proposal, to be decided by somebody else."""
    gedraging = command.gedraging
    return Maatregel(
        id=id_,
        gemeente=command.gemeente,
        persoon_ref=command.persoon_ref,
        status="voorgesteld",
        grond=gedraging.grond,
        verwijtbaarheid=gedraging.verwijtbaarheid,
        gedraging_op=gedraging.dag,
        dringende_redenen=gedraging.dringende_redenen,
        afweging=command.afweging,
        norm_centen=gedraging.norm_centen,
        procent=gedraging.procent,
        voorgesteld_door=command.medewerker,
        voorgesteld_op=vandaag,
    )
