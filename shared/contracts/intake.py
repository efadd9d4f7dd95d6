"""Events of intake; the Kafka key is the persoonRef, so that all facts of a person keep their order."""

from typing import ClassVar, Literal

from shared.events import Aantal, Code, Dag, Event, Ref, Vlag

Afstand = Literal["kort", "middel", "lang"]
"""Distance to work: under 12 months, 12 up to and including 24, over 24 (S-060, D3)."""
Profiel = Literal["p1", "p2", "p3", "p4", "p5"]
"""Profile of Weststellingwerf's Open House (W-017..W-022, D4)."""
UitkeringSoort = Literal["geen", "participatiewet", "ioaw", "ioaz", "anw", "ww"]
Uitkering = Literal["participatiewet", "ioaw", "ioaz", "anw", "ww"]
"""A benefit somebody has: every UitkeringSoort but `geen`."""
UitkeringEinde = Literal[
    "werk", "opleiding", "pensioen", "verhuizing", "overlijden", "huishouden", "detentie", "overig"
]
"""Why a benefit ended, as the kernapplicatie codes it."""


class IntakeEvent(Event, frozen=True, kw_only=True):
    """Base of the events of intake."""

    PUBLISHER: ClassVar[str] = "intake"
    KEY: ClassVar[str] = "persoon_ref"
    SUBJECT: ClassVar[str] = "persoon_ref"

    persoon_ref: Ref


class InwonerGeregistreerd(IntakeEvent, frozen=True, kw_only=True):
    """An inwoner is known to the gemeente: the facts other services may use, never a name or BSN (decision 10)."""

    NAME: ClassVar[str] = "inwoner-geregistreerd"

    versie: Aantal
    geboortedatum: Dag
    uitkering_soort: UitkeringSoort
    uitkering_vanaf: Dag | None = None
    huishouden_ref: Ref | None = None
    postcodecijfers: Code | None = None


class DiagnoseVastgesteld(IntakeEvent, frozen=True, kw_only=True):
    """The diagnose of a person: trede of the participatieladder and the distance or profile that follows from it."""

    NAME: ClassVar[str] = "diagnose-vastgesteld"
    SUBJECT: ClassVar[str] = "diagnose_id"

    diagnose_id: Ref
    trede: Aantal
    afstand: Afstand | None = None
    profiel: Profiel | None = None
    vastgesteld_op: Dag


class InwonerEvent(IntakeEvent, frozen=True, kw_only=True):
    """Base of the events that change a known inwoner; `versie` rises with every change, stored ones included."""

    versie: Aantal


class InwonerVertrokken(InwonerEvent, frozen=True, kw_only=True):
    """Moved away: `vertrokken_op` is the first day elsewhere, rights end the day before (decision 47)."""

    NAME: ClassVar[str] = "inwoner-vertrokken"

    vertrokken_op: Dag


class InwonerOverleden(InwonerEvent, frozen=True, kw_only=True):
    """The inwoner died on `overleden_op`; rights end on that day, itself the last."""

    NAME: ClassVar[str] = "inwoner-overleden"

    overleden_op: Dag


class UitkeringBegonnen(InwonerEvent, frozen=True, kw_only=True):
    """A benefit begins, or another kind takes the place of the present one; `vanaf` is its first day."""

    NAME: ClassVar[str] = "uitkering-begonnen"

    uitkering_soort: Uitkering
    vanaf: Dag


class UitkeringBeeindigd(InwonerEvent, frozen=True, kw_only=True):
    """The benefit ends: `beeindigd_op` is its last day, itself included."""

    NAME: ClassVar[str] = "uitkering-beeindigd"

    uitkering_soort: Uitkering
    beeindigd_op: Dag
    reden: UitkeringEinde


class HuishoudenGewijzigd(InwonerEvent, frozen=True, kw_only=True):
    """The inwoner belongs to another huishouden from `vanaf` on."""

    NAME: ClassVar[str] = "huishouden-gewijzigd"

    huishouden_ref: Ref
    vanaf: Dag


class InwonerSamengevoegd(InwonerEvent, frozen=True, kw_only=True):
    """After a BSN correction two registrations prove to be one person: `persoon_ref` lapses, `blijft_ref` goes on."""

    NAME: ClassVar[str] = "inwoner-samengevoegd"

    blijft_ref: Ref


class InwonerGewist(InwonerEvent, frozen=True, kw_only=True):
    """The inwoner was erased: who he is can be read nowhere any more, and every service forgets what it knows of him.

    Amounts and numbers stay, under a ref that leads to nobody (AVG art. 17(3)(b)).
    """

    NAME: ClassVar[str] = "inwoner-gewist"


class AanmeldingGeregistreerd(IntakeEvent, frozen=True, kw_only=True):
    """Someone is put forward for support; `kanaal` is a code of the gemeente's own list (W-003)."""

    NAME: ClassVar[str] = "aanmelding-geregistreerd"
    SUBJECT: ClassVar[str] = "aanmelding_id"

    aanmelding_id: Ref
    kanaal: Code
    aangemeld_op: Dag


class AanmeldingToegewezen(IntakeEvent, frozen=True, kw_only=True):
    """An aanmelding has somebody who takes it up: the code of a medewerker (W-004)."""

    NAME: ClassVar[str] = "aanmelding-toegewezen"
    SUBJECT: ClassVar[str] = "aanmelding_id"

    aanmelding_id: Ref
    medewerker: Code
    toegewezen_op: Dag


class IntakegesprekGevoerd(IntakeEvent, frozen=True, kw_only=True):
    """The first talk took place; how far it is by the gemeente's rule (W-006, decision 46), never what was said.

    Comes again for the same talk when it gets further.
    """

    NAME: ClassVar[str] = "intakegesprek-gevoerd"
    SUBJECT: ClassVar[str] = "intakegesprek_id"

    intakegesprek_id: Ref
    gevoerd_op: Dag
    vastgesteld: Vlag
    compleet: Vlag


EVENTS = (
    InwonerGeregistreerd,
    DiagnoseVastgesteld,
    InwonerVertrokken,
    InwonerOverleden,
    UitkeringBegonnen,
    UitkeringBeeindigd,
    HuishoudenGewijzigd,
    InwonerSamengevoegd,
    InwonerGewist,
    AanmeldingGeregistreerd,
    AanmeldingToegewezen,
    IntakegesprekGevoerd,
)
