"""A service as small as one can be, its events as messages, and what a test asks of its database."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, MetaData, Row, String, Table, Uuid, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.bus.port import Batch, Message
from shared.contracts.intake import DiagnoseVastgesteld, InwonerGeregistreerd
from shared.db.dialect import Id
from shared.db.direct import Opening, Wie
from shared.db.engine import Database
from shared.db.opening import direct
from shared.db.tables import NAMING, PLUMBING, Rij, VanGemeente
from shared.events import Envelope, Event, encode
from shared.identifiers import nieuw_id
from shared.tenancy import Caller
from shared.testing import service

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SMALLINGERLAND, WESTSTELLINGWERF = "GM0090", "GM0098"
HIER = Caller("hier", frozenset({SMALLINGERLAND}))
DAAR = Caller("daar", frozenset({WESTSTELLINGWERF}))
PERSONEN = [f"0190a000-0000-7000-8000-{number:012d}" for number in range(100)]
TOPIC = "intake.events"


class Base(Rij, DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Notitie(VanGemeente, Base):
    """A row of a gemeente."""

    __tablename__ = "notitie"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    tekst: Mapped[str] = mapped_column(String(80))
    versie: Mapped[int] = mapped_column(default=1)
    bijlage: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)


class Toegepast(Base):
    """A line per event that a handler applied, in the order in which it did."""

    __tablename__ = "toegepast"

    nr: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    door: Mapped[str] = mapped_column(String(20), default="")
    persoon: Mapped[str] = mapped_column(String(40))
    versie: Mapped[int]
    sequence: Mapped[int]


def notitie(gemeente: str = SMALLINGERLAND, tekst: str = "tekst") -> Notitie:
    return Notitie(id=nieuw_id(MOMENT), gemeente=gemeente, tekst=tekst)


def inwoner(
    persoon: str = PERSONEN[0], versie: int = 1, gemeente: str = SMALLINGERLAND
) -> InwonerGeregistreerd:
    return InwonerGeregistreerd(
        gemeente=gemeente,
        persoon_ref=persoon,
        versie=versie,
        geboortedatum=datetime(1990, 5, 17, tzinfo=UTC).date(),
        uitkering_soort="participatiewet",
    )


def diagnose(persoon: str = PERSONEN[0], trede: int = 1) -> DiagnoseVastgesteld:
    return DiagnoseVastgesteld(
        gemeente=SMALLINGERLAND,
        persoon_ref=persoon,
        diagnose_id=PERSONEN[99],
        trede=trede,
        vastgesteld_op=MOMENT.date(),
    )


def envelope(event: Event, sequence: int = 1) -> Envelope:
    return Envelope(
        event_id=nieuw_id(MOMENT),
        type=event.ce_type(),
        service=event.PUBLISHER,
        subject=event.subject,
        sequence=sequence,
        gemeente=event.gemeente,
        time=MOMENT,
    )


def message(event: Event, sequence: int = 1) -> Message:
    """The event as it travels; `batch` gives it its place."""
    headers = envelope(event, sequence).headers()
    return Message(0, event.key.encode(), headers, encode(event))


def poison(persoon: str = PERSONEN[0]) -> Message:
    """A message with readable headers whose body is not JSON."""
    good = message(inwoner(persoon))
    return Message(0, good.key, good.headers, b"{")


def with_key(known: Message, key: bytes | None) -> Message:
    return Message(known.offset, key, known.headers, known.value)


def batch(position: int | None, messages: Sequence[Message], *, partition: int = 0) -> Batch:
    """Consecutive messages from `position` on (None: the begin of the log)."""
    start = position or 0
    placed = [Message(start + i, m.key, m.headers, m.value) for i, m in enumerate(messages)]
    return Batch(TOPIC, partition, position, placed)


async def make_tables(database: Database) -> None:
    await service.make_tables(database, (Base.metadata, PLUMBING))


async def see_all(connection: AsyncConnection, *, writes: bool = True) -> None:
    """Work as the system on a connection, to the end of its transaction."""
    await (await direct(connection)).begin(Wie(None, ""), Opening(writes=writes))


async def rows(database: Database, table: Table | type[Base]) -> Sequence[Row[Any]]:
    """All rows as they are committed, by primary key, past every fence."""
    columns = (table if isinstance(table, Table) else Base.metadata.tables[table.__tablename__]).c
    query = select(*columns).order_by(*[column for column in columns if column.primary_key])
    async with database.reader.connect() as connection:
        await see_all(connection, writes=False)
        return (await connection.execute(query)).all()


async def applied(database: Database) -> list[int]:
    """The versions of the events that were applied, in the order in which that happened."""
    return [row.versie for row in await rows(database, Toegepast)]
