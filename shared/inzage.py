"""Inzage (AVG art. 15): all that a service keeps of one person, row by row, and what was done with it.

A service lists the tables that hold something of a person (`Service.inzage`); a test walks all tables for one that is
missing. What stands there encrypted only intake can read, and adds.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from fastapi import Response
from pydantic import Field
from pydantic.alias_generators import to_camel
from sqlalchemy import Row, Select, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from shared.auth import INZAGE
from shared.clock import kalenderdag
from shared.db.tables import auditlog, verwerkingslog
from shared.routing import Reads, Router
from shared.schemas import Moment, Optioneel, Ref, Schema
from shared.verwerkingenlog import Register, lees_register

MEEST_KENMERKEN: Final = 5_000
_UUID: Final = 36
PAD: Final = "/betrokkenen/_inzage"


@dataclass(frozen=True, slots=True)
class Deel:
    """The rows of one table about somebody: those that name him in `kolom`, or there a row of the part `onder`."""

    kolom: InstrumentedAttribute[Any]
    onder: "Deel | None" = None

    @property
    def tabel(self) -> str:
        """The table."""
        return str(self.kolom.class_.__tablename__)

    def rijen(self, kenmerken: Collection[UUID]) -> Select[Any]:
        """Its rows about who is known by these."""
        return self._gezocht(select(self.kolom.class_), kenmerken).order_by(*self._sleutel())

    def _sleutels(self, kenmerken: Collection[UUID]) -> Select[Any]:
        return self._gezocht(select(*self._sleutel()), kenmerken)

    def _gezocht(self, query: Select[Any], kenmerken: Collection[UUID]) -> Select[Any]:
        gezocht = self.onder._sleutels(kenmerken) if self.onder else kenmerken  # noqa: SLF001
        return query.where(self.kolom.in_(gezocht))

    def _sleutel(self) -> Sequence[Any]:
        return inspect(self.kolom.class_).primary_key  # type: ignore[no-any-return]


class Onderdeel(Schema):
    """The rows of one table."""

    naam: str = Field(description="Tabel", examples=["toekenning"])
    rijen: list[dict[str, Any]] = Field(
        description="Elke rij zoals zij bewaard is; bedragen in centen, tijden in UTC"
    )


class Verwerkt(Schema):
    """One processing of the data of this person (Logboek Dataverwerkingen)."""

    moment: Moment
    handeling: str = Field(examples=["toonToekenning"])
    activiteit: str = Field(examples=["Voorzieningen toekennen"])
    doel: Optioneel[str] = None
    grondslag: Optioneel[str] = None
    door: str = Field(description="De rol van de medewerker, of de aangesloten client")


class Dienstdeel(Schema):
    """What one service keeps of a person."""

    dienst: str = Field(examples=["trajecten"])
    onderdelen: list[Onderdeel]
    verwerkingen: list[Verwerkt]

    def kenmerken(self) -> set[UUID]:
        """By what other services may know of it: the keys of the rows."""
        rijen = [rij for onderdeel in self.onderdelen for rij in onderdeel.rijen]
        return {UUID(str(rij["id"])) for rij in rijen if len(str(rij.get("id"))) == _UUID}


class BetrokkeneBody(Schema):
    """Whom it is about."""

    kenmerken: list[Ref] = Field(
        min_length=1,
        max_length=MEEST_KENMERKEN,
        description="De persoonRef van de inwoner, en kenmerken van wat elders over hem is vastgelegd",
    )


@dataclass(frozen=True, slots=True)
class Inzagedelen:
    """How a service answers: its parts, and its register of processing activities when it has one."""

    dienst: str
    delen: Sequence[Deel]
    register: Register

    async def verzamel(
        self, session: AsyncSession, kenmerken: Collection[UUID]
    ) -> tuple[Dienstdeel, set[UUID]]:
        """All that is kept of who is known by these, and which of them are refs of persons that the caller may see."""
        gevonden: defaultdict[str, list[Any]] = defaultdict(list)
        for deel in self.delen:
            gevonden[deel.tabel] += await session.scalars(deel.rijen(kenmerken))
        refs = {getattr(row, "persoon_ref", None) for rows in gevonden.values() for row in rows}
        eigen = set(kenmerken) & refs
        regels = await _regels(session, eigen) if self.register else ()
        antwoord = Dienstdeel.build(
            dienst=self.dienst,
            onderdelen=[
                Onderdeel.build(naam=naam, rijen=[_als_rij(row) for row in rows])
                for naam, rows in gevonden.items()
                if rows
            ],
            verwerkingen=[self._verwerkt(regel) for regel in regels],
        )
        return antwoord, eigen

    def _verwerkt(self, regel: Row[Any]) -> Verwerkt:
        moment = datetime.fromtimestamp(regel.start_time / 1000, UTC)
        code = regel.processing_activity_id.rpartition(":")[2]
        toen = [a for a in self.register.get(code, ()) if a.vanaf <= kalenderdag(moment)]
        return Verwerkt.build(
            moment=moment,
            handeling=regel.name,
            activiteit=toen[-1].naam if toen else code,
            doel=toen[-1].doel if toen else None,
            grondslag=toen[-1].grondslag if toen else None,
            door=regel.rol or regel.client,
        )


def inzage_router(service: str, delen: Sequence[Deel], register: Path | None) -> Router:
    """The route on which a service gives its part of an inzage."""
    deel = Inzagedelen(service, delen, lees_register(register) if register else {})
    router = Router(
        service, "betrokkenen", verwerking="rechten-van-betrokkenen" if register else None
    )

    @router.reveals(
        PAD, Dienstdeel, f"Toon alles wat {service} van een inwoner bewaart", scope=INZAGE
    )
    async def inzage(body: BetrokkeneBody, call: Reads) -> Response:
        async with call.read() as session:
            antwoord, eigen = await deel.verzamel(session, body.kenmerken)
        call.raakt(*eigen)
        return call.ok(antwoord)

    return router


async def _regels(session: AsyncSession, refs: Collection[UUID]) -> Sequence[Row[Any]]:
    query = (
        select(verwerkingslog, auditlog.c.client, auditlog.c.rol)
        .join(auditlog, auditlog.c.span_id == verwerkingslog.c.parent_span_id)
        .where(verwerkingslog.c.data_subject_id.in_([str(ref) for ref in refs]))
        .order_by(verwerkingslog.c.id)
    )
    return (await session.execute(query)).all()


def _als_rij(row: Any) -> dict[str, Any]:
    """What a row says; bytes are keys, chains and what only intake can read."""
    waarden = {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}
    return {
        to_camel(naam): waarde
        for naam, waarde in waarden.items()
        if waarde is not None and not isinstance(waarde, bytes)
    }
