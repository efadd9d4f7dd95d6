"""Events of werkgevers; the Kafka key is the aggregate's id."""

from typing import ClassVar, Literal

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
    """Base of the events about a vacature."""

    PUBLISHER: ClassVar[str] = "werkgevers"
    KEY: ClassVar[str] = "vacature_id"
    SUBJECT: ClassVar[str] = "vacature_id"

    vacature_id: Ref
    kvk_nummer: Code


class VacatureGeplaatst(VacatureEvent, frozen=True, kw_only=True):
    """A vacature is open from `geplaatst_op` up to and including `sluitingsdatum`; hours are per week."""

    NAME: ClassVar[str] = "vacature-geplaatst"

    soort_overeenkomst: SoortOvereenkomst
    uren_min: Aantal
    uren_max: Aantal
    geplaatst_op: Dag
    sluitingsdatum: Dag


class VacatureGesloten(VacatureEvent, frozen=True, kw_only=True):
    """A vacature was closed before its sluitingsdatum: `gesloten_op` is the first day on which it is not open."""

    NAME: ClassVar[str] = "vacature-gesloten"

    gesloten_op: Dag


EVENTS = (
    WerkgeverscontactmomentVastgelegd,
    WerkgeverGeregistreerd,
    VacatureGeplaatst,
    VacatureGesloten,
)
