"""Trajecten in the API: read only, a diagnose opens them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.trajecten.traject import queries
from services.trajecten.traject.domain import TrajectOnbekend
from services.trajecten.traject.schemas import TrajectAntwoord
from shared.paging import AskedPage
from shared.routing import Reads, Router
from shared.schemas import Gemeentecode, Optioneel

router = Router(
    "trajecten",
    "trajecten",
    "De ondersteuning van één inwoner; een diagnose opent haar",
    verwerking="traject-en-plan",
)


@router.lists("/trajecten", TrajectAntwoord, tekst="Toon trajecten, de nieuwste eerst")
async def lijst(
    call: Reads,
    paging: AskedPage,
    persoon_ref: Annotated[Optioneel[UUID], Query(alias="persoonRef")] = None,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        total, rows = await paging.take(session, queries.trajecten(persoon_ref, gemeente))
        return call.page([TrajectAntwoord.of(row) for row in rows], total, paging)


@router.reads("/trajecten/{traject_id:uuid}", TrajectAntwoord, tekst="Toon een traject")
async def detail(traject_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        row = await queries.traject(session, traject_id)
        if row is None:
            raise TrajectOnbekend
        return call.ok(TrajectAntwoord.of(row))
