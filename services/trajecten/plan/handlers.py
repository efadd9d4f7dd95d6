"""A concept plan opens with the traject; people fill it, agree on it and evaluate it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from services.trajecten.plan import queries
from services.trajecten.plan.domain import (
    AlVastgesteld,
    Evalueer,
    NietVastgesteld,
    PlanGewist,
    VulPlan,
    controleer_datum,
    controleer_delen,
    controleer_volledig,
    uiterste_evaluatie,
)
from services.trajecten.plan.models import Plan, Planevaluatie
from services.trajecten.plan.policy import PlanBeleid
from services.trajecten.plan.queries import OpenTraject
from shared.consumer import Handler
from shared.contracts.intake import DiagnoseVastgesteld
from shared.contracts.trajecten import PlanVastgesteld
from shared.db.uow import Tx
from shared.events import Received
from shared.identifiers import nieuw_id


async def open_plannen(tx: Tx, events: Sequence[Received[DiagnoseVastgesteld]]) -> None:
    """Every open traject of a gemeente that asks for a plan gets a concept (W-037: all of them)."""
    refs = {UUID(received.event.persoon_ref) for received in events}
    for traject in await queries.zonder_plan(tx.session, refs):
        open_plan(tx, traject)


def open_plan(tx: Tx, traject: OpenTraject, medewerker: str | None = None) -> None:
    """Open a concept for a traject without a plan, where the gemeente asks for one."""
    beleid: Mapping[str, PlanBeleid] = tx.policy.plan
    if traject.gemeente in beleid:
        row = Plan(
            id=nieuw_id(tx.moment),
            gemeente=traject.gemeente,
            traject_id=traject.id,
            versie=1,
            status="concept",
            medewerker=medewerker,
            delen={},
            geopend_op=traject.geopend_op,
        )
        tx.add(row)


def vul(tx: Tx, row: Plan, command: VulPlan) -> None:
    """Replace what a locked plan says; raises PlanGewist, DeelOnbekend, or PlanOnvolledig once it was agreed on."""
    if row.status == "gewist":
        raise PlanGewist
    beleid: PlanBeleid = tx.policy.plan[row.gemeente]
    dag = row.vastgesteld_op or tx.vandaag
    controleer_delen(beleid, command.delen, dag)
    if row.status == "vastgesteld":
        controleer_volledig(beleid, command.delen, dag)
    row.versie += 1
    row.delen, row.medewerker = dict(command.delen), command.medewerker


async def stel_vast(tx: Tx, plan_id: UUID, datum: date) -> Plan:
    """Agree on a plan; raises PlanOnbekend, AlVastgesteld, PlanGewist, DatumBuitenPlan or PlanOnvolledig."""
    row = await queries.plan(tx.session, plan_id, op_slot=True)
    if row.status != "concept":
        raise AlVastgesteld if row.status == "vastgesteld" else PlanGewist
    controleer_datum(datum, row.geopend_op, tx.vandaag)
    beleid: PlanBeleid = tx.policy.plan[row.gemeente]
    controleer_volledig(beleid, row.delen, datum)
    row.versie += 1
    row.status, row.vastgesteld_op = "vastgesteld", datum
    row.volgende_evaluatie = uiterste_evaluatie(beleid, datum)
    personen = await queries.personen(tx.session, [row])
    tx.emit(
        PlanVastgesteld(
            gemeente=row.gemeente,
            traject_id=str(row.traject_id),
            persoon_ref=str(personen[row.id]),
            plan_id=str(row.id),
            vastgesteld_op=datum,
            volgende_evaluatie=row.volgende_evaluatie,
        )
    )
    return row


async def evalueer(tx: Tx, plan_id: UUID, command: Evalueer) -> Plan:
    """Record an evaluation, which sets the next one; raises PlanOnbekend, NietVastgesteld or DatumBuitenPlan."""
    row = await queries.plan(tx.session, plan_id, op_slot=True)
    if row.status != "vastgesteld" or row.vastgesteld_op is None:
        raise NietVastgesteld
    vorige = await queries.laatste_evaluatie(tx.session, row.id) or row.vastgesteld_op
    controleer_datum(command.datum, vorige, tx.vandaag)
    tx.add(
        Planevaluatie(
            id=nieuw_id(tx.moment),
            gemeente=row.gemeente,
            plan_id=row.id,
            datum=command.datum,
            doelen_wijzigen=command.doelen_wijzigen,
        )
    )
    row.versie += 1
    row.volgende_evaluatie = uiterste_evaluatie(tx.policy.plan[row.gemeente], command.datum)
    return row


async def wis(tx: Tx, gemeente: str, persoon_ref: UUID) -> None:
    """The plannen of a person say nothing any more and need no evaluation."""
    for row in await queries.van_persoon(tx.session, gemeente, persoon_ref):
        row.versie += 1
        row.status, row.delen, row.volgende_evaluatie = "gewist", {}, None


HANDLERS = Handler(frozenset({DiagnoseVastgesteld}), open_plannen)
