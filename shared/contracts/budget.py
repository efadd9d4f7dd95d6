"""Events of budget: its answers, each naming the toekenning and the version it answers (decision 2)."""

from typing import ClassVar

from shared.events import Aantal, Centen, Code, Event, PositieveCenten, Ref


class VerplichtingEvent(Event, frozen=True, kw_only=True):
    """Base of the events of budget about one toekenning."""

    PUBLISHER: ClassVar[str] = "budget"
    KEY: ClassVar[str] = "toekenning_id"
    SUBJECT: ClassVar[str] = "toekenning_id"

    toekenning_id: Ref
    versie: Aantal


class VerplichtingVastgelegd(VerplichtingEvent, frozen=True, kw_only=True):
    """The money and the place are taken, `bedrag_centen` in all.

    `overschrijding_centen` is what lies above the budget by it: accepted by the budgethouder, or the fact of a change.
    """

    NAME: ClassVar[str] = "verplichting-vastgelegd"

    bedrag_centen: PositieveCenten
    overschrijding_centen: Centen = 0


class VerplichtingAangehouden(VerplichtingEvent, frozen=True, kw_only=True):
    """A post or plafond that signals would go over: the budgethouder decides.

    `reden` is a code (`tekort`, `plafond`, `geen-begroting`), `post` the post or plafond that was short.
    """

    NAME: ClassVar[str] = "verplichting-aangehouden"

    reden: Code
    post: Code
    regel: Code | None = None
    beschikbaar: Centen
    gevraagd: Centen


class VerplichtingGeweigerd(VerplichtingEvent, frozen=True, kw_only=True):
    """A post or plafond that refuses is full, or the budgethouder said no.

    `reden` is a code (`tekort`, `plafond`, `onbekende-post`, `budgethouder`, …); `beschikbaar` what was left, in cents
    or in places.
    """

    NAME: ClassVar[str] = "verplichting-geweigerd"

    reden: Code
    post: Code
    regel: Code | None = None
    beschikbaar: Centen = 0
    gevraagd: Centen = 0


class VerplichtingVrijgevallen(VerplichtingEvent, frozen=True, kw_only=True):
    """What was still open is released; zero when nothing was."""

    NAME: ClassVar[str] = "verplichting-vrijgevallen"

    bedrag_centen: Centen


class RealisatieGeboekt(VerplichtingEvent, frozen=True, kw_only=True):
    """Money paid for a toekenning is booked: the open verplichting first, the rest above it (`boven_open_centen`).

    It was an invoice (`factuur_id`) or a betaalopdracht that was carried out (`betaalopdracht_id`), one of the two.
    `vrijval_centen` is what a last invoice left over of the year; `overschrijding_centen` what it put above the budget.
    """

    NAME: ClassVar[str] = "realisatie-geboekt"

    factuur_id: Ref | None = None
    betaalopdracht_id: Ref | None = None
    post: Code
    boekjaar: Aantal
    bedrag_centen: PositieveCenten
    vrijval_centen: Centen = 0
    boven_open_centen: Centen = 0
    overschrijding_centen: Centen = 0

    def __post_init__(self) -> None:
        if (self.factuur_id is None) == (self.betaalopdracht_id is None):
            raise ValueError("een realisatie hoort bij een factuur of bij een betaalopdracht")


class BeginstandGeboekt(Event, frozen=True, kw_only=True):
    """What a post had before go-live besides toekenningen is booked: this much more open and more realised in a year.

    Below zero takes back what was booked before. `conversie_id` is the run that brought it.
    """

    PUBLISHER: ClassVar[str] = "budget"
    NAME: ClassVar[str] = "beginstand-geboekt"
    KEY: ClassVar[str] = "beginstand_id"
    SUBJECT: ClassVar[str] = "beginstand_id"

    beginstand_id: Ref
    conversie_id: Ref
    post: Code
    boekjaar: Aantal
    verplicht_centen: Centen
    gerealiseerd_centen: Centen


EVENTS = (
    VerplichtingVastgelegd,
    VerplichtingAangehouden,
    VerplichtingGeweigerd,
    VerplichtingVrijgevallen,
    RealisatieGeboekt,
    BeginstandGeboekt,
)
