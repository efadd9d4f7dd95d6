"""The page of a post in a year: its figures, how they came about, and every mutatie with the check of its chain."""

from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path as InPath
from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.begroting import queries as begroting
from services.budget.begroting.domain import Budgetpost, PostOnbekend
from services.budget.grootboek import queries
from services.budget.grootboek.domain import Dagtotaal, Rekening
from services.budget.grootboek.domain import Stand as Saldo
from services.budget.grootboek.models import Boeking
from shared.clock import kalenderdag
from shared.gemeenten import GEMEENTEN
from shared.routing import Reads
from shared.schemas import Code, Gemeentecode, Jaar
from shared.web.charts import Punt, Stand
from shared.web.opmaak import voluit
from shared.web.pages import PageRouter

router = PageRouter("budget", Path(__file__).with_name("templates"))
PER_PAGINA = 25
MAANDEN_TERUG = 3
"""How many whole months a prognose looks back."""
_SOORT = {
    (Rekening.BESCHIKBAAR, Rekening.BEGROTING): "Begroting",
    (Rekening.BEGROTING, Rekening.BESCHIKBAAR): "Begroting",
    (Rekening.VERPLICHT, Rekening.BESCHIKBAAR): "Verplichting",
    (Rekening.BESCHIKBAAR, Rekening.VERPLICHT): "Vrijval",
    (Rekening.GEREALISEERD, Rekening.VERPLICHT): "Realisatie",
    (Rekening.GEREALISEERD, Rekening.BESCHIKBAAR): "Realisatie",
}


@dataclass(frozen=True, slots=True)
class Mutatie:
    """One posting: what it did to each account, and what was left after it; cents, None = not touched.

    `toekenning` is the one it is about; None for what is the post's own.
    """

    rij: Boeking
    toekenning: UUID | None
    soort: str
    verplicht: int | None
    gerealiseerd: int | None
    beschikbaar: int


@dataclass(frozen=True, slots=True)
class Prognose:
    """What is left on 31 December when new toekenningen go on as in the last months, in cents."""

    over: int
    per_maand: int
    maanden: int


