"""The routes of aanmeldingen."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.intake.aanmelding import handlers, models, queries
from services.intake.aanmelding.domain import grenzen
from services.intake.aanmelding.schemas import (
    Aanmelding,
    AanmeldingAanmaken,
    AanmeldingAfsluiten,
    Toewijzing,
)
from shared.paging import AskedPage
from shared.routing import Call, Creates, Reads, Router
from shared.schemas import Optioneel, Ref, Vraagvlag

router = Router("intake", "aanmelding", verwerking="intake")

EEN = "/aanmeldingen/{aanmelding_id:uuid}"


@router.creates("/aanmeldingen", Aanmelding, "Meld iemand aan")
async def meld_aan(body: AanmeldingAanmaken, call: Creates) -> Response:
    async with call.tx() as tx:
        row = await handlers.meld_aan(tx, body.command(), call.runtime.policy.aanmelding)
        return call.created(_antwoord(call, row), row.id)


@router.lists("/aanmeldingen", Aanmelding, "Toon de aanmeldingen")
async def lijst(
    call: Reads,
    paging: AskedPage,
    persoon_ref: Annotated[
        Optioneel[Ref], Query(alias="persoonRef", description="Alleen van deze persoon")
    ] = None,
    toegewezen: Annotated[
        Optioneel[Vraagvlag], Query(description="true: met medewerker; false: wacht op iemand")
    ] = None,
    te_laat: Annotated[
        Optioneel[Vraagvlag], Query(alias="teLaat", description="Wacht langer dan de norm")
    ] = None,
) -> Response:
    gevraagd = queries.Gevraagd(persoon_ref, toegewezen, te_laat)
    async with call.read() as session:
        query = queries.alle(gevraagd, grenzen(call.runtime.policy.aanmelding, call.vandaag))
        total, rows = await paging.take(session, query)
        return call.page([_antwoord(call, row) for row in rows], total, paging)


@router.reads(EEN, Aanmelding, "Toon een aanmelding")
async def toon(aanmelding_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        return call.ok(_antwoord(call, await queries.aanmelding(session, aanmelding_id)))


@router.records(EEN + "/_toewijzen", Aanmelding, "Wijs een aanmelding toe aan een medewerker")
async def wijs_toe(aanmelding_id: UUID, body: Toewijzing, call: Creates) -> Response:
    async with call.tx() as tx:
        row = await handlers.wijs_toe(tx, aanmelding_id, body.medewerker)
        return call.done(_antwoord(call, row))


@router.records(EEN + "/_afsluiten", Aanmelding, "Sluit een aanmelding af zonder gesprek")
async def sluit_af(aanmelding_id: UUID, body: AanmeldingAfsluiten, call: Creates) -> Response:
    async with call.tx() as tx:
        row = await handlers.sluit_af(tx, aanmelding_id, body.uitkomst)
        return call.done(_antwoord(call, row))


def _antwoord(call: Call, row: models.Aanmelding) -> Aanmelding:
    return Aanmelding.of(row, grenzen(call.runtime.policy.aanmelding, call.vandaag), call.vandaag)
