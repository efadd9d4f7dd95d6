"""The one writer of saldo, dossier, verplichting and boeking (I10): a batch of events in a handful of statements.

Locks are taken in one order everywhere: inbox (by the consumer), then dossiers, then saldi, each sorted.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.begroting import queries as begroting
from services.budget.begroting.domain import Budgetpost
from services.budget.bevinding import handlers as bevinding
from services.budget.grootboek.domain import (
    BEGIN_KETEN,
    Antwoord,
    Begroot,
    Boekingsregel,
    Deel,
    Dossier,
    Gebeurtenis,
    Sleutel,
    Stand,
    Uitkomst,
    sleutels,
)
from services.budget.grootboek.fold import fold
from services.budget.grootboek.models import Boeking, DossierRow, Saldo, Verplichting
from services.budget.plafond import queries as plafond
from shared.db.dialect import bulk_insert, upserting
from shared.db.uow import Tx
from shared.identifiers import nieuw_id

_SALDO = cast(Table, Saldo.__table__)
_DOSSIER = cast(Table, DossierRow.__table__)
_VERPLICHTING = cast(Table, Verplichting.__table__)
_BOEKING = cast(Table, Boeking.__table__)

_SET_SALDO = (
    update(_SALDO)
    .where(_SALDO.c.post_id == bindparam("post"), _SALDO.c.jaar == bindparam("in_jaar"))
    .values(
        begroot=bindparam("nu_begroot"),
        verplicht=bindparam("nu_verplicht"),
        gerealiseerd=bindparam("nu_gerealiseerd"),
        overschrijding=bindparam("nu_overschrijding"),
        volgnummer=bindparam("nu_volgnummer"),
        keten=bindparam("nu_keten"),
    )
)


async def boek(
    tx: Tx, gebeurtenissen: Sequence[Gebeurtenis], posten: Mapping[int, Budgetpost] | None = None
) -> list[Antwoord]:
    """Book the events, in order, today; gives the answers to say. Findings are recorded on the way."""
    posten = posten or await begroting.posten(tx.session)
    dossiers = await _lock_dossiers(tx.session, gebeurtenissen)
    keys = sleutels(gebeurtenissen, dossiers, posten)
    standen = await _lock_saldi(tx.session, posten, keys)
    geopend = await _open_plafonds(tx, posten, standen)
    uit = fold([*geopend, *gebeurtenissen], posten, dossiers, standen, tx.vandaag)
    await _write(tx, posten, uit, standen)
    await bevinding.meld(tx, uit.bevindingen)
    return uit.antwoorden


async def _lock_dossiers(
    session: AsyncSession, gebeurtenissen: Iterable[Gebeurtenis]
) -> dict[UUID, Dossier]:
    ids = {g.toekenning for g in gebeurtenissen if not isinstance(g, Begroot)}
    if not ids:
        return {}
    head = _DOSSIER.c
    rows = await session.execute(
        select(
            head.toekenning,
            head.gemeente,
            head.versie,
            head.status,
            head.besluitjaar,
            head.post,
            head.reden,
        )
        .where(head.toekenning.in_(ids))
        .order_by(head.toekenning)
        .with_for_update(key_share=True)
    )
    found = {row[0]: Dossier(*row[1:]) for row in rows}
    if found:
        part = _VERPLICHTING.c
        delen = await session.execute(
            select(
                part.toekenning,
                part.post_id,
                part.jaar,
                part.toegekend,
                part.open,
                part.gerealiseerd,
            )
            .where(part.toekenning.in_(found))
            .order_by(part.toekenning, part.post_id, part.jaar)
        )
        for toekenning, post, jaar, *bedragen in delen:
            found[toekenning].delen[post, jaar] = Deel(*bedragen)
    return found


async def _lock_saldi(
    session: AsyncSession, posten: Mapping[int, Budgetpost], keys: Iterable[Sleutel]
) -> dict[Sleutel, Stand]:
    """The balances, made where they do not exist yet, locked in the order of their key."""
    wanted = sorted(keys)
    if not wanted:
        return {}
    new = [
        {
            "post_id": post,
            "jaar": jaar,
            "gemeente": posten[post].gemeente,
            "weigeren": posten[post].modus == "weigeren",
            "keten": BEGIN_KETEN,
        }
        for post, jaar in wanted
    ]
    await session.execute(upserting(session, _SALDO).values(new).on_conflict_do_nothing())
    saldo = _SALDO.c
    rows = await session.execute(
        select(
            saldo.post_id,
            saldo.jaar,
            saldo.begroot,
            saldo.verplicht,
            saldo.gerealiseerd,
            saldo.overschrijding,
            saldo.volgnummer,
            saldo.keten,
        )
        .where(tuple_(saldo.post_id, saldo.jaar).in_(wanted))
        .order_by(saldo.post_id, saldo.jaar)
        .with_for_update(key_share=True)
    )
    return {(row[0], row[1]): Stand(*row[2:]) for row in rows}


async def _open_plafonds(
    tx: Tx, posten: Mapping[int, Budgetpost], standen: Mapping[Sleutel, Stand]
) -> list[Begroot]:
    """A plafond holds in years nobody listed: its places for such a year are booked when the year is first met."""
    dicht = [
        key
        for key, stand in standen.items()
        if stand.begroot is None and posten[key[0]].eenheid == "plaatsen"
    ]
    aantallen = await plafond.aantallen(tx.session, dicht)
    return [Begroot(nieuw_id(tx.moment), *key, aantal) for key, aantal in aantallen.items()]


async def _write(
    tx: Tx, posten: Mapping[int, Budgetpost], uit: Uitkomst, voor: Mapping[Sleutel, Stand]
) -> None:
    await _upsert(tx.session, _DOSSIER, [_dossier(uit, id_) for id_ in sorted(uit.gewijzigd)])
    delen = [deel for id_ in sorted(uit.gewijzigd) for deel in _delen(uit, id_)]
    await _upsert(tx.session, _VERPLICHTING, delen)
    connection = await tx.session.connection()
    if saldi := [_saldo(key, s) for key, s in sorted(uit.standen.items()) if s != voor[key]]:
        await connection.execute(_SET_SALDO, saldi)
    rows = [_boeking(tx, posten, regel) for regel in uit.boekingen]
    await bulk_insert(tx.session, _BOEKING, rows)


async def _upsert(session: AsyncSession, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        insert = upserting(session, table)
        keys = list(table.primary_key.columns)
        rest = {c.name: insert.excluded[c.name] for c in table.columns if not c.primary_key}
        connection = await session.connection()
        statement = insert.on_conflict_do_update(index_elements=keys, set_=rest)
        await connection.execute(statement, rows)


def _dossier(uit: Uitkomst, id_: UUID) -> dict[str, Any]:
    dossier = uit.dossiers[id_]
    return {
        "toekenning": id_,
        "gemeente": dossier.gemeente,
        "versie": dossier.versie,
        "status": dossier.status,
        "besluitjaar": dossier.besluitjaar,
        "post": dossier.post,
        "reden": dossier.reden,
    }


def _delen(uit: Uitkomst, id_: UUID) -> Iterable[dict[str, Any]]:
    dossier = uit.dossiers[id_]
    for (post, jaar), deel in dossier.delen.items():
        yield {
            "toekenning": id_,
            "post_id": post,
            "jaar": jaar,
            "gemeente": dossier.gemeente,
            "toegekend": deel.toegekend,
            "open": deel.open,
            "gerealiseerd": deel.gerealiseerd,
        }


def _saldo(key: Sleutel, stand: Stand) -> dict[str, Any]:
    return {
        "post": key[0],
        "in_jaar": key[1],
        "nu_begroot": stand.begroot,
        "nu_verplicht": stand.verplicht,
        "nu_gerealiseerd": stand.gerealiseerd,
        "nu_overschrijding": stand.overschrijding,
        "nu_volgnummer": stand.volgnummer,
        "nu_keten": stand.keten,
    }


def _boeking(tx: Tx, posten: Mapping[int, Budgetpost], regel: Boekingsregel) -> dict[str, Any]:
    row = regel._asdict()
    post = row.pop("post")
    return {**row, "post_id": post, "gemeente": posten[post].gemeente, "geboekt_op": tx.moment}
