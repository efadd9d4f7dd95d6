"""The routes of contactmomenten."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.werkgevers.contactmoment import handlers, queries
from services.werkgevers.contactmoment.domain import CONTACTMOMENT, doel
from services.werkgevers.contactmoment.models import Contactmoment as Rij
from services.werkgevers.contactmoment.schemas import (
    Contactmoment,
    ContactmomentAanmaken,
    ContactmomentRegel,
    NieuweWerkgevers,
)
from services.werkgevers.werkgever.queries import namen
from shared.conversie.api import Gevraagd, conversie_router, neem_over
from shared.conversie.runs import Plaats, Som
from shared.paging import AskedPage
from shared.routing import Call, Creates, Reads, Router, Stores
from shared.schemas import Gemeentecode, Jaar, KvkNummer, Optioneel

PAD = "/werkgeverscontactmomenten"

router = Router("werkgevers", "contactmoment", "Contact met werkgevers over de doelgroep")


@router.creates(PAD, Contactmoment, "Leg contact met een werkgever vast")
async def leg_vast(body: ContactmomentAanmaken, call: Creates) -> Response:
    command = body.command(call.caller)
    beleid = call.runtime.policy.contactmoment
    async with call.tx() as tx:
        row = await handlers.leg_vast(tx, command)
        [found] = await handlers.met_nieuwheid(tx.session, [row], beleid)
        return call.created(Contactmoment.of(*found), row.id)


@router.bulk(
    PAD + "/_bulk",
    "Neem contact met werkgevers over uit een ander systeem, een per regel",
    scope="werkgevers.converteren",
)
async def bulk(call: Stores, van: Gevraagd) -> Response:
    return await neem_over(call, van, CONTACTMOMENT, ContactmomentRegel, handlers.bereid_overname)


@router.lists(PAD, Contactmoment, "Toon de contactmomenten met werkgevers", stream=True)
async def lijst(
    call: Reads,
    paging: AskedPage,
    kvk_nummer: Annotated[
        Optioneel[KvkNummer], Query(alias="kvkNummer", description="Alleen van deze werkgever")
    ] = None,
    jaar: Annotated[Optioneel[Jaar], Query(description="Alleen uit dit kalenderjaar")] = None,
) -> Response:
    beleid = call.runtime.policy.contactmoment

    async def antwoorden(session: AsyncSession, rows: Sequence[Rij]) -> list[Contactmoment]:
        found = await handlers.met_nieuwheid(session, rows, beleid)
        return [Contactmoment.of(*each) for each in found]

    return await call.listed(paging, queries.alle(kvk_nummer, jaar), antwoorden)


@router.reads(PAD + "/{contactmoment_id:uuid}", Contactmoment, "Toon een contactmoment")
async def toon(contactmoment_id: UUID, call: Reads) -> Response:
    beleid = call.runtime.policy.contactmoment
    async with call.read() as session:
        row = await queries.contactmoment(session, contactmoment_id)
        [found] = await handlers.met_nieuwheid(session, [row], beleid)
        return call.ok(Contactmoment.of(*found))


@router.reads(
    "/nieuwe-werkgevers",
    NieuweWerkgevers,
    "Tel de nieuwe werkgevers van een jaar",
    weigert=True,
)
async def nieuwe_werkgevers(
    call: Reads,
    jaar: Annotated[Jaar, Query(description="Kalenderjaar van het contact")],
    gemeente: Annotated[
        Optioneel[Gemeentecode], Query(description="Alleen nodig met meer dan een gemeente")
    ] = None,
) -> Response:
    plaats = call.caller.gemeente(gemeente)
    beleid = call.runtime.policy.contactmoment
    async with call.read() as session:
        nieuw = await handlers.nieuwe_werkgevers(session, plaats, jaar, beleid)
        bekend = await namen(session, plaats, [eerste.kvk_nummer for eerste, _ in nieuw])
    return call.ok(NieuweWerkgevers.of((plaats, jaar), doel(beleid, plaats, jaar), nieuw, bekend))


async def _overgenomen(call: Call, gemeente: str) -> Mapping[Plaats, Som]:
    async with call.read() as session:
        return await queries.overgenomen_per_jaar(session, gemeente)


verschillen = conversie_router("werkgevers", {CONTACTMOMENT: _overgenomen})
