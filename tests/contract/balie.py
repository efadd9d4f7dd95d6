"""The counter: a service of one noun with a route of every verb, to test the HTTP boundary with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.uow import Tx
from shared.errors import Conflict, NotFound, Regel
from shared.identifiers import nieuw_id
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Replaces, Router, Writes
from shared.schemas import (
    Centen,
    Code,
    Datum,
    Gemeentecode,
    Jaar,
    Moment,
    Optioneel,
    Schema,
    Tekst80,
    UrenPerWeek,
)
from shared.service import Service
from tests.contract.proef import PERSONEN, Base, Notitie, inwoner

MOEILIJK = "moeilijk"
PAD = "/notities"

router = Router("intake", "notities")
foreign = Router("archief", "archief")


class OnbekendeNotitie(NotFound):
    """No notitie has this id."""

    code = "onbekende-notitie"


class TeMoeilijk(Conflict):
    """The rule of this counter."""

    code = "te-moeilijk"


class NieuweNotitie(Schema):
    """What a client sends."""

    tekst: Tekst80
    gemeente: Optioneel[Gemeentecode] = None
    bedrag_centen: Optioneel[Centen] = None
    datum: Optioneel[Datum] = None
    op: Optioneel[Moment] = None
    uren: Optioneel[UrenPerWeek] = None


class NotitieAntwoord(Schema):
    """What a client gets."""

    id: UUID
    tekst: str
    gemeente: str

    @classmethod
    def of(cls, row: Notitie) -> "NotitieAntwoord":
        return cls.build(id=row.id, tekst=row.tekst, gemeente=row.gemeente)


class Oordeel(Schema):
    """The answer of a check."""

    mag: bool
    op: Optioneel[Moment] = None


async def _find(session: AsyncSession, id_: UUID, *, lock: bool = False) -> Notitie:
    query = select(Notitie).where(Notitie.id == id_)
    row = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise OnbekendeNotitie("er is geen notitie met dit kenmerk")
    return row


async def _besloten(session: AsyncSession, id_: UUID) -> Schema | None:
    row = await _find(session, id_)
    return NotitieAntwoord.of(row) if row.tekst == "besloten" else None


async def _schrijf(tx: Tx, body: NieuweNotitie) -> Notitie:
    if body.tekst == MOEILIJK:
        regel = Regel("S-091", "Plan, par. 6.4", "250000")
        raise TeMoeilijk("dit gaat te ver", regels=[regel])
    gemeente = tx.caller.gemeente(body.gemeente)
    row = Notitie(id=nieuw_id(tx.moment), gemeente=gemeente, tekst=body.tekst)
    tx.session.add(row)
    tx.emit(inwoner(PERSONEN[0], gemeente=gemeente))
    return row


@router.creates(PAD, NotitieAntwoord, "Leg een notitie vast", wait=_besloten)
async def leg_vast(body: NieuweNotitie, call: Creates) -> Response:
    async with call.tx() as tx:
        row = await _schrijf(tx, body)
        return call.created(NotitieAntwoord.of(row), row.id)


@router.lists(PAD, NotitieAntwoord, "Lees de notities", stream=True)
async def lees_alle(
    call: Reads,
    paging: AskedPage,
    soort: Annotated[Optioneel[Code], Query()] = None,
    jaar: Annotated[Optioneel[Jaar], Query()] = None,
    vanaf: Annotated[Optioneel[Datum], Query()] = None,
    zoek: Annotated[Optioneel[Tekst80], Query()] = None,
) -> Response:
    query = select(Notitie).order_by(Notitie.id)
    if zoek:
        query = query.where(Notitie.tekst.icontains(zoek, autoescape=True))
    return await call.listed(paging, query, _antwoorden)


async def _antwoorden(session: AsyncSession, rows: Sequence[Notitie]) -> list[NotitieAntwoord]:
    return [NotitieAntwoord.of(row) for row in rows]


@router.reads(PAD + "/{notitie_id:uuid}", NotitieAntwoord, "Lees een notitie", versioned=True)
async def lees(notitie_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        row = await _find(session, notitie_id)
        return call.ok(NotitieAntwoord.of(row), versie=row.versie)


@router.replaces(PAD + "/{notitie_id:uuid}", NotitieAntwoord, "Vervang een notitie")
async def vervang(notitie_id: UUID, body: NieuweNotitie, call: Replaces) -> Response:
    async with call.tx() as tx:
        row = await _find(tx.session, notitie_id, lock=True)
        call.expects(row.versie)
        if body.tekst == MOEILIJK:
            raise TeMoeilijk("dit gaat te ver")
        row.tekst, row.versie = body.tekst, row.versie + 1
        return call.ok(NotitieAntwoord.of(row), versie=row.versie)


@router.changes(PAD + "/{notitie_id:uuid}/_wijzig", NotitieAntwoord, "Wijzig een notitie")
async def wijzig(notitie_id: UUID, body: NieuweNotitie, call: Writes) -> Response:
    async with call.tx() as tx:
        row = await _find(tx.session, notitie_id)
        row.tekst = body.tekst
        return call.ok(NotitieAntwoord.of(row))


@router.checks(PAD + "/_toets", Oordeel, "Toets een notitie")
async def toets(body: NieuweNotitie, call: Reads) -> Response:
    return call.ok(Oordeel.build(mag=body.tekst != MOEILIJK, op=body.op))


@router.reads("/stuk", Oordeel, "Gaat stuk")
async def stuk(call: Reads) -> Response:
    raise RuntimeError("geheim 123456782")


@foreign.reads("/archief", Oordeel, "Van een ander")
async def archief(call: Reads) -> Response:
    return call.ok(Oordeel(mag=True))


@dataclass(frozen=True)
class Ask:
    """A request and what the boundary must answer to it."""

    status: int
    code: str
    method: str = "POST"
    path: str = PAD
    content: Any = b'{"tekst":"t","gemeente":"GM0090"}'
    headers: tuple[tuple[str, str], ...] = ()


BALIE = Service(
    name="intake",
    titel="Balie",
    omschrijving="Om de grens te toetsen",
    metadata=Base.metadata,
    routers=[router, foreign],
)
