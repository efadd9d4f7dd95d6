"""Counting events as they come in, and the figures that follow."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from services.monitor.doel.domain import Doelstand, doelen, verwacht
from services.monitor.doel.policy import DoelRules
from services.monitor.indicator import queries
from services.monitor.indicator.domain import (
    TELLERS,
    Geteld,
    Stand,
    Telling,
    blijft_achter,
    groep,
    past,
    stilten,
    tel,
    volgt_op,
)
from services.monitor.indicator.models import Gebeurtenis
from services.monitor.indicator.policy import IndicatorRules, van_gemeente
from shared.consumer import Handler
from shared.db.uow import Tx
from shared.events import Received


class Regels(Protocol):
    """The rules that make figures of what was counted."""

    @property
    def indicator(self) -> Mapping[str, IndicatorRules]:
        """The indicators per place."""

    @property
    def doel(self) -> Mapping[str, DoelRules]:
        """The goals per gemeente."""


async def tel_mee(tx: Tx, events: Sequence[Received[Any]]) -> None:
    """Count each event once; what it says about earlier ones of its group is settled at once."""
    groepen = {(received.gemeente, groep(received.event)) for received in events}
    bekend: defaultdict[tuple[str, str], list[Gebeurtenis]] = defaultdict(list)
    for row in await queries.van_groepen(tx.session, {naam for _, naam in groepen}):
        bekend[row.gemeente, row.groep].append(row)
    for received in events:
        eerder = bekend[received.gemeente, groep(received.event)]
        new = _row(received, tel(received, eerder))
        new.telt = not blijft_achter(new, eerder)
        for row in eerder:
            row.telt = row.telt and not (new.telt and volgt_op(new, row))
        eerder.append(new)
        tx.add(new)
    for key in groepen:
        for row, stilte in zip(bekend[key], stilten(bekend[key]), strict=True):
            row.stilte = stilte


async def bereken_standen(
    session: AsyncSession,
    regels: Regels,
    vandaag: date,
    gemeente: str | None,
    jaar: int | None,
) -> list[Stand]:
    """Every indicator, zero included, per gemeente and year with a figure; one asked for by both is always there.

    An indicator with a goal shows it, and where the running year is heading.
    """
    geteld = await queries.geteld(session, gemeente, jaar)
    plaatsen = {(g.gemeente, g.jaar) for g in geteld}
    if gemeente is not None and jaar is not None:
        plaatsen.add((gemeente, jaar))
    return [
        stand
        for plaats in sorted(plaatsen)
        for stand in _standen([g for g in geteld if g[:2] == plaats], regels, vandaag, *plaats)
    ]


def _standen(
    geteld: Sequence[Geteld], regels: Regels, vandaag: date, gemeente: str, jaar: int
) -> Iterator[Stand]:
    gewild = doelen(regels.doel, gemeente, jaar)
    for code, indicator in van_gemeente(regels.indicator, gemeente).items():
        aantal = sum(g.aantal for g in geteld if past(indicator, g))
        doel = gewild.get(code)
        stand = Doelstand(doel, verwacht(aantal, jaar, vandaag)) if doel else None
        yield Stand(indicator, gemeente, jaar, aantal, stand)


def _row(received: Received[Any], telling: Telling) -> Gebeurtenis:
    return Gebeurtenis(
        gemeente=received.gemeente,
        event_id=received.event_id,
        soort=telling.soort,
        onderwerp=telling.onderwerp,
        groep=telling.groep,
        datum=telling.datum,
        jaar=telling.jaar,
        kenmerk=telling.kenmerk,
        gebeurd_op=received.time,
    )


HANDLERS = Handler(frozenset(TELLERS), tel_mee)
