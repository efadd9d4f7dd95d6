"""Recording findings."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from services.budget.begroting.domain import verschillen
from services.budget.begroting.policy import BegrotingRules
from services.budget.bevinding.domain import Bevinding
from services.budget.bevinding.models import BevindingRow
from shared.db.dialect import upserting
from shared.db.uow import Tx


async def meld(tx: Tx, gevonden: Sequence[Bevinding]) -> None:
    """Record what is new; the same finding a second time changes nothing."""
    # sorted, so that two transactions with the same findings cannot wait for each other in a circle
    unique = {(b.gemeente, b.code, b.jaar, b.kenmerk): b for b in reversed(gevonden)}
    rows = [{**asdict(unique[key]), "gevonden_op": tx.moment} for key in sorted(unique)]
    if rows:
        insert = upserting(tx.session, BevindingRow).values(rows)
        await tx.session.execute(insert.on_conflict_do_nothing())


async def controleer_totalen(tx: Tx, rules: Mapping[str, BegrotingRules]) -> None:
    """Record every printed total that is not the sum of its lines (X-01)."""
    await meld(
        tx,
        [
            Bevinding(
                gemeente,
                verschil.regel,
                verschil.jaar,
                verschil.regel,
                verschil.bron,
                berekend=verschil.som,
                gedrukt=verschil.gedrukt,
            )
            for gemeente, rule in rules.items()
            for waarde in rule.begroting.waarden
            for verschil in verschillen(waarde.waarde)
        ],
    )
