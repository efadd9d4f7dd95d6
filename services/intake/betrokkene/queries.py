"""Where intake keeps something of a person, and what of it only intake can read."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.aanmelding.models import Aanmelding
from services.intake.diagnose.models import Diagnose
from services.intake.identiteit.models import Identiteit
from services.intake.intakegesprek.models import Intakegesprek
from services.intake.inwoner.models import Bronregel, Inwoner
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


async def registraties(session: AsyncSession, persoon_ref: UUID) -> list[UUID]:
    """The ref of a person and those of the registrations that lapsed into his."""
    lapsed = select(Inwoner.persoon_ref).where(Inwoner.vervallen_in == persoon_ref)
    eerder = (await session.scalars(lapsed.order_by(Inwoner.persoon_ref))).all()
    return [persoon_ref, *eerder]


async def gesprekken(session: AsyncSession, refs: Sequence[UUID]) -> Sequence[Intakegesprek]:
    """The talks with a person."""
    return (await session.scalars(_GESPREKKEN.rijen(refs))).all()
