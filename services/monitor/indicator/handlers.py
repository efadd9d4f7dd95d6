"""Counting events as they come in, and the figures that follow."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.monitor.indicator import queries
from services.monitor.indicator.domain import (
    INDICATOR_VAN,
    Stand,
    Telling,
    standen,
    tel,
    vervangt,
)
from services.monitor.indicator.models import Gebeurtenis
from shared.consumer import Handler
from shared.db.uow import Tx
from shared.events import Received


async def tel_mee(tx: Tx, events: Sequence[Received[Any]]) -> None:
    """Count each event once; the last event of a toekenning decides under which status it counts."""
    onderwerpen = {UUID(received.subject) for received in events}
    bekend: defaultdict[UUID, list[Gebeurtenis]] = defaultdict(list)
    for row in await queries.van_onderwerpen(tx.session, onderwerpen):
        bekend[row.onderwerp].append(row)
    for received in events:
        eerder = bekend[UUID(received.subject)]
        new = _row(received, tel(received.event, eerder))
        for row in eerder:
            row.telt = row.telt and not vervangt(new.indicator, row.indicator)
        eerder.append(new)
        tx.session.add(new)


async def bereken_standen(
    session: AsyncSession, gemeente: str | None, jaar: int | None
) -> list[Stand]:
    """The figures of a gemeente and a year, or of all; one that is asked for by both is always there."""
    found = await queries.aantallen(session, gemeente, jaar)
    ook = [] if gemeente is None or jaar is None else [(gemeente, jaar)]
    return standen(found, ook)


def _row(received: Received[Any], telling: Telling) -> Gebeurtenis:
    return Gebeurtenis(
        gemeente=telling.gemeente,
        event_id=received.event_id,
        indicator=telling.indicator,
        onderwerp=telling.onderwerp,
        datum=telling.datum,
        jaar=telling.datum.year,
        product=telling.product,
        telt=True,
        gebeurd_op=received.time,
    )


HANDLERS = Handler(frozenset(INDICATOR_VAN), tel_mee)
