"""Events of trajecten; the Kafka key is the id of the traject or the toekenning."""

from typing import Annotated, ClassVar, Literal

import msgspec

from shared.events import Aantal, Code, Dag, Event, PositieveCenten, Ref

Fonds = Literal["regulier", "esf"]
BeeindigReden = Literal["afgerond", "ingetrokken", "recht-vervallen"]


class Maandbedrag(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The cost of one calendar month: the first day of that month and the amount in cents."""

    maand: Dag
    bedrag_centen: PositieveCenten


Kosten = Annotated[tuple[Maandbedrag, ...], msgspec.Meta(min_length=1, max_length=120)]
"""The cost of a toekenning per calendar month, ascending; at most ten years."""


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


EVENTS = (
    TrajectGeopend,
    ToekenningAangevraagd,
    ToekenningGewijzigd,
    ToekenningVerleend,
    ToekenningAangehouden,
    ToekenningGeweigerd,
    ToekenningGestart,
    ToekenningIngetrokken,
    ToekenningBeeindigd,
)
