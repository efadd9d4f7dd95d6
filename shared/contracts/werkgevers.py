"""Events of werkgevers; the Kafka key is the aggregate's id."""

from typing import Annotated, ClassVar, Literal

import msgspec

from shared.events import Aantal, Code, Dag, Event, Ref, Vlag

ContactSoort = Literal["gesprek", "telefoon", "e-mail", "brief", "nieuwsbrief", "bijeenkomst"]
SoortOvereenkomst = Literal["01", "02", "03", "04"]
"""Of the VUM data standard 1.5: reguliere vacature, leerbaan, vrijwilligerswerk, werkervaringsplaats (B.11)."""


class WerkgeverscontactmomentVastgelegd(Event, frozen=True, kw_only=True):
    """A contact with an employer: two-way ones about the target group count for a new employer (D1, decision 28)."""

    PUBLISHER: ClassVar[str] = "werkgevers"
    NAME: ClassVar[str] = "werkgeverscontactmoment-vastgelegd"
    KEY: ClassVar[str] = "contactmoment_id"
    SUBJECT: ClassVar[str] = "contactmoment_id"

    contactmoment_id: Ref
    kvk_nummer: Code
    datum: Dag
    soort: ContactSoort
    tweezijdig: Vlag
    doelgroep_participatiewet: Vlag = True


class WerkgeverGeregistreerd(Event, frozen=True, kw_only=True):
    """An employer is known to the gemeente; its name stays with werkgevers."""

    PUBLISHER: ClassVar[str] = "werkgevers"
    NAME: ClassVar[str] = "werkgever-geregistreerd"
    KEY: ClassVar[str] = "werkgever_id"
    SUBJECT: ClassVar[str] = "werkgever_id"

    werkgever_id: Ref
    kvk_nummer: Code
    sector: Code | None = None


class VacatureEvent(Event, frozen=True, kw_only=True):
    """Base of the events about a vacature: one event per gemeente it is meant for.

    The employer of a VUM vacature has a name and no KvK number, so no event of a vacature names one.
    """

    PUBLISHER: ClassVar[str] = "werkgevers"
    KEY: ClassVar[str] = "vacature_id"
    SUBJECT: ClassVar[str] = "vacature_id"

    vacature_id: Ref


class VacatureGeplaatst(VacatureEvent, frozen=True, kw_only=True):
    """A vacature is open from `geplaatst_op` up to and including `sluitingsdatum`, as its sender describes it.

    VUM asks for none of the facts: None and an empty list mean that the sender left it out. Minutes are per week,
    `sector` is an SBI code, `postcodecijfers` the four digits of the workplace.
    """

    NAME: ClassVar[str] = "vacature-geplaatst"

    geplaatst_op: Dag
    soorten_overeenkomst: Annotated[tuple[SoortOvereenkomst, ...], msgspec.Meta(max_length=4)] = ()
    minuten_min: Aantal | None = None
    minuten_max: Aantal | None = None
    sluitingsdatum: Dag | None = None
    sector: Code | None = None
    postcodecijfers: Code | None = None


class VacatureGewijzigd(VacatureGeplaatst, frozen=True, kw_only=True):
    """The facts of an open vacature changed; `geplaatst_op` stays."""

    NAME: ClassVar[str] = "vacature-gewijzigd"


class VacatureGesloten(VacatureEvent, frozen=True, kw_only=True):
    """A vacature was withdrawn, or is no longer meant for the gemeente: from `gesloten_op` on it is not open.

    A sluitingsdatum that passes closes a vacature without an event.
    """

    NAME: ClassVar[str] = "vacature-gesloten"

    gesloten_op: Dag


EVENTS = (
    WerkgeverscontactmomentVastgelegd,
    WerkgeverGeregistreerd,
    VacatureGeplaatst,
    VacatureGewijzigd,
    VacatureGesloten,
)
