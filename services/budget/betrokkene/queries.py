"""Where budget keeps something of a person, whom it knows by his toekenningen only."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.begroting.models import Post
from services.budget.bevinding.models import BevindingRow
from services.budget.factuur.models import FactuurRow
from services.budget.grootboek.models import Boeking, DossierRow, Verplichting
from services.budget.verplichting.models import BesluitRow
from shared.bewaren import Bewaard, Categorie
from shared.inzage import Deel

DELEN: Final = (
    Deel(DossierRow.toekenning),
    Deel(Verplichting.toekenning),
    Deel(Boeking.toekenning),
    Deel(BesluitRow.toekenning),
    Deel(FactuurRow.toekenning),
    Deel(BevindingRow.toekenning),
)


async def boekingen(session: AsyncSession) -> Iterable[Bewaard]:
    """Per toekenning its last posting, other than from ESF; none yet while something is open."""
    return await _laatste(session, esf=False)


async def boekingen_esf(session: AsyncSession) -> Iterable[Bewaard]:
    """The same, paid from ESF."""
    return await _laatste(session, esf=True)


async def _laatste(session: AsyncSession, *, esf: bool) -> Iterable[Bewaard]:
    laatst = func.max(Boeking.boekdatum)
    rows = await session.execute(
        select(
            Verplichting.gemeente,
            Verplichting.toekenning,
            Verplichting.toekenning,
            case((func.max(Verplichting.open) == 0, laatst)),
        )
        .join(Post, Post.id == Verplichting.post_id)
        .join(Boeking, Boeking.toekenning == Verplichting.toekenning)
        .where((Post.fonds == "esf") if esf else (Post.fonds != "esf"))
        .group_by(Verplichting.gemeente, Verplichting.toekenning)
    )
    return [Bewaard(*row) for row in rows]


BEWAART: Final = (Categorie("boeking", boekingen), Categorie("boeking_esf", boekingen_esf))
