"""Recording besluiten; planning, giving and closing betaalopdrachten."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.besluit import queries
from services.trajecten.besluit.domain import (
    Betaalplan,
    Bevestig,
    BevestigingTeVroeg,
    GeenOordeelNodig,
    NeemBesluit,
    NietGegeven,
    Onderwerp,
    betaalbaar_vanaf,
    per_maand,
    vervalt,
)
from services.trajecten.besluit.models import Besluit, Betaalopdracht
from shared.contracts.trajecten import (
    BesluitGenomen,
    BetaalopdrachtBevestigd,
    BetaalopdrachtGegeven,
    BetaalopdrachtVervallen,
)
from shared.db.uow import Tx
from shared.identifiers import nieuw_id


def neem(tx: Tx, command: NeemBesluit) -> None:
    """Record a besluit for the file of the kernapplicatie."""
    over = command.over
    row = Besluit(
        id=nieuw_id(tx.moment),
        gemeente=over.gemeente,
        toekenning_id=over.toekenning_id,
        persoon_ref=over.persoon_ref,
        product=over.product,
        soort=command.soort,
        besluitdatum=command.datum,
        regel=command.regel,
    )
    tx.add(row)
    tx.emit(
        BesluitGenomen(
            **_van(over),
            besluit_id=str(row.id),
            persoon_ref=str(over.persoon_ref),
            product=over.product,
            soort=command.soort,
            besluitdatum=command.datum,
            regel=command.regel,
        )
    )


async def plan(tx: Tx, wens: Betaalplan) -> None:
    """Plan what is to be paid, anew for what nobody was told of yet; gives what is due at once."""
    rows = await queries.van_toekenning(tx.session, wens.over.toekenning_id)
    bekend = {row.maand: row for row in rows}
    bedragen = per_maand(wens.delen)
    for maand, row in bekend.items():
        if row.status == "gepland" and maand not in bedragen:
            _sluit(row, tx.vandaag)
    for maand, centen in bedragen.items():
        row = bekend.get(maand) or _nieuw(tx, wens, maand)
        if row.status == "gepland":
            row.versie, row.bedrag_centen = wens.over.versie, centen
            if wens.dadelijk:
                _geef(tx, row)


async def geef(tx: Tx, gemeente: str, tot: date) -> Sequence[Betaalopdracht]:
    """Give what is due by this day; gives that. What was given before is not given again."""
    rows = await queries.te_geven(tx.session, gemeente, tot)
    for row in rows:
        _geef(tx, row)
    return rows


async def bevestig(tx: Tx, betaalopdracht_id: UUID, command: Bevestig) -> Betaalopdracht:
    """Take over what the kernapplicatie did; raises BetaalopdrachtOnbekend, NietGegeven or BevestigingTeVroeg."""
    row = await queries.betaalopdracht(tx.session, betaalopdracht_id, op_slot=True)
    if row.status != "gegeven":
        raise NietGegeven(row.status)
    if not row.betaalbaar_vanaf <= command.datum <= tx.vandaag:
        raise BevestigingTeVroeg(row.betaalbaar_vanaf, tx.vandaag)
    row.status, row.afgehandeld_op = command.uitkomst, command.datum
    tx.emit(
        BetaalopdrachtBevestigd(
            **_van(row.over),
            betaalopdracht_id=str(row.id),
            uitkomst=command.uitkomst,
            bedrag_centen=row.bedrag_centen,
            maand=row.maand,
            betaald_op=command.datum,
        )
    )
    return row


async def beoordeel(tx: Tx, betaalopdracht_id: UUID, *, voldoende: bool) -> Betaalopdracht:
    """Judge whether there was enough cooperation for a premie; a no makes it lapse (S-128, S-130).

    Raises BetaalopdrachtOnbekend or GeenOordeelNodig.
    """
    row = await queries.betaalopdracht(tx.session, betaalopdracht_id, op_slot=True)
    if not row.na_oordeel or row.oordeel is not None or row.status != "gepland":
        raise GeenOordeelNodig(row.status)
    row.oordeel = voldoende
    if not voldoende:
        _sluit(row, tx.vandaag)
    return row


async def laat_vervallen(tx: Tx, toekenning_id: UUID, recht_tot: date | None) -> None:
    """Take back what is not paid yet for months after the last day of the right; None: there never was a right."""
    for row in await queries.van_toekenning(tx.session, toekenning_id):
        if row.status not in ("gepland", "gegeven") or not vervalt(row.maand, recht_tot):
            continue
        if row.status == "gegeven":
            over = _van(row.over)
            tx.emit(
                BetaalopdrachtVervallen(
                    **over, betaalopdracht_id=str(row.id), vervallen_op=tx.vandaag
                )
            )
        _sluit(row, tx.vandaag)


async def verleg(session: AsyncSession, gemeente: str, van: UUID, naar: UUID) -> None:
    """What is planned for a person proves to be for another one; what was given stays as it was told."""
    for row in await queries.gepland_voor(session, gemeente, van):
        row.persoon_ref = naar


def _nieuw(tx: Tx, wens: Betaalplan, maand: date) -> Betaalopdracht:
    over = wens.over
    row = Betaalopdracht(
        id=nieuw_id(tx.moment),
        gemeente=over.gemeente,
        toekenning_id=over.toekenning_id,
        persoon_ref=over.persoon_ref,
        product=over.product,
        soort=wens.soort,
        ontvanger=wens.ontvanger,
        kvk_nummer=wens.kvk_nummer,
        maand=maand,
        betaalbaar_vanaf=betaalbaar_vanaf(maand, dadelijk=wens.dadelijk, vandaag=tx.vandaag),
        na_oordeel=wens.na_oordeel,
        status="gepland",
    )
    tx.add(row)
    return row


def _geef(tx: Tx, row: Betaalopdracht) -> None:
    row.status = "gegeven"
    tx.emit(
        BetaalopdrachtGegeven(
            **_van(row.over),
            betaalopdracht_id=str(row.id),
            persoon_ref=str(row.persoon_ref),
            soort=row.soort,
            ontvanger=row.ontvanger,
            kvk_nummer=row.kvk_nummer,
            bedrag_centen=row.bedrag_centen,
            maand=row.maand,
            betaalbaar_vanaf=row.betaalbaar_vanaf,
        )
    )


def _sluit(row: Betaalopdracht, dag: date) -> None:
    row.status, row.afgehandeld_op = "vervallen", dag


def _van(over: Onderwerp) -> dict[str, Any]:
    return {
        "gemeente": over.gemeente,
        "toekenning_id": str(over.toekenning_id),
        "versie": over.versie,
    }
