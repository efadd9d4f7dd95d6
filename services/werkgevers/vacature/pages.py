"""The page of werkgevers: the open vacatures, and the contact of a year against the goal (W-057)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.werkgevers.contactmoment import handlers as contact
from services.werkgevers.contactmoment import queries as contactmomenten
from services.werkgevers.contactmoment.domain import doel
from services.werkgevers.contactmoment.policy import ContactBeleid
from services.werkgevers.vacature import queries
from services.werkgevers.vacature.domain import Zoekvraag
from services.werkgevers.vacature.models import Vacature
from services.werkgevers.werkgever import queries as werkgevers
from shared.clock import kalenderdag
from shared.gemeenten import GEMEENTEN
from shared.paging import Paging
from shared.routing import Reads
from shared.schemas import Gemeentecode, Jaar
from shared.web.pages import PageRouter

router = PageRouter("werkgevers", Path(__file__).with_name("templates"))
PER_PAGINA = 25
LAATSTE = 25
_SOORT = {
    "01": "regulier",
    "02": "leerbaan",
    "03": "vrijwilligerswerk",
    "04": "werkervaringsplaats",
}


@router.page("/")
async def toon_werkgevers(
    call: Reads,
    gemeente: Annotated[Gemeentecode | None, Query()] = None,
    jaar: Annotated[Jaar | None, Query()] = None,
    pagina: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    plaatsen = sorted(call.caller.gemeenten or ())
    plaats = call.caller.gemeente(gemeente or plaatsen[0])
    vandaag = kalenderdag(call.runtime.clock.now())
    jaar = jaar or vandaag.year
    bladzij = Paging(pagina, PER_PAGINA, call.request.url)
    async with call.read() as session:
        open_ = queries.alle(Zoekvraag(open_op=vandaag, gemeente=plaats))
        totaal, rows = await bladzij.take(session, open_)
        jaarbeeld = await _jaarbeeld(session, call.runtime.policy.contactmoment, plaats, jaar)
    return router.toon(
        call,
        "werkgevers.html",
        actief="Werkgevers",
        gemeente=GEMEENTEN[plaats].naam,
        code=plaats,
        plaatsen=[GEMEENTEN[code] for code in plaatsen],
        jaar=jaar,
        jaren=sorted({jaar, *range(vandaag.year - 3, vandaag.year + 1)}, reverse=True),
        vandaag=vandaag,
        vacatures=[(row, soorten(row), uren(row)) for row in rows],
        totaal=totaal,
        begin=(pagina - 1) * PER_PAGINA,
        pagina=pagina,
        **jaarbeeld,
    )


async def _jaarbeeld(
    session: AsyncSession, beleid: Mapping[str, ContactBeleid], plaats: str, jaar: int
) -> dict[str, Any]:
    """What the page shows of the contact of a year."""
    nieuw = await contact.nieuwe_werkgevers(session, plaats, jaar, beleid)
    laatste = await contactmomenten.laatste(session, plaats, jaar, LAATSTE)
    nummers = {c.kvk_nummer for c in laatste} | {eerste.kvk_nummer for eerste, _ in nieuw}
    return {
        "nieuw": nieuw,
        "eerste": {(eerste.kvk_nummer, eerste.datum) for eerste, _ in nieuw},
        "doel": doel(beleid, plaats, jaar),
        "telling": await contactmomenten.telling(session, plaats, jaar),
        "laatste": laatste,
        "bekend": await werkgevers.aantal(session, plaats),
        "namen": await werkgevers.namen(session, plaats, nummers),
    }


def soorten(row: Vacature) -> str:
    """The kinds of agreement in words."""
    return ", ".join(_SOORT[code] for code in row.soorten.split(",") if code)


def uren(row: Vacature) -> str:
    """The hours a week in words; empty where the sender left them out."""
    laagst, hoogst = (
        None if minuten is None else minuten // 60 for minuten in (row.minuten_min, row.minuten_max)
    )
    if laagst is None:
        return "" if hoogst is None else f"t/m {hoogst}"
    if hoogst is None:
        return f"vanaf {laagst}"
    return f"{laagst}" if laagst == hoogst else f"{laagst}–{hoogst}"
