"""An inwoner as the kernapplicatie hands him over: facts without a name or BSN (decision 10)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from services.intake.identiteit.domain import Persoonsgegevens
from shared.contracts.intake import Uitkering, UitkeringEinde, UitkeringSoort
from shared.errors import Conflict, NotFound


class InwonerNietGevonden(NotFound):
    """No such inwoner, or not in a gemeente of the caller."""

    code = "inwoner-niet-gevonden"


class InwonerVervallen(InwonerNietGevonden):
    """This registration was merged into another one, which the detail names."""

    code = "inwoner-samengevoegd"


class PersoonOnbekend(Conflict):
    """The body names a person who is not known to the caller (decision 21)."""

    code = "persoon-onbekend"


class PersoonVervallen(PersoonOnbekend):
    """The body names a registration that was merged into another one, which the detail names."""

    code = "inwoner-samengevoegd"


class VersieTegenstrijdig(Conflict):
    """The source sent other facts under a version that it used before."""

    code = "versie-tegenstrijdig"


class MeldDeWijziging(Conflict):
    """A fact that changes rights has a report of its own, with the day from which it holds."""

    code = "meld-de-wijziging"


class GeboortedatumInToekomst(Conflict):
    """Nobody is registered before the day of birth."""

    code = "geboortedatum-in-toekomst"


class UitkeringVoorGeboorte(Conflict):
    """A benefit cannot begin before the day of birth."""

    code = "uitkering-voor-geboorte"


class UitkeringTegenstrijdig(Conflict):
    """What is said about the benefit does not hold together."""

    code = "uitkering-tegenstrijdig"


class DatumVoorGeboorte(Conflict):
    """Nothing happens to a person before the day of birth."""

    code = "datum-voor-geboorte"


class DatumInToekomst(Conflict):
    """Only what has happened is recorded."""

    code = "datum-in-toekomst"


class AlOverleden(Conflict):
    """The inwoner had died by then."""

    code = "al-overleden"


class AlVertrokken(Conflict):
    """The inwoner had left the gemeente by then."""

    code = "al-vertrokken"


class NietsTeCorrigeren(Conflict):
    """What is corrected was never reported."""

    code = "niets-te-corrigeren"


class GeenUitkering(Conflict):
    """There is no running benefit that could end."""

    code = "geen-uitkering"


@dataclass(frozen=True, slots=True)
class RegistreerInwoner:
    """Make an inwoner known; `uitkering_vanaf` is the first day of the benefit and may lie ahead."""

    gemeente: str
    geboortedatum: date
    uitkering_soort: UitkeringSoort
    uitkering_vanaf: date | None = None
    huishouden_ref: UUID | None = None
    postcodecijfers: str | None = None


@dataclass(frozen=True, slots=True)
class Aanlevering:
    """An inwoner as a source has him: its own id and rising version, and a mark of all that the line says."""

    afzender: str
    bron_id: str
    versie: int
    stempel: str


@dataclass(frozen=True, slots=True)
class Levering:
    """A line of a source that can be read: where it comes from, what it asks, and who it is about."""

    bron: Aanlevering
    command: RegistreerInwoner
    wie: Persoonsgegevens


@dataclass(frozen=True, slots=True)
class Geleverd:
    """What became of a line that was taken, and the persoonRef of its inwoner."""

    persoon_ref: UUID
    uitkomst: Literal["verwerkt", "ongewijzigd", "genegeerd"]


@dataclass(frozen=True, slots=True)
class Verhuizing:
    """The inwoner lives elsewhere from `dag` on; it may lie ahead."""

    dag: date


@dataclass(frozen=True, slots=True)
class Overlijden:
    """The inwoner died on `dag`."""

    dag: date


@dataclass(frozen=True, slots=True)
class BeginUitkering:
    """A benefit runs from `dag` on, instead of what ran before; it may lie ahead."""

    soort: Uitkering
    dag: date


@dataclass(frozen=True, slots=True)
class EindeUitkering:
    """The benefit runs up to and including `dag`; it may lie ahead."""

    dag: date
    reden: UitkeringEinde


@dataclass(frozen=True, slots=True)
class NieuwHuishouden:
    """The inwoner belongs to another huishouden from `dag` on."""

    huishouden_ref: UUID
    dag: date


Wijziging = Verhuizing | Overlijden | BeginUitkering | EindeUitkering | NieuwHuishouden


@dataclass(frozen=True, slots=True)
class GemeldeUitkering:
    """What is said about a benefit, which may be neither a begin nor an end."""

    soort: Uitkering | None
    vanaf: date | None
    beeindigd_op: date | None
    reden: UitkeringEinde | None

    def wijziging(self) -> BeginUitkering | EindeUitkering:
        """The change that is meant; raises UitkeringTegenstrijdig when it says neither or both."""
        begin, einde = (self.soort, self.vanaf), (self.beeindigd_op, self.reden)
        if einde == (None, None) and self.soort is not None and self.vanaf is not None:
            return BeginUitkering(self.soort, self.vanaf)
        if begin == (None, None) and self.beeindigd_op is not None and self.reden is not None:
            return EindeUitkering(self.beeindigd_op, self.reden)
        raise UitkeringTegenstrijdig("noem soort en vanaf, of beeindigdOp en reden")


Melding = Wijziging | GemeldeUitkering


@dataclass(frozen=True, slots=True)
class Stand:
    """What is known of an inwoner when a change comes in; `uitkering_tot` is inclusive."""

    geboortedatum: date
    uitkering: Uitkering | None = None
    uitkering_vanaf: date | None = None
    uitkering_tot: date | None = None
    vertrokken_op: date | None = None
    overleden_op: date | None = None


def controleer(command: RegistreerInwoner, vandaag: date) -> None:
    """Raises GeboortedatumInToekomst, UitkeringTegenstrijdig or UitkeringVoorGeboorte."""
    if command.geboortedatum > vandaag:
        raise GeboortedatumInToekomst("de geboortedatum ligt in de toekomst")
    if command.uitkering_vanaf is None:
        return
    if command.uitkering_soort == "geen":
        raise UitkeringTegenstrijdig("zonder uitkering is er geen uitkeringVanaf")
    if command.uitkering_vanaf < command.geboortedatum:
        raise UitkeringVoorGeboorte("de uitkering begint niet voor de geboorte")


def controleer_gebeurd(naam: str, dag: date, geboortedatum: date, vandaag: date) -> None:
    """What happened to a person lies between birth and today; raises DatumInToekomst or DatumVoorGeboorte."""
    if dag > vandaag:
        raise DatumInToekomst(f"{naam} ligt in de toekomst")
    if dag < geboortedatum:
        raise DatumVoorGeboorte(f"{naam} ligt voor de geboorte")


def zonder_eerdere(wijziging: Wijziging, stand: Stand) -> Stand:
    """The stand as if the fact that is now corrected had not been reported; raises NietsTeCorrigeren."""
    match wijziging:
        case Verhuizing() if stand.vertrokken_op:
            return replace(stand, vertrokken_op=None)
        case Overlijden() if stand.overleden_op:
            return replace(stand, overleden_op=None)
        case EindeUitkering() if stand.uitkering_tot:
            return replace(stand, uitkering_tot=None)
        case BeginUitkering() if stand.uitkering:
            return stand
        case _:
            raise NietsTeCorrigeren("dit is niet eerder gemeld")


def controleer_wijziging(wijziging: Wijziging, stand: Stand, vandaag: date) -> None:
    """Whether a change can be true; facts may come in late and in another order than they happened.

    Raises DatumVoorGeboorte, DatumInToekomst, AlOverleden, AlVertrokken, GeenUitkering or UitkeringTegenstrijdig.
    """
    if wijziging.dag < stand.geboortedatum:
        raise DatumVoorGeboorte("de datum ligt voor de geboorte")
    if isinstance(wijziging, Overlijden | NieuwHuishouden) and wijziging.dag > vandaag:
        raise DatumInToekomst("de datum ligt in de toekomst")
    if isinstance(wijziging, EindeUitkering):
        _controleer_einde(wijziging, stand)
    else:
        _controleer_aanwezig(wijziging, stand)


def _controleer_einde(einde: EindeUitkering, stand: Stand) -> None:
    if stand.uitkering is None or stand.uitkering_tot is not None:
        raise GeenUitkering("er loopt geen uitkering die kan eindigen")
    if stand.uitkering_vanaf is not None and einde.dag < stand.uitkering_vanaf:
        raise UitkeringTegenstrijdig("de uitkering eindigt niet voor haar eerste dag")


def _controleer_aanwezig(wijziging: Wijziging, stand: Stand) -> None:
    overleden, vertrokken = stand.overleden_op, stand.vertrokken_op
    sterft = isinstance(wijziging, Overlijden)
    if overleden is not None and (sterft or wijziging.dag > overleden):
        raise AlOverleden(f"deze inwoner is overleden op {overleden}")
    if vertrokken is None or sterft:
        return
    if isinstance(wijziging, Verhuizing) or wijziging.dag >= vertrokken:
        raise AlVertrokken(f"deze inwoner woont elders vanaf {vertrokken}")
