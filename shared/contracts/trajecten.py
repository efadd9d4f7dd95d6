"""Events of trajecten; the Kafka key is the id of the traject, the toekenning, the plaatsing, …"""

from typing import Annotated, ClassVar, Literal

import msgspec

from shared.contracts.werkgevers import SoortOvereenkomst
from shared.events import Aantal, Centen, Code, Dag, Event, PositieveCenten, Ref, Vlag

Fonds = Literal["regulier", "esf", "buig"]
"""Which money pays; a loonkostensubsidie is always paid from BUIG (S-143, decision 13)."""
BeeindigReden = Literal["afgerond", "ingetrokken", "recht-vervallen"]
PlaatsingEinde = Literal[
    "einde-contract", "ontslag", "ander-werk", "verhuizing", "overlijden", "overig"
]
UitstroomReden = Literal[
    "werk", "opleiding", "pensioen", "verhuizing", "overlijden", "huishouden", "detentie", "overig"
]
BetaalSoort = Literal["uitstroompremie", "werkvoucher", "loonkostensubsidie", "participatiepremie"]
Ontvanger = Literal["inwoner", "werkgever"]
Betaaluitkomst = Literal["betaald", "afgewezen"]
BesluitSoort = Literal["verlening", "weigering", "wijziging", "beeindiging", "intrekking"]


