"""Who lives in the demo and what happens to them: made from a seed, the same every time. Pure."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from shared.periode import laatste_dag

JAREN: Mapping[str, int] = {"GM0090": 2023, "GM0098": 2026}
"""The year each gemeente plays: one that its begroting covers (decision 6)."""
PERSONEN = 200
_LAATSTE_AANMELDING = 300
_DAGEN_TOT_BESLUIT = 28


@dataclass(frozen=True, slots=True)
class Voorstel:
    """What a consulent asks for somebody: a product with its usual amount in cents, length in months and facts."""

    product: str
    van_centen: int
    tot_centen: int
    maanden: int
    feiten: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Persoon:
    """Somebody who does not exist. `voorstel` is what will be asked, None for who needs nothing this year."""

    nummer: int
    gemeente: str
    geboortedatum: date
    uitkering_vanaf: date
    aangemeld_op: date
    trede: int
    maanden_tot_werk: int
    voorstel: Voorstel | None
    bedrag_centen: int
    factuur_promille: int
    trekt_zich_terug: bool

    @property
    def wie(self) -> str:
        """Who this is, within the demo."""
        return f"{self.gemeente}-{self.nummer}"

    @property
    def besluitdatum(self) -> date:
        """The day the voorziening is decided on."""
        return self.aangemeld_op + timedelta(days=_DAGEN_TOT_BESLUIT)

    @property
    def startdatum(self) -> date:
        """The day it begins: a week after the decision."""
        return self.besluitdatum + timedelta(days=7)

    @property
    def einddatum(self) -> date:
        """Its last day."""
        return laatste_dag(self.startdatum, self.voorstel.maanden if self.voorstel else 1)

    def sleutel(self, stap: str) -> str:
        """The Idempotency-Key of a step: playing twice against one suite changes nothing."""
        return f"demo-{self.wie}-{stap}"


def bevolking(
    gemeente: str, voorstellen: Mapping[str, tuple[Voorstel, ...]], aantal: int = PERSONEN
) -> list[Persoon]:
    """The persons of a gemeente in the order in which they apply.

    `voorstellen` maps what the diagnose will say (afstand or profiel) to what may be asked then.
    """
    toeval = random.Random(f"{gemeente}-{JAREN[gemeente]}")  # noqa: S311 - it must be the same each time
    personen = [_persoon(toeval, gemeente, voorstellen, nummer) for nummer in range(aantal)]
    return sorted(personen, key=lambda persoon: (persoon.aangemeld_op, persoon.nummer))


def _persoon(
    toeval: random.Random,
    gemeente: str,
    voorstellen: Mapping[str, tuple[Voorstel, ...]],
    nummer: int,
) -> Persoon:
    jaar = JAREN[gemeente]
    klasse = list(voorstellen)[nummer % len(voorstellen)]
    keuze = (*voorstellen[klasse], None)
    voorstel = toeval.choice(keuze)
    begin = date(jaar, 1, 2) + timedelta(days=toeval.randrange(_LAATSTE_AANMELDING))
    geboren = date(jaar - toeval.randrange(28, 60), toeval.randrange(1, 13), 15)
    return Persoon(
        nummer=nummer,
        gemeente=gemeente,
        geboortedatum=geboren,
        uitkering_vanaf=begin - timedelta(days=toeval.randrange(400, 1500)),
        aangemeld_op=begin,
        trede=_TREDEN[klasse],
        maanden_tot_werk=_MAANDEN[klasse],
        voorstel=voorstel,
        bedrag_centen=_bedrag(toeval, voorstel),
        factuur_promille=toeval.choice((0, 0, 600, 850, 1000)),
        trekt_zich_terug=toeval.random() < 0.06,
    )


def _bedrag(toeval: random.Random, voorstel: Voorstel | None) -> int:
    if voorstel is None:
        return 0
    return toeval.randrange(voorstel.van_centen, voorstel.tot_centen + 1, 100)


def dagen(personen: list[Persoon]) -> Iterator[tuple[date, str, Persoon]]:
    """Everything that will happen, day by day: `aanmelding`, `besluit`, `start`, `factuur`."""
    stappen = []
    for persoon in personen:
        stappen.append((persoon.aangemeld_op, 0, "aanmelding", persoon))
        if persoon.voorstel:
            stappen.append((persoon.besluitdatum, 1, "besluit", persoon))
            stappen.append((persoon.startdatum, 2, "start", persoon))
            stappen.append((persoon.startdatum + timedelta(days=21), 3, "factuur", persoon))
    for dag, _, stap, persoon in sorted(stappen, key=lambda s: (s[0], s[1], s[3].nummer)):
        yield dag, stap, persoon


_MAANDEN = {"kort": 8, "middel": 18, "lang": 36, "p1": 3, "p2": 9, "p3": 18, "p4": 30}
_TREDEN = {"kort": 4, "middel": 3, "lang": 2, "p1": 4, "p2": 4, "p3": 3, "p4": 2}
