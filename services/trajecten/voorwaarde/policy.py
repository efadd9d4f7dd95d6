"""The kinds of condition that a product can have, as data.

`toets` names the kind; each is a class here and one function in `domain.py`. A condition may name exceptions:
facts which, when true, set it aside (`tenzij`).
"""

from datetime import date
from typing import Annotated

import msgspec

from services.trajecten.aanvraag.domain import Feit
from shared.contracts.intake import Afstand, Profiel, UitkeringSoort
from shared.contracts.trajecten import Fonds, UitstroomReden
from shared.money import GROOTSTE_BEDRAG
from shared.periode import Periode

Tekst = Annotated[str, msgspec.Meta(pattern=r"\S", max_length=300)]
RegelId = Annotated[str, msgspec.Meta(pattern=r"^[a-zA-Z0-9_.-]{1,40}$")]
Aantal = Annotated[int, msgspec.Meta(ge=1, le=100_000)]
Jaren = Annotated[int, msgspec.Meta(ge=1, le=120)]
Maanden = Annotated[int, msgspec.Meta(ge=1, le=120)]


class Voorwaarde(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="toets"
):
    """What every kind of condition has: where it stands and when it holds (inclusive; no `tot` = until replaced)."""

    regel: RegelId
    bron: Tekst
    vanaf: date
    tot: date | None = None
    tenzij: tuple[Feit, ...] = ()

    def __post_init__(self) -> None:
        Periode(self.vanaf, self.tot)

    @property
    def geldig(self) -> Periode:
        """When it holds."""
        return Periode(self.vanaf, self.tot)

    def geldt_op(self, dag: date) -> bool:
        """Whether it holds on a day."""
        return self.vanaf <= dag and (self.tot is None or dag <= self.tot)

    def parameter_tekst(self) -> str | None:
        """The parameter as an answer shows it; None for a kind without one."""
        match getattr(self, "parameter", None):
            case None:
                return None
            case dict() as einden:
                return ", ".join(f"{f} t/m {tot}" if tot else str(f) for f, tot in einden.items())
            case tuple() as waarden:
                return ", ".join(map(str, waarden))
            case msgspec.Struct() as delen:
                return ", ".join(f"{naam} {w}" for naam, w in msgspec.to_builtins(delen).items())
            case waarde:
                return str(waarde)


class FeitVereist(Voorwaarde, frozen=True, kw_only=True, tag="feit"):
    """A fact in the request must be true."""

    parameter: Feit


class EenVanFeiten(Voorwaarde, frozen=True, kw_only=True, tag="een-van-feiten"):
    """At least one of these facts must be true."""

    parameter: Annotated[tuple[Feit, ...], msgspec.Meta(min_length=2)]


class GeenReIntegratie(Voorwaarde, frozen=True, kw_only=True, tag="geen-re-integratie"):
    """No re-integration toekenning may be aangevraagd up to and including gestart (decisions 7 and 38)."""


class BedragHoogstens(Voorwaarde, frozen=True, kw_only=True, tag="bedrag-hoogstens"):
    """The total in cents, VAT included, is at most this."""

    parameter: Annotated[int, msgspec.Meta(ge=1, le=GROOTSTE_BEDRAG)]


class AantalPerPersoon(Voorwaarde, frozen=True, kw_only=True, tag="aantal-per-persoon"):
    """How often a person may get it in this gemeente, ever; one withdrawn before its start does not count."""

    parameter: Aantal


class AfstandIn(Voorwaarde, frozen=True, kw_only=True, tag="afstand"):
    """The distance to work is one of these (D3)."""

    parameter: Annotated[tuple[Afstand, ...], msgspec.Meta(min_length=1)]


class ProfielIs(Voorwaarde, frozen=True, kw_only=True, tag="profiel"):
    """The person is put in this profile (D4)."""

    parameter: Profiel


class FondsOpen(Voorwaarde, frozen=True, kw_only=True, tag="fonds"):
    """Which funds may pay, each with the last day its money may be spent on (null = no end; decision 43).

    The first one pays when the request names none.
    """

    parameter: Annotated[dict[Fonds, date | None], msgspec.Meta(min_length=1)]


