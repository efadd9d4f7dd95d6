"""The pages of persons: who there are, and all that happened to one of them, from every noun."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

from fastapi import Query, Response
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.besluit import queries as besluiten
from services.trajecten.maatregel import queries as maatregelen
from services.trajecten.maatregel.schemas import (
    HeroverwegingAntwoord,
    MaatregelDetail,
    MaatregelmaandAntwoord,
)
from services.trajecten.persoon import queries as personen
from services.trajecten.persoon.domain import Persoonsfeiten
from services.trajecten.plaatsing import queries as plaatsingen
from services.trajecten.plaatsing.schemas import PlaatsingAntwoord
from services.trajecten.plan import queries as plannen
from services.trajecten.plan.schemas import PlanAntwoord
from services.trajecten.toekenning import queries
from services.trajecten.toekenning.domain import VERBRUIKT, PersoonOnbekend
from services.trajecten.toekenning.pages import product_van
from services.trajecten.toekenning.schemas import ToekenningAntwoord
from services.trajecten.traject import queries as trajecten
from services.trajecten.uitstroom import queries as uitstroom
from services.trajecten.uitstroom.schemas import UitstroomAntwoord
from shared.auth import INZAGE
from shared.clock import kalenderdag
from shared.contracts.werkgevers import SoortOvereenkomst
from shared.gemeenten import GEMEENTEN
from shared.routing import Reads
from shared.schemas import Gemeentecode
from shared.web.opmaak import MAANDEN, euros, kort, voluit
from shared.web.pages import PageRouter

router = PageRouter("trajecten", Path(__file__).with_name("templates"), verwerking="voorzieningen")
PER_PAGINA: Final = 50
ZIET_MAATREGELEN: Final = "trajecten.bewerken"
"""The scope that the API of maatregelen asks for, also to read."""
_WERK: Final[Mapping[SoortOvereenkomst, str]] = {
    "01": "reguliere baan",
    "02": "leerbaan",
    "03": "vrijwilligerswerk",
    "04": "werkervaringsplaats",
}
_ZIN: Final = Markup(
    '<a class="utrecht-link utrecht-link--html-a" href="/trajecten/toekenningen/{t.id}">'
    'Toekenning en toetsing</a>. Post <a class="utrecht-link utrecht-link--html-a" '
    'href="/budget/posten/{t.post}?gemeente={t.gemeente}&amp;jaar={jaar}">{t.post}</a>'
)


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
        namen = {t.product: p.naam for t in gevonden if (p := await product_van(session, t))}
        wie = (persoon_ref, persoon.gemeente)
        momenten = []
        if persoon.diagnose_op:
            momenten.append(_diagnose(persoon.diagnose_op, persoon.feiten()))
        momenten += await _begeleiding(session, *wie)
        momenten += await _toegekend(session, *wie, gevonden, namen)
        if ZIET_MAATREGELEN in call.caller.scopes:
            momenten += await _maatregelen(session, *wie)
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


async def _begeleiding(session: AsyncSession, ref: UUID, gemeente: str) -> list[Gebeurtenis]:
    """The traject with its plan, work, and leaving the benefit."""
    paden = await session.scalars(trajecten.trajecten(ref, gemeente))
    momenten = [Gebeurtenis(t.geopend_op, "stuk", "Traject geopend") for t in paden]
    for plan in await session.scalars(plannen.plannen(ref, gemeente, None)):
        gezien = await plannen.evaluaties(session, plan.id)
        momenten += _plan(PlanAntwoord.of(plan, ref), {e.datum: e.doelen_wijzigen for e in gezien})
    for werk in await session.scalars(plaatsingen.plaatsingen(ref, None, gemeente)):
        momenten += _plaatsing(PlaatsingAntwoord.of(werk))
    for einde in await session.scalars(uitstroom.registraties(ref, gemeente)):
        momenten += _uitstroom(UitstroomAntwoord.of(einde))
    return momenten


async def _toegekend(
    session: AsyncSession,
    ref: UUID,
    gemeente: str,
    gevonden: Iterable[ToekenningAntwoord],
    namen: Mapping[str, str],
) -> list[Gebeurtenis]:
    """The toekenningen, and besluiten that changed one; the other besluiten are the steps of a toekenning."""
    toekenningen = {t.id: t for t in gevonden}
    momenten = []
    for t in toekenningen.values():
        momenten += _toekenning(t, namen.get(t.product, t.product))
    for besluit in await session.scalars(besluiten.besluiten(ref, None, gemeente)):
        over = toekenningen.get(besluit.toekenning_id)
        if over is not None and besluit.soort == "wijziging":
            titel = f"{namen.get(over.product, over.product)} gewijzigd"
            momenten.append(_moment(over, besluit.besluitdatum, titel, geld=True))
    return momenten


async def _maatregelen(session: AsyncSession, ref: UUID, gemeente: str) -> list[Gebeurtenis]:
    momenten: list[Gebeurtenis] = []
    for row in await session.scalars(maatregelen.maatregelen(ref, None, None, gemeente)):
        maanden = (await session.scalars(maatregelen.maanden(row.id, None, None))).all()
        gezien = await maatregelen.heroverwegingen(session, row.id)
        detail = MaatregelDetail.met(row, maanden, gezien)
        momenten += [_maatregel(detail), *map(_gezien, detail.heroverwegingen)]
        momenten += [
            _maand(maand, maand.afgehandeld_op) for maand in detail.maanden if maand.afgehandeld_op
        ]
    return momenten


def _diagnose(op: date, persoon: Persoonsfeiten) -> Gebeurtenis:
    delen = [
        f"afstand {persoon.afstand}" if persoon.afstand else "",
        f"profiel {persoon.profiel}" if persoon.profiel else "",
        f"trede {persoon.trede}" if persoon.trede else "",
    ]
    titel = ", ".join(deel for deel in delen if deel) or "zonder uitkomst"
    return Gebeurtenis(op, "goed", f"Diagnose: {titel}")


def _plan(plan: PlanAntwoord, evaluaties: Mapping[date, bool]) -> list[Gebeurtenis]:
    """Its agreement and its evaluations; the last of them says when the next one is due."""
    if plan.vastgesteld_op is None:
        return []
    stappen = [(plan.vastgesteld_op, "goed", "Plan van aanpak vastgesteld")]
    for dag, wijzigen in evaluaties.items():
        doelen = "de doelen worden aangepast" if wijzigen else "de doelen blijven"
        stappen.append((dag, "stuk", f"Plan van aanpak geëvalueerd, {doelen}"))
    uiterlijk = plan.volgende_evaluatie
    volgende = f"Volgende evaluatie uiterlijk {voluit(uiterlijk)}" if uiterlijk else ""
    zinnen = [""] * (len(stappen) - 1) + [volgende]
    return [Gebeurtenis(*stap, zin) for stap, zin in zip(stappen, zinnen, strict=True)]


def _plaatsing(werk: PlaatsingAntwoord) -> list[Gebeurtenis]:
    uren = f"{werk.uren_per_week:.4g}".replace(".", ",")
    soort = _WERK[werk.soort_overeenkomst] + (", beschut" if werk.beschut else "")
    tot = f"Tot en met {voluit(werk.einddatum)}" if werk.einddatum else ""
    begin = Gebeurtenis(werk.startdatum, "goed", f"Aan het werk: {soort}, {uren} uur per week", tot)
    if werk.geeindigd_op is None:
        return [begin]
    reden = (werk.reden or "").replace("-", " ")
    return [begin, Gebeurtenis(werk.geeindigd_op, "stuk", f"Werk geëindigd ({reden})")]


def _uitstroom(einde: UitstroomAntwoord) -> list[Gebeurtenis]:
    weg = Gebeurtenis(
        einde.laatste_uitkeringsdag, "goed", f"Laatste dag van de uitkering ({einde.reden})"
    )
    if einde.terugval_op is None:
        return [weg]
    return [weg, Gebeurtenis(einde.terugval_op, "let-op", "Weer een uitkering: terugval")]


def _toekenning(t: ToekenningAntwoord, naam: str) -> list[Gebeurtenis]:
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


def _maatregel(row: MaatregelDetail) -> Gebeurtenis:
    if row.status != "opgelegd" or row.besluitdatum is None:
        woord = {"voorgesteld": "voorgesteld", "vervallen": "vervallen"}.get(
            row.status, "niet opgelegd"
        )
        return Gebeurtenis(row.besluitdatum or row.voorgesteld_op, "stuk", f"Maatregel {woord}")
    aantal = "één maand" if len(row.maanden) == 1 else f"{len(row.maanden)} maanden"
    titel = f"Maatregel opgelegd, {euros(row.bedrag_centen)} over {aantal}"
    zin = f"Heroverwegen uiterlijk {voluit(row.uiterlijk_heroverwegen)}"
    return Gebeurtenis(row.besluitdatum, "let-op", titel, zin)


def _maand(row: MaatregelmaandAntwoord, op: date) -> Gebeurtenis:
    """What became of a month."""
    gedaan = row.status == "uitgevoerd"
    woord = f"{euros(row.bedrag_centen)} minder uitbetaald" if gedaan else row.status
    titel = f"Maatregel over {_naam(row.maand)}: {woord}"
    return Gebeurtenis(op, "euro" if gedaan else "stuk", titel, geld=gedaan)


def _gezien(row: HeroverwegingAntwoord) -> Gebeurtenis:
    woord = "gehandhaafd" if row.oordeel == "handhaven" else "beëindigd"
    zin = f"Op verzoek van {voluit(row.verzocht_op)}" if row.verzocht_op else ""
    return Gebeurtenis(row.besluitdatum, "stuk", f"Maatregel heroverwogen: {woord}", zin)


def _naam(maand: date) -> str:
    return f"{MAANDEN[maand.month - 1]} {maand.year}"


def _maanden(momenten: Iterable[Gebeurtenis]) -> list[Maand]:
    """The timeline by month, the newest first; of one day, what was told last."""
    nieuwste = sorted(momenten, key=lambda g: g.op)[::-1]
    maanden = groupby(nieuwste, key=lambda g: g.op.replace(day=1))
    return [Maand(_naam(maand), list(g)) for maand, g in maanden]
