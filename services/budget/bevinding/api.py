"""`GET /v1/bevindingen`."""

from typing import Annotated

from fastapi import Query, Response

from services.budget.bevinding import queries
from services.budget.bevinding.schemas import Bevinding
from shared.paging import AskedPage
from shared.routing import Reads, Router
from shared.schemas import Gemeentecode, Jaar, Optioneel

router = Router("budget", "bevindingen", "Wat niet klopt en gezien moet worden")


@router.lists("/bevindingen", Bevinding, tekst="Wat niet klopt en gezien moet worden")
async def bevindingen(
    call: Reads,
    paging: AskedPage,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
    jaar: Annotated[Optioneel[Jaar], Query()] = None,
    code: Annotated[Optioneel[str], Query(pattern=r"^[a-zA-Z0-9_.-]{1,40}$")] = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        total, rows = await paging.take(session, queries.bevindingen(gemeente, jaar, code))
        return call.page([Bevinding.of(row) for row in rows], total, paging)
