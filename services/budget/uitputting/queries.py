"""Reading what is left, per post and year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.begroting import queries as begroting
from services.budget.begroting.domain import (
    Budgetpost,
    Eenheid,
    PostOnbekend,
    zoek_plafond,
    zoek_post,
)
from services.budget.begroting.models import Post
from services.budget.begroting.policy import Fonds
from services.budget.begrotingswijziging import queries as begrotingswijziging
from services.budget.grootboek.domain import Stand
from services.budget.grootboek.models import Saldo
from services.budget.grootboek.queries import geboekt_op, stand_van, standen_op
from services.budget.plafond import queries as plafonds
from shared.clock import einde_van
from shared.errors import NotFound


class RegelOnbekend(NotFound):
    """No post or plafond of this gemeente has this rule."""

    code = "regel-onbekend"


@dataclass(frozen=True, slots=True)
class Ruimte:
    """A post and its balance in one year."""

    post: Budgetpost
    jaar: int
    stand: Stand


def posten(gemeente: str | None, jaar: int | None, eenheid: Eenheid = "centen") -> Select[Post]:
    """The posts of money (or the plafonds) that match; with a year those that have a begroting then."""
    query = select(Post).where(Post.eenheid == eenheid).order_by(Post.gemeente, Post.id)
    if gemeente is not None:
        query = query.where(Post.gemeente == gemeente)
    if jaar is not None:
        begroot = select(Saldo.post_id).where(Saldo.jaar == jaar, Saldo.begroot.is_not(None))
        query = query.where(Post.id.in_(begroot))
    return query


async def begroot(
    session: AsyncSession, ids: Sequence[int], jaar: int | None, peildatum: date | None = None
) -> dict[int, list[tuple[int, int, int]]]:
    """For each of these posts per year, ascending: the year, its begroting in cents, and how often it was changed.

    With a peildatum: as it was at the end of that boekdatum.
    """
    query = (
        select(Saldo)
        .where(Saldo.post_id.in_(ids), Saldo.begroot.is_not(None))
        .order_by(Saldo.post_id, Saldo.jaar)
    )
    if jaar is not None:
        query = query.where(Saldo.jaar == jaar)
    tot = einde_van(peildatum) if peildatum else None
    gewijzigd = await begrotingswijziging.aantallen(session, ids, tot)
    found: dict[int, list[tuple[int, int, int]]] = {id_: [] for id_ in ids}
    rows = (await session.scalars(query)).all()
    for ruimte in await ruimten(session, rows, peildatum):
        key, bedrag = (ruimte.post.id, ruimte.jaar), ruimte.stand.begroot
        if bedrag is not None:
            found[ruimte.post.id].append((ruimte.jaar, bedrag, gewijzigd.get(key, 0)))
    return found


@dataclass(frozen=True, slots=True)
class Vraag:
    """Which balances; with a peildatum as they were at the end of that boekdatum."""

    gemeente: str | None = None
    jaar: int | None = None
    post: str | None = None
    eenheid: Eenheid | None = None
    peildatum: date | None = None


def saldi(vraag: Vraag) -> Select[Saldo]:
    """The balances that match, by gemeente, post and year; of a peildatum those that were there then."""
    filters = {
        Saldo.gemeente: vraag.gemeente,
        Saldo.jaar: vraag.jaar,
        Post.code: vraag.post,
        Post.eenheid: vraag.eenheid,
    }
    query = (
        select(Saldo)
        .join(Post, Post.id == Saldo.post_id)
        .where(*(column == value for column, value in filters.items() if value is not None))
        .order_by(Saldo.gemeente, Saldo.post_id, Saldo.jaar)
    )
    return query.where(geboekt_op(vraag.peildatum).exists()) if vraag.peildatum else query


async def posten_van_regel(session: AsyncSession, gemeente: str, regel: str) -> list[Budgetpost]:
    """The posts and plafonds of a gemeente that this rule made, or that it tells what to do when they are short."""
    bekend = await begroting.posten(session)
    eigen = (post for post in bekend.values() if post.gemeente == gemeente)
    return [post for post in eigen if regel in (post.regel, post.modus_regel)]


async def jaren(session: AsyncSession, gemeente: str) -> list[int]:
    """The years in which this gemeente has a money post, the newest first."""
    query = (
        select(Saldo.jaar)
        .join(Post, Post.id == Saldo.post_id)
        .where(Saldo.gemeente == gemeente, Post.eenheid == "centen")
        .distinct()
        .order_by(Saldo.jaar.desc())
    )
    return list((await session.scalars(query)).all())


async def ruimten(
    session: AsyncSession, rows: Sequence[Saldo], peildatum: date | None = None
) -> list[Ruimte]:
    """The same balances with their posts, now or at the end of a boekdatum."""
    bekend = await begroting.posten(session)
    if peildatum is None:
        return [Ruimte(bekend[row.post_id], row.jaar, stand_van(row)) for row in rows]
    posten = {(row.post_id, row.jaar): bekend[row.post_id] for row in rows}
    standen = await standen_op(session, posten, peildatum)
    return [Ruimte(post, key[1], standen[key]) for key, post in posten.items()]


async def ruimte_van_post(
    session: AsyncSession, gemeente: str, code: str, fonds: Fonds, jaar: int
) -> Ruimte:
    """What the post a request would mean has in a year; raises PostOnbekend."""
    bekend = await begroting.posten(session)
    post = zoek_post(bekend.values(), gemeente, code, fonds)
    if post is None:
        raise PostOnbekend("deze gemeente kent deze post niet")
    return Ruimte(post, jaar, await _lees(session, post, jaar))


async def ruimte_van_plafond(session: AsyncSession, gemeente: str, code: str, jaar: int) -> Ruimte:
    """What a plafond has in a year; raises PostOnbekend when it has no number for that year."""
    bekend = await begroting.posten(session)
    post = zoek_plafond(bekend.values(), gemeente, code)
    if post is None:
        raise PostOnbekend("deze gemeente kent dit plafond niet")
    stand = await _lees(session, post, jaar)
    if stand.begroot is None:
        stand.begroot = (await plafonds.aantallen(session, [(post.id, jaar)])).get((post.id, jaar))
    if stand.begroot is None:
        raise PostOnbekend("dit plafond geldt niet in dit jaar")
    return Ruimte(post, jaar, stand)


async def _lees(session: AsyncSession, post: Budgetpost, jaar: int) -> Stand:
    query = select(Saldo).where(Saldo.post_id == post.id, Saldo.jaar == jaar)
    row = (await session.scalars(query)).one_or_none()
    return stand_van(row) if row else Stand()
