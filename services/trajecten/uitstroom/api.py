"""Outflow and aftercare in the API: the end of a benefit registers both, people make the contacts."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.trajecten.uitstroom import handlers, queries
from services.trajecten.uitstroom.schemas import NazorgAntwoord, NazorgBody, UitstroomAntwoord
from shared.paging import AskedPage
from shared.routing import Reads, Router, Writes
from shared.schemas import Datum, Gemeentecode, Optioneel

router = Router("trajecten", "uitstroom", verwerking="plaatsing-en-nazorg")


@router.lists(
    "/uitstroomregistraties", UitstroomAntwoord, tekst="Toon de uitstroom, de nieuwste eerst"
)
async def lijst(
    call: Reads,
    paging: AskedPage,
    persoon_ref: Annotated[Optioneel[UUID], Query(alias="persoonRef")] = None,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        total, rows = await paging.take(session, queries.registraties(persoon_ref, gemeente))
        return call.page([UitstroomAntwoord.of(row) for row in rows], total, paging)


@router.reads(
    "/uitstroomregistraties/{uitstroom_id:uuid}", UitstroomAntwoord, tekst="Toon een uitstroom"
)
async def detail(uitstroom_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(UitstroomAntwoord.of(await queries.uitstroom(session, uitstroom_id)))


@router.lists("/nazorgcontacten", NazorgAntwoord, tekst="Toon nazorgcontacten, het eerste eerst")
async def nazorg(
    call: Reads,
    paging: AskedPage,
    te_doen_op: Annotated[
        Optioneel[Datum],
        Query(alias="teDoenOp", description="Alleen wat dan gedaan moet zijn en nog open staat"),
    ] = None,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        total, rows = await paging.take(session, queries.nazorgcontacten(gemeente, te_doen_op))
        wie = await queries.personen(session, rows)
        results = [NazorgAntwoord.of(row, wie[row.uitstroom_id]) for row in rows]
        return call.page(results, total, paging)


@router.changes(
    "/nazorgcontacten/{contact_id:uuid}/_afronden",
    NazorgAntwoord,
    tekst="Leg vast dat een nazorgcontact is geweest",
)
async def afronden(contact_id: UUID, body: NazorgBody, call: Writes) -> Response:
    async with call.tx() as tx:
        row = await handlers.rond_af(tx, contact_id, body.datum)
        wie = await queries.personen(tx.session, [row])
        return call.ok(NazorgAntwoord.of(row, wie[row.uitstroom_id]))
