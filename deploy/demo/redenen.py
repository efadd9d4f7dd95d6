"""Why something was refused, in words: the answer of the suite for somebody who does not know its codes. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from shared.money import in_euros

_ZINNEN: Final[Mapping[str, str]] = {
    "S-080": "zonder baangarantie van de werkgever komt er geen geld voor een leerwerkplek",
    "S-090": "niet aan de voorwaarden voor een persoonlijk re-integratiebudget voldaan",
    "S-091": "een persoonlijk re-integratiebudget is eenmalig en hoogstens € 2.500",
    "S-125": "een participatieplaats is er vanaf 27 jaar, bij een lange afstand tot werk en op eigen verzoek",
    "S-130": "voor een deel van een halfjaar is er geen premie",
    "W-093": "een werkvoucher vraagt een uitkering op de dag voor het werk, 24 uur en een contract van een half jaar",
    "W-094": "een uitstroompremie vraagt een jaar ononderbroken bijstand en is er hoogstens twee keer",
}
_PLAFOND: Final = "alle plekken van dit jaar zijn vergeven"
_TEKORT: Final = "op de post was nog {vrij} over en er was {gevraagd} nodig"
_ANDERS: Final[Mapping[str, str]] = {
    "onbekende-post": "de begroting kent deze post niet",
    "onbekend-plafond": "voor deze plekken is geen aantal vastgesteld",
    "na-einde-fonds": "het fonds is dan afgelopen",
    "geen-begroting": "voor dat jaar is er geen begroting",
    "budgethouder": "de budgethouder zei nee",
    "verkeerde-post": "deze voorziening hoort op een andere post",
}


def van_regels(problem: Mapping[str, Any]) -> str:
    """The words of a refusal by the rules."""
    regels = {regel["id"]: regel for regel in problem.get("regels", [])}
    if not regels:
        return str(problem.get("detail") or problem["title"])
    return "; ".join(_met_bron(id_, regels[id_], problem) for id_ in sorted(regels))


def _met_bron(id_: str, regel: Mapping[str, Any], problem: Mapping[str, Any]) -> str:
    zin = _ZINNEN.get(id_) or str(problem.get("detail") or problem["title"])
    return f"{zin} ({id_}, {regel['bron']})"


def van_budget(antwoord: Mapping[str, Any]) -> str:
    """The words of a refusal by budget."""
    reden = antwoord["reden"]
    if reden == "plafond":
        zin = _PLAFOND
    elif reden == "tekort":
        vrij, gevraagd = antwoord["beschikbaar"], antwoord["gevraagd"]
        zin = _TEKORT.format(vrij=f"€ {in_euros(vrij)}", gevraagd=f"€ {in_euros(gevraagd)}")
    else:
        zin = _ANDERS.get(reden, reden)
    regel = ", ".join(antwoord[naam] for naam in ("regel", "bron") if antwoord.get(naam))
    return f"{zin} ({regel})" if regel else zin
