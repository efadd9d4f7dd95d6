"""Everything of trajecten that books: requests, facts and payments in one list."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from services.budget.begroting import queries as begroting
from services.budget.begroting.domain import Budgetpost
from services.budget.betaling.domain import afgewezen, betaling
from services.budget.bevinding import handlers as bevinding
from services.budget.grootboek import ledger
from services.budget.grootboek.domain import Gebeurtenis
from services.budget.verplichting.domain import FEITEN_EN_VERZOEKEN, te_boeken
from services.budget.verplichting.handlers import zeg
from shared.consumer import Handler
from shared.contracts.trajecten import BetaalopdrachtBevestigd
from shared.db.uow import Tx
from shared.events import Received


async def verwerk(tx: Tx, events: Sequence[Received[Any]]) -> None:
    """Book a batch in its order and answer it (decision 19).

    Payments go in the same list: one before the end of its toekenning takes what is still open then, however the
    events were cut into batches.
    """
    posten = await begroting.posten(tx.session)
    zeg(tx, await ledger.boek(tx, list(_te_doen(events, posten.values())), posten))
    await bevinding.meld(tx, [gevonden for event in events if (gevonden := afgewezen(event))])


def _te_doen(
    events: Iterable[Received[Any]], posten: Iterable[Budgetpost]
) -> Iterator[Gebeurtenis]:
    for received in events:
        if not isinstance(received.event, BetaalopdrachtBevestigd):
            yield te_boeken(received, posten)
        elif betaald := betaling(received):
            yield betaald


HANDLER = Handler(FEITEN_EN_VERZOEKEN | {BetaalopdrachtBevestigd}, verwerk)
