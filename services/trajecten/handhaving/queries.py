"""Reading signals for enforcement."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.handhaving.domain import SignaalOnbekend
from services.trajecten.handhaving.models import Handhavingssignaal


async def signaal(
    session: AsyncSession, signaal_id: UUID, *, op_slot: bool = False
) -> Handhavingssignaal:
    """One signal, locked if asked for; raises SignaalOnbekend."""
    row = await session.get(Handhavingssignaal, signaal_id, with_for_update=op_slot or None)
    if row is None:
        raise SignaalOnbekend
    return row


def signalen(
    persoon_ref: UUID | None, gemeente: str | None, *, open_: bool
) -> Select[Handhavingssignaal]:
    """Signals, newest first; `open_`: only those that enforcement is not done with."""
    query = select(Handhavingssignaal).order_by(Handhavingssignaal.id.desc())
    if persoon_ref:
        query = query.where(Handhavingssignaal.persoon_ref == persoon_ref)
    if open_:
        query = query.where(Handhavingssignaal.afgerond_op.is_(None))
    return query.where(Handhavingssignaal.gemeente == gemeente) if gemeente else query


async def van_persoon(
    session: AsyncSession, gemeente: str, persoon_ref: UUID
) -> Sequence[Handhavingssignaal]:
    """The signals about a person in a gemeente, locked in one order."""
    query = signalen(persoon_ref, gemeente, open_=False).with_for_update()
    return (await session.scalars(query)).all()
