"""The pages of a toekenning and of a person: what was granted, why, and what happened since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.persoon import queries as personen
from services.trajecten.productenboek.pages import leesbaar, producten, zin
from services.trajecten.productenboek.schemas import ProductAntwoord
from services.trajecten.toekenning import queries
from services.trajecten.toekenning.domain import VERBRUIKT, PersoonOnbekend, ToekenningOnbekend
from services.trajecten.toekenning.schemas import ToekenningAntwoord, ToekenningDetail
from services.trajecten.toetsing.schemas import UitkomstAntwoord
from services.trajecten.traject import queries as trajecten
from shared.auth import INZAGE
from shared.clock import kalenderdag
from shared.gemeenten import GEMEENTEN
from shared.routing import Call, Reads
from shared.schemas import Gemeentecode
from shared.web.opmaak import MAANDEN, euros, kort, voluit
from shared.web.pages import PageRouter

router = PageRouter("trajecten", Path(__file__).with_name("templates"), verwerking="voorzieningen")
PER_PAGINA = 50
_BUDGET = {
    "tekort": "Er is genoeg geld op de post",
    "geen-begroting": "Er is een begroting voor dit jaar",
    "plafond": "Er is een plek vrij",
    "na-einde-fonds": "Het fonds is nog open",
    "budgethouder": "De budgethouder stemt in",
}
_VERDICT = {
    "concept": ("let", "Deze toekenning moet nog worden voorgelegd"),
    "ter_toetsing": ("let", "Deze toekenning wacht op een tweede beoordelaar"),
    "aangevraagd": ("let", "Deze toekenning wacht op antwoord van budget"),
    "aangehouden": ("let", "Deze toekenning wacht op de budgethouder"),
    "verleend": ("goed", "Deze toekenning is verleend"),
    "gestart": ("goed", "Deze toekenning is verleend en loopt"),
    "beeindigd": ("goed", "Deze toekenning is beëindigd"),
    "ingetrokken": ("let", "Deze toekenning is ingetrokken"),
    "geweigerd": ("fout", "Deze toekenning is geweigerd"),
}
_ZIN = Markup(
    '<a class="utrecht-link utrecht-link--html-a" href="/trajecten/toekenningen/{t.id}">'
    'Toekenning en toetsing</a>. Post <a class="utrecht-link utrecht-link--html-a" '
    'href="/budget/posten/{t.post}?gemeente={t.gemeente}&amp;jaar={jaar}">{t.post}</a>'
)


@dataclass(frozen=True, slots=True)
class Regel:
    """The outcome of one rule as the page shows it; `pad` is the page of the rule, if it has one."""

    tekst: str
    id: str
    pad: str | None
    bron: str
    uitkomst: str
    feit: str
    parameter: str
    verandert: str = ""


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """Something in the life of a person at the gemeente; `geld` when it moved money."""

    op: date
    teken: str
    titel: str
    zin: str = ""
    geld: bool = False

    @property
    def dag(self) -> str:
        """The day as the timeline shows it."""
        return kort(self.op)


@dataclass(frozen=True, slots=True)
class Maand:
    """A month of the timeline."""

    naam: str
    gebeurtenissen: Sequence[Gebeurtenis]


@router.page("/toekenningen/{toekenning_id:uuid}")
async def toon_toekenning(toekenning_id: UUID, call: Reads) -> Response:
    async with call.read() as session:
        row = await queries.toekenning(session, toekenning_id)
        if row is None:
            raise ToekenningOnbekend
        found = ToekenningDetail.of(row)
        call.raakt(found)
        product = await _product(session, found)
    ruimte = await _ruimte(call, found)
    aandacht = _aandacht(found)
    soort, titel = _VERDICT.get(found.status, ("let", f"Deze toekenning is {found.status}"))
    return router.toon(
        call,
        "toekenning.html",
        actief="Personen",
        gemeente=GEMEENTEN[found.gemeente].naam,
        t=found,
        naam=product.naam if product else found.product,
        soort=soort,
        titel=titel,
        aandacht=aandacht,
        voldoet=_voldoet(found, product),
        per_jaar=_per_jaar(found),
        ruimte=ruimte,
        stand=voluit(kalenderdag(call.runtime.clock.now())),
    )


async def _product(session: AsyncSession, found: ToekenningAntwoord) -> ProductAntwoord | None:
    """The product as the book had it on the day of the decision."""
    alle = await producten(session, found.gemeente, found.besluitdatum)
    return next((product for product in alle if product.code == found.product), None)


async def _ruimte(call: Call, found: ToekenningAntwoord) -> Mapping[str, Any] | None:
    """What budget says the post has now; None when it does not answer."""
    params: dict[str, str | int] = {
        "gemeente": found.gemeente,
        "post": found.post,
        "fonds": found.fonds,
        "jaar": found.besluitdatum.year,
    }
    if found.plafond:
        params["plafond"] = found.plafond
    answer = await call.elders.get("budget", "/beschikbaar", params)
    return answer if isinstance(answer, dict) else None


def _voldoet(found: ToekenningDetail, product: ProductAntwoord | None) -> list[Regel]:
    eisen = [*product.voorwaarden, *product.startvoorwaarden] if product else []
    toetsen = {v.naam: v.toets for v in eisen} | {"kosten": "bedrag-hoogstens"}
    gekend = {v.regel.id for v in eisen}
    return [
        _regel(u, toetsen.get(u.voorwaarde), found, gekend=u.regel in gekend)
        for u in found.toetsing.uitkomsten
    ]


def _regel(
    u: UitkomstAntwoord, toets: str | None, found: ToekenningDetail, *, gekend: bool
) -> Regel:
    waar = f"/trajecten/regels/{u.regel}?gemeente={found.gemeente}&op={found.besluitdatum}"
    pad = waar if gekend else None
    parameter = "ja" if toets == "feit" else leesbaar(toets, u.parameter)
    woord = u.uitkomst.replace("-", " ")
    feit = leesbaar(toets, u.feit)
    return Regel(zin(u.voorwaarde), u.regel, pad, u.bron, woord, feit, parameter)


def _aandacht(found: ToekenningDetail) -> list[Regel]:
    """What budget said no or not yet to."""
    antwoord = found.antwoord_budget
    if antwoord is None or found.status not in {"aangehouden", "geweigerd"}:
        return []
    geld = antwoord.reden in {"tekort", "geen-begroting"}
    feit, gevraagd = (
        (f"{euros(antwoord.beschikbaar)} beschikbaar", f"{euros(antwoord.gevraagd)} gevraagd")
        if geld
        else (f"{antwoord.beschikbaar} vrij", f"{antwoord.gevraagd} gevraagd")
    )
    wacht = found.status == "aangehouden"
    regel = antwoord.regel or ""
    return [
        Regel(
            _BUDGET.get(antwoord.reden, antwoord.reden.replace("-", " ").capitalize()),
            regel,
            f"/budget/regels/{regel}?gemeente={found.gemeente}" if regel else None,
            antwoord.bron or f"post {antwoord.post}",
            "niet te bepalen" if wacht else "voldoet niet",
            feit,
            gevraagd,
            "een besluit van de budgethouder." if wacht else "meer ruimte, of een lager bedrag.",
        )
    ]


def _per_jaar(found: ToekenningDetail) -> list[tuple[int, int]]:
    maanden = groupby(found.kosten, key=lambda maand: maand.maand.year)
    return [(jaar, sum(maand.bedrag_centen for maand in delen)) for jaar, delen in maanden]


@router.page("/personen")
async def toon_personen(
    call: Reads,
    gemeente: Annotated[Gemeentecode | None, Query()] = None,
    pagina: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    plaatsen = sorted(call.caller.gemeenten or ())
    plaats = call.caller.gemeente(gemeente or plaatsen[0])
    async with call.read() as session:
        begin = (pagina - 1) * PER_PAGINA
        totaal, rows = await personen.bladzij(session, plaats, begin, PER_PAGINA)
        call.raakt(*rows)
        refs = [row.persoon_ref for row in rows]
        aantallen = await queries.aantallen(session, plaats, refs)
        return router.toon(
            call,
            "personen.html",
            actief="Personen",
            gemeente=GEMEENTEN[plaats].naam,
            code=plaats,
            plaatsen=[GEMEENTEN[code] for code in plaatsen],
            personen=rows,
            aantallen=aantallen,
            totaal=totaal,
            begin=begin,
            pagina=pagina,
        )


@router.page("/personen/{persoon_ref:uuid}")
async def toon_persoon(persoon_ref: UUID, call: Reads) -> Response:
    async with call.read() as session:
        rows = await personen.overal(session, persoon_ref)
        if not rows:
            raise PersoonOnbekend
        persoon = rows[0]
        call.raakt(persoon)
        query = queries.toekenningen(persoon_ref, None, persoon.gemeente)
        gevonden = [ToekenningAntwoord.of(row) for row in await session.scalars(query)]
        paden = await session.scalars(trajecten.trajecten(persoon_ref, persoon.gemeente))
        momenten = [Gebeurtenis(t.geopend_op, "stuk", "Traject geopend") for t in paden]
        if persoon.diagnose_op:
            momenten.append(_diagnose(persoon))
        namen = {t.product: p.naam for t in gevonden if (p := await _product(session, t))}
        for t in gevonden:
            momenten += _momenten(t, namen.get(t.product, t.product))
        return router.toon(
            call,
            "persoon.html",
            actief="Personen",
            gemeente=GEMEENTEN[persoon.gemeente].naam,
            persoon=persoon,
            inzage=INZAGE in call.caller.scopes,
            toekenningen=gevonden,
            namen=namen,
            maanden=_maanden(momenten),
            stand=voluit(kalenderdag(call.runtime.clock.now())),
        )


def _diagnose(persoon: Any) -> Gebeurtenis:
    delen = [
        f"afstand {persoon.afstand}" if persoon.afstand else "",
        f"profiel {persoon.profiel}" if persoon.profiel else "",
        f"trede {persoon.trede}" if persoon.trede else "",
    ]
    titel = ", ".join(deel for deel in delen if deel) or "zonder uitkomst"
    return Gebeurtenis(persoon.diagnose_op, "goed", f"Diagnose: {titel}")


def _momenten(t: ToekenningAntwoord, naam: str) -> list[Gebeurtenis]:
    """What happened with a toekenning, by day: the decision, the start and the end."""
    besloten = t.status in VERBRUIKT - {"aangevraagd", "aangehouden"} or t.status == "ingetrokken"
    woord = "verleend" if besloten else t.status.replace("_", " ")
    bedrag = f"{euros(t.bedrag_centen)} {'vastgelegd' if besloten else 'gevraagd'}"
    found = [_moment(t, t.besluitdatum, f"{naam} {woord}, {bedrag}", geld=besloten)]
    if t.gestart_op:
        found.append(_moment(t, t.gestart_op, f"{naam} gestart", geld=False))
    if t.geeindigd_op:
        einde = "ingetrokken" if t.status == "ingetrokken" else "beëindigd"
        reden = f" ({t.reden})" if t.reden else ""
        found.append(_moment(t, t.geeindigd_op, f"{naam} {einde}{reden}", geld=True))
    return found


def _moment(t: ToekenningAntwoord, dag: date, titel: str, *, geld: bool) -> Gebeurtenis:
    zin_ = _ZIN.format(t=t, jaar=t.besluitdatum.year)
    return Gebeurtenis(dag, "euro" if geld else "stuk", titel, zin_, geld)


def _maanden(momenten: Sequence[Gebeurtenis]) -> list[Maand]:
    """The timeline by month, the newest first."""
    nieuwste = sorted(momenten, key=lambda g: g.op, reverse=True)
    maanden = groupby(nieuwste, key=lambda g: (g.op.year, g.op.month))
    return [Maand(f"{MAANDEN[maand - 1]} {jaar}", list(g)) for (jaar, maand), g in maanden]
