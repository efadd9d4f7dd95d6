"""The first talk: nine elements, the trede that follows from the question tree, and no diagnosis ever (W-006)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args
from uuid import UUID

import msgspec

from services.intake.intakegesprek.policy import Eisen, Element
from shared.errors import Conflict, Fout, NotFound, Regel

Diploma = Literal[
    "geen", "basisonderwijs", "vmbo", "mbo-1", "mbo-2", "mbo-3", "mbo-4", "havo", "vwo", "hbo", "wo"
]
"""The highest one."""
Tempo = Literal["laag", "aangepast", "normaal"]
Omgevingseis = Literal[
    "prikkelarm",
    "zittend-werk",
    "afwisselend-zitten-en-staan",
    "niet-tillen",
    "geen-ploegendienst",
    "vaste-structuur",
    "begeleiding-nabij",
    "aangepaste-werkplek",
    "thuis",
]
"""What the work must offer; never why."""
Oorzaak = Literal["onwetendheid", "onwil"]
Opvolging = Literal["voorlichting", "handhaving"]

ELEMENTEN: tuple[Element, ...] = get_args(Element)
TREDE_BETAALD_WERK = 6


class GesprekNietGevonden(NotFound):
    """No such intakegesprek, or not in a gemeente of the caller."""

    code = "intakegesprek-niet-gevonden"


class AntwoordOntbreekt(Conflict):
    """The question tree came to a question without an answer (decision 37)."""

    code = "antwoord-ontbreekt"


class TredeTegenstrijdig(Conflict):
    """The answers do not go with a benefit (B.1)."""

    code = "trede-tegenstrijdig"


class NietTeLezen(Conflict):
    """What was said can be read no longer: the person was erased."""

    code = "gegevens-gewist"


class Gezegd(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Base of what was said: what is not known is not kept."""


class Ladder(Gezegd, frozen=True, kw_only=True):
    """Answers to the question tree of the participatieladder; what the tree does not reach is left out."""

    contract: bool
    ondersteuning: bool | None = None
    onbetaalde_taken: bool | None = None
    activiteiten: bool | None = None
    contacten: bool | None = None


class Profiel(Gezegd, frozen=True, kw_only=True):
    """Whole months until work is expected, and whether somebody manages alone, as far as known."""

    maanden_tot_werk: int
    zelfredzaam: bool | None = None


class Opleiding(Gezegd, frozen=True, kw_only=True):
    """Schooling and work history."""

    hoogste_diploma: Diploma
    werkervaring: str | None = None


class Belastbaarheid(Gezegd, frozen=True, kw_only=True):
    """What somebody can take, as limits of the work: minutes a week, tempo, surroundings. Never a diagnosis."""

    minuten_per_week: int
    tempo: Tempo
    omgeving: tuple[Omgevingseis, ...] = ()


class EerdereVoorziening(Gezegd, frozen=True, kw_only=True):
    """What UWV gave before (S-055); `tot` is its last day, as far as known."""

    soort: str
    tot: date | None = None


class Inhoud(Gezegd, frozen=True, kw_only=True):
    """What was said: the nine elements by name, earlier voorzieningen of UWV, the cause of a violation (S-050)."""

    ladder: Ladder | None = None
    profiel: Profiel | None = None
    netwerk: str | None = None
    opleiding: Opleiding | None = None
    eigenschappen: str | None = None
    mogelijkheden: str | None = None
    wens: str | None = None
    belastbaarheid: Belastbaarheid | None = None
    plan: UUID | None = None
    eerdere_voorzieningen: tuple[EerdereVoorziening, ...] = ()
    oorzaak: Oorzaak | None = None

    @property
    def ingevuld(self) -> tuple[Element, ...]:
        """The elements that were filled in, in the order of the plan."""
        return tuple(naam for naam in ELEMENTEN if getattr(self, naam) is not None)

    def aangevuld(self, nieuw: "Inhoud") -> "Inhoud":
        """This with what is new; what the new one leaves out stays."""
        gezegd = {
            naam: waarde
            for naam, waarde in msgspec.structs.asdict(nieuw).items()
            if waarde not in (None, ())
        }
        return msgspec.structs.replace(self, **gezegd)


@dataclass(frozen=True, slots=True)
class VoerGesprek:
    """Record the first talk with a person by a medewerker (his code)."""

    persoon_ref: UUID
    medewerker: str
    gevoerd_op: date
    inhoud: Inhoud


def trede_van(antwoorden: Ladder) -> int:
    """The trede of the participatieladder by the question tree of B.1, 1 to 6; raises AntwoordOntbreekt."""
    if antwoorden.contract:
        return 5 if _antwoord(antwoorden, "ondersteuning") else TREDE_BETAALD_WERK
    for vraag, trede in (("onbetaalde_taken", 4), ("activiteiten", 3), ("contacten", 2)):
        if _antwoord(antwoorden, vraag):
            return trede
    return 1


def _antwoord(antwoorden: Ladder, vraag: str) -> bool:
    antwoord: bool | None = getattr(antwoorden, vraag)
    if antwoord is None:
        naam = vraag.replace("_t", "T")
        raise AntwoordOntbreekt(
            "zonder dit antwoord is de trede niet te bepalen",
            fouten=[Fout(f"ladder.{naam}", "missing", "verplicht, maar ontbreekt")],
        )
    return antwoord


def controleer_trede(inhoud: Inhoud, *, uitkering: bool) -> None:
    """Whoever has a benefit is not on trede 6 (B.1). Raises TredeTegenstrijdig or AntwoordOntbreekt."""
    if inhoud.ladder and trede_van(inhoud.ladder) == TREDE_BETAALD_WERK and uitkering:
        regel = Regel("participatieladder", "Regioplan, De participatieladder getest, 2009")
        raise TredeTegenstrijdig("met een uitkering is dit geen trede 6", regels=[regel])


def startkwalificatie(diploma: Diploma) -> bool:
    """Havo, vwo or mbo 2 and up (S-013)."""
    return diploma in ("mbo-2", "mbo-3", "mbo-4", "havo", "vwo", "hbo", "wo")


def opvolging(oorzaak: Oorzaak) -> Opvolging:
    """Ignorance asks for information, unwillingness for enforcement (S-050)."""
    return "voorlichting" if oorzaak == "onwetendheid" else "handhaving"


def ontbreekt(ingevuld: tuple[Element, ...], gevraagd: tuple[Element, ...]) -> tuple[Element, ...]:
    """The elements that are asked for and not filled in."""
    return tuple(element for element in gevraagd if element not in ingevuld)


def is_vastgesteld(ingevuld: tuple[Element, ...], eisen: Eisen) -> bool:
    """Whether the diagnose can follow: W-006 asks eight, because the plan follows the diagnose (decision 46)."""
    return not ontbreekt(ingevuld, eisen.vastgesteld)


def is_compleet(ingevuld: tuple[Element, ...], eisen: Eisen) -> bool:
    """Whether nothing lacks any more: W-006 asks all nine."""
    return not ontbreekt(ingevuld, eisen.compleet)
