"""Reading persons."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.persoon.domain import (
    NogNietVerwerkt,
    PersoonGewist,
    Persoonsfeiten,
    Uitkeringsduur,
)
from services.trajecten.persoon.models import Persoon, Uitkeringsperiode
from shared.db.direct import Rows, value
from shared.db.reading import Asked, Reading


async def persoon(session: AsyncSession, gemeente: str, persoon_ref: UUID) -> Persoon | None:
    """The person as this gemeente knows them; None once erased."""
    row = await session.get(Persoon, _sleutel(gemeente, persoon_ref))
    return None if row is None or row.gewist_op else row


def feiten(gemeente: str, persoon_ref: UUID) -> Asked[Persoonsfeiten | None]:
    """What rules see of the person; None where nobody is known, or once erased."""
    return _FEITEN.ask(_bekend, gemeente=gemeente, persoon_ref=persoon_ref)


def op_slot(gemeente: str, persoon_ref: UUID) -> Asked[Persoonsfeiten]:
    """What rules see of the person, locked until the transaction ends; raises NogNietVerwerkt or PersoonGewist."""
    return _OP_SLOT.ask(_aanwezig, gemeente=gemeente, persoon_ref=persoon_ref)


def _bekend(rows: Rows) -> Persoonsfeiten | None:
    return next((Persoonsfeiten(*row) for gewist, *row in rows if not gewist), None)


def _aanwezig(rows: Rows) -> Persoonsfeiten:
    if not rows:
        raise NogNietVerwerkt
    gevonden = _bekend(rows)
    if gevonden is None:
        raise PersoonGewist
    return gevonden


_VAN_PERSOON = select(
    Persoon.gewist_op,
    Persoon.geboortedatum,
    Persoon.uitkering_soort,
    Persoon.uitkering_vanaf,
    Persoon.uitkering_tot,
    Persoon.trede,
    Persoon.afstand,
    Persoon.profiel,
    Persoon.vertrokken_op,
    Persoon.overleden_op,
).where(Persoon.persoon_ref == value("persoon_ref"), Persoon.gemeente == value("gemeente"))
_FEITEN = Reading(_VAN_PERSOON)
_OP_SLOT = Reading(_VAN_PERSOON.with_for_update())


async def personen_op_slot(
    session: AsyncSession, refs: Collection[UUID]
) -> dict[tuple[UUID, str], Persoon]:
    """The persons of a batch by (persoonRef, gemeente), locked in one order."""
    query = (
        select(Persoon)
        .where(Persoon.persoon_ref.in_(sorted(refs)))
        .order_by(Persoon.persoon_ref, Persoon.gemeente)
        .with_for_update()
    )
    return {(row.persoon_ref, row.gemeente): row for row in await session.scalars(query)}


async def perioden(
    session: AsyncSession, refs: Collection[UUID]
) -> dict[tuple[UUID, str], list[Uitkeringsperiode]]:
    """The benefits of these persons by (persoonRef, gemeente)."""
    query = (
        select(Uitkeringsperiode)
        .where(Uitkeringsperiode.persoon_ref.in_(sorted(refs)))
        .order_by(Uitkeringsperiode.id)
    )
    found: dict[tuple[UUID, str], list[Uitkeringsperiode]] = defaultdict(list)
    for row in await session.scalars(query):
        found[row.persoon_ref, row.gemeente].append(row)
    return found


def uitkeringen(gemeente: str, persoon_ref: UUID) -> Asked[tuple[Uitkeringsduur, ...]]:
    """The benefits of a person in a gemeente, the first one first, as rules see them (W-093, W-094)."""
    return _UITKERINGEN.ask(_op_volgorde, gemeente=gemeente, persoon_ref=persoon_ref)


def _op_volgorde(rows: Rows) -> tuple[Uitkeringsduur, ...]:
    duren = [Uitkeringsduur(*row) for row in rows]
    return tuple(sorted(duren, key=lambda duur: duur.van or date.min))


_UITKERINGEN = Reading(
    select(Uitkeringsperiode.soort, Uitkeringsperiode.van, Uitkeringsperiode.tot)
    .where(
        Uitkeringsperiode.persoon_ref == value("persoon_ref"),
        Uitkeringsperiode.gemeente == value("gemeente"),
    )
    .order_by(Uitkeringsperiode.id)
)


async def overal(session: AsyncSession, persoon_ref: UUID) -> Sequence[Persoon]:
    """The person in every gemeente that (still) knows them, the one with the newest diagnose first."""
    query = (
        select(Persoon)
        .where(Persoon.persoon_ref == persoon_ref, Persoon.gewist_op.is_(None))
        .order_by(Persoon.diagnose_volgnummer.desc(), Persoon.gemeente)
    )
    return (await session.scalars(query)).all()


async def bladzij(
    session: AsyncSession, gemeente: str, begin: int, aantal: int
) -> tuple[int, Sequence[Persoon]]:
    """How many persons a gemeente has, and a page of them, the newest first."""
    bekend = (Persoon.gemeente == gemeente, Persoon.gewist_op.is_(None))
    count = select(func.count(Persoon.persoon_ref)).where(*bekend)
    query = (
        select(Persoon)
        .where(*bekend)
        .order_by(Persoon.persoon_ref.desc())
        .offset(begin)
        .limit(aantal)
    )
    totaal = (await session.execute(count)).scalar_one()
    return totaal, (await session.scalars(query)).all()


def _sleutel(gemeente: str, persoon_ref: UUID) -> dict[str, object]:
    return {"persoon_ref": persoon_ref, "gemeente": gemeente}
