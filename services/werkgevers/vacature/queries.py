"""Reading vacatures."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.werkgevers.vacature.domain import VacatureNietGevonden, Zoekvraag
from services.werkgevers.vacature.models import Vacature, VacatureGemeente


def _zichtbaar(gemeente: str | None = None) -> ColumnElement[bool]:
    """Open to a gemeente of the caller, or to this one of them; the fence of the session works inside."""
    open_in = select(VacatureGemeente.vacature_id)
    if gemeente is not None:
        open_in = open_in.where(VacatureGemeente.gemeente == gemeente)
    return and_(Vacature.id.in_(open_in), Vacature.document.is_not(None))


def alle(vraag: Zoekvraag) -> Select[Vacature]:
    """The vacatures that are asked for, the newest first; what a sender left out never stands in the way."""
    query = select(Vacature).where(_zichtbaar(vraag.gemeente)).order_by(Vacature.id.desc())
    einde = Vacature.sluitingsdatum
    if vraag.open_op is not None:
        query = query.where(or_(einde.is_(None), einde >= vraag.open_op))
    if vraag.gesloten_op is not None:
        query = query.where(einde < vraag.gesloten_op)
    if vraag.sector is not None:
        query = query.where(Vacature.sector.startswith(vraag.sector))
    if vraag.soort is not None:
        query = query.where(Vacature.soorten.contains(vraag.soort))
    if vraag.minuten is not None:
        query = query.where(
            or_(Vacature.minuten_min.is_(None), Vacature.minuten_min <= vraag.minuten),
            or_(Vacature.minuten_max.is_(None), Vacature.minuten_max >= vraag.minuten),
        )
    return query


async def document(session: AsyncSession, afzender: str, kenmerk: str) -> str:
    """The vacature that the sender calls so, else the one with this UUID; raises VacatureNietGevonden."""
    own = select(Vacature.document).where(
        _zichtbaar(), Vacature.afzender == afzender, Vacature.id_vacature == kenmerk
    )
    found = (await session.scalars(own)).one_or_none()
    if found is None and (id_ := _uuid(kenmerk)):
        query = select(Vacature.document).where(_zichtbaar(), Vacature.id == id_)
        found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise VacatureNietGevonden("deze vacature is niet bekend of ingetrokken")
    return found


async def op_slot(session: AsyncSession, afzender: str, id_vacature: str) -> Vacature | None:
    """What the sender calls so, locked, withdrawn or not: its versions come one after the other."""
    query = select(Vacature).where(
        Vacature.afzender == afzender, Vacature.id_vacature == id_vacature
    )
    return (await session.scalars(query.with_for_update())).one_or_none()


async def vele_op_slot(
    session: AsyncSession, afzender: str, id_vacatures: Collection[str]
) -> dict[str, Vacature]:
    """What the sender calls so, by that name, locked in the order of the names; withdrawn or not."""
    query = select(Vacature).where(
        Vacature.afzender == afzender, Vacature.id_vacature.in_(id_vacatures)
    )
    rows = await session.scalars(query.order_by(Vacature.id_vacature).with_for_update())
    return {row.id_vacature: row for row in rows}


async def gemeenten(
    session: AsyncSession, ids: Collection[UUID]
) -> dict[UUID, dict[str, VacatureGemeente]]:
    """Of each of these where it is open, by gemeente."""
    query = select(VacatureGemeente).where(VacatureGemeente.vacature_id.in_(ids))
    found: dict[UUID, dict[str, VacatureGemeente]] = {id_: {} for id_ in ids}
    for row in await session.scalars(query.order_by(VacatureGemeente.gemeente)):
        found[row.vacature_id][row.gemeente] = row
    return found


def _uuid(kenmerk: str) -> UUID | None:
    try:
        return UUID(kenmerk)
    except ValueError:
        return None
