"""The tables of the plumbing, the same in the database of every service, and what each service's tables share."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db.dialect import ALLEEN_SYSTEEM, MUUR, Id, of_client
from shared.db.types import UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""One convention for the names of constraints, so that migrations can speak of them."""


class Rij:
    """A row of a table, new, with its values by the names of its columns.

    They are put there as they are: SQLAlchemy would note a change of each, of a row that was never anything else.
    Raises TypeError for a name that it does not have.
    """

    def __init__(self, **values: Any) -> None:
        model: Any = type(self)
        if unknown := values.keys() - _names(model):
            raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
        vars(self).update(values)


@cache
def _names(model: type[Any]) -> frozenset[str]:
    return frozenset(model.__mapper__.column_attrs.keys())


class VanGemeente:
    """A row that belongs to a gemeente; sessions filter these rows by the gemeenten of their caller."""

    gemeente: Mapped[str] = mapped_column(String(6), index=True)


PLUMBING = MetaData(naming_convention=NAMING)

stream = Table(
    "stream",
    PLUMBING,
    Column("key", String(40), primary_key=True),
    Column("last", Id, nullable=False),
)
"""One row per Kafka key: its lock gives events of a key their order, `last` their `sequence` (decision 15)."""

outbox = Table(
    "outbox",
    PLUMBING,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("event_id", Uuid, nullable=False, unique=True),
    Column("topic", String(60), nullable=False),
    Column("key", String(40), nullable=False),
    Column("type", String(120), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("gemeente", String(6), nullable=False),
    Column("sequence", Id, nullable=False),
    Column("payload", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("published_at", UtcDateTime),
    Column("log_position", Id),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("last_error", String(200)),
    Index("ix_outbox_todo", "id", postgresql_where=text("published_at is null")),
    Index("ix_outbox_log_position", "log_position", unique=True),
    sqlite_autoincrement=True,
)
"""Events in commit order per key. On SQLite this is the log itself; on PostgreSQL the relay sends it to Kafka.

`log_position` is the place in the log for readers outside (`shared/outward/log.py`); the relay gives it with
`published_at`, on SQLite the id is that place.
"""

inbox = Table(
    "inbox",
    PLUMBING,
    Column("event_id", Uuid, primary_key=True),
    Column("received_at", UtcDateTime, nullable=False),
)
"""Every event this service has applied, for ever: the same event a second time changes nothing."""

consumer_offset = Table(
    "consumer_offset",
    PLUMBING,
    Column("topic", String(60), primary_key=True),
    Column("partition", Integer, primary_key=True),
    Column("next_offset", Id, nullable=False),
    Column("last_event_id", Uuid),
)
"""Where this service is in each partition; moves in the transaction that applies the events."""

dead_letter = Table(
    "dead_letter",
    PLUMBING,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("event_id", Uuid, unique=True),
    Column("topic", String(60), nullable=False),
    Column("partition", Integer, nullable=False),
    Column("offset", Id, nullable=False),
    Column("key", LargeBinary),
    Column("headers", LargeBinary, nullable=False),
    Column("body", LargeBinary),
    Column("kind", String(12), nullable=False),
    Column("error", String(300), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("resolved_at", UtcDateTime),
    Column("resolution", String(12)),
    UniqueConstraint("topic", "partition", "offset"),
    info={MUUR: ALLEEN_SYSTEEM},
    sqlite_autoincrement=True,
)
"""Events set aside: `kind` is `undecodable`, `parked` (behind another of its key) or `aside` (by an operator)."""

parking = Table(
    "parking",
    PLUMBING,
    Column("topic", String(60), primary_key=True),
    Column("key", LargeBinary, primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    info={MUUR: ALLEEN_SYSTEEM},
)
"""The keys whose events wait behind a dead letter until an operator replays or discards it."""

idempotentie = Table(
    "idempotentie",
    PLUMBING,
    Column("client", String(80), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("status", Integer),
    Column("location", String(300)),
    Column("body", LargeBinary),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    info={MUUR: of_client("client")},
)
"""Answers to POSTs that create, stored in the transaction of their effect (decision 22)."""


verwerkingslog = Table(
    "verwerkingslog",
    PLUMBING,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("trace_id", String(32), nullable=False),
    Column("span_id", String(16), nullable=False),
    Column("parent_span_id", String(16), nullable=False),
    Column("status", String(5), nullable=False),
    Column("name", String(80), nullable=False),
    Column("start_time", Id, nullable=False),
    Column("end_time", Id, nullable=False),
    Column("processing_activity_id", String(120), nullable=False),
    Column("data_subject_id", String(36), nullable=False, index=True),
    sqlite_autoincrement=True,
)
"""Processings of personal data, a row for each person concerned; only ever added to (shared/verwerkingenlog.py)."""

auditlog = Table(
    "auditlog",
    PLUMBING,
    Column("span_id", String(16), primary_key=True),
    Column("client", String(80), nullable=False),
    Column("rol", String(40)),
    Column("moment", UtcDateTime, nullable=False),
)
"""Who did the action that is the parent of records in `verwerkingslog`; only ever added to."""


class _Plumbing(Rij, DeclarativeBase):
    metadata = PLUMBING


class Abonnement(VanGemeente, _Plumbing):
    """A client that has the events of one gemeente sent to its sink (a webhook).

    `position` is the place in the log of the last event that was delivered or set aside; all behind it still comes.
    `attempts` counts the failures of the event after it, which is not tried again before `next_attempt_at`.
    `geheim` is what its requests are signed with, under the gemeente's key `kid`.
    """

    __tablename__ = "abonnement"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    client: Mapped[str] = mapped_column(String(80), index=True)
    types: Mapped[list[str]] = mapped_column(JSON)
    sink: Mapped[str] = mapped_column(String(500))
    kid: Mapped[str] = mapped_column(String(40))
    geheim: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(String(12))
    position: Mapped[int] = mapped_column(Id)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Opzijgezet(VanGemeente, _Plumbing):
    """An event that a sink did not take within the limit of attempts; `_herhaal` brings it again."""

    __tablename__ = "abonnement_opzij"

    abonnement_id: Mapped[UUID] = mapped_column(
        ForeignKey("abonnement.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Id, primary_key=True)
    event_id: Mapped[UUID]
    type: Mapped[str] = mapped_column(String(120))
    error: Mapped[str] = mapped_column(String(200))
    set_aside_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Conversie(VanGemeente, _Plumbing):
    """A run of the conversion at go-live: one file of one source system, with its control totals (shared/conversie).

    `bedragen` is what stands of it: per group and year how many lines, and their cents open and realised. Without
    `afgerond_op` the run goes on or broke off; what it counts was taken all the same.
    """

    __tablename__ = "conversie"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    soort: Mapped[str] = mapped_column(String(20))
    bronsysteem: Mapped[str] = mapped_column(String(40))
    client: Mapped[str] = mapped_column(String(80))
    regels: Mapped[int] = mapped_column(default=0)
    overgenomen: Mapped[int] = mapped_column(default=0)
    ongewijzigd: Mapped[int] = mapped_column(default=0)
    geweigerd: Mapped[int] = mapped_column(default=0)
    bedragen: Mapped[list[list[Any]]] = mapped_column(JSON)
    begonnen_op: Mapped[datetime] = mapped_column(UtcDateTime)
    afgerond_op: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Conversieregel(VanGemeente, _Plumbing):
    """The newest that a source system said under an id of its own, and what became of it.

    `ding_id` is what it became here; `stempel` marks the line that was taken, or refused with `code`. `zegt` is what
    the newest line says per group and year, taken or not: where that differs from what Meedoen holds, work is left.
    """

    __tablename__ = "conversieregel"

    gemeente: Mapped[str] = mapped_column(String(6), primary_key=True)
    soort: Mapped[str] = mapped_column(String(20), primary_key=True)
    bronsysteem: Mapped[str] = mapped_column(String(40), primary_key=True)
    bron_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    conversie_id: Mapped[UUID] = mapped_column(ForeignKey("conversie.id"))
    stempel: Mapped[str] = mapped_column(String(64))
    ding_id: Mapped[UUID | None]
    code: Mapped[str | None] = mapped_column(String(40))
    zegt: Mapped[list[list[Any]]] = mapped_column(JSON)
