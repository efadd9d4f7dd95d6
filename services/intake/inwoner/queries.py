"""Reading inwoners."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.inwoner.domain import (
    InwonerNietGevonden,
    InwonerVervallen,
    PersoonOnbekend,
    PersoonVervallen,
)
from services.intake.inwoner.models import Bronregel, Inwoner
from shared.errors import DomainError


def alle() -> Select[Inwoner]:
    """All inwoners, in the order in which they were registered."""
    return select(Inwoner).where(*_BEKEND).order_by(Inwoner.persoon_ref)


async def zoek(session: AsyncSession, persoon_ref: UUID) -> Inwoner | None:
    """The inwoner, None when unknown to this caller."""
    query = select(Inwoner).where(Inwoner.persoon_ref == persoon_ref, *_BEKEND)
    return (await session.scalars(query)).one_or_none()


async def inwoner(session: AsyncSession, persoon_ref: UUID) -> Inwoner:
    """The inwoner; raises InwonerNietGevonden or InwonerVervallen."""
    return _bekend(await _een(session, persoon_ref), InwonerNietGevonden, InwonerVervallen)


async def inwoner_op_slot(session: AsyncSession, persoon_ref: UUID) -> Inwoner:
    """The inwoner, locked: changes of one inwoner get their versie one after the other.

    Raises InwonerNietGevonden or InwonerVervallen.
    """
    found = await _een(session, persoon_ref, lock=True)
    return _bekend(found, InwonerNietGevonden, InwonerVervallen)


async def genoemd_op_slot(session: AsyncSession, persoon_ref: UUID) -> Inwoner:
    """The inwoner whom a body names, locked. Raises PersoonOnbekend or PersoonVervallen."""
    return _bekend(await _een(session, persoon_ref, lock=True), PersoonOnbekend, PersoonVervallen)


async def op_slot(session: AsyncSession, refs: Collection[UUID]) -> Sequence[Inwoner]:
    """These inwoners, locked, the one that was registered first in front."""
    query = (
        select(Inwoner)
        .where(Inwoner.persoon_ref.in_(refs))
        .order_by(Inwoner.persoon_ref)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(query)).all()


async def bronregels_op_slot(
    session: AsyncSession, afzender: str, bron_ids: Collection[str]
) -> dict[str, Bronregel]:
    """What lines of a source became, by its own ids; locked in the order of those, so that nobody waits in a circle."""
    query = (
        select(Bronregel)
        .where(Bronregel.afzender == afzender, Bronregel.bron_id.in_(bron_ids))
        .order_by(Bronregel.bron_id)
        .with_for_update()
    )
    return {row.bron_id: row for row in await session.scalars(query)}


async def vervallen_registraties(session: AsyncSession, persoon_ref: UUID) -> Sequence[Inwoner]:
    """The registrations that were merged into this one, locked."""
    query = (
        select(Inwoner)
        .where(Inwoner.vervallen_in == persoon_ref)
        .order_by(Inwoner.persoon_ref)
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def _een(session: AsyncSession, persoon_ref: UUID, *, lock: bool = False) -> Inwoner | None:
    query = select(Inwoner).where(Inwoner.persoon_ref == persoon_ref)
    return (await session.scalars(query.with_for_update() if lock else query)).one_or_none()


def _bekend(
    found: Inwoner | None, onbekend: type[DomainError], vervallen: type[DomainError]
) -> Inwoner:
    if found is None or found.gewist_op is not None:
        raise onbekend("deze persoon is niet bekend")
    if found.vervallen_in is not None:
        raise vervallen(f"deze registratie is samengevoegd; ga verder met {found.vervallen_in}")
    return found


_BEKEND = (Inwoner.gewist_op.is_(None), Inwoner.vervallen_in.is_(None))
