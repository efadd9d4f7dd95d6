"""The number behind a plafond, per period of years."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.budget.tables import Base
from shared.db.dialect import Id
from shared.db.tables import VanGemeente


class Plafond(VanGemeente, Base):
    """At most `aantal` places in each calendar year from `vanaf_jaar` up to and including `tot_jaar`."""

    __tablename__ = "plafond"
    __table_args__ = (
        CheckConstraint("aantal >= 0", "aantal"),
        CheckConstraint("tot_jaar is null or tot_jaar >= vanaf_jaar", "jaren"),
    )

    post_id: Mapped[int] = mapped_column(Id, ForeignKey("post.id"), primary_key=True)
    vanaf_jaar: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tot_jaar: Mapped[int | None]
    aantal: Mapped[int]
