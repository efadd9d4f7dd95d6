"""Words of the story: who somebody is, what is asked for them, where they go to work, and when what happens. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

JAREN: Mapping[str, int] = {"GM0090": 2023, "GM0098": 2026}
"""The year each gemeente plays: one that its begroting covers (decision 6)."""
Werkwijze = Literal["regulier", "lks"]
Einde = Literal["verhuizing", "overlijden"]


@dataclass(frozen=True, slots=True)
class Voorstel:
    """What a consulent asks: a product with its usual amount in cents (None: the product says), and how long it takes.

    `maanden` is None for what takes a day; `dagen` counts from the plan to the besluit. `start` holds the facts that
    must be in order before it begins.
    """

    product: str
    van_centen: int | None = None
    tot_centen: int = 0
    maanden: int | None = None
    dagen: int = 7
    feiten: Mapping[str, bool] = field(default_factory=dict)
    start: Mapping[str, bool] = field(default_factory=dict)
    uren: float | None = None
    fonds: str | None = None
    facturen: bool = True
    vanaf_leeftijd: int = 0


@dataclass(frozen=True, slots=True)
class Pakket:
    """One way a traject may go: what is asked in turn, and how often this way is chosen."""

    kans: int
    voorstellen: tuple[Voorstel, ...]
    begin_van_het_jaar: bool = False


@dataclass(frozen=True, slots=True)
class Voorziening:
    """A voorstel for one person: its number within the person, the amount and the days of this one.

    `factuur_promille` is how much of what was agreed the aanbieder sends in; `stopt` that it ends before its time.
    """

    nummer: int
    voorstel: Voorstel
    bedrag_centen: int | None
    besluitdatum: date
    startdatum: date
    einddatum: date | None
    factuur_promille: int = 1000
    trekt_zich_terug: bool = False
    stopt: bool = False


@dataclass(frozen=True, slots=True)
class Werk:
    """A job: at which employer of the gemeente, from when to when, for how many hours, with or without LKS."""

    werkgever: int
    startdatum: date
    einddatum: date
    uren: int
    wijze: Werkwijze
    loonwaarde: int = 100


@dataclass(frozen=True, slots=True)
class Persoon:
    """Somebody who does not exist."""

    nummer: int
    gemeente: str
    bsn: str
    achternaam: str
    geboortedatum: date
    uitkering_vanaf: date
    aangemeld_op: date
    kanaal: str
    trede: int
    maanden_tot_werk: int
    beschut: bool
    voorzieningen: tuple[Voorziening, ...]
    werk: Werk | None = None
    einde: Einde | None = None
    einde_op: date | None = None

    @property
    def wie(self) -> str:
        """Who this is, within the demo."""
        return f"{self.gemeente}-{self.nummer}"

    def sleutel(self, stap: str) -> str:
        """The Idempotency-Key of a step: playing twice against one suite changes nothing."""
        return f"demo-{self.wie}-{stap}"


@dataclass(frozen=True, slots=True)
class Werkgever:
    """An employer that does not exist; `gesprekken` are the days of two-way contact about the target group."""

    nummer: int
    gemeente: str
    kvk_nummer: str
    naam: str
    sector: str
    gesprekken: tuple[date, ...]
    vacature_op: date | None = None


class Stap(NamedTuple):
    """Something that happens on a day: its rank among the steps of that day, its name, and what it is about."""

    dag: date
    rang: int
    naam: str
    gemeente: str
    nummer: int
    wat: Any
