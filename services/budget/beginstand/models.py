"""Where what a post had at go-live is kept."""

from uuid import UUID

from sqlalchemy import ForeignKey, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.budget.tables import Base
from shared.db.dialect import Id
from shared.db.tables import VanGemeente


class BeginstandRow(VanGemeente, Base):
    """The dossier in the ledger of what a post had in a year besides toekenningen; `id` is its key there."""

    __tablename__ = "beginstand"
    __table_args__ = (UniqueConstraint("post_id", "jaar"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(Id, ForeignKey("post.id"))
    jaar: Mapped[int] = mapped_column(SmallInteger)
