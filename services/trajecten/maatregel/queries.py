"""Reading maatregelen."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.maatregel.domain import (
    MaandOnbekend,
    Maandstatus,
    MaatregelOnbekend,
    Status,
)
from services.trajecten.maatregel.models import Heroverweging, Maatregel, Maatregelmaand


async def maatregel(
    session: AsyncSession, maatregel_id: UUID, *, op_slot: bool = False
) -> Maatregel:
    """One maatregel, locked if asked for; raises MaatregelOnbekend."""
    row = await session.get(Maatregel, maatregel_id, with_for_update=op_slot or None)
    if row is None:
        raise MaatregelOnbekend
    return row


def maatregelen(
    persoon_ref: UUID | None,
    status: Status | None,
    heroverwegen_voor: date | None,
    gemeente: str | None,
) -> Select[Maatregel]:
    """Maatregelen, newest first; `heroverwegen_voor`: only open ones that had to be looked at again before that day."""
    query = select(Maatregel).order_by(Maatregel.id.desc())
    if persoon_ref:
        query = query.where(Maatregel.persoon_ref == persoon_ref)
    if status:
        query = query.where(Maatregel.status == status)
    if heroverwegen_voor:
        gedaan = select(Heroverweging.maatregel_id).where(Heroverweging.aanleiding == "termijn")
        open_ = select(Maatregelmaand.maatregel_id).where(Maatregelmaand.status == "gegeven")
        query = query.where(
            Maatregel.uiterlijk_heroverwegen < heroverwegen_voor,
            Maatregel.id.in_(open_),
            Maatregel.id.not_in(gedaan),
        )
    return query.where(Maatregel.gemeente == gemeente) if gemeente else query


async def van_persoon(
    session: AsyncSession, gemeente: str, persoon_ref: UUID
) -> Sequence[Maatregel]:
    """The maatregelen of a person in a gemeente, locked in one order."""
    query = (
        select(Maatregel)
        .where(Maatregel.persoon_ref == persoon_ref, Maatregel.gemeente == gemeente)
        .order_by(Maatregel.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(query)).all()


async def maand(session: AsyncSession, maand_id: UUID, *, op_slot: bool = False) -> Maatregelmaand:
    """One month, locked if asked for; raises MaandOnbekend."""
    row = await session.get(Maatregelmaand, maand_id, with_for_update=op_slot or None)
    if row is None:
        raise MaandOnbekend
    return row


def maanden(
    maatregel_id: UUID | None, status: Maandstatus | None, gemeente: str | None
) -> Select[Maatregelmaand]:
    """Months of maatregelen, the earliest first."""
    query = select(Maatregelmaand).order_by(Maatregelmaand.maand, Maatregelmaand.id)
    if maatregel_id:
        query = query.where(Maatregelmaand.maatregel_id == maatregel_id)
    if status:
        query = query.where(Maatregelmaand.status == status)
    return query.where(Maatregelmaand.gemeente == gemeente) if gemeente else query


async def maanden_op_slot(session: AsyncSession, maatregel_id: UUID) -> Sequence[Maatregelmaand]:
    """The months of a maatregel, locked in one order."""
    query = maanden(maatregel_id, None, None).with_for_update()
    return (await session.scalars(query)).all()


async def afgetrokken(
    session: AsyncSession, gemeente: str, persoon_ref: UUID, maand: date
) -> Mapping[date, int]:
    """What is taken off a person by month, from this month on, in cents: what is open and what was carried out."""
    query = (
        select(Maatregelmaand.maand, func.sum(Maatregelmaand.bedrag_centen))
        .where(
            Maatregelmaand.persoon_ref == persoon_ref,
            Maatregelmaand.gemeente == gemeente,
            Maatregelmaand.maand >= maand,
            Maatregelmaand.status.in_(("gegeven", "uitgevoerd")),
        )
        .group_by(Maatregelmaand.maand)
    )
    return {row[0]: int(row[1]) for row in await session.execute(query)}


async def heroverwegingen(session: AsyncSession, maatregel_id: UUID) -> Sequence[Heroverweging]:
    """The second looks at a maatregel, the oldest first."""
    query = select(Heroverweging).where(Heroverweging.maatregel_id == maatregel_id)
    return (
        await session.scalars(query.order_by(Heroverweging.besluitdatum, Heroverweging.id))
    ).all()
