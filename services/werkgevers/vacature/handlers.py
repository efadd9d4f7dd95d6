"""What can be done with vacatures."""

from collections.abc import Mapping
from typing import Any

from services.werkgevers.vacature import queries
from services.werkgevers.vacature.domain import (
    Feiten,
    PlaatsVacature,
    Resultaat,
    Stand,
    TrekVacatureIn,
    VacatureNietGevonden,
    is_nieuw,
)
from services.werkgevers.vacature.models import Vacature, VacatureGemeente, kolommen
from shared.contracts.werkgevers import VacatureGeplaatst, VacatureGesloten, VacatureGewijzigd
from shared.db.dialect import upserting
from shared.db.uow import Tx
from shared.identifiers import nieuw_id

OpenIn = Mapping[str, VacatureGemeente]


async def plaats(tx: Tx, command: PlaatsVacature) -> tuple[Vacature, Resultaat]:
    """Take over a version of a vacature; the same one once more changes nothing.

    Raises VerouderdeVersie and VersieHergebruikt.
    """
    row = await _eerste(tx, command)
    if row is not None:
        _open(tx, row, command.gemeenten)
        return row, "geplaatst"
    row = await queries.op_slot(tx.session, command.afzender, command.id_vacature)
    assert row is not None, "wie niet de eerste is, vindt de eerste"
    open_in = (await queries.gemeenten(tx.session, [row.id]))[row.id]
    komt = Stand(command.versie, command.document, command.gemeenten)
    if not is_nieuw(Stand(row.versie, row.document, frozenset(open_in)), komt):
        return row, "ongewijzigd"
    await _vervang(tx, row, command, open_in)
    return row, "vervangen" if open_in else "geplaatst"


async def trek_in(tx: Tx, command: TrekVacatureIn) -> None:
    """Close a vacature in all its gemeenten and forget what it said; only its version is kept.

    Raises VacatureNietGevonden, VerouderdeVersie and VersieHergebruikt.
    """
    row = await queries.op_slot(tx.session, command.afzender, command.id_vacature)
    if row is None:
        raise VacatureNietGevonden("deze vacature is niet bekend")
    open_in = (await queries.gemeenten(tx.session, [row.id]))[row.id]
    bekend = Stand(row.versie, row.document, frozenset(open_in))
    if not is_nieuw(bekend, Stand(command.versie, None)):
        return
    row.versie, row.document, row.gewijzigd_op = command.versie, None, tx.moment
    row.neem_over(Feiten())
    for waar in open_in.values():
        await _sluit(tx, waar)


async def _eerste(tx: Tx, command: PlaatsVacature) -> Vacature | None:
    """The new row; None when the sender has one by this name. Of two at once the second waits here for the first."""
    values = {
        "id": nieuw_id(tx.moment),
        "afzender": command.afzender,
        "id_vacature": command.id_vacature,
        "versie": command.versie,
        "document": command.document,
        "gewijzigd_op": tx.moment,
        **kolommen(command.feiten),
    }
    insert = upserting(tx.session, Vacature).values(values).on_conflict_do_nothing()
    return (await tx.session.scalars(insert.returning(Vacature))).one_or_none()


async def _vervang(tx: Tx, row: Vacature, command: PlaatsVacature, open_in: OpenIn) -> None:
    before = _feiten(row)
    row.versie, row.document, row.gewijzigd_op = command.versie, command.document, tx.moment
    row.neem_over(command.feiten)
    if _feiten(row) != before:
        for gemeente in sorted(command.gemeenten & set(open_in)):
            tx.emit(VacatureGewijzigd(**_van(row, open_in[gemeente]), **_feiten(row)))
    for gemeente in sorted(set(open_in) - command.gemeenten):
        await _sluit(tx, open_in[gemeente])
    _open(tx, row, command.gemeenten - set(open_in))


def _open(tx: Tx, row: Vacature, gemeenten: frozenset[str]) -> None:
    for gemeente in sorted(gemeenten):
        waar = VacatureGemeente(gemeente=gemeente, vacature_id=row.id, geplaatst_op=tx.vandaag)
        tx.session.add(waar)
        tx.emit(VacatureGeplaatst(**_van(row, waar), **_feiten(row)))


async def _sluit(tx: Tx, waar: VacatureGemeente) -> None:
    await tx.session.delete(waar)
    tx.emit(
        VacatureGesloten(
            gemeente=waar.gemeente, vacature_id=str(waar.vacature_id), gesloten_op=tx.vandaag
        )
    )


def _van(row: Vacature, waar: VacatureGemeente) -> dict[str, Any]:
    return {
        "gemeente": waar.gemeente,
        "vacature_id": str(row.id),
        "geplaatst_op": waar.geplaatst_op,
    }


def _feiten(row: Vacature) -> dict[str, Any]:
    """What an event says about a vacature: no name, no employer, no text."""
    return {
        "soorten_overeenkomst": tuple(filter(None, row.soorten.split(","))),
        "minuten_min": row.minuten_min,
        "minuten_max": row.minuten_max,
        "sluitingsdatum": row.sluitingsdatum,
        "sector": row.sector,
        "postcodecijfers": row.postcodecijfers,
    }
