"""The budget page: the posts of a gemeente and a year, what does not add up, and the plafonds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.begroting.domain import Budgetpost
from services.budget.begroting.policy import BegrotingRules
from services.budget.bevinding import queries as bevindingen
from services.budget.bevinding.schemas import Bevinding
from services.budget.grootboek import queries as grootboek
from services.budget.uitputting import queries
from services.budget.uitputting.queries import Ruimte
from shared.clock import kalenderdag
from shared.gemeenten import GEMEENTEN
from shared.routing import Call, Reads
from shared.schemas import Gemeentecode, Jaar
from shared.web.charts import Stand
from shared.web.opmaak import voluit
from shared.web.pages import PageRouter

router = PageRouter("budget", Path(__file__).with_name("templates"))


@dataclass(frozen=True, slots=True)
class Rij:
    """A post as the page shows it."""

    post: Budgetpost
    stand: Stand

    @classmethod
    def of(cls, ruimte: Ruimte) -> "Rij":
        """The post with its balance; no begroting counts as nothing budgeted."""
        stand = ruimte.stand
        return cls(ruimte.post, Stand(stand.begroot or 0, stand.gerealiseerd, stand.verplicht))


@dataclass(frozen=True, slots=True)
class Verschil:
    """A printed total that is not the sum of its lines, in cents, with the same finding in the other years."""

    code: str
    bron: str
    som: int
    gedrukt: int
    jaren: Sequence[Bevinding]


@router.page("/")
async def toon_budget(
    call: Reads,
    gemeente: Annotated[Gemeentecode | None, Query()] = None,
    jaar: Annotated[Jaar | None, Query()] = None,
) -> Response:
    plaatsen = sorted(call.caller.gemeenten or ())
    plaats = call.caller.gemeente(gemeente or plaatsen[0])
    vandaag = kalenderdag(call.runtime.clock.now())
    async with call.read() as session:
        jaren = await queries.jaren(session, plaats)
        gekozen = jaar or _jaar(jaren, vandaag)
        values = await _stand(session, plaats, gekozen)
        values |= _dekking(call.runtime.policy.begroting.get(plaats), gekozen, values["totaal"])
    return router.toon(
        call,
        "budget.html",
        actief="Budget",
        gemeente=GEMEENTEN[plaats].naam,
        code=plaats,
        plaatsen=[GEMEENTEN[code] for code in plaatsen],
        jaar=gekozen,
        jaren=jaren,
        jaardeel=_jaardeel(gekozen, vandaag),
        stand=voluit(vandaag),
        **values,
    )


@router.page("/regels/{regel}")
async def toon_regel(
    regel: str, call: Reads, gemeente: Annotated[Gemeentecode | None, Query()] = None
) -> Response:
    plaats = call.caller.gemeente(gemeente or min(call.caller.gemeenten or ()))
    async with call.read() as session:
        posten = await queries.posten_van_regel(session, plaats, regel)
        gevonden = await _bevindingen(session, plaats, regel)
    if not posten and not gevonden:
        raise queries.RegelOnbekend("geen post en geen plafond van deze gemeente heeft deze regel")
    return _toon_regel(call, plaats, regel, posten, gevonden)


def _toon_regel(
    call: Call,
    plaats: str,
    regel: str,
    posten: Sequence[Budgetpost],
    gevonden: Sequence[Bevinding],
) -> Response:
    return router.toon(
        call,
        "regel.html",
        actief="Budget",
        gemeente=GEMEENTEN[plaats].naam,
        code=plaats,
        regel=regel,
        bronnen=sorted({_bron(post, regel) for post in posten} | {b.bron for b in gevonden}),
        posten=posten,
        bevindingen=gevonden,
    )


def _bron(post: Budgetpost, regel: str) -> str:
    return post.bron if post.regel == regel else post.modus_bron


def _jaar(jaren: Sequence[int], vandaag: date) -> int:
    """This year when it has a begroting, else the newest that has one."""
    return vandaag.year if vandaag.year in jaren or not jaren else jaren[0]


def _jaardeel(jaar: int, vandaag: date) -> int | None:
    """The part of the year that has passed, in whole percent; only for the year that runs."""
    if jaar != vandaag.year:
        return None
    dagen = (date(jaar + 1, 1, 1) - date(jaar, 1, 1)).days
    return (vandaag.timetuple().tm_yday * 100 + dagen // 2) // dagen


async def _stand(session: AsyncSession, plaats: str, jaar: int) -> dict[str, Any]:
    rows = (await session.scalars(queries.saldi(queries.Vraag(plaats, jaar)))).all()
    ruimten = await queries.ruimten(session, rows)
    lopend = await grootboek.lopend(session, plaats, jaar)
    geld = [r for r in ruimten if r.post.eenheid == "centen"]
    rijen = [Rij.of(ruimte) for ruimte in geld if ruimte.post.begrensd]
    gevonden = await _bevindingen(session, plaats)
    return {
        "rijen": rijen,
        "buiten": [Rij.of(ruimte) for ruimte in geld if not ruimte.post.begrensd],
        "totaal": _totaal(rijen),
        "lopend": sum(lopend.get(rij.post.id, 0) for rij in rijen),
        "plafonds": [r for r in ruimten if r.post.eenheid == "plaatsen" and r.stand.begroot],
        "verschillen": _verschillen(gevonden, jaar),
        "meldingen": [b for b in gevonden if b.jaar == jaar and not _is_totaal(b)],
    }


async def _bevindingen(
    session: AsyncSession, plaats: str, code: str | None = None
) -> list[Bevinding]:
    rows = await session.scalars(bevindingen.bevindingen(plaats, None, code))
    return [Bevinding.of(row) for row in rows]


def _is_totaal(bevinding: Bevinding) -> bool:
    """Whether it is about a printed total; one about a toekenning has other amounts."""
    return bevinding.gedrukt_centen is not None and bevinding.toekenning_id is None


def _totaal(rijen: Sequence[Rij]) -> Stand:
    standen = [rij.stand for rij in rijen]
    return Stand(
        sum(s.begroot for s in standen),
        sum(s.gerealiseerd for s in standen),
        sum(s.verplicht for s in standen),
    )


def _verschillen(gevonden: Sequence[Bevinding], jaar: int) -> list[Verschil]:
    """The printed totals of this year that are not the sum of their lines, each with its other years."""
    met_bedragen = [b for b in gevonden if _is_totaal(b)]
    return [
        Verschil(
            b.code,
            b.bron,
            b.berekend_centen or 0,
            b.gedrukt_centen or 0,
            [ander for ander in met_bedragen if ander.code == b.code],
        )
        for b in met_bedragen
        if b.jaar == jaar
    ]


def _dekking(rules: BegrotingRules | None, jaar: int, totaal: Stand) -> dict[str, Any]:
    """What the plan has to spend in this year, and what that leaves after the begroting; None when it does not say."""
    dag = date(jaar, 1, 1)
    begroting = rules.begroting.op(dag).waarde if rules and rules.begroting.geldt_op(dag) else None
    dekking = (
        begroting.dekking.totaal.bedragen.get(jaar) if begroting and begroting.dekking else None
    )
    return {
        "dekking": dekking,
        "saldo": None if dekking is None else dekking - totaal.begroot,
        "totaalregel": begroting.totaal.regel if begroting else None,
    }
