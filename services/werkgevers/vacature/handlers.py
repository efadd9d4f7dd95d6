"""What can be done with vacatures."""

from collections.abc import Mapping, Sequence
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
from shared.errors import Conflict
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
    return row, await _volgende(tx, row, command, open_in)


async def plaats_vele(
    tx: Tx, commands: Sequence[PlaatsVacature]
) -> list[tuple[Vacature, Resultaat] | Conflict]:
    """Take over versions of vacatures of one sender, in order; gives per line what `plaats` gives, or raises.

    What is known is read at once, and what is new is written at once: IntegrityError says that somebody else was first.
    """
    bekend, nieuw = await _bekend_en_nieuw(tx, commands)
    open_in = await queries.gemeenten(tx.session, [row.id for row in bekend.values()])
    gedaan: list[tuple[Vacature, Resultaat] | Conflict] = []
    for command in commands:
        row = nieuw.pop(command.id_vacature, None)
        if row is not None:
            _open(tx, row, command.gemeenten)
            bekend[command.id_vacature] = row
            gedaan.append((row, "geplaatst"))
            continue
        row = bekend[command.id_vacature]
        if row.id not in open_in:
            # not the first line about it: what that one opened must be there to be closed
            await tx.session.flush()
            open_in |= await queries.gemeenten(tx.session, [row.id])
        try:
            gedaan.append((row, await _volgende(tx, row, command, open_in.pop(row.id))))
        except Conflict as geweigerd:
            gedaan.append(geweigerd)
    return gedaan


async def _bekend_en_nieuw(
    tx: Tx, commands: Sequence[PlaatsVacature]
) -> tuple[dict[str, Vacature], dict[str, Vacature]]:
    """What the sender has of these, locked, and the rows of what nobody knew, written at once."""
    namen = {command.id_vacature for command in commands}
    bekend = await queries.vele_op_slot(tx.session, tx.caller.client, namen)
    nieuw: dict[str, Vacature] = {}
    for command in commands:
        if command.id_vacature not in bekend and command.id_vacature not in nieuw:
            nieuw[command.id_vacature] = Vacature(**_kolommen(tx, command))
    tx.session.add_all(nieuw.values())
    await tx.session.flush()
    return bekend, nieuw


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
    values = _kolommen(tx, command)
    insert = upserting(tx.session, Vacature).values(values).on_conflict_do_nothing()
    return (await tx.session.scalars(insert.returning(Vacature))).one_or_none()


def _kolommen(tx: Tx, command: PlaatsVacature) -> dict[str, Any]:
    """The columns of a vacature that nobody knew."""
    return {
        "id": nieuw_id(tx.moment),
        "afzender": command.afzender,
        "id_vacature": command.id_vacature,
        "versie": command.versie,
        "document": command.document,
        "gewijzigd_op": tx.moment,
        **kolommen(command.feiten),
    }


async def _volgende(tx: Tx, row: Vacature, command: PlaatsVacature, open_in: OpenIn) -> Resultaat:
    """A version of what is known; raises VerouderdeVersie and VersieHergebruikt."""
    komt = Stand(command.versie, command.document, command.gemeenten)
    if not is_nieuw(Stand(row.versie, row.document, frozenset(open_in)), komt):
        return "ongewijzigd"
    await _vervang(tx, row, command, open_in)
    return "vervangen" if open_in else "geplaatst"


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
        tx.add(waar)
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
