"""Beginning and ending plaatsingen."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.persoon import queries as personen
from services.trajecten.plaatsing import queries
from services.trajecten.plaatsing.domain import (
    AlBeeindigd,
    BeeindigPlaatsing,
    BeginPlaatsing,
    controleer_einde,
)
from services.trajecten.plaatsing.models import Plaatsing
from shared.contracts.trajecten import PlaatsingBeeindigd, PlaatsingBegonnen
from shared.db.reading import ask
from shared.db.uow import Tx
from shared.identifiers import nieuw_id


async def begin(tx: Tx, command: BeginPlaatsing) -> Plaatsing:
    """Record that a person works at an employer; raises EindeVoorBegin, NogNietVerwerkt or PersoonGewist."""
    controleer_einde(command.startdatum, command.einddatum)
    await ask(tx.session, personen.op_slot(command.gemeente, command.persoon_ref))
    row = Plaatsing(
        id=nieuw_id(tx.moment),
        gemeente=command.gemeente,
        persoon_ref=command.persoon_ref,
        kvk_nummer=command.kvk_nummer,
        soort_overeenkomst=command.soort_overeenkomst,
        startdatum=command.startdatum,
        einddatum=command.einddatum,
        minuten_per_week=command.minuten_per_week,
        beschut=command.beschut,
        vacature_id=command.vacature_id,
        toekenning_id=command.toekenning_id,
    )
    tx.add(row)
    tx.emit(_begonnen(row))
    return row


async def beeindig(tx: Tx, plaatsing_id: UUID, command: BeeindigPlaatsing) -> Plaatsing:
    """End a plaatsing; raises PlaatsingOnbekend, AlBeeindigd or EindeVoorBegin."""
    row = await queries.op_slot(tx.session, plaatsing_id)
    if row.geeindigd_op is not None:
        raise AlBeeindigd(row.geeindigd_op)
    controleer_einde(row.startdatum, command.datum)
    eindig(tx, row, command)
    return row


def eindig(tx: Tx, row: Plaatsing, command: BeeindigPlaatsing) -> None:
    """The running plaatsing of this row ends, and it is said."""
    row.geeindigd_op, row.reden = command.datum, command.reden
    tx.emit(PlaatsingBeeindigd(**_wie(row), beeindigd_op=command.datum, reden=command.reden))


async def verleg(session: AsyncSession, gemeente: str, van: UUID, naar: UUID) -> None:
    """The plaatsingen of a person prove to be those of another one."""
    for row in await queries.van_persoon(session, gemeente, van):
        row.persoon_ref = naar


def _begonnen(row: Plaatsing) -> PlaatsingBegonnen:
    return PlaatsingBegonnen(
        **_wie(row),
        kvk_nummer=row.kvk_nummer,
        soort_overeenkomst=row.soort_overeenkomst,
        startdatum=row.startdatum,
        einddatum=row.einddatum,
        minuten_per_week=row.minuten_per_week,
        beschut=row.beschut,
    )


def _wie(row: Plaatsing) -> dict[str, Any]:
    return {
        "gemeente": row.gemeente,
        "plaatsing_id": str(row.id),
        "persoon_ref": str(row.persoon_ref),
    }
