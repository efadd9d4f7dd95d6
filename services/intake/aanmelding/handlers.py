"""What can be done with an aanmelding."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from services.intake.aanmelding import queries
from services.intake.aanmelding.domain import (
    AanmeldingAfgesloten,
    Afsluiting,
    AlAangemeld,
    AlToegewezen,
    MeldAan,
    Uitkomst,
    controleer_kanaal,
    controleer_persoon,
)
from services.intake.aanmelding.models import Aanmelding
from services.intake.aanmelding.policy import AanmeldingBeleid
from services.intake.inwoner import queries as inwoners
from services.intake.medewerker import queries as medewerkers
from services.intake.medewerker.domain import MedewerkerOnbekend
from shared.contracts.intake import AanmeldingGeregistreerd, AanmeldingToegewezen
from shared.db.uow import Tx
from shared.identifiers import nieuw_id
from shared.policy import van_gemeente


async def meld_aan(tx: Tx, command: MeldAan, beleid: Mapping[str, AanmeldingBeleid]) -> Aanmelding:
    """Put someone forward by the rules of that day; a person has one open aanmelding at most.

    Raises PersoonOnbekend, AlAangemeld, BuitenGeldigheid and what the checks raise.
    """
    inwoner = await inwoners.genoemd_op_slot(tx.session, command.persoon_ref)
    controleer_persoon(inwoner.stand(), command.aangemeld_op, tx.vandaag)
    kanalen = van_gemeente(beleid, inwoner.gemeente).kanalen.op(command.aangemeld_op)
    controleer_kanaal(command, inwoner.geboortedatum, kanalen)
    if await queries.open_van(tx.session, command.persoon_ref):
        raise AlAangemeld("deze persoon heeft nog een open aanmelding")
    row = Aanmelding(
        gemeente=inwoner.gemeente,
        id=nieuw_id(tx.moment),
        persoon_ref=command.persoon_ref,
        kanaal=command.kanaal,
        aangemeld_op=command.aangemeld_op,
        vastgelegd_op=tx.moment,
    )
    tx.add(row)
    tx.emit(_geregistreerd(row))
    return row


async def wijs_toe(tx: Tx, aanmelding_id: UUID, medewerker: str) -> Aanmelding:
    """Give an aanmelding to a medewerker of its gemeente, or to another one than before (W-004).

    Raises AanmeldingNietGevonden, AanmeldingAfgesloten, MedewerkerOnbekend or AlToegewezen.
    """
    row = await _open(tx, aanmelding_id)
    codes = {medewerker, row.medewerker or medewerker}
    bekend = await medewerkers.op_slot(tx.session, row.gemeente, codes)
    if medewerker not in bekend:
        raise MedewerkerOnbekend("deze medewerker is niet bekend")
    if row.medewerker == medewerker:
        raise AlToegewezen("deze medewerker heeft deze aanmelding al")
    if row.medewerker:
        bekend[row.medewerker].caseload -= 1
    bekend[medewerker].caseload += 1
    geef(tx, row, medewerker)
    return row


def geef(tx: Tx, row: Aanmelding, medewerker: str) -> None:
    """Write down and say who takes up an aanmelding; the caseload is the caller's to count."""
    row.medewerker, row.toegewezen_op = medewerker, tx.vandaag
    tx.emit(_toegewezen(row, medewerker))


async def sluit_af(tx: Tx, aanmelding_id: UUID, uitkomst: Afsluiting) -> Aanmelding:
    """End an aanmelding without a talk (S-056); raises AanmeldingNietGevonden or AanmeldingAfgesloten."""
    row = await _open(tx, aanmelding_id)
    await _beeindig(tx, row, uitkomst)
    return row


async def laat_vervallen(tx: Tx, persoon_ref: UUID) -> None:
    """End the open aanmelding of a person who is registered no longer, if there is one."""
    if row := await queries.open_van(tx.session, persoon_ref):
        await _beeindig(tx, row, "vervallen")


async def neem_over(tx: Tx, vervalt: UUID, blijft: UUID) -> None:
    """Two registrations prove to be one person: the open aanmelding goes along, unless there is one already."""
    row = await queries.open_van(tx.session, vervalt)
    if row and await queries.open_van(tx.session, blijft):
        await _beeindig(tx, row, "vervallen")
    elif row:
        row.persoon_ref = blijft


async def neem_gesprek_op(tx: Tx, persoon_ref: UUID, gevoerd_op: date) -> None:
    """The first talk ends the open aanmelding, if there is one; the person stays in the caseload (S-066)."""
    row = await queries.open_van(tx.session, persoon_ref)
    if row and row.aangemeld_op <= gevoerd_op:
        row.gesprek_op, row.afgesloten_op, row.uitkomst = gevoerd_op, tx.vandaag, "intake"


async def _open(tx: Tx, aanmelding_id: UUID) -> Aanmelding:
    row = await queries.aanmelding_op_slot(tx.session, aanmelding_id)
    if row.afgesloten_op is not None:
        raise AanmeldingAfgesloten(f"deze aanmelding is afgesloten op {row.afgesloten_op}")
    return row


async def _beeindig(tx: Tx, row: Aanmelding, uitkomst: Uitkomst) -> None:
    row.afgesloten_op, row.uitkomst = tx.vandaag, uitkomst
    if row.medewerker:
        bekend = await medewerkers.op_slot(tx.session, row.gemeente, [row.medewerker])
        bekend[row.medewerker].caseload -= 1


def _geregistreerd(row: Aanmelding) -> AanmeldingGeregistreerd:
    return AanmeldingGeregistreerd(
        gemeente=row.gemeente,
        persoon_ref=str(row.persoon_ref),
        aanmelding_id=str(row.id),
        kanaal=row.kanaal,
        aangemeld_op=row.aangemeld_op,
    )


def _toegewezen(row: Aanmelding, medewerker: str) -> AanmeldingToegewezen:
    assert row.toegewezen_op is not None
    return AanmeldingToegewezen(
        gemeente=row.gemeente,
        persoon_ref=str(row.persoon_ref),
        aanmelding_id=str(row.id),
        medewerker=medewerker,
        toegewezen_op=row.toegewezen_op,
    )
