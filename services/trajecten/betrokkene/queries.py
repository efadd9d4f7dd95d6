"""Where trajecten keeps something of a person, and until when that was needed."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.besluit.models import Besluit, Betaalopdracht
from services.trajecten.handhaving.models import Handhavingssignaal
from services.trajecten.herziening.models import HerzieneToekenning
from services.trajecten.kwaliteitstoets.models import Kwaliteitstoets
from services.trajecten.maatregel.models import Heroverweging, Maatregel, Maatregelmaand
from services.trajecten.persoon.models import Persoon, Uitkeringsperiode
from services.trajecten.plaatsing.models import Plaatsing
from services.trajecten.plan.models import Plan, Planevaluatie
from services.trajecten.toekenning.domain import AFGEDAAN
from services.trajecten.toekenning.models import Toekenning
from services.trajecten.traject.models import Traject
from services.trajecten.uitstroom.models import Nazorgcontact, Uitstroom
from shared.bewaren import Bewaard, Categorie
from shared.db.tables import Conversieregel
from shared.inzage import Deel

_TRAJECT: Final = Deel(Traject.persoon_ref)
_PLAN: Final = Deel(Plan.traject_id, _TRAJECT)
_TOEKENNING: Final = Deel(Toekenning.persoon_ref)
_UITSTROOM: Final = Deel(Uitstroom.persoon_ref)
_MAATREGEL: Final = Deel(Maatregel.persoon_ref)
DELEN: Final = (
    Deel(Persoon.persoon_ref),
    Deel(Uitkeringsperiode.persoon_ref),
    _TRAJECT,
    _PLAN,
    Deel(Planevaluatie.plan_id, _PLAN),
    _TOEKENNING,
    Deel(Kwaliteitstoets.toekenning_id, _TOEKENNING),
    Deel(HerzieneToekenning.toekenning_id, _TOEKENNING),
    Deel(Besluit.persoon_ref),
    Deel(Betaalopdracht.persoon_ref),
    Deel(Handhavingssignaal.persoon_ref),
    _MAATREGEL,
    Deel(Maatregelmaand.maatregel_id, _MAATREGEL),
    Deel(Heroverweging.maatregel_id, _MAATREGEL),
    Deel(Plaatsing.persoon_ref),
    _UITSTROOM,
    Deel(Nazorgcontact.uitstroom_id, _UITSTROOM),
    Deel(Conversieregel.ding_id, _TRAJECT),
    Deel(Conversieregel.ding_id, _TOEKENNING),
)


async def trajecten(session: AsyncSession) -> Iterable[Bewaard]:
    """Every traject, until it was closed."""
    return await _bewaard(session, Traject, Traject.afgesloten_op)


async def voorzieningen(session: AsyncSession) -> Iterable[Bewaard]:
    """Every toekenning, until its last day; of what was refused or withdrawn the day of that, or of the decision."""
    klaar = func.coalesce(Toekenning.geeindigd_op, Toekenning.besluitdatum)
    tot = case((Toekenning.status.in_(AFGEDAAN), klaar), else_=Toekenning.einddatum)
    return await _bewaard(session, Toekenning, tot)


async def plaatsingen(session: AsyncSession) -> Iterable[Bewaard]:
    """Every plaatsing, until its last day."""
    tot = func.coalesce(Plaatsing.geeindigd_op, Plaatsing.einddatum)
    return await _bewaard(session, Plaatsing, tot)


async def maatregelen(session: AsyncSession) -> Iterable[Bewaard]:
    """Every maatregel, until its last month was answered or lapsed; of what was not imposed the day of that."""
    maanden = Maatregelmaand.maatregel_id == Maatregel.id
    open_ = select(Maatregelmaand.id).where(maanden, Maatregelmaand.status == "gegeven").exists()
    laatste = select(func.max(Maatregelmaand.afgehandeld_op)).where(maanden).scalar_subquery()
    klaar = func.coalesce(laatste, Maatregel.besluitdatum, Maatregel.voorgesteld_op)
    return await _bewaard(
        session, Maatregel, case((and_(Maatregel.status != "voorgesteld", ~open_), klaar))
    )


async def handhavingssignalen(session: AsyncSession) -> Iterable[Bewaard]:
    """Every signal, until enforcement was done with it."""
    return await _bewaard(session, Handhavingssignaal, Handhavingssignaal.afgerond_op)


async def _bewaard(session: AsyncSession, model: Any, tot: Any) -> Iterable[Bewaard]:
    rows = await session.execute(select(model.gemeente, model.persoon_ref, model.id, tot))
    return [Bewaard(*row) for row in rows]


BEWAART: Final = (
    Categorie("traject", trajecten),
    Categorie("voorziening", voorzieningen),
    Categorie("plaatsing", plaatsingen),
    Categorie("maatregel", maatregelen),
    Categorie("handhaving", handhavingssignalen),
)
