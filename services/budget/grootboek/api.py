"""`GET /v1/mutaties`."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.begroting import queries as begroting
from services.budget.begroting.domain import Eenheid
from services.budget.grootboek import queries
from services.budget.grootboek.models import Boeking
from services.budget.grootboek.schemas import Mutatie
from shared.paging import AskedPage
from shared.routing import Reads, Router
from shared.schemas import Code, Gemeentecode, Jaar, Optioneel

router = Router("budget", "mutaties", "De boekingen op het Participatiebudget")


@dataclass(frozen=True, slots=True)
class _Filter:
    gemeente: str | None
    post: str | None
    jaar: int | None
    toekenning: UUID | None
    eenheid: Eenheid | None
    conversie: UUID | None


async def _filter(
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
    post: Annotated[Optioneel[Code], Query()] = None,
    jaar: Annotated[Optioneel[Jaar], Query()] = None,
    toekenning: Annotated[Optioneel[UUID], Query()] = None,
    eenheid: Annotated[Optioneel[Eenheid], Query()] = None,
    conversie: Annotated[
        Optioneel[UUID], Query(description="Wat deze run bij de overgang overnam")
    ] = None,
) -> _Filter:
    return _Filter(gemeente, post, jaar, toekenning, eenheid, conversie)


@router.lists(
    "/mutaties", Mutatie, tekst="De boekingen, in volgorde van hun gebeurtenis", stream=True
)
async def mutaties(
    call: Reads, paging: AskedPage, asked: Annotated[_Filter, Depends(_filter)]
) -> Response:
    if asked.gemeente:
        call.caller.gemeente(asked.gemeente)
    return await call.listed(paging, queries.mutaties(*astuple(asked)), _mutaties)


async def _mutaties(session: AsyncSession, rows: Sequence[Boeking]) -> list[Mutatie]:
    posten = await begroting.posten(session)
    return [Mutatie.of(row, posten[row.post_id]) for row in rows]