@router.page("/posten/{post}")
async def toon_post(
    post: Annotated[Code, InPath()],
    call: Reads,
    gemeente: Annotated[Gemeentecode | None, Query()] = None,
    jaar: Annotated[Jaar | None, Query()] = None,
    tot: Annotated[int | None, Query(ge=1)] = None,
    mutatie: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    plaats = call.caller.gemeente(gemeente or min(call.caller.gemeenten or ()))
    vandaag = kalenderdag(call.runtime.clock.now())
    async with call.read() as session:
        budgetpost = await _post(session, plaats, post)
        jaren = await queries.jaren(session, budgetpost.id)
        gekozen = jaar or (vandaag.year if vandaag.year in jaren or not jaren else jaren[0])
        saldo = await queries.stand(session, budgetpost.id, gekozen) or Saldo()
        totalen = await queries.dagtotalen(session, budgetpost.id, gekozen)
        lopend = await queries.lopend(session, plaats, gekozen)
        values = await _mutaties(session, budgetpost.id, gekozen, saldo, tot)
        values |= await _open(session, budgetpost.id, gekozen, mutatie)
        return router.toon(
            call,
            "post.html",
            actief="Budget",
            gemeente=GEMEENTEN[plaats].naam,
            code=plaats,
            post=budgetpost,
            jaar=gekozen,
            jaren=jaren,
            saldo=Stand(saldo.begroot or 0, saldo.gerealiseerd, saldo.verplicht),
            lopend=lopend.get(budgetpost.id, 0),
            punten=_punten(totalen, saldo, gekozen, vandaag),
            later=any(t.dag.year > gekozen for t in totalen),
            prognose=_prognose(totalen, saldo, gekozen, vandaag),
            stand=voluit(vandaag),
            **values,
        )


async def _post(session: AsyncSession, plaats: str, code: str) -> Budgetpost:
    bekend = (await begroting.posten(session)).values()
    eigen = (p for p in bekend if (p.gemeente, p.code) == (plaats, code))
    found = next((p for p in eigen if p.eenheid == "centen"), None)
    if found is None:
        raise PostOnbekend("deze gemeente kent deze post niet")
    return found


async def _mutaties(
    session: AsyncSession, post: int, jaar: int, saldo: Saldo, tot: int | None
) -> dict[str, Any]:
    """A page of postings down from number `tot`, each with what was left after it."""
    eerste = min(tot or saldo.volgnummer, saldo.volgnummer)
    rows = await queries.nieuwste(session, post, jaar, eerste, PER_PAGINA)
    na = saldo.beschikbaar - await queries.vanaf(session, post, jaar, eerste)
    los = await queries.van_posten(session, {row.toekenning for row in rows if row.toekenning})
    return {
        "mutaties": list(_met_stand(rows, na, los)),
        "totaal": saldo.volgnummer,
        "eerste": eerste,
    }


def _met_stand(rows: Sequence[Boeking], na: int, los: Collection[UUID]) -> Iterator[Mutatie]:
    for row in rows:
        debet, credit = Rekening(row.debet), Rekening(row.credit)
        deel = Dagtotaal(row.boekdatum, debet, credit, row.bedrag)
        verplicht, gerealiseerd = deel.op(Rekening.VERPLICHT), deel.op(Rekening.GEREALISEERD)
        soort = _SOORT.get((debet, credit), "Correctie")
        soort = f"Overgang: {soort.lower()}" if row.conversie else soort
        toekenning = None if row.toekenning in los else row.toekenning
        yield Mutatie(row, toekenning, soort, verplicht or None, gerealiseerd or None, na)
        na -= deel.op(Rekening.BESCHIKBAAR)


async def _open(
    session: AsyncSession, post: int, jaar: int, volgnummer: int | None
) -> dict[str, Any]:
    """The mutatie that is opened: all postings of its event, and whether its chain holds."""
    rows = await queries.nieuwste(session, post, jaar, volgnummer, 1) if volgnummer else ()
    if not rows or rows[0].volgnummer != volgnummer:
        return {"open": None, "samen": [], "sluit_aan": False}
    bekend = await begroting.posten(session)
    samen = [
        (row, bekend[row.post_id]) for row in await queries.samen(session, rows[0].gebeurtenis)
    ]
    heel = await queries.sluit_aan(session, post, jaar, rows[0].volgnummer)
    rekeningen = {r.value: r.name.lower() for r in Rekening}
    return {"open": rows[0].volgnummer, "samen": samen, "sluit_aan": heel, "rekening": rekeningen}


def _punten(totalen: Sequence[Dagtotaal], saldo: Saldo, jaar: int, vandaag: date) -> list[Punt]:
    """The stand at the start of the year and at the end of each month up to now; what is booked later counts last."""
    laatste = min(vandaag, date(jaar, 12, 31))
    dagen = [date(jaar, 1, 1)]
    dagen += [dag for m in range(1, 13) if (dag := _maandeinde(jaar, m)) < laatste]
    dagen += [laatste] if laatste > dagen[-1] else []
    return [_punt(totalen, saldo, dag, laatst=dag == dagen[-1]) for dag in dagen]


def _punt(totalen: Sequence[Dagtotaal], saldo: Saldo, dag: date, *, laatst: bool) -> Punt:
    tot_nu = [t for t in totalen if t.dag <= dag or laatst]
    nog = (saldo.begroot or 0) - sum(t.op(Rekening.GEREALISEERD) for t in tot_nu)
    return Punt(dag, nog, nog - sum(t.op(Rekening.VERPLICHT) for t in tot_nu))


def _maandeinde(jaar: int, maand: int) -> date:
    return date(jaar, maand, monthrange(jaar, maand)[1])


def _prognose(
    totalen: Sequence[Dagtotaal], saldo: Saldo, jaar: int, vandaag: date
) -> Prognose | None:
    """What is left when everything committed is spent and new toekenningen go on; only for a year that runs.

    What was taken over at go-live is not new.
    """
    heel = vandaag.month if vandaag == _maandeinde(jaar, vandaag.month) else vandaag.month - 1
    if vandaag.year != jaar or heel < MAANDEN_TERUG or not saldo.begroot:
        return None
    van, tot = date(jaar, heel - MAANDEN_TERUG + 1, 1), _maandeinde(jaar, heel)
    nieuw = (t for t in totalen if not t.overgang and Rekening.BEGROTING not in t[1:3])
    recent = [t for t in nieuw if van <= t.dag <= tot]
    per_maand = -sum(t.op(Rekening.BESCHIKBAAR) for t in recent) // MAANDEN_TERUG
    maanden = 12 - vandaag.month
    return Prognose(saldo.beschikbaar - per_maand * maanden, per_maand, maanden)
