"""Maatregelen in the API: proposed by one, decided by another, carried out by the kernapplicatie."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.maatregel import handlers, queries
from services.trajecten.maatregel.domain import Maandstatus, Status
from services.trajecten.maatregel.models import Maatregel
from services.trajecten.maatregel.schemas import (
    BesluitBody,
    BevestigMaandBody,
    HeroverwegingBody,
    InkeerBody,
    MaatregelAntwoord,
    MaatregelBody,
    MaatregelDetail,
    MaatregelmaandAntwoord,
)
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router, Writes
from shared.schemas import Datum, Gemeentecode, Optioneel

router = Router(
    "trajecten",
    "maatregelen",
    "De bijstand verlagen volgens Pw art. 18",
    lezen="trajecten.bewerken",
    verwerking="maatregelen",
)

EEN = "/maatregelen/{maatregel_id:uuid}"
MAAND = "/maatregelmaanden/{maatregelmaand_id:uuid}"


@router.creates("/maatregelen", MaatregelAntwoord, tekst="Stel een maatregel voor")
async def stel_voor(body: MaatregelBody, call: Creates) -> Response:
    command = body.command(call.caller)
    async with call.tx() as tx:
        row = await handlers.stel_voor(tx, command)
        return call.created(MaatregelAntwoord.of(row), row.id)


@router.lists("/maatregelen", MaatregelAntwoord, tekst="Toon maatregelen, de nieuwste eerst")
async def lijst(
    call: Reads,
    paging: AskedPage,
    persoon_ref: Annotated[Optioneel[UUID], Query(alias="persoonRef")] = None,
    status: Annotated[Optioneel[Status], Query()] = None,
    heroverwegen_voor: Annotated[
        Optioneel[Datum],
        Query(
            alias="heroverwegenVoor",
            description="Alleen die voor deze dag heroverwogen moesten zijn",
        ),
    ] = None,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        query = queries.maatregelen(persoon_ref, status, heroverwegen_voor, gemeente)
        total, rows = await paging.take(session, query)
        return call.page([MaatregelAntwoord.of(row) for row in rows], total, paging)


@router.reads(EEN, MaatregelDetail, tekst="Toon een maatregel met haar maanden")
async def detail(maatregel_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(await _detail(session, await queries.maatregel(session, maatregel_id)))


@router.changes(
    EEN + "/_besluiten", MaatregelDetail, tekst="Besluit als tweede persoon over een voorstel"
)
async def besluiten(maatregel_id: UUID, body: BesluitBody, call: Writes) -> Response:
    async with call.tx() as tx:
        row = await handlers.beslis(tx, maatregel_id, body.command())
        return call.ok(await _detail(tx.session, row))


@router.changes(
    EEN + "/_inkeer", MaatregelDetail, tekst="Besluit op een verzoek na gewijzigd gedrag"
)
async def inkeer(maatregel_id: UUID, body: InkeerBody, call: Writes) -> Response:
    async with call.tx() as tx:
        row = await handlers.heroverweeg(tx, maatregel_id, body.command())
        return call.ok(await _detail(tx.session, row))


@router.changes(EEN + "/_heroverwegen", MaatregelDetail, tekst="Heroverweeg een maatregel")
async def heroverwegen(maatregel_id: UUID, body: HeroverwegingBody, call: Writes) -> Response:
    async with call.tx() as tx:
        row = await handlers.heroverweeg(tx, maatregel_id, body.command())
        return call.ok(await _detail(tx.session, row))


@router.lists("/maatregelmaanden", MaatregelmaandAntwoord, tekst="Toon maanden van maatregelen")
async def maanden(
    call: Reads,
    paging: AskedPage,
    maatregel: Annotated[Optioneel[UUID], Query()] = None,
    status: Annotated[Optioneel[Maandstatus], Query()] = None,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        total, rows = await paging.take(session, queries.maanden(maatregel, status, gemeente))
        return call.page([MaatregelmaandAntwoord.of(row) for row in rows], total, paging)


@router.reads(MAAND, MaatregelmaandAntwoord, tekst="Toon een maand van een maatregel")
async def maand(maatregelmaand_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(MaatregelmaandAntwoord.of(await queries.maand(session, maatregelmaand_id)))


@router.records(
    MAAND + "/_bevestigen",
    MaatregelmaandAntwoord,
    tekst="Meld of over een maand minder is uitbetaald",
)
async def bevestigen(maatregelmaand_id: UUID, body: BevestigMaandBody, call: Creates) -> Response:
    async with call.tx() as tx:
        row = await handlers.bevestig(tx, maatregelmaand_id, body.command())
        return call.done(MaatregelmaandAntwoord.of(row))


async def _detail(session: AsyncSession, row: Maatregel) -> MaatregelDetail:
    maanden = (await session.scalars(queries.maanden(row.id, None, None))).all()
    return MaatregelDetail.met(row, maanden, await queries.heroverwegingen(session, row.id))
