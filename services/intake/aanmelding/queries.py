"""Reading aanmeldingen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.aanmelding.domain import AanmeldingNietGevonden
from services.intake.aanmelding.models import Aanmelding


@dataclass(frozen=True, slots=True)
class Gevraagd:
    """Which aanmeldingen are asked for; what is None does not matter."""

    persoon_ref: UUID | None = None
    toegewezen: bool | None = None
    te_laat: bool | None = None


def alle(gevraagd: Gevraagd, grenzen: Mapping[str, date]) -> Select[Aanmelding]:
    """The aanmeldingen that are asked for, in the order in which they were recorded."""
    query = select(Aanmelding).order_by(Aanmelding.id)
    if gevraagd.persoon_ref is not None:
        query = query.where(Aanmelding.persoon_ref == gevraagd.persoon_ref)
    if gevraagd.toegewezen is not None:
        heeft_iemand = Aanmelding.medewerker.is_not(None)
        query = query.where(heeft_iemand if gevraagd.toegewezen else _wacht())
    if gevraagd.te_laat is not None:
        te_laat = _te_laat(grenzen)
        query = query.where(te_laat if gevraagd.te_laat else not_(te_laat))
    return query


def _wacht() -> ColumnElement[bool]:
    return and_(Aanmelding.medewerker.is_(None), Aanmelding.afgesloten_op.is_(None))


def _te_laat(grenzen: Mapping[str, date]) -> ColumnElement[bool]:
    oud = (
        and_(Aanmelding.gemeente == gemeente, Aanmelding.aangemeld_op < grens)
        for gemeente, grens in sorted(grenzen.items())
    )
    return and_(_wacht(), or_(false(), *oud))


async def aanmelding(session: AsyncSession, aanmelding_id: UUID) -> Aanmelding:
    """The aanmelding; raises AanmeldingNietGevonden."""
    return await _een(session, select(Aanmelding).where(Aanmelding.id == aanmelding_id))


async def aanmelding_op_slot(session: AsyncSession, aanmelding_id: UUID) -> Aanmelding:
    """The aanmelding, locked; raises AanmeldingNietGevonden."""
    query = select(Aanmelding).where(Aanmelding.id == aanmelding_id).with_for_update()
    return await _een(session, query)


async def _een(session: AsyncSession, query: Select[Aanmelding]) -> Aanmelding:
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise AanmeldingNietGevonden("deze aanmelding is niet bekend")
    return found


async def open_van(session: AsyncSession, persoon_ref: UUID) -> Aanmelding | None:
    """The open aanmelding of a person, locked; there is at most one."""
    query = (
        select(Aanmelding)
        .where(Aanmelding.persoon_ref == persoon_ref, Aanmelding.afgesloten_op.is_(None))
        .with_for_update()
    )
    return (await session.scalars(query)).one_or_none()


async def wachtend_op_slot(session: AsyncSession, gemeente: str) -> Sequence[Aanmelding]:
    """What waits for somebody in a gemeente, locked, the oldest first."""
    query = (
        select(Aanmelding)
        .where(Aanmelding.gemeente == gemeente, _wacht())
        .order_by(Aanmelding.aangemeld_op, Aanmelding.id)
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def van_werkverdeling(session: AsyncSession, werkverdeling_id: UUID) -> Sequence[Aanmelding]:
    """What a werkverdeling gave out, in that order."""
    query = (
        select(Aanmelding)
        .where(Aanmelding.werkverdeling_id == werkverdeling_id)
        .order_by(Aanmelding.aangemeld_op, Aanmelding.id)
    )
    return (await session.scalars(query)).all()
