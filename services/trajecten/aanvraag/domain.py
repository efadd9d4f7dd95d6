"""What is asked and what is known of the person who asks: the input of every toetsing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal
from uuid import UUID

from services.trajecten.persoon.domain import Persoonsfeiten, Uitkeringsduur
from shared.contracts.trajecten import Fonds, UitstroomReden
from shared.periode import Periode

Feit = Literal[
    "eigenAanvraag",
    "planMetDoelen",
    "toestemmingCollege",
    "deelVanActieplan",
    "toestemmingInwoner",
    "leerdoelen",
    "aanvullendWerk",
    "verzekering",
    "duurEnOmvang",
    "voortgang",
    "afstemming",
    "getekendDoorInwoner",
    "getekendDoorWerkgever",
    "getekendDoorGemeente",
    "arbeidsmarktperspectief",
    "motivatieEnHaalbaarheid",
    "rechtOpStudiefinanciering",
    "rechtOpLevenlanglerenkrediet",
    "startkwalificatieOnhaalbaar",
    "baangarantie",
    "mistWerkervaring",
    "mistVaardigheden",
    "kennismakingAangeboden",
    "banenafspraak",
    "switchUitDagbesteding",
    "inburgeraar",
    "schoolverlater",
    "eigenJobcoachNietMogelijk",
    "onafgebrokenAanHetWerk",
    "zorgtraject",
    "zoektLangerDanJaar",
]
"""Facts that no noun owns (yet); they come in the request (decision 37)."""
MEESTE_MAANDEN = 120
"""What an event may carry: ten years of months."""


@dataclass(frozen=True, slots=True)
class Loonwaarde:
    """A measured loonwaarde: whole percents of the legal wage, and the day of the measurement (S-157)."""

    procent: int
    gemeten_op: date


@dataclass(frozen=True)
class Aanvraag:
    """What is asked for a period t/m; without `einddatum` it all falls in the first month.

    `bedrag_centen` is the total of a product whose amount is asked; `fonds` None = the product's own;
    `minuten_per_week` the size of the work. A plaatsing and an uitstroom are named by their ids; `uitkering_elders` is
    benefit of another gemeente that the inwoner shows (decision 45).
    """

    product: str
    startdatum: date
    besluitdatum: date
    bedrag_centen: int | None = None
    einddatum: date | None = None
    fonds: Fonds | None = None
    minuten_per_week: int | None = None
    plaatsing_id: UUID | None = None
    uitstroom_id: UUID | None = None
    loonwaarde: Loonwaarde | None = None
    uitkering_elders: Uitkeringsduur | None = None
    feiten: Mapping[str, bool] = field(default_factory=dict)

    @cached_property
    def maanden(self) -> tuple[date, ...]:
        """The first days of the calendar months it is spent in; empty for an end before the start."""
        einde = self.einddatum or self.startdatum
        return tuple(Periode(self.startdatum, einde).maanden()) if einde >= self.startdatum else ()

    @property
    def uitvoerbaar(self) -> bool:
        """Whether the period has a month, and no more than an event may carry."""
        return 1 <= len(self.maanden) <= MEESTE_MAANDEN


@dataclass(frozen=True, slots=True)
class Werk:
    """The plaatsing that is named: its days t/m (no end = a permanent contract) and its size."""

    startdatum: date
    minuten_per_week: int
    einddatum: date | None = None


@dataclass(frozen=True, slots=True)
class Vertrek:
    """The uitstroom that is named."""

    reden: UitstroomReden
    laatste_uitkeringsdag: date


@dataclass(frozen=True, slots=True)
class Situatie:
    """What is known of the person; None = not known.

    `aantal_eerder` counts this product in this gemeente, `aantal_op_plaatsing` on the plaatsing that is named;
    `lopend` are the products that run, `lopende_re_integratie` those of them that count as re-integration.
    """

    persoon: Persoonsfeiten = field(default_factory=Persoonsfeiten)
    aantal_eerder: int | None = None
    aantal_op_plaatsing: int | None = None
    lopend: Sequence[str] | None = None
    lopende_re_integratie: Sequence[str] | None = None
    uitkeringen: Sequence[Uitkeringsduur] | None = None
    werk: Werk | None = None
    vertrek: Vertrek | None = None
