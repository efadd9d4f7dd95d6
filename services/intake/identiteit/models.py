"""The table of who inwoners are."""

from uuid import UUID

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.tables import Base
from shared.crypto import Plaats
from shared.db.tables import VanGemeente


class Identiteit(VanGemeente, Base):
    """Who an inwoner is, unreadable without the keys: `sleutel` is the person's own, wrapped by the gemeente's `kid`.

    Deleting the row makes everything that was written with the key unreadable, here and in backups.
    """

    __tablename__ = "identiteit"
    __table_args__ = (UniqueConstraint("gemeente", "bsn_index"),)

    persoon_ref: Mapped[UUID] = mapped_column(primary_key=True)
    kid: Mapped[str] = mapped_column(String(40))
    sleutel: Mapped[bytes] = mapped_column(LargeBinary)
    bsn: Mapped[bytes | None] = mapped_column(LargeBinary)
    bsn_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    naam: Mapped[bytes | None] = mapped_column(LargeBinary)
    adres: Mapped[bytes | None] = mapped_column(LargeBinary)

    def plaats(self, kolom: str) -> Plaats:
        """Where a column of this row stands."""
        return Plaats(self.gemeente, self.__tablename__, kolom, self.persoon_ref)
