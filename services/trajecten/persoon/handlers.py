"""Keeping the read copy: a repeated or overtaken event changes nothing."""

from collections.abc import Sequence
from uuid import UUID

from services.trajecten.persoon import queries
from services.trajecten.persoon.models import Persoon
from shared.consumer import Handler
from shared.contracts.intake import DiagnoseVastgesteld, InwonerGeregistreerd
from shared.db.uow import Tx
from shared.events import Received

Feitgebeurtenis = Received[InwonerGeregistreerd | DiagnoseVastgesteld]


async def neem_over(tx: Tx, events: Sequence[Feitgebeurtenis]) -> None:
    """Copy the facts of a batch; a diagnose may create the person too, as on a replay."""
    known = await queries.personen_op_slot(tx.session, {_ref(item) for item in events})
    for received in events:
        key = (_ref(received), received.event.gemeente)
        row = known.get(key)
        if row is None:
            row = known[key] = Persoon(
                persoon_ref=key[0], gemeente=key[1], versie=-1, diagnose_volgnummer=0
            )
            tx.session.add(row)
        if isinstance(received.event, InwonerGeregistreerd):
            _neem_inwoner_over(row, received.event)
        else:
            _neem_diagnose_over(row, received.event, received.sequence)


def _ref(received: Feitgebeurtenis) -> UUID:
    return UUID(received.event.persoon_ref)


def _neem_inwoner_over(row: Persoon, event: InwonerGeregistreerd) -> None:
    if event.versie <= row.versie:
        return
    row.versie = event.versie
    row.geboortedatum = event.geboortedatum
    row.uitkering_soort = event.uitkering_soort
    row.uitkering_vanaf = event.uitkering_vanaf


def _neem_diagnose_over(row: Persoon, event: DiagnoseVastgesteld, sequence: int) -> None:
    # a diagnose recorded later may be dated earlier; the sequence decides between two of one day
    new = (event.vastgesteld_op, sequence)
    if row.diagnose_op is not None and new <= (row.diagnose_op, row.diagnose_volgnummer):
        return
    row.diagnose_op, row.diagnose_volgnummer = new
    row.trede = event.trede
    row.afstand = event.afstand
    row.profiel = event.profiel


HANDLERS = Handler(frozenset({InwonerGeregistreerd, DiagnoseVastgesteld}), neem_over)
