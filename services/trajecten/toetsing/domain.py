"""Testing a request against the conditions of a product: pure, rule by rule, each with where it stands.

A new kind of condition is a class in `productenboek/policy.py` and one function here, named in TOETSEN.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple, TypeAlias

from services.trajecten.persoon.domain import Persoonsfeiten
from services.trajecten.productenboek.policy import (
    AantalPerPersoon,
    AfstandIn,
    BedragHoogstens,
    FeitVereist,
    FondsOpen,
    GeenReIntegratie,
    Product,
    ProfielIs,
    Soort,
    Voorwaarde,
)
from shared.contracts.trajecten import Fonds, Maandbedrag
from shared.errors import Conflict, Regel
from shared.money import verdeel
from shared.periode import Periode
from shared.policy import BuitenGeldigheid

Oordeel = Literal["voldoet", "voldoet-niet", "niet-te-bepalen"]
MEESTE_MAANDEN = 120
"""What an event may carry: ten years of months."""


@dataclass(frozen=True, slots=True)
class Aanvraag:
    """What is asked: a total in cents for a period t/m; without `einddatum` it is all spent in the first month."""

    product: str
    bedrag_centen: int
    startdatum: date
    besluitdatum: date
    einddatum: date | None = None
    fonds: Fonds = "regulier"
    feiten: Mapping[str, bool] = field(default_factory=dict)

    @property
    def maanden(self) -> tuple[date, ...]:
        """The first days of the calendar months it is spent in; empty for an end before the start."""
        einde = self.einddatum or self.startdatum
        return tuple(Periode(self.startdatum, einde).maanden()) if einde >= self.startdatum else ()

    @property
    def uitvoerbaar(self) -> bool:
        """Whether the period has a month, and no more than an event may carry."""
        return 1 <= len(self.maanden) <= MEESTE_MAANDEN

    def kosten(self) -> tuple[Maandbedrag, ...]:
        """The total spread evenly over the months; a month that would get nothing is left out."""
        delen = zip(self.maanden, verdeel(self.bedrag_centen, len(self.maanden)), strict=True)
        return tuple(Maandbedrag(maand=maand, bedrag_centen=deel) for maand, deel in delen if deel)


@dataclass(frozen=True, slots=True)
class Situatie:
    """What is known of the person: facts, how often they got this product, which re-integration runs (by product)."""

    persoon: Persoonsfeiten = field(default_factory=Persoonsfeiten)
    aantal_eerder: int | None = None
    lopende_re_integratie: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """The outcome of one condition: its rule, what was found, what was asked, since when that holds."""

    voorwaarde: str
    regel: str
    bron: str
    uitkomst: Oordeel
    feit: str | None = None
    parameter: str | None = None
    geldig_vanaf: date | None = None

    def als_regel(self) -> Regel:
        """The rule as a refusal names it."""
        return Regel(self.regel, self.bron, self.parameter, self.geldig_vanaf)


@dataclass(frozen=True, slots=True)
class Toetsing:
    """All outcomes; only when every one is `voldoet` may the product be asked for (decision 37)."""

    uitkomsten: tuple[Uitkomst, ...]

    @property
    def gebreken(self) -> tuple[Uitkomst, ...]:
        """What stands in the way."""
        return tuple(u for u in self.uitkomsten if u.uitkomst != "voldoet")

    @property
    def oordeel(self) -> Oordeel:
        """The verdict: a no weighs more than what cannot be determined."""
        gevonden = {u.uitkomst for u in self.uitkomsten}
        if "voldoet-niet" in gevonden:
            return "voldoet-niet"
        return "niet-te-bepalen" if "niet-te-bepalen" in gevonden else "voldoet"


class RegelsNietVervuld(Conflict):
    """Conditions are not met or cannot be determined; every one of them is named."""

    code = "regels-niet-vervuld"

    def __init__(self, toetsing: Toetsing) -> None:
        namen = "; ".join(f"{u.voorwaarde}: {u.uitkomst}" for u in toetsing.gebreken)
        super().__init__(namen, regels=[u.als_regel() for u in toetsing.gebreken])


def toets(aanvraag: Aanvraag, situatie: Situatie, product: Product, datum: date) -> Toetsing:
    """Every condition of the product as it holds on `datum`, and the form of the period (D7)."""
    voorwaarden = [
        _uitkomst(naam, _geldend(reeks, datum), aanvraag, situatie) or _zonder_regel(naam, reeks[0])
        for naam, reeks in product.voorwaarden.items()
    ]
    return Toetsing((*voorwaarden, _periode(aanvraag)))


def buiten_geldigheid(fout: BuitenGeldigheid, datum: date) -> Toetsing:
    """The outcome when the product is in no book on the day of the decision."""
    return Toetsing(
        tuple(
            Uitkomst(
                "geldigheid",
                regel.id,
                regel.bron,
                "voldoet-niet",
                feit=str(datum),
                geldig_vanaf=regel.geldig_vanaf,
            )
            for regel in fout.regels
        )
    )


class Bevonden(NamedTuple):
    """What one check says: met, not met or (None) not to be determined, and the fact it looked at."""

    voldoet: bool | None
    feit: str | None = None


Check: TypeAlias = Callable[[Any, Aanvraag, Situatie], Bevonden]


def _feit(voorwaarde: FeitVereist, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    gegeven = aanvraag.feiten.get(voorwaarde.parameter)
    return Bevonden(gegeven, None if gegeven is None else "ja" if gegeven else "nee")


def _geen_re_integratie(
    voorwaarde: GeenReIntegratie, aanvraag: Aanvraag, situatie: Situatie
) -> Bevonden:
    lopend = situatie.lopende_re_integratie
    if lopend is None:
        return Bevonden(None)
    return Bevonden(not lopend, ", ".join(lopend) or "geen")


def _bedrag_hoogstens(
    voorwaarde: BedragHoogstens, aanvraag: Aanvraag, situatie: Situatie
) -> Bevonden:
    return Bevonden(aanvraag.bedrag_centen <= voorwaarde.parameter, str(aanvraag.bedrag_centen))


def _aantal_per_persoon(
    voorwaarde: AantalPerPersoon, aanvraag: Aanvraag, situatie: Situatie
) -> Bevonden:
    eerder = situatie.aantal_eerder
    if eerder is None:
        return Bevonden(None)
    return Bevonden(eerder < voorwaarde.parameter, f"eerder {eerder}")


def _afstand(voorwaarde: AfstandIn, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    afstand = situatie.persoon.afstand
    return Bevonden(None if afstand is None else afstand in voorwaarde.parameter, afstand)


def _profiel(voorwaarde: ProfielIs, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    profiel = situatie.persoon.profiel
    return Bevonden(None if profiel is None else profiel == voorwaarde.parameter, profiel)


def _fonds(voorwaarde: FondsOpen, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    """W-073: no month after the last day of the fund."""
    if aanvraag.fonds not in voorwaarde.parameter:
        return Bevonden(voldoet=False, feit=aanvraag.fonds)
    einde = voorwaarde.parameter[aanvraag.fonds]
    laatste = max(aanvraag.maanden, default=aanvraag.startdatum)
    return Bevonden(einde is None or laatste <= einde, f"{aanvraag.fonds} t/m {laatste:%Y-%m}")


TOETSEN: Mapping[type[Voorwaarde], Check] = {
    FeitVereist: _feit,
    GeenReIntegratie: _geen_re_integratie,
    BedragHoogstens: _bedrag_hoogstens,
    AantalPerPersoon: _aantal_per_persoon,
    AfstandIn: _afstand,
    ProfielIs: _profiel,
    FondsOpen: _fonds,
}


def _geldend(reeks: Sequence[Soort], datum: date) -> Soort | None:
    return next((v for v in reeks if v.geldig.bevat(datum)), None)


def _uitkomst(
    naam: str, voorwaarde: Soort | None, aanvraag: Aanvraag, situatie: Situatie
) -> Uitkomst | None:
    if voorwaarde is None:
        return None
    bevonden = TOETSEN[type(voorwaarde)](voorwaarde, aanvraag, situatie)
    return Uitkomst(
        naam,
        voorwaarde.regel,
        voorwaarde.bron,
        oordeel(voldoet=bevonden.voldoet),
        bevonden.feit,
        voorwaarde.parameter_tekst(),
        voorwaarde.vanaf,
    )


def _zonder_regel(naam: str, bekend: Soort) -> Uitkomst:
    """A condition without a value on this day blocks; skipping it would let its limit lapse in silence."""
    return Uitkomst(naam, bekend.regel, bekend.bron, "niet-te-bepalen", geldig_vanaf=bekend.vanaf)


def oordeel(*, voldoet: bool | None) -> Oordeel:
    """The outcome of a check; None = cannot be determined."""
    if voldoet is None:
        return "niet-te-bepalen"
    return "voldoet" if voldoet else "voldoet-niet"


def _periode(aanvraag: Aanvraag) -> Uitkomst:
    """D7: a period ends on or after its first day; events carry at most ten years."""
    return Uitkomst(
        "periode",
        "D7",
        "Begrippen: perioden zijn t/m",
        oordeel(voldoet=aanvraag.uitvoerbaar),
        feit=f"{aanvraag.startdatum} t/m {aanvraag.einddatum or aanvraag.startdatum}",
        parameter=f"1 tot en met {MEESTE_MAANDEN} maanden",
    )
