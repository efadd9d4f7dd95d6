"""All that intake keeps of a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.aanmelding.models import Aanmelding
from services.intake.diagnose.models import Diagnose
from services.intake.intakegesprek.models import Intakegesprek
from services.intake.inwoner.models import Inwoner


@dataclass(frozen=True, slots=True)
class Dossier:
    """The rows of a person and of the registrations that lapsed into his."""

    refs: Sequence[UUID]
    aanmeldingen: Sequence[Aanmelding]
    intakegesprekken: Sequence[Intakegesprek]
    diagnoses: Sequence[Diagnose]


async def dossier(session: AsyncSession, persoon_ref: UUID) -> Dossier:
    """What is kept of this person, in the order in which it was recorded."""
    lapsed = select(Inwoner.persoon_ref).where(Inwoner.vervallen_in == persoon_ref)
    eerder = (await session.scalars(lapsed.order_by(Inwoner.persoon_ref))).all()
    refs = [persoon_ref, *eerder]
    return Dossier(
        refs=refs,
        aanmeldingen=(
            await session.scalars(
                select(Aanmelding).where(Aanmelding.persoon_ref.in_(refs)).order_by(Aanmelding.id)
            )
        ).all(),
        intakegesprekken=(
            await session.scalars(
                select(Intakegesprek)
                .where(Intakegesprek.persoon_ref.in_(refs))
                .order_by(Intakegesprek.id)
            )
        ).all(),
        diagnoses=(
            await session.scalars(
                select(Diagnose).where(Diagnose.persoon_ref.in_(refs)).order_by(Diagnose.id)
            )
        ).all(),
    )
