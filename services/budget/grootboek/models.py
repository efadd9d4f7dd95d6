"""The tables of the ledger; `ledger.py` is the only one that writes them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.budget.tables import Base
from shared.db.dialect import Id
from shared.db.tables import VanGemeente
from shared.db.types import UtcDateTime

JOURNAALREGEL = """create view journaalregel as
select gebeurtenis, regel, 1 as kant, post_id, jaar, debet as rekening, bedrag from boeking
union all
select gebeurtenis, regel, 2, post_id, jaar, credit, -bedrag from boeking"""
"""What an accountant expects to see: two lines for each posting. The revision that makes `boeking` holds its copy."""


class Saldo(VanGemeente, Base):
    """The balance of one post in one year; the only rows that many toekenningen share.

    `begroot` is null when there is no begroting for that year. `weigeren` copies the mode of the post for the check.
    """

    __tablename__ = "saldo"
    __table_args__ = (
        CheckConstraint(
            "not weigeren or coalesce(begroot, 0) - verplicht - gerealiseerd + overschrijding >= 0",
            "niet_boven_begroting",
        ),
        CheckConstraint("verplicht >= 0 and overschrijding >= 0", "niet_negatief"),
    )

    post_id: Mapped[int] = mapped_column(Id, ForeignKey("post.id"), primary_key=True)
    jaar: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    gemeente: Mapped[str] = mapped_column(String(6))
    weigeren: Mapped[bool]
    begroot: Mapped[int | None] = mapped_column(BigInteger)
    verplicht: Mapped[int] = mapped_column(BigInteger, server_default="0")
    gerealiseerd: Mapped[int] = mapped_column(BigInteger, server_default="0")
    overschrijding: Mapped[int] = mapped_column(BigInteger, server_default="0")
    volgnummer: Mapped[int] = mapped_column(BigInteger, server_default="0")
    keten: Mapped[bytes] = mapped_column(LargeBinary)


class DossierRow(VanGemeente, Base):
    """What the ledger knows of one toekenning: the head of its verplichtingen, locked before them."""

    __tablename__ = "dossier"
    __table_args__ = (Index("ix_dossier_gemeente_status", "gemeente", "status"),)

    toekenning: Mapped[UUID] = mapped_column(primary_key=True)
    gemeente: Mapped[str] = mapped_column(String(6))
    versie: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    besluitjaar: Mapped[int] = mapped_column(SmallInteger)
    post: Mapped[str | None] = mapped_column(String(40))
    reden: Mapped[str | None] = mapped_column(String(40))


class Verplichting(VanGemeente, Base):
    """The part of a toekenning on one post in one year: what was granted, what of it is open, what was invoiced."""

    __tablename__ = "verplichting"
    __table_args__ = (
        CheckConstraint("toegekend >= 0 and gerealiseerd >= 0", "niet_negatief"),
        CheckConstraint("open >= 0 and open <= toegekend", "open"),
        Index("ix_verplichting_post_id_jaar", "post_id", "jaar"),
    )

    toekenning: Mapped[UUID] = mapped_column(ForeignKey("dossier.toekenning"), primary_key=True)
    post_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    jaar: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    gemeente: Mapped[str] = mapped_column(String(6))
    toegekend: Mapped[int] = mapped_column(BigInteger)
    open: Mapped[int] = mapped_column(BigInteger)
    gerealiseerd: Mapped[int] = mapped_column(BigInteger, server_default="0")


class Boeking(VanGemeente, Base):
    """One posting of the append-only journal; its key is its place in the hash chain of its post and year.

    `conversie` is the run that brought it over at go-live; a run of trajecten for what came with a toekenning.
    """

    __tablename__ = "boeking"
    __table_args__ = (
        ForeignKeyConstraint(["post_id", "jaar"], ["saldo.post_id", "saldo.jaar"]),
        UniqueConstraint("gebeurtenis", "regel"),
        CheckConstraint("bedrag > 0", "bedrag"),
        CheckConstraint("debet <> credit", "twee_rekeningen"),
        CheckConstraint("debet between 1 and 4 and credit between 1 and 4", "rekening"),
        Index("ix_boeking_toekenning", "toekenning"),
        Index("ix_boeking_conversie", "conversie"),
    )

    post_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    jaar: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    volgnummer: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    gemeente: Mapped[str] = mapped_column(String(6))
    gebeurtenis: Mapped[UUID]
    regel: Mapped[int] = mapped_column(SmallInteger)
    debet: Mapped[int] = mapped_column(SmallInteger)
    credit: Mapped[int] = mapped_column(SmallInteger)
    bedrag: Mapped[int] = mapped_column(BigInteger)
    overschrijding: Mapped[int] = mapped_column(BigInteger)
    toekenning: Mapped[UUID | None]
    boekdatum: Mapped[date]
    conversie: Mapped[UUID | None]
    geboekt_op: Mapped[datetime] = mapped_column(UtcDateTime)
    keten: Mapped[bytes] = mapped_column(LargeBinary)
