"""How what the kernapplicatie says of a betaalopdracht is booked. Plain Python."""

from typing import Any
from uuid import UUID

from services.budget.bevinding.domain import Bevinding
from services.budget.grootboek.domain import Realisatie
from shared.contracts.trajecten import BetaalopdrachtBevestigd
from shared.events import Received

_AFGEWEZEN = "de kernapplicatie heeft deze betaalopdracht afgewezen; het geld blijft vastliggen"


def betaling(ontvangen: Received[BetaalopdrachtBevestigd]) -> Realisatie | None:
    """The money that was paid, in the year of the month it is for; None when nothing was."""
    event: BetaalopdrachtBevestigd = ontvangen.event
    if event.uitkomst != "betaald":
        return None
    return Realisatie(
        gebeurtenis=ontvangen.event_id,
        toekenning=UUID(event.toekenning_id),
        gemeente=event.gemeente,
        jaar=event.maand.year,
        bedrag=event.bedrag_centen,
        betaalopdracht=UUID(event.betaalopdracht_id),
    )


def afgewezen(ontvangen: Received[Any]) -> Bevinding | None:
    """The finding of a betaalopdracht that was refused: it was due (`berekend`), and nothing was paid."""
    event = ontvangen.event
    if not isinstance(event, BetaalopdrachtBevestigd) or event.uitkomst == "betaald":
        return None
    return Bevinding(
        event.gemeente,
        "betaling-afgewezen",
        event.maand.year,
        event.betaalopdracht_id,
        _AFGEWEZEN,
        toekenning=UUID(event.toekenning_id),
        berekend=event.bedrag_centen,
        gedrukt=0,
    )
