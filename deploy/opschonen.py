"""`meedoen opschonen`: who may be kept no longer goes, as if somebody had him erased (AVG art. 5 lid 1 onder e).

A person goes as a whole, when the terms of all that every service keeps of him are over; the longest one decides. What
a term is, and from which day it runs, says each service (`Service.bewaart`, `rules/…/bewaartermijn.yaml`).
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from deploy.services import SERVICES
from services.intake.betrokkene import handlers as betrokkene
from shared.bewaren import Bewaard, is_verlopen
from shared.clock import kalenderdag
from shared.db.uow import UnitOfWork
from shared.policy import LANDELIJK, Reeks
from shared.tenancy import SYSTEEM, Caller
from shared.verwerkingenlog import Verwerking, activiteit_uri, regels

VOLGORDE: Final = ("intake", "trajecten", "budget")
"""The services that keep something of persons, those that know whose it is in front."""
ACTIVITEIT: Final = activiteit_uri("intake", "rechten-van-betrokkenen")


@dataclass(slots=True)
class Telling:
    """Of one category: how much there is, of how much the term is over, and how much of that goes now."""

    dienst: str
    categorie: str
    bewaard: int = 0
    verlopen: int = 0
    weg: int = 0


@dataclass(slots=True)
class Plan:
    """Who goes, and what that is per category."""

    tellingen: list[Telling] = field(default_factory=list)
    personen: list[UUID] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stuk:
    van: UUID
    verlopen: bool
    telling: Telling


async def bepaal(diensten: Mapping[str, UnitOfWork], vandaag: date) -> Plan:
    """What is kept no longer than this day; changes nothing."""
    wie: dict[UUID, UUID] = {}
    bekend: set[UUID] = set()
    plan, stukken = Plan(), list[_Stuk]()
    for dienst in VOLGORDE:
        for categorie in SERVICES[dienst].bewaart:
            telling = Telling(dienst, categorie.naam)
            plan.tellingen.append(telling)
            async with diensten[dienst].read(SYSTEEM) as session:
                rows = await categorie.lees(session)
            termijnen = diensten[dienst].policy.bewaartermijn
            for row in rows:
                wie.setdefault(row.kenmerk, row.van)
                bekend |= {row.van} if dienst == "intake" else set()
                over = is_verlopen(
                    row.tot, _jaren(termijnen, categorie.naam, row, vandaag), vandaag
                )
                stukken.append(_Stuk(row.van, over, telling))
    _tel(plan, [(_persoon(wie, bekend, stuk.van), stuk) for stuk in stukken])
    return plan


async def wis(intake: UnitOfWork, plan: Plan, door: str) -> None:
    """Erase those persons, each in a transaction of his own with his line in the logs."""
    caller = Caller(door, None, rol="beheerder")
    for ref in plan.personen:
        async with intake(caller) as tx:
            await betrokkene.wis(tx, ref)
            verwerking = Verwerking("opschonen", ACTIVITEIT, tx.moment)
            verwerking.raakt(ref)
            tx.last += regels(verwerking, caller, tx.moment)


async def opschonen(diensten: Mapping[str, UnitOfWork], door: str, *, proef: bool) -> Plan:
    """Find who may be kept no longer today, and erase them unless it is a trial."""
    plan = await bepaal(diensten, kalenderdag(diensten["intake"].clock.now()))
    if not proef:
        await wis(diensten["intake"], plan, door)
    return plan


def _jaren(termijnen: Mapping[str, Any], naam: str, row: Bewaard, vandaag: date) -> int:
    reeks: Reeks[int] = getattr(termijnen.get(row.gemeente, termijnen[LANDELIJK]), naam)
    return reeks.op(vandaag).waarde


def _persoon(wie: Mapping[UUID, UUID], bekend: Container[UUID], kenmerk: UUID) -> UUID | None:
    """Whose this is in the end; None for who was erased, or is not known."""
    while wie.get(kenmerk, kenmerk) != kenmerk:
        kenmerk = wie[kenmerk]
    return kenmerk if kenmerk in bekend else None


def _tel(plan: Plan, stukken: Sequence[tuple[UUID | None, _Stuk]]) -> None:
    blijft = {persoon for persoon, stuk in stukken if not stuk.verlopen}
    for persoon, stuk in stukken:
        if persoon is not None:
            stuk.telling.bewaard += 1
            stuk.telling.verlopen += stuk.verlopen
            stuk.telling.weg += persoon not in blijft
    plan.personen = sorted({persoon for persoon, _ in stukken if persoon} - blijft)
