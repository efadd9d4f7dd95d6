"""`GET /v1/posten`, `/v1/uitputting` and `/v1/beschikbaar`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.begroting import queries as begroting
from services.budget.begroting.domain import Eenheid
from services.budget.begroting.policy import Fonds
from services.budget.uitputting import queries
from services.budget.uitputting.schemas import Beschikbaar, Jaarbedrag, Post, Uitputting
from shared.paging import AskedPage
from shared.routing import Reads, Router
from shared.schemas import Code, Datum, Gemeentecode, Jaar, Optioneel

router = Router("budget", "uitputting", "Wat er begroot, verplicht, gerealiseerd en over is")


Peildatum = Annotated[
    Optioneel[Datum],
    Query(description="De stand aan het eind van deze boekdatum; zonder waarde die van nu"),
]


@router.lists("/posten", Post, tekst="De posten van de begroting")
async def posten(
    call: Reads,
    paging: AskedPage,
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
    jaar: Annotated[Optioneel[Jaar], Query()] = None,
    eenheid: Annotated[Eenheid, Query(description="Geld, of plaatsen van een plafond")] = "centen",
    peildatum: Peildatum = None,
) -> Response:
    if gemeente:
        call.caller.gemeente(gemeente)
    async with call.read() as session:
        total, rows = await paging.take(session, queries.posten(gemeente, jaar, eenheid))
        bekend = await begroting.posten(session)
        begroot = await queries.begroot(session, [row.id for row in rows], jaar, peildatum)
        results = [
            Post.of(bekend[row.id], [Jaarbedrag.of(*year) for year in begroot[row.id]])
            for row in rows
        ]
        return call.page(results, total, paging)


async def _vraag(
    gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
    jaar: Annotated[Optioneel[Jaar], Query()] = None,
    post: Annotated[Optioneel[Code], Query()] = None,
    eenheid: Annotated[Optioneel[Eenheid], Query()] = None,
    peildatum: Peildatum = None,
) -> queries.Vraag:
    return queries.Vraag(gemeente, jaar, post, eenheid, peildatum)


@router.lists(
    "/uitputting",
    Uitputting,
    tekst="Begroot, verplicht en beschikbaar per post en jaar",
    stream=True,
)
async def uitputting(
    call: Reads, paging: AskedPage, vraag: Annotated[queries.Vraag, Depends(_vraag)]
) -> Response:
    if vraag.gemeente:
        call.caller.gemeente(vraag.gemeente)

    async def antwoorden(session: AsyncSession, rows: Sequence[Any]) -> list[Uitputting]:
        found = await queries.ruimten(session, rows, vraag.peildatum)
        return [Uitputting.of(ruimte) for ruimte in found]

    return await call.listed(paging, queries.saldi(vraag), antwoorden)


@dataclass(frozen=True, slots=True)
class _Gevraagd:
    gemeente: str
    post: str
    jaar: int
    plafond: str | None
    fonds: Fonds


async def _gevraagd(
    gemeente: Annotated[Gemeentecode, Query()],
    post: Annotated[Code, Query()],
    jaar: Annotated[Jaar, Query()],
    plafond: Annotated[Optioneel[Code], Query()] = None,
    fonds: Annotated[Fonds, Query()] = "regulier",
) -> _Gevraagd:
    return _Gevraagd(gemeente, post, jaar, plafond, fonds)


@router.reads(
    "/beschikbaar", Beschikbaar, tekst="Wat een post en een plafond in een jaar over hebben"
)
async def beschikbaar(call: Reads, asked: Annotated[_Gevraagd, Depends(_gevraagd)]) -> Response:
    where, jaar = call.caller.gemeente(asked.gemeente), asked.jaar
    async with call.read() as session:
        post = await queries.ruimte_van_post(session, where, asked.post, asked.fonds, jaar)
        plafond = asked.plafond and await queries.ruimte_van_plafond(
            session, where, asked.plafond, jaar
        )
        return call.ok(Beschikbaar.of(post, plafond or None))