class LeeftijdVanaf(Voorwaarde, frozen=True, kw_only=True, tag="leeftijd-vanaf"):
    """At least this many years old on the start date (decision 40)."""

    parameter: Jaren


class UitkeringIs(Voorwaarde, frozen=True, kw_only=True, tag="uitkering"):
    """The benefit on the start date is one of these."""

    parameter: Annotated[tuple[UitkeringSoort, ...], msgspec.Meta(min_length=1)]


class MaandenHoogstens(Voorwaarde, frozen=True, kw_only=True, tag="maanden-hoogstens"):
    """Ends at the latest on start + this many months, clipped, minus one day (D7)."""

    parameter: Maanden


class DagenHoogstens(Voorwaarde, frozen=True, kw_only=True, tag="dagen-hoogstens"):
    """Takes at most this many days, the first and the last included."""

    parameter: Aantal


class Tussen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Minutes a week, both ends included."""

    minstens: Aantal
    hoogstens: Aantal


class OmvangTussen(Voorwaarde, frozen=True, kw_only=True, tag="omvang-tussen"):
    """The minutes a week of the request lie between these, both included."""

    parameter: Tussen


class Voorliggend(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A right elsewhere that goes first, for who is younger than `onder` years."""

    recht: Feit
    onder: Jaren


class GeenVoorliggendRecht(Voorwaarde, frozen=True, kw_only=True, tag="geen-voorliggend-recht"):
    """There is no such right on the start date: too old for it, or in fact not entitled (X-08)."""

    parameter: Voorliggend


class UitkeringVoorWerk(Voorwaarde, frozen=True, kw_only=True, tag="uitkering-voor-werk"):
    """This benefit on the day before the first working day of the plaatsing."""

    parameter: UitkeringSoort


class ContractMinstens(Voorwaarde, frozen=True, kw_only=True, tag="contract-minstens"):
    """The contract of the plaatsing lasts at least this many months (D7); one without an end always does."""

    parameter: Maanden


class OmvangMinstens(Voorwaarde, frozen=True, kw_only=True, tag="omvang-minstens"):
    """The plaatsing has at least this many minutes a week."""

    parameter: Aantal


class AantalPerPlaatsing(Voorwaarde, frozen=True, kw_only=True, tag="aantal-per-plaatsing"):
    """How often it may be given for one plaatsing."""

    parameter: Aantal


class VertrekNaar(Voorwaarde, frozen=True, kw_only=True, tag="vertrek"):
    """The benefit ended for this reason."""

    parameter: UitstroomReden


class Ononderbroken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A benefit of `maanden` whole months; a gap of at most `gat` days does not interrupt it (decision 45)."""

    soort: UitkeringSoort
    maanden: Maanden
    gat: Annotated[int, msgspec.Meta(ge=0, le=366)]


class UitkeringOnonderbroken(Voorwaarde, frozen=True, kw_only=True, tag="uitkering-ononderbroken"):
    """So long a benefit without interruption, up to and including its last day."""

    parameter: Ononderbroken


class VolgendeNaWerk(Voorwaarde, frozen=True, kw_only=True, tag="volgende-na-werk"):
    """A second one only after this many months of work without the benefit that ended (decision 45)."""

    parameter: Maanden


class LoonwaardeGemeten(Voorwaarde, frozen=True, kw_only=True, tag="loonwaarde"):
    """A loonwaarde was measured, on or before the start (S-157)."""


Soort = (
    FeitVereist
    | EenVanFeiten
    | GeenReIntegratie
    | BedragHoogstens
    | AantalPerPersoon
    | AfstandIn
    | ProfielIs
    | FondsOpen
    | LeeftijdVanaf
    | UitkeringIs
    | MaandenHoogstens
    | DagenHoogstens
    | OmvangTussen
    | GeenVoorliggendRecht
    | UitkeringVoorWerk
    | ContractMinstens
    | OmvangMinstens
    | AantalPerPlaatsing
    | VertrekNaar
    | UitkeringOnonderbroken
    | VolgendeNaWerk
    | LoonwaardeGemeten
)
Reeksvorm = Annotated[tuple[Soort, ...], msgspec.Meta(min_length=1)]
"""The values of one condition through time."""
