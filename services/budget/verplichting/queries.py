"""Reading verplichtingen."""

from collections.abc import Collection, Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.begroting.models import Post
from services.budget.grootboek.domain import Status
from services.budget.grootboek.models import DossierRow
from services.budget.grootboek.models import Verplichting as DeelRow
from services.budget.verplichting.domain import (
    Besluitvastlegging,
    Keuze,
    Verplichting,
    VerplichtingOnbekend,
)
from services.budget.verplichting.models import BesluitRow


async def lock_dossier(session: AsyncSession, toekenning: UUID) -> DossierRow | None:
    """The head of a verplichting, locked for this transaction."""
    query = select(DossierRow).where(DossierRow.toekenning == toekenning)
    return (await session.scalars(query.with_for_update(key_share=True))).one_or_none()


def dossiers(
    gemeente: str | None, status: str | None, toekenning: UUID | None = None
) -> Select[DossierRow]:
    """The dossiers that match, in the order of their toekenning."""
    filters = {
        DossierRow.gemeente: gemeente,
        DossierRow.status: status,
        DossierRow.toekenning: toekenning,
    }
    return (
        select(DossierRow)
        .where(*(column == value for column, value in filters.items() if value is not None))
        .order_by(DossierRow.toekenning)
    )


async def verplichting(session: AsyncSession, toekenning: UUID) -> Verplichting:
    """What is held for one toekenning; raises VerplichtingOnbekend."""
    rows = (await session.scalars(dossiers(None, None, toekenning))).all()
    if not rows:
        raise VerplichtingOnbekend("voor deze toekenning is geen verplichting bekend")
    return (await verplichtingen(session, rows))[0]


async def verplichtingen(session: AsyncSession, rows: Sequence[DossierRow]) -> list[Verplichting]:
    """The same dossiers with their amounts and the decision of the budgethouder."""
    ids = [row.toekenning for row in rows]
    bedragen = await _bedragen(session, ids)
    query = select(BesluitRow).where(BesluitRow.toekenning.in_(ids))
    besluiten = {row.toekenning: _besluit(row) for row in await session.scalars(query)}
    return [
        Verplichting(
            row.toekenning,
            row.gemeente,
            row.versie,
            cast(Status, row.status),
            row.post,
            row.reden,
            *bedragen.get(row.toekenning, (0, 0, 0)),
            besluiten.get(row.toekenning),
        )
        for row in rows
    ]


def _besluit(row: BesluitRow) -> Besluitvastlegging:
    return Besluitvastlegging(
        cast(Keuze, row.besluit), row.reden, row.door, row.besloten_op, row.overschrijding
    )


async def besluiten_op_slot(
    session: AsyncSession, toekenningen: Collection[UUID]
) -> Sequence[BesluitRow]:
    """The decisions of the budgethouder on these toekenningen, locked in one order."""
    query = select(BesluitRow).where(BesluitRow.toekenning.in_(sorted(toekenningen)))
    return (await session.scalars(query.order_by(BesluitRow.toekenning).with_for_update())).all()


async def _bedragen(
    session: AsyncSession, toekenningen: Collection[UUID]
) -> dict[UUID, tuple[int, int, int]]:
    rows = await session.execute(
        select(
            DeelRow.toekenning,
            func.sum(DeelRow.toegekend),
            func.sum(DeelRow.open),
            func.sum(DeelRow.gerealiseerd),
        )
        .join(Post, Post.id == DeelRow.post_id)
        .where(DeelRow.toekenning.in_(toekenningen), Post.eenheid == "centen")
        .group_by(DeelRow.toekenning)
    )
    return {id_: (int(toegekend), int(nog), int(uit)) for id_, toegekend, nog, uit in rows}
