"""Storing the plafonds."""

from collections.abc import Mapping
from typing import Any

from services.budget.begroting import queries as posts
from services.budget.begroting.domain import zoek_plafond
from services.budget.begroting.handlers import leg_posten_vast
from services.budget.plafond.models import Plafond
from services.budget.plafond.policy import Plafondregel, PlafondRules
from shared.db.dialect import upserting
from shared.db.uow import Tx


async def seed(tx: Tx, rules: Mapping[str, PlafondRules]) -> None:
    """Store the plafonds that are not there yet, each with its post in places."""
    regels = [
        (gemeente, waarde.geldig, regel)
        for gemeente, rule in rules.items()
        for waarde in rule.plafonds.waarden
        for regel in waarde.waarde
    ]
    laatste = {(gemeente, regel.code): _post(gemeente, regel) for gemeente, _, regel in regels}
    await leg_posten_vast(tx.session, list(laatste.values()))
    bekend = (await posts.posten(tx.session)).values()
    rows = []
    for gemeente, geldig, regel in regels:
        post = zoek_plafond(bekend, gemeente, regel.code)
        assert post is not None, f"{regel.code} is zowel post als plafond"
        jaren = {"vanaf_jaar": geldig.van.year, "tot_jaar": geldig.tot and geldig.tot.year}
        rows.append({"gemeente": gemeente, "post_id": post.id, **jaren, "aantal": regel.aantal})
    if rows:
        await tx.session.execute(
            upserting(tx.session, Plafond).values(rows).on_conflict_do_nothing()
        )


def _post(gemeente: str, regel: Plafondregel) -> dict[str, Any]:
    return {
        "gemeente": gemeente,
        "code": regel.code,
        "naam": regel.naam,
        "eenheid": "plaatsen",
        "fonds": "regulier",
        "modus": regel.modus,
        "modus_regel": regel.regel,
        "modus_bron": regel.bron,
        "regel": regel.regel,
        "bron": regel.bron,
        "status": regel.status,
    }
