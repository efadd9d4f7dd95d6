"""Contact with an employer, and whether the employer is new with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.werkgevers.contactmoment.policy import ContactBeleid
from shared.contracts.werkgevers import ContactSoort
from shared.errors import Conflict, NotFound, Regel
from shared.periode import plus_maanden
from shared.policy import Waarde

CONTACTMOMENT = "contactmoment"
"""As what contact is counted when it is brought over at go-live."""


class ContactmomentNietGevonden(NotFound):
    """No such contactmoment, or not in a gemeente of the caller."""

    code = "contactmoment-niet-gevonden"


class DatumInToekomst(Conflict):
    """Only contact that took place is recorded."""

    code = "datum-in-toekomst"


class NieuwsbriefTweezijdig(Conflict):
    """A newsletter is not contact: nobody answers within it (D1)."""

    code = "nieuwsbrief-tweezijdig"


@dataclass(frozen=True, slots=True)
class LegContactVast:
    """Record contact with the employer of a KvK number.

    `doelgroep_participatiewet`: whether it was about the target group of the Participatiewet.
    """

    gemeente: str
    kvk_nummer: str
    datum: date
    soort: ContactSoort
    tweezijdig: bool
    doelgroep_participatiewet: bool
    onderwerp: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """What decides about new: the contact, and the day of the last one before it that counts (None: there is none)."""

    datum: date
    telt: bool
    vorige: date | None


@dataclass(frozen=True, slots=True)
class EersteContact:
    """The first contact in a year with an employer that counts, and the day of the last one before that year."""

    kvk_nummer: str
    datum: date
    vorige: date | None


@dataclass(frozen=True, slots=True)
class Nieuwheid:
    """Whether the employer is new, and by which rule."""

    nieuw: bool
    regel: Regel


def controleer(command: LegContactVast, vandaag: date) -> None:
    """Raises DatumInToekomst or NieuwsbriefTweezijdig."""
    if command.datum > vandaag:
        raise DatumInToekomst("de datum ligt in de toekomst")
    if command.soort == "nieuwsbrief" and command.tweezijdig:
        raise NieuwsbriefTweezijdig("een nieuwsbrief is geen tweezijdig contact")


def beoordeel(
    beleid: Mapping[str, ContactBeleid], gemeente: str, contact: Contact
) -> Nieuwheid | None:
    """Whether the employer is new by the rule of the gemeente on that day; None where it has none."""
    regels = beleid.get(gemeente)
    if regels is None or not regels.nieuw_na_jaren.geldt_op(contact.datum):
        return None
    jaren = regels.nieuw_na_jaren.op(contact.datum)
    return Nieuwheid(is_nieuw(contact, jaren), jaren.als_regel())


def doel(beleid: Mapping[str, ContactBeleid], gemeente: str, jaar: int) -> int | None:
    """How many new employers the gemeente wants in the calendar year; None where it set no goal for its last day."""
    regels, dag = beleid.get(gemeente), date(jaar, 12, 31)
    if regels is None or not regels.doel_nieuwe_werkgevers.geldt_op(dag):
        return None
    return regels.doel_nieuwe_werkgevers.op(dag).waarde


def is_nieuw(contact: Contact, jaren: Waarde[int]) -> bool:
    """Two-way contact about the target group, the last one before it none or earlier than its date − years (D1).

    On the very day, years ago, falls within the period: not new (D2).
    """
    if not contact.telt or contact.vorige is None:
        return contact.telt
    return contact.vorige < plus_maanden(contact.datum, -12 * jaren.waarde)
