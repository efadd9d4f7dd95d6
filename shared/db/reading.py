"""Readings: what a noun reads often, in fixed SQL behind the fence; several make one round trip.

_EERDERE = Reading(select(Toekenning.product).where(Toekenning.persoon_ref == value("persoon_ref")))

def eerdere(persoon_ref: UUID) -> Asked[list[str]]:
    return _EERDERE.ask(lambda rows: [product for (product,) in rows], persoon_ref=persoon_ref)

persoon, eerdere = await ask_all(tx, personen.feiten(ref), queries.eerdere(ref))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar, overload

from sqlalchemy import Select

from shared.db.direct import Command, Rows, Statement, Values
from shared.db.fence import within

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
T_co = TypeVar("T_co", covariant=True)


class Reads(Protocol):
    """Where one reads: a session, or a transaction (`Tx`)."""

    @property
    def info(self) -> dict[Any, Any]:
        """Who reads, and the way to the database."""
        ...

    async def flush(self) -> None:
        """What was added or changed is seen by what is read next."""
        ...


class Reading:
    """A select of columns of mapped classes, with named values (`value`)."""

    def __init__(self, select: Select[*tuple[Any, ...]]) -> None:
        self.select = select

    def ask(self, make: Callable[[Rows], A], **values: Any) -> "Asked[A]":
        """The reading with its values; `make` turns its rows into what they mean, and may raise."""
        return Asked(self, values, make)


@dataclass(slots=True)
class Asked(Generic[T_co]):
    """A reading that somebody wants to have."""

    reading: Reading
    values: Values
    make: Callable[[Rows], T_co] = field(compare=False)


@dataclass(slots=True)
class Ahead:
    """What a transaction read as it began; whoever first asks exactly this need not wait for it."""

    asked: tuple[Asked[Any], ...]
    found: Sequence[Rows]


async def ask(where: Reads, asked: Asked[A]) -> A:
    """Read one."""
    [rows] = await _run(where, asked)
    return asked.make(rows)


@overload
async def ask_all(where: Reads, a: Asked[A], b: Asked[B], c: Asked[C], /) -> tuple[A, B, C]: ...
@overload
async def ask_all(
    where: Reads, a: Asked[A], b: Asked[B], c: Asked[C], d: Asked[D], e: Asked[E], /
) -> tuple[A, B, C, D, E]: ...
async def ask_all(where: Reads, *asked: Asked[Any]) -> tuple[Any, ...]:
    """Read these together, in this order: one that locks a row holds it before the next is read."""
    found = await _run(where, *asked)
    return tuple(each.make(rows) for each, rows in zip(asked, found, strict=True))


async def _run(where: Reads, *asked: Asked[Any]) -> Sequence[Rows]:
    ahead: Ahead | None = where.info.pop("ahead", None)
    if ahead and ahead.asked == asked:
        return ahead.found
    await where.flush()
    found: list[Rows] = await where.info["direct"].run(commands(asked, where.info["gemeenten"]))
    return found


def commands(asked: Sequence[Asked[Any]], gemeenten: frozenset[str] | None) -> list[Command]:
    """These readings for a caller of these gemeenten."""
    return [Command(_fenced(each.reading, gemeenten), (each.values,)) for each in asked]


@lru_cache(maxsize=1024)
def _fenced(reading: Reading, gemeenten: frozenset[str] | None) -> Statement:
    select = reading.select if gemeenten is None else reading.select.options(within(gemeenten))
    return Statement(lambda _: select)
