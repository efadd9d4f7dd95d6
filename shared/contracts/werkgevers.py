"""Events of werkgevers; the Kafka key is the aggregate's id."""

from typing import ClassVar, Literal

from shared.events import Code, Dag, Event, Ref, Vlag

ContactSoort = Literal["gesprek", "telefoon", "e-mail", "brief", "nieuwsbrief", "bijeenkomst"]


class WerkgeverscontactmomentVastgelegd(Event, frozen=True, kw_only=True):
    """A contact with an employer; `tweezijdig` is what counts for a new employer (D1, decision 28)."""

    PUBLISHER: ClassVar[str] = "werkgevers"
    NAME: ClassVar[str] = "werkgeverscontactmoment-vastgelegd"
    KEY: ClassVar[str] = "contactmoment_id"
    SUBJECT: ClassVar[str] = "contactmoment_id"

    contactmoment_id: Ref
    kvk_nummer: Code
    datum: Dag
    soort: ContactSoort
    tweezijdig: Vlag


EVENTS = (WerkgeverscontactmomentVastgelegd,)
