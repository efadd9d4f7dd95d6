"""Reading the ledger, and the checker of its invariants (reliability I2, I10)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Select, case, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.begroting import queries as posts
from services.budget.begroting.domain import Budgetpost, Eenheid
from services.budget.begroting.models import Post
from services.budget.begroting.policy import Modus
from services.budget.grootboek.domain import (
    ALLEEN_POST,
    BEGIN_KETEN,
    Boekingsregel,
    Dagtotaal,
    Rekening,
    Sleutel,
    Stand,
    boek_op,
    schakel,
)
from services.budget.grootboek.models import Boeking, DossierRow, Saldo, Verplichting

_REGEL = (
    Boeking.post_id,
    Boeking.jaar,
    Boeking.volgnummer,
    Boeking.gebeurtenis,
    Boeking.regel,
    Boeking.debet,
    Boeking.credit,
    Boeking.bedrag,
    Boeking.overschrijding,
    Boeking.toekenning,
    Boeking.boekdatum,
    Boeking.conversie,
    Boeking.keten,
)


async def begrote_sleutels(session: AsyncSession) -> set[Sleutel]:
    """Every (post, jaar) that has a begroting or a number of places."""
    rows = await session.execute(
        select(Saldo.post_id, Saldo.jaar).where(Saldo.begroot.is_not(None))
    )
    return {(post, jaar) for post, jaar in rows}


def stand_van(saldo: Saldo) -> Stand:
    """The balance in a row."""
    return Stand(
        saldo.begroot,
        saldo.verplicht,
        saldo.gerealiseerd,
        saldo.overschrijding,
        saldo.volgnummer,
        saldo.keten,
    )


def mutaties(
    gemeente: str | None,
    post: str | None,
    jaar: int | None,
    toekenning: UUID | None,
    eenheid: Eenheid | None,
    conversie: UUID | None,
) -> Select[Boeking]:
    """The postings that match, in the order of their events."""
    query = (
        select(Boeking)
        .join(Post, Post.id == Boeking.post_id)
        .order_by(Boeking.gebeurtenis, Boeking.regel)
    )
    filters = {
        Boeking.gemeente: gemeente,
        Post.code: post,
        Boeking.jaar: jaar,
        Boeking.toekenning: toekenning,
        Post.eenheid: eenheid,
        Boeking.conversie: conversie,
    }
    return query.where(*(column == value for column, value in filters.items() if value is not None))


async def lopend(session: AsyncSession, gemeente: str, jaar: int) -> dict[int, int]:
    """How many toekenningen have something open on each post in a year."""
    query = select(Verplichting.post_id, func.count()).where(
        Verplichting.gemeente == gemeente, Verplichting.jaar == jaar, Verplichting.open > 0
    )
    rows = await session.execute(query.group_by(Verplichting.post_id))
    return {post: int(aantal) for post, aantal in rows}


async def stand(session: AsyncSession, post: int, jaar: int) -> Stand | None:
    """The balance of a post in a year; None when nothing was ever budgeted or booked then."""
    query = select(Saldo).where(Saldo.post_id == post, Saldo.jaar == jaar)
    row = (await session.scalars(query)).one_or_none()
    return stand_van(row) if row else None


async def standen_op(
    session: AsyncSession, posten: Mapping[Sleutel, Budgetpost], peildatum: date
) -> dict[Sleutel, Stand]:
    """The balance of each of these posts in its year at the end of a boekdatum (decision 20), from the journal."""
    waar = (Boeking.post_id, Boeking.jaar, Boeking.debet, Boeking.credit)
    query = select(*waar, func.sum(Boeking.bedrag)).where(
        tuple_(Boeking.post_id, Boeking.jaar).in_(sorted(posten)), Boeking.boekdatum <= peildatum
    )
    standen = {key: Stand() for key in posten}
    for post, jaar, debet, credit, bedrag in await session.execute(query.group_by(*waar)):
        key, rekeningen = (post, jaar), (Rekening(debet), Rekening(credit))
        boek_op(standen[key], *rekeningen, int(bedrag), posten[key].modus)
    return standen


def geboekt_op(peildatum: date) -> Select[int]:
    """A posting on a post and year at the end of a boekdatum; for an `exists` on the balance it belongs to."""
    return select(Boeking.volgnummer).where(
        Boeking.post_id == Saldo.post_id,
        Boeking.jaar == Saldo.jaar,
        Boeking.boekdatum <= peildatum,
    )


async def jaren(session: AsyncSession, post: int) -> list[int]:
    """The years in which a post has a balance, the newest first."""
    query = select(Saldo.jaar).where(Saldo.post_id == post).order_by(Saldo.jaar.desc())
    return list((await session.scalars(query)).all())


async def dagtotalen(session: AsyncSession, post: int, jaar: int) -> list[Dagtotaal]:
    """What was booked on a post and year per day and pair of accounts, the oldest day first."""
    overgang = Boeking.conversie.is_not(None)
    waar = (Boeking.boekdatum, Boeking.debet, Boeking.credit, overgang)
    query = select(*waar, func.sum(Boeking.bedrag)).where(
        Boeking.post_id == post, Boeking.jaar == jaar
    )
    rows = await session.execute(query.group_by(*waar).order_by(*waar))
    return [
        Dagtotaal(dag, Rekening(debet), Rekening(credit), int(bedrag), bool(mee))
        for dag, debet, credit, mee, bedrag in rows
    ]


async def van_posten(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Which of these dossiers are of no toekenning: what posts had at go-live besides."""
    query = select(DossierRow.toekenning).where(
        DossierRow.toekenning.in_(ids), DossierRow.versie == ALLEEN_POST
    )
    return set((await session.scalars(query)).all())