class Maandbedrag(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The cost of one calendar month: the first day of that month and the amount in cents."""

    maand: Dag
    bedrag_centen: PositieveCenten


Kosten = Annotated[tuple[Maandbedrag, ...], msgspec.Meta(min_length=1, max_length=120)]
"""The cost of a toekenning per calendar month, ascending; at most ten years."""


class Maandstand(Maandbedrag, frozen=True, kw_only=True, rename="camel"):
    """The cost of one calendar month, and what of it was realised before go-live; in cents."""

    gerealiseerd_centen: Centen = 0


Standen = Annotated[tuple[Maandstand, ...], msgspec.Meta(min_length=1, max_length=120)]
"""The cost of a toekenning per calendar month as it stood at go-live, ascending; at most ten years."""


class TrajectEvent(Event, frozen=True, kw_only=True):
    """Base of the events about a traject."""

    PUBLISHER: ClassVar[str] = "trajecten"
    KEY: ClassVar[str] = "traject_id"
    SUBJECT: ClassVar[str] = "traject_id"

    traject_id: Ref
    persoon_ref: Ref


class TrajectGeopend(TrajectEvent, frozen=True, kw_only=True):
    """A traject is opened after a diagnose (architecture §3.1)."""

    NAME: ClassVar[str] = "traject-geopend"

    geopend_op: Dag


class TrajectAfgesloten(TrajectEvent, frozen=True, kw_only=True):
    """The traject has come to its end; nothing new can be put on it."""

    NAME: ClassVar[str] = "traject-afgesloten"

    afgesloten_op: Dag


class PlanVastgesteld(TrajectEvent, frozen=True, kw_only=True):
    """The plan van aanpak has its four parts and is agreed on (S-061, W-007); its text never travels.

    `volgende_evaluatie` is the last day on which the next evaluation is in time (S-069).
    """

    NAME: ClassVar[str] = "plan-vastgesteld"
    SUBJECT: ClassVar[str] = "plan_id"

    plan_id: Ref
    vastgesteld_op: Dag
    volgende_evaluatie: Dag | None = None


class PlaatsingEvent(Event, frozen=True, kw_only=True):
    """Base of the events about a plaatsing."""

    PUBLISHER: ClassVar[str] = "trajecten"
    KEY: ClassVar[str] = "plaatsing_id"
    SUBJECT: ClassVar[str] = "plaatsing_id"

    plaatsing_id: Ref
    persoon_ref: Ref


class PlaatsingBegonnen(PlaatsingEvent, frozen=True, kw_only=True):
    """A person works at an employer from `startdatum` up to and including `einddatum` (None: no end agreed).

    `minuten_per_week` is the agreed time; `beschut` says that the job is beschut werk.
    """

    NAME: ClassVar[str] = "plaatsing-begonnen"

    kvk_nummer: Code
    soort_overeenkomst: SoortOvereenkomst
    startdatum: Dag
    einddatum: Dag | None = None
    minuten_per_week: Aantal
    beschut: Vlag = False


class PlaatsingBeeindigd(PlaatsingEvent, frozen=True, kw_only=True):
    """The plaatsing ended: `beeindigd_op` is its last day."""

    NAME: ClassVar[str] = "plaatsing-beeindigd"

    beeindigd_op: Dag
    reden: PlaatsingEinde


class UitstroomGeregistreerd(Event, frozen=True, kw_only=True):
    """A person left the benefit: `laatste_uitkeringsdag` is its last day (D9)."""

    PUBLISHER: ClassVar[str] = "trajecten"
    NAME: ClassVar[str] = "uitstroom-geregistreerd"
    KEY: ClassVar[str] = "uitstroom_id"
    SUBJECT: ClassVar[str] = "uitstroom_id"

    uitstroom_id: Ref
    persoon_ref: Ref
    reden: UitstroomReden
    laatste_uitkeringsdag: Dag


class ToekenningEvent(Event, frozen=True, kw_only=True):
    """Base of the events about a toekenning; `versie` rises with every change that budget must answer or book."""

    PUBLISHER: ClassVar[str] = "trajecten"
    KEY: ClassVar[str] = "toekenning_id"
    SUBJECT: ClassVar[str] = "toekenning_id"

    toekenning_id: Ref
    versie: Aantal


class ToekenningAangevraagd(ToekenningEvent, frozen=True, kw_only=True):
    """A request to budget: take this money and, where the product has a plafond, this place (decision 2)."""

    NAME: ClassVar[str] = "toekenning-aangevraagd"

    persoon_ref: Ref
    product: Code
    post: Code
    plafond: Code | None = None
    fonds: Fonds = "regulier"
    besluitdatum: Dag
    kosten: Kosten


class ToekenningOvergenomen(ToekenningEvent, frozen=True, kw_only=True):
    """A fact: granted before go-live and brought over as it stands; budget books what is realised and what is open.

    It takes the place of its year where the product has a plafond, also when that is full. `conversie_id` is the run
    that brought it. What became of it follows as for any other: verleend, and when so gestart and beeindigd.
    """

    NAME: ClassVar[str] = "toekenning-overgenomen"

    conversie_id: Ref
    persoon_ref: Ref
    product: Code
    post: Code
    plafond: Code | None = None
    fonds: Fonds = "regulier"
    besluitdatum: Dag
    kosten: Standen


class ToekenningGewijzigd(ToekenningEvent, frozen=True, kw_only=True):
    """A fact: from now on the toekenning costs this, all its months together; budget books the difference per year.

    Budget answers with `verplichting-vastgelegd` for the new version (decisions 2 and 13).
    """

    NAME: ClassVar[str] = "toekenning-gewijzigd"

    kosten: Kosten


class ToekenningVerleend(ToekenningEvent, frozen=True, kw_only=True):
    """Budget has committed the money; the voorziening is granted."""

    NAME: ClassVar[str] = "toekenning-verleend"

    persoon_ref: Ref
    product: Code
    besluitdatum: Dag


class ToekenningAangehouden(ToekenningEvent, frozen=True, kw_only=True):
    """The toekenning waits for the decision of the budgethouder."""

    NAME: ClassVar[str] = "toekenning-aangehouden"

    persoon_ref: Ref
    product: Code
    besluitdatum: Dag


class ToekenningGeweigerd(ToekenningEvent, frozen=True, kw_only=True):
    """The toekenning is refused; `regel` is the id of the rule that stood in the way, where there is one."""

    NAME: ClassVar[str] = "toekenning-geweigerd"

    persoon_ref: Ref
    product: Code
    besluitdatum: Dag
    regel: Code | None = None


class ToekenningGestart(ToekenningEvent, frozen=True, kw_only=True):
    """The voorziening has begun."""

    NAME: ClassVar[str] = "toekenning-gestart"

    startdatum: Dag


class ToekenningIngetrokken(ToekenningEvent, frozen=True, kw_only=True):
    """Withdrawn before the start: budget releases all that is still open and the place (D5)."""

    NAME: ClassVar[str] = "toekenning-ingetrokken"

    ingetrokken_op: Dag


class ToekenningBeeindigd(ToekenningEvent, frozen=True, kw_only=True):
    """Ended after the start: budget releases what is still open; the place of the year stays used (D5, D6)."""

    NAME: ClassVar[str] = "toekenning-beeindigd"

    beeindigd_op: Dag
    reden: BeeindigReden


class ToekenningGewist(ToekenningEvent, frozen=True, kw_only=True):
    """The person of this toekenning was erased: what was written about it in words goes, its amounts stay."""

    NAME: ClassVar[str] = "toekenning-gewist"


class BesluitGenomen(ToekenningEvent, frozen=True, kw_only=True):
    """A besluit for the file of the kernapplicatie: what was decided on a toekenning; its letter never travels."""

    NAME: ClassVar[str] = "besluit-genomen"
    SUBJECT: ClassVar[str] = "besluit_id"

    besluit_id: Ref
    persoon_ref: Ref
    product: Code
    soort: BesluitSoort
    besluitdatum: Dag
    regel: Code | None = None


class BetaalopdrachtEvent(ToekenningEvent, frozen=True, kw_only=True):
    """Base of the events about a betaalopdracht: money that the kernapplicatie must pay out for a toekenning."""

    SUBJECT: ClassVar[str] = "betaalopdracht_id"

    betaalopdracht_id: Ref


class BetaalopdrachtGegeven(BetaalopdrachtEvent, frozen=True, kw_only=True):
    """Pay `bedrag_centen` to the inwoner or the employer, not before `betaalbaar_vanaf`.

    `maand` is the first day of the month it is for. The kernapplicatie answers with `_bevestigen`.
    """

    NAME: ClassVar[str] = "betaalopdracht-gegeven"

    persoon_ref: Ref
    soort: BetaalSoort
    ontvanger: Ontvanger
    kvk_nummer: Code | None = None
    bedrag_centen: PositieveCenten
    maand: Dag
    betaalbaar_vanaf: Dag


class BetaalopdrachtBevestigd(BetaalopdrachtEvent, frozen=True, kw_only=True):
    """The kernapplicatie says what became of a betaalopdracht; what is paid becomes realisatie in budget."""

    NAME: ClassVar[str] = "betaalopdracht-bevestigd"

    uitkomst: Betaaluitkomst
    bedrag_centen: PositieveCenten
    maand: Dag
    betaald_op: Dag


class BetaalopdrachtVervallen(BetaalopdrachtEvent, frozen=True, kw_only=True):
    """A betaalopdracht that was not carried out yet is taken back, because the right to it ended."""

    NAME: ClassVar[str] = "betaalopdracht-vervallen"

    vervallen_op: Dag


EVENTS = (
    TrajectGeopend,
    TrajectAfgesloten,
    PlanVastgesteld,
    PlaatsingBegonnen,
    PlaatsingBeeindigd,
    UitstroomGeregistreerd,
    ToekenningAangevraagd,
    ToekenningOvergenomen,
    ToekenningGewijzigd,
    ToekenningVerleend,
    ToekenningAangehouden,
    ToekenningGeweigerd,
    ToekenningGestart,
    ToekenningIngetrokken,
    ToekenningBeeindigd,
    ToekenningGewist,
    BesluitGenomen,
    BetaalopdrachtGegeven,
    BetaalopdrachtBevestigd,
    BetaalopdrachtVervallen,
)
