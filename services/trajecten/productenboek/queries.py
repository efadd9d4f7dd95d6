"""Reading the productenboek."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.productenboek.domain import (
    InBoek,
    OnbekendProduct,
    Versie,
    door_de_tijd,
)
from services.trajecten.productenboek.models import Boekproduct, Boekversie
from services.trajecten.productenboek.policy import Product, Uitbetaling, uit_document
from shared.db.direct import Rows, value
from shared.db.reading import Asked, Reading
from shared.policy import Reeks, Waarde


def product(gemeente: str, code: str, dag: date) -> Asked[InBoek]:
    """The product as the book has it on a day; raises OnbekendProduct or BuitenGeldigheid."""
    return _PRODUCT.ask(partial(_op_dag, code, dag), gemeente=gemeente, code=code)


@dataclass(slots=True)
class _Regel:
    """A version of the book, and the product in it as far as it has one."""

    id: UUID
    nummer: int
    vanaf: date
    tot: date | None
    regel: str
    bron: str
    document: str | None


def _op_dag(code: str, dag: date, rows: Rows) -> InBoek:
    return _reeks(code, tuple(rows)).op(dag).waarde


@lru_cache(maxsize=512)
def _reeks(code: str, rows: tuple[tuple[Any, ...], ...]) -> Reeks[InBoek]:
    """The product through time; what was read once need not be put in order again."""
    waarden = tuple(
        Waarde(InBoek(v.id, uit_document(kop.document)), v.geldig, v.regel, v.bron)
        for kop, v in door_de_tijd([_Regel(*row) for row in rows])
        if kop.document is not None
    )
    if not waarden:
        raise OnbekendProduct
    return Reeks(f"product {code}", waarden)


_PRODUCT = Reading(
    select(
        Boekversie.id,
        Boekversie.nummer,
        Boekversie.vanaf,
        Boekversie.tot,
        Boekversie.regel,
        Boekversie.bron,
        Boekproduct.document,
    )
    .outerjoin(
        Boekproduct,
        and_(
            Boekproduct.versie_id == Boekversie.id,
            Boekproduct.gemeente == Boekversie.gemeente,
            Boekproduct.code == value("code"),
        ),
    )
    .where(Boekversie.gemeente == value("gemeente"))
)


async def in_versie(
    session: AsyncSession, versie: UUID, gemeente: str, code: str
) -> Product | None:
    """The product as a version has it: a running toekenning keeps the one it was granted under (decision 42)."""
    sleutel = {"versie_id": versie, "gemeente": gemeente, "code": code}
    row = await session.get(Boekproduct, sleutel)
    return uit_document(row.document) if row else None


async def uitbetaling(
    session: AsyncSession, versie: UUID | None, gemeente: str, code: str
) -> Uitbetaling | None:
    """What a product pays out by the version it was granted under; None when it pays nothing out."""
    product = await in_versie(session, versie, gemeente, code) if versie else None
    return product.uitbetaling if product else None


async def boek(
    session: AsyncSession, gemeente: str, dag: date
) -> tuple[Versie, Mapping[str, Product]] | None:
    """The version that holds on a day, with its products by code; None when no version does."""
    for _, versie in door_de_tijd(await _koppen(session, gemeente)):
        if versie.geldig.bevat(dag):
            return versie, await producten(session, gemeente, versie.id)
    return None


async def producten(session: AsyncSession, gemeente: str, versie: UUID) -> dict[str, Product]:
    """The products of a version, by code."""
    query = select(Boekproduct.code, Boekproduct.document).where(
        Boekproduct.versie_id == versie, Boekproduct.gemeente == gemeente
    )
    rows = await session.execute(query.order_by(Boekproduct.code))
    return {code: uit_document(document) for code, document in rows}


def versies(gemeente: str | None) -> Select[Boekversie]:
    """Versions by gemeente, newest first."""
    query = select(Boekversie).order_by(Boekversie.gemeente, Boekversie.nummer.desc())
    return query.where(Boekversie.gemeente == gemeente) if gemeente else query


async def versie(session: AsyncSession, id_: UUID) -> Sequence[Boekversie]:
    """A version as every gemeente that shares it has it."""
    query = select(Boekversie).where(Boekversie.id == id_).order_by(Boekversie.gemeente)
    return (await session.scalars(query)).all()


async def laatste_nummer(session: AsyncSession, gemeente: str) -> int:
    """The number of the newest version of a gemeente; 0 without one."""
    query = select(func.max(Boekversie.nummer)).where(Boekversie.gemeente == gemeente)
    return (await session.scalars(query)).one() or 0


async def zonder_boek(session: AsyncSession, gemeenten: Collection[str]) -> list[str]:
    """Which of these gemeenten have no version at all."""
    query = select(Boekversie.gemeente).where(Boekversie.gemeente.in_(sorted(gemeenten)))
    bekend = set(await session.scalars(query.distinct()))
    return sorted(set(gemeenten) - bekend)


async def _koppen(session: AsyncSession, gemeente: str) -> Sequence[Boekversie]:
    query = select(Boekversie).where(Boekversie.gemeente == gemeente)
    return (await session.scalars(query)).all()
