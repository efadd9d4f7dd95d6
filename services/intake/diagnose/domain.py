"""The diagnose: trede of the participatieladder, and the distance or profile that follows from it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from services.intake.diagnose.policy import Indeling, Klasse, Meting
from shared.contracts.intake import Afstand, Profiel
from shared.errors import Conflict, Fout, NotFound, Regel
from shared.periode import plus_maanden
from shared.policy import Waarde

Aanleiding = Literal["diagnose", "wijziging", "heronderzoek"]
"""Why the trede was measured."""


class DiagnoseNietGevonden(NotFound):
    """No such diagnose, or not in a gemeente of the caller."""

    code = "diagnose-niet-gevonden"


class NietTeBepalen(Conflict):
    """A fact that decides between two classes was not given (decision 37)."""

    code = "niet-te-bepalen"


class GroeiTegenstrijdig(Conflict):
    """What is expected lies below the present trede, or in the past."""

    code = "groei-tegenstrijdig"


@dataclass(frozen=True, slots=True)
class Groeipotentieel:
    """The trede that is expected, and by when (W-016)."""

    trede: int
    voor: date


@dataclass(frozen=True, slots=True)
class StelDiagnoseVast:
    """Lay down a diagnose: trede 1-6, whole months until work is expected.

    `zelfredzaam=None` means not known; without a known indicatie beschut there is none.
    """

    persoon_ref: UUID
    trede: int
    maanden_tot_werk: int
    vastgesteld_op: date
    zelfredzaam: bool | None = None
    indicatie_beschut: bool | None = None
    aanleiding: Aanleiding | None = None
    groeipotentieel: Groeipotentieel | None = None


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """Where someone falls, and by which rule."""

    afstand: Afstand | None
    profiel: Profiel | None
    regel: Regel


def controleer_groei(command: StelDiagnoseVast) -> None:
    """Raises GroeiTegenstrijdig."""
    groei = command.groeipotentieel
    if groei and (groei.trede < command.trede or groei.voor <= command.vastgesteld_op):
        raise GroeiTegenstrijdig("groeipotentieel ligt niet onder de trede, en na de vaststelling")


def volgende_meting(vastgesteld_op: date, meting: Meting) -> date | None:
    """The last day on which the next measurement is in time (W-015); None without a norm."""
    maanden = meting.binnen_maanden
    return plus_maanden(vastgesteld_op, maanden) if maanden else None


def deel_in(command: StelDiagnoseVast, indeling: Waarde[Indeling]) -> Uitkomst:
    """The first class that fits (S-060, D3; W-018…W-022, D4). Raises NietTeBepalen."""
    for klasse in indeling.waarde.klassen:
        regel = Regel(klasse.regel, indeling.bron, klasse.voorwaarde, indeling.geldig.van)
        if _past(klasse, command, regel):
            return Uitkomst(klasse.afstand, klasse.profiel, regel)
    raise AssertionError("de laatste klasse stelt geen voorwaarde")


def _past(klasse: Klasse, command: StelDiagnoseVast, regel: Regel) -> bool:
    maanden, indicatie = command.maanden_tot_werk, bool(command.indicatie_beschut)
    if klasse.onder_maanden is not None and maanden >= klasse.onder_maanden:
        return False
    if klasse.tot_en_met_maanden is not None and maanden > klasse.tot_en_met_maanden:
        return False
    if klasse.indicatie_beschut not in (None, indicatie):
        return False
    if klasse.zelfredzaam is None:
        return True
    if command.zelfredzaam is None:
        fout = Fout("zelfredzaam", "missing", "nodig om de klasse te bepalen")
        raise NietTeBepalen(
            "zonder zelfredzaam is dit niet te bepalen", regels=[regel], fouten=[fout]
        )
    return klasse.zelfredzaam is command.zelfredzaam
