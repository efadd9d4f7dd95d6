"""The page of one rule: every product and condition of the productenboek that it made, with its source."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.productenboek import queries
from services.trajecten.productenboek.domain import RegelOnbekend
from services.trajecten.productenboek.schemas import ProductAntwoord
from shared.clock import kalenderdag
from shared.gemeenten import GEMEENTEN
from shared.routing import Reads
from shared.schemas import Datum, Gemeentecode
from shared.web.opmaak import euros
from shared.web.pages import PageRouter

router = PageRouter("trajecten", Path(__file__).with_name("templates"))

_ZINNEN: Final[Mapping[str, str]] = {
    "eigen-aanvraag": "De inwoner heeft zelf aangevraagd",
    "plan-met-doelen": "Het plan heeft concrete doelen",
    "geen-re-integratietraject": "Er loopt geen ander re-integratietraject",
    "toestemming-college": "Het college geeft toestemming",
    "deel-van-actieplan": "Het hoort bij het persoonlijk actieplan",
    "bedrag": "Het bedrag blijft binnen het maximum",
    "eenmalig": "De inwoner kreeg dit niet eerder",
    "afstand": "De afstand tot de arbeidsmarkt past",
    "profiel": "Het profiel past",
    "fonds": "Het fonds mag dit betalen",
    "periode": "De periode kan worden uitgevoerd",
    "plafond": "Er is een plek vrij",
    "kosten": "Het is bekend wat het kost",
    "uitkering": "De inwoner heeft een uitkering die hierbij past",
    "leeftijd": "De inwoner is oud genoeg op de startdatum",
    "duur": "Het duurt niet te lang",
    "uren": "Het aantal uren past",
    "toestemming-inwoner": "De inwoner doet vrijwillig mee",
    "perspectief": "Het beroep heeft perspectief op de arbeidsmarkt",
    "motivatie-en-haalbaarheid": "Motivatie en haalbaarheid zijn onderzocht",
    "studiefinanciering": "Studiefinanciering gaat niet voor",
    "levenlanglerenkrediet": "Het levenlanglerenkrediet gaat niet voor",
    "baangarantie": "De werkgever garandeert een baan bij succes",
    "ervaring-of-vaardigheden": "De inwoner mist werkervaring of vaardigheden",
    "kennismaking": "Een kennismaking is aangeboden",
    "loonwaarde": "De loonwaarde is gemeten",
    "eigen-jobcoach": "Een eigen jobcoach is niet mogelijk",
    "uitkering-voor-werk": "De inwoner had bijstand op de dag voor het werk begon",
    "contract": "Het contract duurt lang genoeg",
    "eens-per-plaatsing": "Voor deze plaatsing is het niet eerder gegeven",
    "vertrek": "De uitkering is beëindigd om deze reden",
    "duur-uitkering": "De uitkering liep lang genoeg zonder onderbreking",
    "hoogstens-twee": "De inwoner kreeg dit niet te vaak",
    "aan-het-werk-gebleven": "De inwoner is aan het werk gebleven",
    "leerdoelen": "De overeenkomst noemt leerdoelen",
    "aanvullend-werk": "Het werk is aanvullend en verdringt niemand",
    "verzekering": "De aansprakelijkheid is verzekerd",
    "duur-en-omvang": "De overeenkomst noemt duur en omvang",
    "voortgang": "De overeenkomst zegt hoe de voortgang wordt gevolgd",
    "afstemming": "De overeenkomst zegt dat partijen bij afwezigheid meteen afstemmen",
    "getekend-door-inwoner": "De inwoner heeft de overeenkomst getekend",
    "getekend-door-werkgever": "De werkgever heeft de overeenkomst getekend",
    "getekend-door-gemeente": "De gemeente heeft de overeenkomst getekend",
    "zorgtraject": "De inwoner zit in een zorgtraject",
    "inburgeraar": "De inwoner is inburgeraar",
    "zoekt-langer-dan-jaar": "De inwoner zoekt langer dan een jaar werk",
    "banenafspraak": "De inwoner hoort tot de banenafspraak",
}
_DAG: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_HOOFDLETTER: Final = re.compile(r"(?<=[a-z])[A-Z]")


def zin(voorwaarde: str) -> str:
    """A condition as a sentence that is true when it is met; its name when it has none."""
    return _ZINNEN.get(voorwaarde) or voorwaarde.replace("-", " ").capitalize()


def leesbaar(toets: str | None, tekst: str | None) -> str:
    """A parameter or a fact as people read it: euros, days as dd-mm-jjjj, hours for minutes, facts in words."""
    if tekst is None:
        return ""
    if toets == "bedrag-hoogstens" and tekst.isdigit():
        return euros(int(tekst))
    if toets in {"omvang-tussen", "omvang-minstens"}:
        return re.sub(
            r"\d+", lambda minuten: f"{int(minuten[0]) / 60:g} uur".replace(".", ","), tekst
        )
    if toets == "aantal-per-persoon" and tekst.isdigit():
        return f"{tekst} keer per inwoner"
    woorden = _HOOFDLETTER.sub(lambda letter: f" {letter[0].lower()}", tekst)
    return _DAG.sub(r"\3-\2-\1", woorden)


@dataclass(frozen=True, slots=True)
class Plek:
    """Where a rule is used: a product itself, or one condition of it, with the days it holds (inclusive)."""

    product: str
    wat: str
    parameter: str
    vanaf: date | None
    tot: date | None
    bron: str


@router.page("/regels/{regel}")
async def toon_regel(
    regel: str,
    call: Reads,
    gemeente: Annotated[Gemeentecode | None, Query()] = None,
    op: Annotated[Datum | None, Query()] = None,
) -> Response:
    plaats = call.caller.gemeente(gemeente or min(call.caller.gemeenten or ()))
    dag = op or kalenderdag(call.runtime.clock.now())
    async with call.read() as session:
        gevonden = await producten(session, plaats, dag)
    plekken = [plek for product in gevonden for plek in _plekken(product, regel)]
    if not plekken:
        raise RegelOnbekend
    return router.toon(
        call,
        "regel.html",
        actief="Personen",
        gemeente=GEMEENTEN[plaats].naam,
        regel=regel,
        plekken=plekken,
        bronnen=sorted({plek.bron for plek in plekken}),
        dag=dag,
    )


async def producten(session: AsyncSession, plaats: str, dag: date) -> Sequence[ProductAntwoord]:
    """The products of the book on a day, with their conditions."""
    boek = await queries.boek(session, plaats, dag)
    if boek is None:
        return ()
    versie, inhoud = boek
    return [ProductAntwoord.of(plaats, code, p, versie, dag) for code, p in inhoud.items()]


def _plekken(product: ProductAntwoord, regel: str) -> Iterator[Plek]:
    if product.regel.id == regel:
        wat, bron = "de voorziening zelf", product.regel.bron
        yield Plek(product.naam, wat, "", product.geldig_vanaf, product.geldig_tot, bron)
    if (bedrag := product.bekostiging).regel and bedrag.regel.id == regel:
        centen = euros(bedrag.centen) if bedrag.centen else bedrag.reden or ""
        van, tot = product.geldig_vanaf, product.geldig_tot
        yield Plek(product.naam, "Wat het kost", centen, van, tot, bedrag.regel.bron)
    for voorwaarde in (*product.voorwaarden, *product.startvoorwaarden):
        eis = voorwaarde.regel
        if eis.id == regel:
            yield Plek(
                product.naam,
                zin(voorwaarde.naam),
                leesbaar(voorwaarde.toets, eis.parameter),
                eis.geldig_vanaf,
                voorwaarde.geldig_tot,
                eis.bron,
            )
