"""The tables of the plumbing, the same in the database of every service, and what each service's tables share."""

from sqlalchemy import (
    Column,
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
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.dialect import Id
from shared.db.types import UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""One convention for the names of constraints, so that migrations can speak of them."""


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
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("last_error", String(200)),
    Index("ix_outbox_todo", "id", postgresql_where=text("published_at is null")),
    sqlite_autoincrement=True,
)
"""Events in commit order per key. On SQLite this is the log itself; on PostgreSQL the relay sends it to Kafka."""

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
    sqlite_autoincrement=True,
)
"""Events set aside: `kind` is `undecodable`, `parked` (behind another of its key) or `aside` (by an operator)."""

parking = Table(
    "parking",
    PLUMBING,
    Column("topic", String(60), primary_key=True),
    Column("key", LargeBinary, primary_key=True),
    Column("since", UtcDateTime, nullable=False),
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
)
"""Answers to POSTs that create, stored in the transaction of their effect (decision 22)."""