async def nieuwste(
    session: AsyncSession, post: int, jaar: int, tot: int, aantal: int
) -> Sequence[Boeking]:
    """The `aantal` postings of a post and year up to and including number `tot`, the newest first."""
    query = (
        select(Boeking)
        .where(Boeking.post_id == post, Boeking.jaar == jaar, Boeking.volgnummer <= tot)
        .order_by(Boeking.volgnummer.desc())
        .limit(aantal)
    )
    return (await session.scalars(query)).all()


async def vanaf(session: AsyncSession, post: int, jaar: int, na: int) -> int:
    """How much the postings after number `na` changed what is left."""
    vrij = Rekening.BESCHIKBAAR
    erbij = case((Boeking.debet == vrij, Boeking.bedrag), else_=0)
    eraf = case((Boeking.credit == vrij, Boeking.bedrag), else_=0)
    query = select(func.coalesce(func.sum(erbij - eraf), 0)).where(
        Boeking.post_id == post, Boeking.jaar == jaar, Boeking.volgnummer > na
    )
    return int((await session.execute(query)).scalar_one())


async def samen(session: AsyncSession, gebeurtenis: UUID) -> Sequence[Boeking]:
    """All postings of one event, in order: the money and the place."""
    query = select(Boeking).where(Boeking.gebeurtenis == gebeurtenis).order_by(Boeking.regel)
    return (await session.scalars(query)).all()


async def sluit_aan(session: AsyncSession, post: int, jaar: int, volgnummer: int) -> bool:
    """Whether the hash of this posting, made again now, follows from the posting before it."""
    query = select(*_REGEL).where(
        Boeking.post_id == post,
        Boeking.jaar == jaar,
        Boeking.volgnummer.in_((volgnummer - 1, volgnummer)),
    )
    rows = [Boekingsregel._make(row) for row in await session.execute(query.order_by(_REGEL[2]))]
    vorige = rows[0].keten if len(rows) > 1 else BEGIN_KETEN
    heel = len(rows) == min(volgnummer, 2)
    return heel and schakel(vorige, rows[-1].inhoud) == rows[-1].keten


async def afwijkingen(session: AsyncSession) -> list[str]:
    """Everything in which the ledger contradicts itself; empty when it is sound.

    Replays the whole journal: each chain holds, each balance is the sum of its postings, what is committed is what is
    open, what is realised is what was invoiced, and what is closed has no money open.
    """
    posten = await posts.posten(session)
    standen: dict[Sleutel, Stand] = {}
    found: list[str] = []
    async for row in await session.stream(select(*_REGEL).order_by(*_REGEL[:3])):
        regel = Boekingsregel._make(row)
        stand = standen.setdefault((regel.post, regel.jaar), Stand())
        if not _past(stand, regel, posten[regel.post].modus):
            found.append(f"keten {regel.post}/{regel.jaar} breekt bij {regel.volgnummer}")
    found += await _saldo_afwijkingen(session, standen)
    rows = await session.scalars(_gesloten_maar_open())
    return found + [f"toekenning {id_}: gesloten, maar er staat geld open" for id_ in rows]


def _past(stand: Stand, regel: Boekingsregel, modus: Modus) -> bool:
    """Replay one posting; whether it is the next of its chain and says rightly what lies above the begroting."""
    boven = boek_op(stand, Rekening(regel.debet), Rekening(regel.credit), regel.bedrag, modus)
    keten = schakel(stand.keten, regel.inhoud)
    volgende = regel.volgnummer == stand.volgnummer + 1
    stand.volgnummer, stand.keten = regel.volgnummer, regel.keten
    return volgende and keten == regel.keten and boven == regel.overschrijding


async def _saldo_afwijkingen(session: AsyncSession, standen: Mapping[Sleutel, Stand]) -> list[str]:
    saldi = {
        (row.post_id, row.jaar): stand_van(row) for row in await session.scalars(select(Saldo))
    }
    open_rows = await session.execute(
        select(
            Verplichting.post_id,
            Verplichting.jaar,
            func.sum(Verplichting.open),
            func.sum(Verplichting.gerealiseerd),
        ).group_by(Verplichting.post_id, Verplichting.jaar)
    )
    delen = {(post, jaar): (int(nog), int(uit)) for post, jaar, nog, uit in open_rows}
    found = []
    for key in sorted(saldi.keys() | standen.keys() | delen.keys()):
        saldo, som, deel = saldi.get(key), standen.get(key, Stand()), delen.get(key, (0, 0))
        if saldo is None or _bedragen(saldo) != _bedragen(som):
            found.append(f"saldo {key}: {saldo} is niet de som van de boekingen {som}")
        elif (saldo.verplicht, saldo.gerealiseerd) != deel:
            verplicht = f"verplicht {saldo.verplicht}, open {deel[0]}"
            gerealiseerd = f"gerealiseerd {saldo.gerealiseerd}, gefactureerd {deel[1]}"
            found.append(f"saldo {key}: {verplicht}; {gerealiseerd}")
    return found


def _bedragen(stand: Stand) -> tuple[object, ...]:
    # a begroting of nothing needs no posting, so no begroting and one of zero look the same in the journal
    return astuple(replace(stand, begroot=stand.begroot or 0))


def _gesloten_maar_open() -> Select[UUID]:
    return (
        select(DossierRow.toekenning)
        .join(Verplichting, Verplichting.toekenning == DossierRow.toekenning)
        .join(Post, Post.id == Verplichting.post_id)
        .where(DossierRow.status != "vastgelegd", Post.eenheid == "centen", Verplichting.open > 0)
        .distinct()
    )
