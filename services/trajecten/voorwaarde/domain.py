"""One check per kind of condition: pure, each says whether it is met and which fact it looked at."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeAlias

from services.trajecten.aanvraag.domain import Aanvraag, Situatie
from services.trajecten.persoon.domain import (
    heeft_uitkering,
    ononderbroken_sinds,
    volle_maanden,
)
from services.trajecten.voorwaarde.policy import (
    AantalPerPersoon,
    AantalPerPlaatsing,
    AfstandIn,
    BedragHoogstens,
    ContractMinstens,
    DagenHoogstens,
    EenVanFeiten,
    FeitVereist,
    FondsOpen,
    GeenReIntegratie,
    GeenVoorliggendRecht,
    LeeftijdVanaf,
    LoonwaardeGemeten,
    MaandenHoogstens,
    OmvangMinstens,
    OmvangTussen,
    ProfielIs,
    UitkeringIs,
    UitkeringOnonderbroken,
    UitkeringVoorWerk,
    VertrekNaar,
    VolgendeNaWerk,
    Voorwaarde,
)
from shared.periode import laatste_dag


class Bevonden(NamedTuple):
    """What one check says: met, not met or (None) not to be determined, and the fact it looked at."""

    voldoet: bool | None
    feit: str | None = None


Check: TypeAlias = Callable[[Any, Aanvraag, Situatie], Bevonden]
ONBEKEND = Bevonden(None)


def bevind(eis: Voorwaarde, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    """The outcome of a condition; an exception that is true sets it aside."""
    uitzondering = next((feit for feit in eis.tenzij if aanvraag.feiten.get(feit)), None)
    if uitzondering:
        return Bevonden(voldoet=True, feit=f"uitzondering: {uitzondering}")
    return TOETSEN[type(eis)](eis, aanvraag, situatie)


def leeftijd(geboren: date, dag: date) -> int:
    """Whole years on a day; who is born on 29 February turns on 1 March in other years."""
    return dag.year - geboren.year - ((dag.month, dag.day) < (geboren.month, geboren.day))


def _feit(eis: FeitVereist, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    gegeven = aanvraag.feiten.get(eis.parameter)
    return ONBEKEND if gegeven is None else Bevonden(gegeven, "ja" if gegeven else "nee")


def _een_van(eis: EenVanFeiten, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    gegeven = [aanvraag.feiten.get(feit) for feit in eis.parameter]
    if not any(gegeven) and None in gegeven:
        return ONBEKEND
    waar = [feit for feit in eis.parameter if aanvraag.feiten.get(feit)]
    return Bevonden(bool(waar), ", ".join(waar) or "geen van deze")


def _geen_re_integratie(eis: GeenReIntegratie, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    lopend = situatie.lopende_re_integratie
    return ONBEKEND if lopend is None else Bevonden(not lopend, ", ".join(lopend) or "geen")


def _bedrag(eis: BedragHoogstens, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    bedrag = aanvraag.bedrag_centen
    return ONBEKEND if bedrag is None else Bevonden(bedrag <= eis.parameter, str(bedrag))


def _aantal(eis: AantalPerPersoon, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    return _minder(situatie.aantal_eerder, eis.parameter)


def _aantal_per_plaatsing(
    eis: AantalPerPlaatsing, aanvraag: Aanvraag, situatie: Situatie
) -> Bevonden:
    return _minder(situatie.aantal_op_plaatsing, eis.parameter)


def _minder(eerder: int | None, hoogstens: int) -> Bevonden:
    return ONBEKEND if eerder is None else Bevonden(eerder < hoogstens, f"eerder {eerder}")


def _afstand(eis: AfstandIn, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    afstand = situatie.persoon.afstand
    return Bevonden(None if afstand is None else afstand in eis.parameter, afstand)


def _profiel(eis: ProfielIs, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    profiel = situatie.persoon.profiel
    return Bevonden(None if profiel is None else profiel == eis.parameter, profiel)


def _fonds(eis: FondsOpen, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    """W-073: no month after the last day of the fund."""
    fonds = aanvraag.fonds or next(iter(eis.parameter))
    if fonds not in eis.parameter:
        return Bevonden(voldoet=False, feit=fonds)
    einde = eis.parameter[fonds]
    laatste = max(aanvraag.maanden, default=aanvraag.startdatum)
    return Bevonden(einde is None or laatste <= einde, f"{fonds} t/m {laatste:%Y-%m}")


def _leeftijd(eis: LeeftijdVanaf, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    geboren = situatie.persoon.geboortedatum
    if geboren is None:
        return ONBEKEND
    jaren = leeftijd(geboren, aanvraag.startdatum)
    return Bevonden(jaren >= eis.parameter, f"{jaren} jaar op {aanvraag.startdatum}")


def _uitkering(eis: UitkeringIs, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    soorten = _uitkeringen_op(situatie, aanvraag.startdatum)
    if soorten is None:
        return ONBEKEND
    return Bevonden(any(s in eis.parameter for s in soorten), ", ".join(soorten) or "geen")


def _uitkeringen_op(situatie: Situatie, dag: date) -> list[str] | None:
    if situatie.uitkeringen is None:
        return None
    return [duur.soort for duur in situatie.uitkeringen if duur.loopt_op(dag)]


def _maanden(eis: MaandenHoogstens, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    einde = aanvraag.einddatum
    if einde is None:
        return ONBEKEND
    return Bevonden(einde <= laatste_dag(aanvraag.startdatum, eis.parameter), f"t/m {einde}")


def _dagen(eis: DagenHoogstens, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    if aanvraag.einddatum is None:
        return ONBEKEND
    dagen = (aanvraag.einddatum - aanvraag.startdatum).days + 1
    return Bevonden(dagen <= eis.parameter, f"{dagen} dagen")


def _omvang(eis: OmvangTussen, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    minuten = aanvraag.minuten_per_week
    if minuten is None:
        return ONBEKEND
    return Bevonden(eis.parameter.minstens <= minuten <= eis.parameter.hoogstens, str(minuten))


def _voorliggend(eis: GeenVoorliggendRecht, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    geboren, recht = situatie.persoon.geboortedatum, aanvraag.feiten.get(eis.parameter.recht)
    if recht is False:
        return Bevonden(voldoet=True, feit="geen recht")
    if geboren is None:
        return ONBEKEND
    jaren = leeftijd(geboren, aanvraag.startdatum)
    if jaren >= eis.parameter.onder:
        return Bevonden(voldoet=True, feit=f"{jaren} jaar")
    return Bevonden(None if recht is None else False, f"{jaren} jaar")


def _uitkering_voor_werk(
    eis: UitkeringVoorWerk, aanvraag: Aanvraag, situatie: Situatie
) -> Bevonden:
    if situatie.werk is None:
        return ONBEKEND
    dag = situatie.werk.startdatum - timedelta(days=1)
    soorten = _uitkeringen_op(situatie, dag)
    if soorten is None:
        return ONBEKEND
    return Bevonden(eis.parameter in soorten, f"{', '.join(soorten) or 'geen'} op {dag}")


def _contract(eis: ContractMinstens, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    werk = situatie.werk
    if werk is None:
        return ONBEKEND
    if werk.einddatum is None:
        return Bevonden(voldoet=True, feit="geen einddatum")
    lang = werk.einddatum >= laatste_dag(werk.startdatum, eis.parameter)
    return Bevonden(lang, f"{werk.startdatum} t/m {werk.einddatum}")


def _omvang_werk(eis: OmvangMinstens, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    if situatie.werk is None:
        return ONBEKEND
    minuten = situatie.werk.minuten_per_week
    return Bevonden(minuten >= eis.parameter, str(minuten))


def _vertrek(eis: VertrekNaar, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    if situatie.vertrek is None:
        return ONBEKEND
    return Bevonden(situatie.vertrek.reden == eis.parameter, situatie.vertrek.reden)


def _ononderbroken(eis: UitkeringOnonderbroken, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    if situatie.vertrek is None or situatie.uitkeringen is None:
        return ONBEKEND
    elders = (aanvraag.uitkering_elders,) if aanvraag.uitkering_elders else ()
    laatste = situatie.vertrek.laatste_uitkeringsdag
    duren = [*situatie.uitkeringen, *elders]
    if not heeft_uitkering(duren, [eis.parameter.soort], laatste):
        return Bevonden(voldoet=False, feit=f"geen {eis.parameter.soort} op {laatste}")
    sinds = ononderbroken_sinds(duren, [eis.parameter.soort], laatste, eis.parameter.gat)
    if sinds is None:
        return ONBEKEND
    return Bevonden(volle_maanden(sinds, laatste, eis.parameter.maanden), f"{sinds} t/m {laatste}")


def _volgende(eis: VolgendeNaWerk, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    """Only a second one: six months after the last day of the benefit, and none of it since."""
    vertrek, eerder = situatie.vertrek, situatie.aantal_eerder
    if vertrek is None or eerder is None or situatie.uitkeringen is None:
        return ONBEKEND
    if eerder == 0:
        return Bevonden(voldoet=True, feit="de eerste")
    gewerkt = laatste_dag(vertrek.laatste_uitkeringsdag + timedelta(days=1), eis.parameter)
    terug = any(
        (duur.tot or date.max) > vertrek.laatste_uitkeringsdag
        for duur in situatie.uitkeringen
        if duur.soort == "participatiewet"
    )
    lang = gewerkt < aanvraag.besluitdatum and not terug
    werkt = aanvraag.feiten.get("onafgebrokenAanHetWerk")
    feit = f"zonder uitkering vanaf {vertrek.laatste_uitkeringsdag + timedelta(days=1)}"
    return Bevonden(werkt if lang else False, feit)


def _loonwaarde(eis: LoonwaardeGemeten, aanvraag: Aanvraag, situatie: Situatie) -> Bevonden:
    loonwaarde = aanvraag.loonwaarde
    if loonwaarde is None:
        return Bevonden(voldoet=False, feit="geen meting")
    op_tijd = loonwaarde.gemeten_op <= aanvraag.besluitdatum
    return Bevonden(op_tijd, f"{loonwaarde.procent}% op {loonwaarde.gemeten_op}")


TOETSEN: Mapping[type[Voorwaarde], Check] = {
    FeitVereist: _feit,
    EenVanFeiten: _een_van,
    GeenReIntegratie: _geen_re_integratie,
    BedragHoogstens: _bedrag,
    AantalPerPersoon: _aantal,
    AfstandIn: _afstand,
    ProfielIs: _profiel,
    FondsOpen: _fonds,
    LeeftijdVanaf: _leeftijd,
    UitkeringIs: _uitkering,
    MaandenHoogstens: _maanden,
    DagenHoogstens: _dagen,
    OmvangTussen: _omvang,
    GeenVoorliggendRecht: _voorliggend,
    UitkeringVoorWerk: _uitkering_voor_werk,
    ContractMinstens: _contract,
    OmvangMinstens: _omvang_werk,
    AantalPerPlaatsing: _aantal_per_plaatsing,
    VertrekNaar: _vertrek,
    UitkeringOnonderbroken: _ononderbroken,
    VolgendeNaWerk: _volgende,
    LoonwaardeGemeten: _loonwaarde,
}
