"""Toekenningen in the API: ask, test, follow, start, end and withdraw."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.bekostiging.domain import kosten
from services.trajecten.ruimte.handlers import lees_ruimte
from services.trajecten.toekenning import handlers, queries
from services.trajecten.toekenning.domain import Status, ToekenningOnbekend, Zet
from services.trajecten.toekenning.models import Toekenning
from services.trajecten.toekenning.schemas import (
    AanvraagBody,
    BeeindigBody,
    DatumBody,
    StartBody,
    ToekenningAntwoord,
    ToekenningDetail,
)
from services.trajecten.toetsing.domain import buiten_geldigheid
from services.trajecten.toetsing.schemas import ToetsingAntwoord
from shared.db.reading import ask
from shared.paging import AskedPage
from shared.policy import BuitenGeldigheid
from shared.routing import Creates, Reads, Router, Writes
from shared.schemas import Gemeentecode, Optioneel

router = Router(
    "trajecten",
    "toekenningen",
    "Gevraagde en verleende voorzieningen, elk met haar toetsing",
    verwerking="voorzieningen",
)


async def _uitkomst(session: AsyncSession, toekenning_id: UUID) -> ToekenningDetail | None:
    row = await queries.toekenning(session, toekenning_id)
    return ToekenningDetail.of(row) if row and row.status != "aangevraagd" else None


@router.creates(
    "/toekenningen", ToekenningDetail, tekst="Vraag een voorziening aan", wait=_uitkomst
)
async def vraag_aan(body: AanvraagBody, call: Creates) -> Response:
    command = body.command(call.caller)
    async with call.tx(*handlers.leest(command)) as tx:
        row = await handlers.vraag_aan(tx, command)
        return call.created(ToekenningDetail.of(row), row.id)


@router.checks("/toekenningen/_toets", ToetsingAntwoord, tekst="Toets zonder aan te vragen")
async def toets(body: AanvraagBody, call: Reads) -> Response:
    command = body.command(call.caller)
    try:
        async with call.read() as session:
            product = (await ask(session, handlers.product_van(command))).product
    except BuitenGeldigheid as fout:
        toetsing = buiten_geldigheid(fout, command.aanvraag.besluitdatum)
        return call.ok(ToetsingAntwoord.of(toetsing))
    aanvraag = command.aanvraag
    gerekend = kosten(product.bekostiging, aanvraag, call.runtime.policy.loonkostensubsidie)
    ruimten = await lees_ruimte(call.elders, command.gemeente, aanvraag, product, gerekend)
    async with call.read() as session:
        toetsing = await handlers.toets_vraag(session, command, product, gerekend, ruimten)
        return call.ok(ToetsingAntwoord.of(toetsing))


@router.lists(
    "/toekenningen", ToekenningAntwoord, tekst="Toon toekenningen, de nieuwste eerst", stream=True
)
async def lijst(
    call: Reads,
    paging: AskedPage,
    persoon_ref: Annotated[Optioneel[UUID], Query(alias="persoonRef")] = None,
    status: Annotated[Optioneel[Status], Query()] = None,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    query = queries.toekenningen(persoon_ref, status, gemeente)
    return await call.listed(paging, query, _antwoorden)


async def _antwoorden(
    session: AsyncSession, rows: Sequence[Toekenning]
) -> list[ToekenningAntwoord]:
    return [ToekenningAntwoord.of(row) for row in rows]


@router.reads(
    "/toekenningen/{toekenning_id:uuid}",
    ToekenningDetail,
    tekst="Toon een toekenning met haar toetsing",
)
async def detail(toekenning_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        row = await queries.toekenning(session, toekenning_id)
        if row is None:
            raise ToekenningOnbekend
        return call.ok(ToekenningDetail.of(row))


@router.changes(
    "/toekenningen/{toekenning_id:uuid}/_starten",
    ToekenningDetail,
    tekst="Leg vast dat de voorziening is begonnen",
)
async def starten(toekenning_id: UUID, body: StartBody, call: Writes) -> Response:
    return await _zet(call, toekenning_id, body.command())


@router.changes(
    "/toekenningen/{toekenning_id:uuid}/_beeindigen",
    ToekenningDetail,
    tekst="Beëindig een begonnen voorziening",
)
async def beeindigen(toekenning_id: UUID, body: BeeindigBody, call: Writes) -> Response:
    return await _zet(call, toekenning_id, body.command())


@router.changes(
    "/toekenningen/{toekenning_id:uuid}/_intrekken",
    ToekenningDetail,
    tekst="Trek een toekenning in voordat zij begint",
)
async def intrekken(toekenning_id: UUID, body: DatumBody, call: Writes) -> Response:
    return await _zet(call, toekenning_id, Zet("trek_in", body.datum))


async def _zet(call: Writes, toekenning_id: UUID, opdracht: Zet) -> Response:
    async with call.tx() as tx:
        row = await handlers.zet(tx, toekenning_id, opdracht)
        return call.ok(ToekenningDetail.of(row))
