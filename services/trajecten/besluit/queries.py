"""Reading besluiten and betaalopdrachten."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.besluit.domain import BesluitOnbekend, BetaalopdrachtOnbekend, Status
from services.trajecten.besluit.models import Besluit, Betaalopdracht


async def besluit(session: AsyncSession, besluit_id: UUID) -> Besluit:
    """One besluit; raises BesluitOnbekend."""
    row = await session.get(Besluit, besluit_id)
    if row is None:
        raise BesluitOnbekend
    return row


def besluiten(
    persoon_ref: UUID | None, toekenning_id: UUID | None, gemeente: str | None
) -> Select[Besluit]:
    """Besluiten, newest first."""
    query = select(Besluit).order_by(Besluit.id.desc())
    if persoon_ref:
        query = query.where(Besluit.persoon_ref == persoon_ref)
    if toekenning_id:
        query = query.where(Besluit.toekenning_id == toekenning_id)
    return query.where(Besluit.gemeente == gemeente) if gemeente else query


async def betaalopdracht(
    session: AsyncSession, betaalopdracht_id: UUID, *, op_slot: bool = False
) -> Betaalopdracht:
    """One betaalopdracht, locked if asked for; raises BetaalopdrachtOnbekend."""
    row = await session.get(Betaalopdracht, betaalopdracht_id, with_for_update=op_slot or None)
    if row is None:
        raise BetaalopdrachtOnbekend
    return row


def betaalopdrachten(
    toekenning_id: UUID | None, status: Status | None, gemeente: str | None
) -> Select[Betaalopdracht]:
    """Betaalopdrachten, the month they are for first."""
    query = select(Betaalopdracht).order_by(Betaalopdracht.maand, Betaalopdracht.id)
    if toekenning_id:
        query = query.where(Betaalopdracht.toekenning_id == toekenning_id)
    if status:
        query = query.where(Betaalopdracht.status == status)
    return query.where(Betaalopdracht.gemeente == gemeente) if gemeente else query


async def van_toekenning(session: AsyncSession, toekenning_id: UUID) -> Sequence[Betaalopdracht]:
    """All betaalopdrachten of a toekenning, locked in one order."""
    query = (
        select(Betaalopdracht)
        .where(Betaalopdracht.toekenning_id == toekenning_id)
        .order_by(Betaalopdracht.maand)
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def gepland_voor(
    session: AsyncSession, gemeente: str, persoon_ref: UUID
) -> Sequence[Betaalopdracht]:
    """What is planned for a person in a gemeente, locked in one order."""
    query = (
        select(Betaalopdracht)
        .where(
            Betaalopdracht.persoon_ref == persoon_ref,
            Betaalopdracht.gemeente == gemeente,
            Betaalopdracht.status == "gepland",
        )
        .order_by(Betaalopdracht.id)
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def te_geven(session: AsyncSession, gemeente: str, tot: date) -> Sequence[Betaalopdracht]:
    """What is planned, may be paid by this day and is judged where that is needed; locked in one order."""
    query = (
        select(Betaalopdracht)
        .where(
            Betaalopdracht.gemeente == gemeente,
            Betaalopdracht.status == "gepland",
            Betaalopdracht.betaalbaar_vanaf <= tot,
            or_(Betaalopdracht.na_oordeel.is_(False), Betaalopdracht.oordeel.is_(True)),
        )
        .order_by(Betaalopdracht.id)
        .with_for_update()
    )
    return (await session.scalars(query)).all()
