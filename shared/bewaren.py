"""How long personal data is kept: each category has a term in the rules, from the last day on which it was needed.

Somebody is erased as a whole, when every term of what all services keep of him is over (`deploy/opschonen.py`).
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


class Bewaard(NamedTuple):
    """Something that is kept of somebody, and the last day on which it was needed; None: it still is.

    `van` is his ref, or what another service has as the `kenmerk` of something that it keeps of him.
    """

    gemeente: str
    van: UUID
    kenmerk: UUID
    tot: date | None


@dataclass(frozen=True, slots=True)
class Categorie:
    """A kind of data, by its name in the rules (`bewaartermijn.yaml`), and how all there is of it is read."""

    naam: str
    lees: Callable[[AsyncSession], Awaitable[Iterable[Bewaard]]]


def is_verlopen(tot: date | None, jaren: int, vandaag: date) -> bool:
    """Whether the term is over: `jaren` after `tot` is the last day of it."""
    return tot is not None and vandaag > _na(tot, jaren)


def _na(dag: date, jaren: int) -> date:
    try:
        return dag.replace(year=dag.year + jaren)
    except ValueError:  # 29 February, in a year without one
        return date(dag.year + jaren, 3, 1)
