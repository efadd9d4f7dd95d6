"""Booking invoices."""

from dataclasses import asdict

from services.budget.factuur import queries
from services.budget.factuur.domain import (
    BoekFactuur,
    FactuurBestaatAl,
    NietVastgelegd,
    ToekenningOnbekend,
)
from services.budget.factuur.models import FactuurRow
from services.budget.grootboek import ledger
from services.budget.grootboek.domain import Realisatie
from services.budget.verplichting import queries as verplichting
from services.budget.verplichting.handlers import zeg
from shared.db.uow import Tx
from shared.identifiers import nieuw_id


async def boek(tx: Tx, command: BoekFactuur) -> FactuurRow:
    """Book an invoice, on what is open first and above it if need be: a fact is never refused (decision 2).

    Raises ToekenningOnbekend, FactuurBestaatAl, or NietVastgelegd where no money was committed.
    """
    dossier = await verplichting.lock_dossier(tx.session, command.toekenning)
    if dossier is None or dossier.gemeente != command.gemeente:
        raise ToekenningOnbekend("voor deze toekenning is in deze gemeente geen geld gevraagd")
    if await queries.is_geboekt(tx.session, command.toekenning, command.factuurnummer):
        raise FactuurBestaatAl("deze factuur is al op deze toekenning geboekt")
    wat = (command.gemeente, command.boekjaar, command.bedrag, command.laatste)
    feit = Realisatie(nieuw_id(tx.moment), command.toekenning, *wat)
    antwoorden = await ledger.boek(tx, [feit])
    if not antwoorden:
        raise NietVastgelegd(f"deze toekenning is {dossier.status}; er ligt geen geld vast")
    zeg(tx, antwoorden)
    gerealiseerd = antwoorden[0]
    row = FactuurRow(
        **asdict(command),
        id=feit.gebeurtenis,
        post=gerealiseerd.post,
        vrijval=gerealiseerd.vrijval,
        boven_open=gerealiseerd.boven_open,
        overschrijding=gerealiseerd.overschrijding,
        door=tx.caller.client,
        geboekt_op=tx.moment,
    )
    tx.add(row)
    return row
