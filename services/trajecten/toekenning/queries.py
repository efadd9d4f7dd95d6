"""Reading toekenningen."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.aanvraag.domain import Vertrek, Werk
from services.trajecten.plaatsing import queries as plaatsingen
from services.trajecten.toekenning.domain import AFGEDAAN, Eerdere
from services.trajecten.toekenning.models import Toekenning
from services.trajecten.uitstroom.models import Uitstroom
from shared.db.direct import value
from shared.db.reading import Asked, Reading


async def toekenning(session: AsyncSession, toekenning_id: UUID) -> Toekenning | None:
    """One toekenning."""
    return await session.get(Toekenning, toekenning_id)


def toekenningen(
    persoon_ref: UUID | None, status: str | None, gemeente: str | None
) -> Select[Toekenning]:
    """Toekenningen, newest first."""
    query = select(Toekenning).order_by(Toekenning.id.desc())
    if persoon_ref:
        query = query.where(Toekenning.persoon_ref == persoon_ref)
    if status:
        query = query.where(Toekenning.status == status)
    return query.where(Toekenning.gemeente == gemeente) if gemeente else query


async def op_slot(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Toekenning]:
    """These toekenningen, locked in one order until the transaction ends."""
    query = (
        select(Toekenning)
        .where(Toekenning.id.in_(sorted(ids)))
        .order_by(Toekenning.id)
        .with_for_update()
    )
    return {row.id: row for row in await session.scalars(query)}


async def van_persoon(
    session: AsyncSession, gemeente: str, persoon_ref: UUID
) -> Sequence[Toekenning]:
    """The toekenningen of a person in a gemeente, locked in one order."""
    query = (
        select(Toekenning)
        .where(Toekenning.persoon_ref == persoon_ref, Toekenning.gemeente == gemeente)
        .order_by(Toekenning.id)
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def niet_afgedane(
    session: AsyncSession, gemeente: str, persoon_ref: UUID
) -> list[Toekenning]:
    """Those of them that can still end or be withdrawn."""
    rows = await van_persoon(session, gemeente, persoon_ref)
    return [row for row in rows if row.status not in AFGEDAAN]


def eerdere(gemeente: str, persoon_ref: UUID) -> Asked[list[Eerdere]]:
    """What a person has and had in a gemeente, oldest first."""
    return _EERDERE.ask(
        lambda rows: [Eerdere(*row) for row in rows], gemeente=gemeente, persoon_ref=persoon_ref
    )


_EERDERE = Reading(
    select(Toekenning.product, Toekenning.status, Toekenning.re_integratie, Toekenning.plaatsing_id)
    .where(Toekenning.gemeente == value("gemeente"), Toekenning.persoon_ref == value("persoon_ref"))
    .order_by(Toekenning.id)
)


async def werk(
    session: AsyncSession, gemeente: str, persoon_ref: UUID, plaatsing_id: UUID | None
) -> Werk | None:
    """The plaatsing a request names, as rules see it; None without one, or when it is not of this person."""
    if plaatsing_id is None:
        return None
    found = await plaatsingen.feiten(session, gemeente, persoon_ref, plaatsing_id)
    return Werk(found.startdatum, found.minuten_per_week, found.einddatum) if found else None


async def vertrek(
    session: AsyncSession, gemeente: str, persoon_ref: UUID, uitstroom_id: UUID | None
) -> Vertrek | None:
    """The uitstroom a request names, as rules see it; None without one, or when it is not of this person."""
    row = await session.get(Uitstroom, uitstroom_id) if uitstroom_id else None
    if row is None or (row.gemeente, row.persoon_ref) != (gemeente, persoon_ref):
        return None
    return Vertrek(row.reden, row.laatste_uitkeringsdag)


async def aantallen(
    session: AsyncSession, gemeente: str, refs: Collection[UUID]
) -> dict[UUID, int]:
    """How many toekenningen each of these persons has in a gemeente, whatever became of them."""
    query = select(Toekenning.persoon_ref, func.count()).where(
        Toekenning.gemeente == gemeente, Toekenning.persoon_ref.in_(sorted(refs))
    )
    rows = await session.execute(query.group_by(Toekenning.persoon_ref))
    return {ref: int(aantal) for ref, aantal in rows}
