"""Testing a request against the conditions of a product: pure, rule by rule, each with where it stands.

A new kind of condition is a class in `voorwaarde/policy.py` and one function in `voorwaarde/domain.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

import msgspec
from msgspec import structs

from services.trajecten.aanvraag.domain import MEESTE_MAANDEN, Aanvraag, Situatie
from services.trajecten.bekostiging.domain import Kosten
from services.trajecten.bekostiging.policy import Gevraagd
from services.trajecten.productenboek.domain import fondsen
from services.trajecten.productenboek.policy import Product
from services.trajecten.voorwaarde.domain import bevind
from services.trajecten.voorwaarde.policy import Soort
from shared.errors import Conflict, Regel
from shared.policy import BuitenGeldigheid

Oordeel = Literal["voldoet", "voldoet-niet", "niet-te-bepalen"]


class Uitkomst(msgspec.Struct, frozen=True, omit_defaults=True):
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


class Toetsing(msgspec.Struct, frozen=True):
    """All outcomes; only when every one is `voldoet` may the product be asked for (decision 37)."""

    uitkomsten: tuple[Uitkomst, ...]

    @property
    def gebreken(self) -> tuple[Uitkomst, ...]:
        """What stands in the way."""
        return tuple(u for u in self.uitkomsten if u.uitkomst != "voldoet")

    def zonder_feiten(self) -> "Toetsing":
        """The outcomes without what was found of the person."""
        return Toetsing(tuple(structs.replace(u, feit=None) for u in self.uitkomsten))

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


def toets(aanvraag: Aanvraag, situatie: Situatie, product: Product, gerekend: Kosten) -> Toetsing:
    """Every condition of the product on the day of the decision, what it costs, and the form of the period (D7)."""
    voorwaarden = _uitkomsten(product.voorwaarden, aanvraag, situatie, aanvraag.besluitdatum)
    return Toetsing((*voorwaarden, *_kosten(aanvraag, product, gerekend), _periode(aanvraag)))


def toets_start(aanvraag: Aanvraag, product: Product) -> Toetsing:
    """What must be in order before the product may begin (S-083, S-127)."""
    eisen = product.startvoorwaarden
    return Toetsing(_uitkomsten(eisen, aanvraag, Situatie(), aanvraag.besluitdatum))


def met_fonds(aanvraag: Aanvraag, product: Product) -> Aanvraag:
    """The request with the fund that pays: the one it names, else the product's own (decision 43)."""
    return replace(aanvraag, fonds=aanvraag.fonds or fondsen(product)[0])


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


def _uitkomsten(
    voorwaarden: Mapping[str, Sequence[Soort]], aanvraag: Aanvraag, situatie: Situatie, datum: date
) -> tuple[Uitkomst, ...]:
    return tuple(
        _uitkomst(naam, reeks, aanvraag, situatie, datum) for naam, reeks in voorwaarden.items()
    )


def _uitkomst(
    naam: str, reeks: Sequence[Soort], aanvraag: Aanvraag, situatie: Situatie, datum: date
) -> Uitkomst:
    eis = next((v for v in reeks if v.geldt_op(datum)), None)
    if eis is None:
        # skipping it would let its limit lapse in silence
        eerste = reeks[0]
        return Uitkomst(
            naam, eerste.regel, eerste.bron, "niet-te-bepalen", geldig_vanaf=eerste.vanaf
        )
    bevonden = bevind(eis, aanvraag, situatie)
    return Uitkomst(
        naam,
        eis.regel,
        eis.bron,
        oordeel(voldoet=bevonden.voldoet),
        bevonden.feit,
        eis.parameter_tekst(),
        eis.vanaf,
    )


def oordeel(*, voldoet: bool | None) -> Oordeel:
    """The outcome of a check; None = cannot be determined."""
    if voldoet is None:
        return "niet-te-bepalen"
    return "voldoet" if voldoet else "voldoet-niet"


def _kosten(aanvraag: Aanvraag, product: Product, gerekend: Kosten) -> tuple[Uitkomst, ...]:
    """Whether it is known what it costs: named in the request exactly when the book does not give it."""
    wijze, bedrag = product.bekostiging, aanvraag.bedrag_centen
    regel = product if isinstance(wijze, Gevraagd) else wijze
    wie = ("kosten", regel.regel, regel.bron)
    if bedrag is not None and not isinstance(wijze, Gevraagd):
        eis = "geen bedragCenten in het verzoek: het productenboek zegt wat het kost"
        return (Uitkomst(*wie, "voldoet-niet", f"{bedrag} gevraagd", eis),)
    if gerekend.ontbreekt:
        return (Uitkomst(*wie, "niet-te-bepalen", parameter=gerekend.ontbreekt),)
    if gerekend.bezwaar:
        waarom = gerekend.bezwaar.detail
        return tuple(
            Uitkomst("kosten", r.id, r.bron, "voldoet-niet", waarom, r.parameter, r.geldig_vanaf)
            for r in gerekend.bezwaar.regels
        )
    if isinstance(wijze, Gevraagd) or not aanvraag.uitvoerbaar:
        return ()
    return (Uitkomst(*wie, oordeel(voldoet=gerekend.totaal > 0), str(gerekend.totaal)),)


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
