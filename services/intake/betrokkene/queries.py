"""Where intake keeps something of a person, and what of it only intake can read."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.aanmelding.models import Aanmelding
from services.intake.betrokkene.domain import laatste_dag
from services.intake.diagnose.models import Diagnose
from services.intake.identiteit.models import Identiteit
from services.intake.intakegesprek.models import Intakegesprek
from services.intake.inwoner.models import Bronregel, Inwoner
from shared.bewaren import Bewaard, Categorie
from shared.clock import kalenderdag
from shared.inzage import Deel

_GESPREKKEN: Final = Deel(Intakegesprek.persoon_ref)
DELEN: Final = (
    Deel(Inwoner.persoon_ref),
    Deel(Identiteit.persoon_ref),
    Deel(Bronregel.persoon_ref),
    Deel(Aanmelding.persoon_ref),
    _GESPREKKEN,
    Deel(Diagnose.persoon_ref),
)


async def dossiers(session: AsyncSession) -> list[Bewaard]:
    """Every registration that was not erased, and until when it was needed."""
    laatst = await _laatst_vastgelegd(session)
    wachtend = select(Aanmelding.persoon_ref).where(
        Aanmelding.gesprek_op.is_(None), Aanmelding.afgesloten_op.is_(None)
    )
    open_ = set(await session.scalars(wachtend))
    rows = await session.scalars(select(Inwoner).where(Inwoner.gewist_op.is_(None)))
    return [
        Bewaard(
            row.gemeente,
            row.vervallen_in or row.persoon_ref,
            row.persoon_ref,
            laatste_dag(
                row.stand(),
                laatst.get(row.persoon_ref) or kalenderdag(row.geregistreerd_op),
                wacht=row.persoon_ref in open_ and not row.vervallen_in,
            ),
        )
        for row in rows
    ]


async def _laatst_vastgelegd(session: AsyncSession) -> dict[UUID, date]:
    """The last day on which something was recorded of each person."""
    found: dict[UUID, date] = {}
    for model in (Aanmelding, Intakegesprek, Diagnose):
        query = select(model.persoon_ref, func.max(model.vastgelegd_op)).group_by(model.persoon_ref)
        for ref, moment in await session.execute(query):
            found[ref] = max(found.get(ref, date.min), kalenderdag(moment))
    return found


BEWAART: Final = (Categorie("dossier", dossiers),)


async def registraties(session: AsyncSession, persoon_ref: UUID) -> list[UUID]:
    """The ref of a person and those of the registrations that lapsed into his."""
    lapsed = select(Inwoner.persoon_ref).where(Inwoner.vervallen_in == persoon_ref)
    eerder = (await session.scalars(lapsed.order_by(Inwoner.persoon_ref))).all()
    return [persoon_ref, *eerder]


async def gesprekken(session: AsyncSession, refs: Sequence[UUID]) -> Sequence[Intakegesprek]:
    """The talks with a person."""
    return (await session.scalars(_GESPREKKEN.rijen(refs))).all()
