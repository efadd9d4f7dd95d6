"""When a benefit may be lowered, by how much and over which months (Pw art. 18, B.4). Plain arithmetic of the rules."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.trajecten.afstemming.policy import (
    Afstemming,
    AfstemmingBeleid,
    Grond,
    Maatregelwet,
    Verwijt,
)
from services.trajecten.persoon.domain import Uitkeringsduur, heeft_uitkering
from shared.contracts.trajecten import Maandbedrag
from shared.errors import Conflict, Regel
from shared.periode import laatste_dag, plus_maanden
from shared.policy import Waarde


@dataclass(frozen=True, slots=True)
class Gedraging:
    """An obligation was broken on a day; `norm_centen` is a month of benefit with holiday pay, in cents.

    `feiten` are those that some grounds ask for. `procent` (1-99) is there only where the lowering is tailored.
    """

    grond: str
    dag: date
    verwijtbaarheid: Verwijt
    norm_centen: int
    dringende_redenen: bool
    procent: int | None
    feiten: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Eerdere:
    """A maatregel that was imposed before; `herhaling` is 0 for a first one."""

    besluitdatum: date
    herhaling: int


@dataclass(frozen=True, slots=True)
class Verlaging:
    """What is taken off by month, and the rule that sets its length."""

    herhaling: int
    regel: str
    maanden: tuple[Maandbedrag, ...]


class GrondOnbekend(Conflict):
    """The law knows no such ground; those it knows are named (X-14)."""

    code = "grond-onbekend"


class GrondNietVervuld(Conflict):
    """The obligation binds only in circumstances that are not there, or not known."""

    code = "grond-niet-vervuld"


class GeenVerwijt(Conflict):
    """Without blame there is no maatregel."""

    code = "geen-verwijt"


class AfstemmingOnjuist(Conflict):
    """A lowering is tailored where blame or circumstances ask for it, and only there."""

    code = "afstemming-onjuist"


class GeenBijstand(Conflict):
    """There is no benefit that can be lowered; what is left is ending a voorziening."""

    code = "geen-bijstand"


class MeerDanDeNorm(Conflict):
    """All maatregelen of a month together take off more than the benefit."""

    code = "meer-dan-de-norm"


class RegelOntbreekt(Conflict):
    """The law leaves this to the gemeente, and the gemeente says nothing."""

    code = "regel-ontbreekt"


def controleer_gedraging(wet: Maatregelwet, gedraging: Gedraging, dag: date) -> None:
    """Whether the law has a maatregel for it.

    Raises GrondOnbekend, GrondNietVervuld, GeenVerwijt or AfstemmingOnjuist.
    """
    _controleer_grond(wet.gronden.op(dag), gedraging)
    verwijt = wet.verwijtbaarheid.op(dag)
    gevolg = verwijt.waarde[gedraging.verwijtbaarheid]
    if gevolg == "niets":
        regel = _regel(verwijt, gedraging.verwijtbaarheid)
        raise GeenVerwijt("zonder verwijt geen maatregel", regels=[regel])
    afgestemd = gevolg == "afgestemd" or gedraging.dringende_redenen
    if afgestemd and gedraging.procent is None:
        regel = wet.dringende_redenen.op(dag).als_regel()
        raise AfstemmingOnjuist("noem het procent waarop is afgestemd", regels=[regel])
    if not afgestemd and gedraging.procent is not None:
        regel = _regel(wet.maanden_hoogstens.op(dag), "100%")
        raise AfstemmingOnjuist("zonder reden om af te stemmen is het 100%", regels=[regel])


def controleer_bijstand(
    wet: Maatregelwet, duren: Collection[Uitkeringsduur], einde: date | None, dag: date
) -> None:
    """Raises GeenBijstand when no benefit that can be lowered runs on this day (S-096); `einde`: of any right."""
    soorten = wet.uitkeringen.op(dag)
    voorbij = einde is not None and einde < dag
    if voorbij or not heeft_uitkering(duren, soorten.waarde, dag):
        regel = _regel(soorten, ", ".join(soorten.waarde))
        raise GeenBijstand(f"op {dag} is er geen bijstand om te verlagen", regels=[regel])


def verlaging(
    beleid: AfstemmingBeleid,
    gemeente: str,
    gedraging: Gedraging,
    eerdere: Iterable[Eerdere],
    dag: date,
) -> Verlaging:
    """What a decision on `dag` takes off, from that month on (Pw 18(5)).

    Raises RegelOntbreekt, or BuitenGeldigheid where the rules of the gemeente do not hold on that day.
    """
    binnen = beleid.wet.herhaling_binnen_maanden.op(dag).waarde
    keer = herhaling(eerdere, gedraging.dag, binnen)
    duur, delen = _duur(beleid.wet, beleid.gemeenten.get(gemeente), keer, dag)
    # what is left of a cent is for the person
    totaal = gedraging.norm_centen * duur.waarde * (gedraging.procent or 100) // 100
    maanden = (plus_maanden(dag.replace(day=1), verder) for verder in range(len(delen)))
    bedragen = zip(maanden, verdeel(totaal, delen), strict=True)
    per_maand = [Maandbedrag(maand=maand, bedrag_centen=cent) for maand, cent in bedragen if cent]
    return Verlaging(keer, duur.regel, tuple(per_maand))


def controleer_norm(
    wet: Maatregelwet, norm_centen: int, gevonden: Verlaging, al_af: Mapping[date, int], dag: date
) -> None:
    """Raises MeerDanDeNorm when other maatregelen leave too little of a month to take this off (Pw 18(5))."""
    te_veel = [
        str(deel.maand)
        for deel in gevonden.maanden
        if al_af.get(deel.maand, 0) + deel.bedrag_centen > norm_centen
    ]
    if te_veel:
        regel = _regel(wet.maanden_hoogstens.op(dag), "100%")
        raise MeerDanDeNorm(f"meer dan de norm in {', '.join(te_veel)}", regels=[regel])


def herhaling(eerdere: Iterable[Eerdere], gedraging: date, binnen: int) -> int:
    """How often before, each time within so many months after the decision: 0, 1, or 2 for oftener (Pw 18(6)-(8)).

    What was done before a decision is no repetition of it.
    """
    vorige = [
        eerder.herhaling
        for eerder in eerdere
        if eerder.besluitdatum < gedraging <= _tot(eerder.besluitdatum, binnen)
    ]
    return min(max(vorige, default=-1) + 1, 2)


def verdeel(totaal: int, delen: Collection[int]) -> Iterator[int]:
    """Cents a month in these parts; each month is rounded up, so that the first is never too low (W-026)."""
    over = sum(delen)
    for deel in delen:
        bedrag = -(-totaal * deel // over)
        yield bedrag
        totaal, over = totaal - bedrag, over - deel


def uiterste_heroverweging(wet: Maatregelwet, besluitdatum: date) -> date:
    """The last day on which looking at it again is in time (Pw 18(3))."""
    return plus_maanden(besluitdatum, wet.heroverweging_maanden.op(besluitdatum).waarde)


def _tot(besluitdatum: date, maanden: int) -> date:
    return laatste_dag(besluitdatum + timedelta(days=1), maanden)


def _controleer_grond(gronden: Waarde[tuple[Grond, ...]], gedraging: Gedraging) -> None:
    bekend = {grond.code: grond for grond in gronden.waarde}
    grond = bekend.get(gedraging.grond)
    if grond is None:
        regel = _regel(gronden, ", ".join(bekend))
        raise GrondOnbekend(f"de wet kent geen grond {gedraging.grond}", regels=[regel])
    mist = [feit for feit in grond.vereist if not gedraging.feiten.get(feit)]
    if mist:
        regels = [Regel(grond.regel, gronden.bron, feit, gronden.geldig.van) for feit in mist]
        raise GrondNietVervuld(f"niet voldaan of niet bekend: {', '.join(mist)}", regels=regels)


def _duur(
    wet: Maatregelwet, afstemming: Afstemming | None, keer: int, dag: date
) -> tuple[Waarde[int], tuple[int, ...]]:
    """How many months of the norm, and in which parts; only a first lowering may be spread (Pw 18(5))."""
    if afstemming is None:
        regel = wet.maanden_hoogstens.op(dag).als_regel()
        raise RegelOntbreekt("de gemeente heeft geen maatregel vastgelegd", regels=[regel])
    if keer == 0:
        return afstemming.duur_maanden.op(dag), afstemming.verdeling.op(dag).waarde
    duur = _herhaald(wet, afstemming, dag) if keer == 1 else wet.verdere_herhaling_maanden.op(dag)
    return duur, (1,) * duur.waarde


def _herhaald(wet: Maatregelwet, afstemming: Afstemming, dag: date) -> Waarde[int]:
    gekozen = afstemming.herhaling_maanden.op(dag)
    if gekozen.waarde is None:
        regels = [wet.herhaling_binnen_maanden.op(dag).als_regel(), gekozen.als_regel()]
        raise RegelOntbreekt("de gemeente zegt niets over een herhaling", regels=regels)
    return Waarde(gekozen.waarde, gekozen.geldig, gekozen.regel, gekozen.bron)


def _regel(waarde: Waarde[Any], parameter: str) -> Regel:
    return Regel(waarde.regel, waarde.bron, parameter, waarde.geldig.van)
