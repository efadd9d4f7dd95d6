"""Events of intake; the Kafka key is the persoonRef, so that all facts of a person keep their order."""

from typing import ClassVar, Literal

from shared.events import Aantal, Code, Dag, Event, Ref

Afstand = Literal["kort", "middel", "lang"]
"""Distance to work: under 12 months, 12 up to and including 24, over 24 (S-060, D3)."""
Profiel = Literal["p1", "p2", "p3", "p4", "p5"]
"""Profile of Weststellingwerf's Open House (W-017..W-022, D4)."""
UitkeringSoort = Literal["geen", "participatiewet", "ioaw", "ioaz", "anw", "ww"]


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


EVENTS = (InwonerGeregistreerd, DiagnoseVastgesteld)
