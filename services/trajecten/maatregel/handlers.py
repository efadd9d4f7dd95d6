"""Proposing and imposing a maatregel, looking at it again, and what becomes of its months."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.trajecten.afstemming.domain import (
    Eerdere,
    Verlaging,
    controleer_bijstand,
    controleer_gedraging,
    controleer_norm,
    uiterste_heroverweging,
    verlaging,
)
from services.trajecten.afstemming.policy import AfstemmingBeleid
from services.trajecten.besluit.domain import vervalt
from services.trajecten.kwaliteitstoets.domain import ZelfdeBeoordelaar
from services.trajecten.maatregel import queries
from services.trajecten.maatregel.domain import (
    Beslis,
    BevestigMaand,
    GedragingBekend,
    GeenOpenMaanden,
    Heroverweeg,
    MaandNietOpen,
    StapNietToegestaan,
    StelVoor,
)
from services.trajecten.maatregel.models import Maatregel, Maatregelmaand, voorgesteld
from services.trajecten.persoon import queries as personen
from services.trajecten.persoon.domain import NogNietVerwerkt, Persoonsfeiten
from services.trajecten.recht.domain import laatste_rechtsdag, laatste_uitkeringsdag
from services.trajecten.recht.handlers import FEITEN, Feit, betrokkenen
from shared.consumer import Handler
from shared.contracts.intake import InwonerSamengevoegd
from shared.contracts.maatregelen import MaatregelHerzien, MaatregelmaandVervallen
from shared.db.reading import ask
from shared.db.uow import Tx
from shared.errors import Regel, controleer_datum
from shared.identifiers import nieuw_id
from shared.policy import Waarde, van_gemeente


async def stel_voor(tx: Tx, command: StelVoor) -> Maatregel:
    """Keep a proposal that could be imposed today.

    Raises NogNietVerwerkt, PersoonGewist, DatumBuitenTermijn, GedragingBekend, or what the rules have against it
    (`afstemming`).
    """
    beleid: AfstemmingBeleid = tx.policy.afstemming
    gedraging = command.gedraging
    controleer_datum(gedraging.dag, None, tx.vandaag)
    controleer_gedraging(beleid.wet, gedraging, tx.vandaag)
    wie = (command.gemeente, command.persoon_ref)
    persoon = await ask(tx.session, personen.op_slot(*wie))
    rows = await queries.van_persoon(tx.session, *wie)
    row = voorgesteld(nieuw_id(tx.moment), command, tx.vandaag)
    if any(_zelfde(row, ander) for ander in rows):
        raise GedragingBekend
    await _bereken(tx, row, persoon, rows, tx.vandaag)
    tx.add(row)
    return row


async def beslis(tx: Tx, maatregel_id: UUID, command: Beslis) -> Maatregel:
    """The second person imposes it, with an instruction for each month, or says no (W-011, W-025).

    Raises MaatregelOnbekend, StapNietToegestaan, ZelfdeBeoordelaar, DatumBuitenTermijn, or what the rules of that day
    have against it.
    """
    row = await queries.maatregel(tx.session, maatregel_id)
    persoon = await ask(tx.session, personen.op_slot(row.gemeente, row.persoon_ref))
    rows = await queries.van_persoon(tx.session, row.gemeente, row.persoon_ref)
    if row not in rows:
        # it went to another person since it was read
        raise NogNietVerwerkt
    if row.status != "voorgesteld":
        raise StapNietToegestaan(row.status)
    _controleer_beoordelaar(tx, row, command)
    controleer_datum(command.datum, row.voorgesteld_op, tx.vandaag)
    row.besloten_door, row.besluitdatum = command.medewerker, command.datum
    if not command.akkoord:
        row.status = "afgewezen"
        return row
    gevonden, einde = await _bereken(tx, row, persoon, rows, command.datum)
    _leg_op(tx, row, gevonden, command.datum)
    for deel in gevonden.maanden:
        maand = row.maand(nieuw_id(tx.moment), deel)
        tx.add(maand)
        if einde and vervalt(maand.maand, einde):
            maand.status, maand.afgehandeld_op = "vervallen", tx.vandaag
        else:
            tx.emit(maand.gegeven())
    return row


async def heroverweeg(tx: Tx, maatregel_id: UUID, command: Heroverweeg) -> Maatregel:
    """Look at an imposed maatregel again; months that are not carried out may lapse by it (W-027, Pw 18(3), 18(11)).

    Raises MaatregelOnbekend, StapNietToegestaan, DatumBuitenTermijn or GeenOpenMaanden.
    """
    row = await queries.maatregel(tx.session, maatregel_id, op_slot=True)
    if row.status != "opgelegd" or row.besluitdatum is None:
        raise StapNietToegestaan(row.status)
    if command.verzocht_op:
        controleer_datum(command.verzocht_op, row.besluitdatum, tx.vandaag)
    controleer_datum(command.datum, command.verzocht_op or row.besluitdatum, tx.vandaag)
    rows = await queries.maanden_op_slot(tx.session, row.id)
    vast, regel = _vast(tx, row.gemeente, command, row.besluitdatum)
    open_ = [maand for maand in rows[vast:] if maand.status == "gegeven"]
    if not open_:
        raise GeenOpenMaanden(regel)
    tx.add(row.heroverweging(nieuw_id(tx.moment), command))
    if command.oordeel == "beeindigen":
        op_verzoek = command.aanleiding == "inkeer"
        tx.emit(MaatregelHerzien(**row.wie(), besluitdatum=command.datum, op_verzoek=op_verzoek))
        _laat_vervallen(tx, open_)
    return row


async def bevestig(tx: Tx, maand_id: UUID, command: BevestigMaand) -> Maatregelmaand:
    """Take over what the kernapplicatie did; raises MaandOnbekend, MaandNietOpen or DatumBuitenTermijn."""
    row = await queries.maand(tx.session, maand_id, op_slot=True)
    if row.status != "gegeven":
        raise MaandNietOpen(row.status)
    controleer_datum(command.datum, row.maand, tx.vandaag)
    row.status, row.afgehandeld_op = command.uitkomst, command.datum
    tx.emit(row.bevestigd(command))
    return row


async def wis(tx: Tx, gemeente: str, persoon_ref: UUID) -> None:
    """What a person was blamed for is forgotten, and nothing is taken off any more; amounts and dates stay."""
    for row in await queries.van_persoon(tx.session, gemeente, persoon_ref):
        row.grond = row.verwijtbaarheid = row.gedraging_op = None
        row.dringende_redenen = row.afweging = None
        await _eindig(tx, row, None)


async def verwerk(tx: Tx, events: Sequence[Feit]) -> None:
    """Let lapse what the facts of a person end, as `recht` does; told twice it is the same."""
    for event in (received.event for received in events):
        if isinstance(event, InwonerSamengevoegd):
            wie = (event.gemeente, UUID(event.persoon_ref))
            await _verleg(tx, *wie, UUID(event.blijft_ref))
    for gemeente, ref, feiten in await betrokkenen(tx, events):
        rows = await queries.van_persoon(tx.session, gemeente, ref)
        einde = await _einde(tx, gemeente, ref, feiten) if rows else None
        for row in rows if einde else ():
            await _eindig(tx, row, einde)


async def _verleg(tx: Tx, gemeente: str, van: UUID, naar: UUID) -> None:
    for row in await queries.van_persoon(tx.session, gemeente, van):
        row.persoon_ref = naar
        for maand in await queries.maanden_op_slot(tx.session, row.id):
            maand.persoon_ref = naar


async def _eindig(tx: Tx, row: Maatregel, einde: date | None) -> None:
    """Months after the last day of the right lapse, and a proposal once that day is over; None: all of it."""
    if row.status == "voorgesteld" and (einde is None or einde < tx.vandaag):
        row.status = "vervallen"
    rows = await queries.maanden_op_slot(tx.session, row.id)
    open_ = [maand for maand in rows if maand.status == "gegeven" and vervalt(maand.maand, einde)]
    _laat_vervallen(tx, open_)


def _laat_vervallen(tx: Tx, rows: Sequence[Maatregelmaand]) -> None:
    for row in rows:
        row.status, row.afgehandeld_op = "vervallen", tx.vandaag
        tx.emit(MaatregelmaandVervallen(**row.wie(), vervallen_op=tx.vandaag))


async def _einde(tx: Tx, gemeente: str, ref: UUID, feiten: Persoonsfeiten) -> date | None:
    """The last day on which there is a benefit here that can be lowered; None: no end is known."""
    beleid: AfstemmingBeleid = tx.policy.afstemming
    duren = await ask(tx.session, personen.uitkeringen(gemeente, ref))
    dagen = (
        laatste_rechtsdag(feiten, tx.policy.recht),
        laatste_uitkeringsdag(duren, beleid.wet.uitkeringen.op(tx.vandaag).waarde),
    )
    return min((dag for dag in dagen if dag), default=None)


async def _bereken(
    tx: Tx, row: Maatregel, feiten: Persoonsfeiten, rows: Sequence[Maatregel], dag: date
) -> tuple[Verlaging, date | None]:
    """What would be taken off by a decision on that day, and the last day of the benefit."""
    beleid: AfstemmingBeleid = tx.policy.afstemming
    wie = (row.gemeente, row.persoon_ref)
    einde = await _einde(tx, *wie, feiten)
    duren = await ask(tx.session, personen.uitkeringen(*wie))
    controleer_bijstand(beleid.wet, duren, einde, dag)
    gedraging = row.gedraging()
    assert gedraging is not None, "wie gewist is heeft geen voorstel meer"
    eerdere = [
        Eerdere(ander.besluitdatum, ander.herhaling or 0)
        for ander in rows
        if ander.status == "opgelegd" and ander.besluitdatum
    ]
    gevonden = verlaging(beleid, row.gemeente, gedraging, eerdere, dag)
    al_af = await queries.afgetrokken(tx.session, *wie, dag.replace(day=1))
    controleer_norm(beleid.wet, row.norm_centen, gevonden, al_af, dag)
    return gevonden, einde


def _controleer_beoordelaar(tx: Tx, row: Maatregel, command: Beslis) -> None:
    beleid: AfstemmingBeleid = tx.policy.afstemming
    vier_ogen = van_gemeente(beleid.gemeenten, row.gemeente).vier_ogen.op(command.datum)
    if vier_ogen.waarde and command.medewerker == row.voorgesteld_door:
        raise ZelfdeBeoordelaar(vier_ogen.als_regel())


def _vast(tx: Tx, gemeente: str, command: Heroverweeg, besluitdatum: date) -> tuple[int, Regel]:
    """How many months from the first one stand whatever is said, and the rule that says so."""
    beleid: AfstemmingBeleid = tx.policy.afstemming
    if command.aanleiding == "termijn":
        return 0, beleid.wet.heroverweging_maanden.op(besluitdatum).als_regel()
    regels = van_gemeente(beleid.gemeenten, gemeente)
    vast: Waarde[int] = regels.inkeer_na_maanden.op(besluitdatum)
    return vast.waarde, vast.als_regel()


def _zelfde(row: Maatregel, ander: Maatregel) -> bool:
    bezig = ander.status in ("voorgesteld", "opgelegd")
    return bezig and (row.grond, row.gedraging_op) == (ander.grond, ander.gedraging_op)


def _leg_op(tx: Tx, row: Maatregel, gevonden: Verlaging, datum: date) -> None:
    beleid: AfstemmingBeleid = tx.policy.afstemming
    row.leg_op(gevonden, uiterste_heroverweging(beleid.wet, datum))
    tx.emit(row.opgelegd())


HANDLERS = Handler(FEITEN, verwerk)
