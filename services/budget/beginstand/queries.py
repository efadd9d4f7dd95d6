"""Reading what was taken over at go-live."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, case, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.beginstand.domain import Beginstand, Herkomst, Nu
from services.budget.beginstand.models import BeginstandRow
from services.budget.begroting.models import Post
from services.budget.grootboek.domain import Rekening, Sleutel
from services.budget.grootboek.models import Boeking, DossierRow, Verplichting


async def standen(
    session: AsyncSession, gemeente: str | None, jaar: int | None, herkomst: Herkomst | None
) -> list[Beginstand]:
    """What was taken over per post and year, from the journal: what came with toekenningen, and what besides."""
    waar = (BeginstandRow.id, DossierRow.gemeente, DossierRow.post, Boeking.jaar)
    query = (
        select(
            *waar,
            func.count(Boeking.gebeurtenis.distinct()),
            _netto(Rekening.VERPLICHT),
            _netto(Rekening.GEREALISEERD),
        )
        .join(DossierRow, DossierRow.toekenning == Boeking.toekenning)
        .join(Post, Post.id == Boeking.post_id)
        .outerjoin(BeginstandRow, BeginstandRow.id == Boeking.toekenning)
        .where(Boeking.conversie.is_not(None), Post.eenheid == "centen")
    )
    if gemeente:
        query = query.where(DossierRow.gemeente == gemeente)
    if jaar:
        query = query.where(Boeking.jaar == jaar)
    if herkomst:
        los = (
            BeginstandRow.id.is_not(None) if herkomst == "grootboek" else BeginstandRow.id.is_(None)
        )
        query = query.where(los)
    rows = await session.execute(query.group_by(*waar).order_by(*waar[1:], BeginstandRow.id))
    return [
        Beginstand(id_, in_, post or "", dat, *map(int, bedragen))
        for id_, in_, post, dat, *bedragen in rows
    ]


async def nu_op_slot(session: AsyncSession, sleutels: Collection[Sleutel]) -> dict[Sleutel, Nu]:
    """What there is of these beginstanden, locked in the order in which the ledger locks."""
    query = (
        select(BeginstandRow)
        .where(tuple_(BeginstandRow.post_id, BeginstandRow.jaar).in_(sorted(sleutels)))
        .order_by(BeginstandRow.id)
        .with_for_update()
    )
    found = {row.id: row for row in await session.scalars(query)}
    await _dossiers_op_slot(session, found)
    query_delen = select(Verplichting).where(Verplichting.toekenning.in_(found))
    delen = {deel.toekenning: deel for deel in await session.scalars(query_delen)}
    return {
        (row.post_id, row.jaar): (
            Nu(id_, open=delen[id_].open, gerealiseerd=delen[id_].gerealiseerd)
            if id_ in delen
            else Nu(id_)
        )
        for id_, row in found.items()
    }


async def _dossiers_op_slot(session: AsyncSession, ids: Collection[object]) -> Sequence[DossierRow]:
    query = select(DossierRow).where(DossierRow.toekenning.in_(ids))
    locked = query.order_by(DossierRow.toekenning).with_for_update(key_share=True)
    return (await session.scalars(locked)).all()


def _netto(rekening: Rekening) -> ColumnElement[int]:
    """How much an account rose."""
    erbij = case((Boeking.debet == rekening, Boeking.bedrag), else_=0)
    eraf = case((Boeking.credit == rekening, Boeking.bedrag), else_=0)
    return func.sum(erbij - eraf)
