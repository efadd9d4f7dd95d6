"""Every component on pages with invented data, in the form that the pages of the services get.

Only begroot, bevinding X-01 and the caps are those of the plan; nobody in here exists.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, cast

from fastapi import Response
from sqlalchemy import MetaData
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from shared.auth import VasteDeur
from shared.errors import NotFound
from shared.routing import Reads
from shared.runtime import Runtime
from shared.service import Service, build_app
from shared.testing.clock import FakeClock
from shared.web.charts import Punt, Stand
from shared.web.pages import Menupunt, PageRouter

router = PageRouter("budget", Path(__file__).with_name("templates"))

MENU: Final = tuple(
    Menupunt(naam, pad, "budget.lezen")
    for naam, pad in (
        ("Vandaag", "/budget/"),
        ("Werklijst", "/budget/werklijst"),
        ("Personen", "/budget/persoon"),
        ("Budget", "/budget/budget"),
        ("Monitor", "/budget/standen"),
    )
)
PAGES: Final = ("", "budget", "post", "toekenning", "persoon", "werklijst", "standen")


def _post(naam: str, bij: str, bedragen: tuple[int, int, int], *chips: str) -> dict[str, Any]:
    return {"naam": naam, "bij": bij, "stand": Stand(*bedragen), "chips": chips}


POSTEN: Final = [
    _post(
        "Sociale Werkvoorziening",
        "Wsw via Caparis · geen personen",
        (1_163_100_000, 872_325_000, 290_775_000),
        "volledig vastgelegd",
    ),
    _post("Kwaliteit team werk", "programmakosten", (18_500_000, 12_148_000, 3_820_000)),
    _post(
        "Analyse instrumenten", "assessment, loonwaardemeting", (14_000_000, 9_631_450, 2_173_500)
    ),
    _post("Scholingsvoorzieningen", "scholing, thuisstudie", (35_000_000, 20_194_025, 9_731_000)),
    _post(
        "Werktrajecten en \u2060-\u2060voorzieningen",
        "PRB, ouderen",
        (72_500_000, 44_891_040, 17_123_610),
    ),
    _post("Werkpremies inwoners", "uitstroompremie", (31_000_000, 8_820_000, 3_180_000)),
    _post(
        "Participatievoorzieningen",
        "zorgtrajecten, MOS",
        (41_800_000, 26_241_875, 14_190_000),
        "bijna op",
    ),
    _post(
        "WIW, BW en BAB banen",
        "beschut, vaste en tijdelijke BAB",
        (69_300_000, 49_812_000, 21_246_000),
        "tekort",
    ),
    _post("Jobcoaching", "eigen, extern, intern", (21_200_000, 13_987_230, 6_094_000), "bijna op"),
]
PLAFONDS: Final = [
    ("Persoonsgebonden re-integratiebudget (PRB)", 17, 20, "weigeren", "S-091"),
    ("Participatieplaatsen", 41, 50, "weigeren", "S-124"),
    ("Zorgtrajecten", 50, 50, "weigeren", "S-110"),
    ("Statushouders", 34, 35, "signaleren", "S-112"),
    ("Beschut werk", 8, 7, "signaleren", "S-101"),
    ("Vaste BAB-banen", 6, 7, "weigeren", "S-106"),
]
_NOG: Final = (725, 698, 655, 604, 552, 498, 440, 392, 334, 276)
_VRIJ: Final = (548, 482, 421, 352, 305, 246, 211, 180, 140, 105)
PUNTEN: Final = [
    Punt(date(2023, maand, 1) if maand < 10 else date(2023, 9, 30), nog * 100_000, vrij * 100_000)
    for maand, (nog, vrij) in enumerate(zip(_NOG, _VRIJ, strict=True), 1)
]
MUTATIES: Final = [
    (
        date(2023, 9, 29),
        "Factuur",
        "Leerwerktraject",
        "91b0",
        "S-080",
        -420_000,
        420_000,
        10_485_350,
    ),
    (date(2023, 9, 28), "Vrijval", "Proefplaatsing", "5d22", "S-103", -64_000, None, 10_485_350),
    (date(2023, 9, 27), "Verplichting", "PRB", "c3e8", "S-091", 235_000, None, 10_421_350),
    (
        date(2023, 9, 25),
        "Verplichting",
        "Pakket statushouder",
        "2a77",
        "S-112",
        315_000,
        None,
        10_656_350,
    ),
    (
        date(2023, 9, 22),
        "Factuur",
        "Maatwerk ouderen",
        "e019",
        "S-115",
        -148_000,
        148_000,
        10_971_350,
    ),
]
_PLAN: Final = "Focus op Werk § 6.4, r. 1054–1058"
REGELS: Final = [
    (
        "Het bedrag is hoogstens € 2.500,00 inclusief btw",
        "S-091",
        "voldoet niet",
        "€ 2.650,00 gevraagd",
        "€ 2.500,00",
        "een bedrag van € 2.500,00 of lager. Het meerdere kan niet uit een andere post komen.",
    ),
    (
        "Het plan heeft concrete doelen naar uitkeringsonafhankelijkheid",
        "S-090",
        "niet te bepalen",
        "plan van aanpak versie 2 noemt geen doel met een datum",
        "minstens 1 doel",
        "leg in het plan een doel met een datum vast, daarna Toets opnieuw.",
    ),
    (
        "De afstand tot de arbeidsmarkt is kort",
        "S-092",
        "voldoet",
        "8 maanden, diagnose 21-08-2023",
        "korter dan 12 maanden",
        "",
    ),
    (
        "De inwoner heeft zelf aangevraagd",
        "S-090",
        "voldoet",
        "aanvraag van 18-09-2023",
        "eigen aanvraag",
        "",
    ),
    ("Er zijn hoogstens 20 per jaar", "S-091", "voldoet", "17 in 2023, 3 vrij", "20 per jaar", ""),
]
TIJDLIJN: Final = [
    {
        "naam": "oktober 2023",
        "gebeurtenissen": [
            {
                "dag": date(2023, 10, 2),
                "teken": "stuk",
                "geld": False,
                "titel": "Persoonsgebonden re-integratiebudget in concept",
                "zin": "€ 2.650,00 gevraagd. 1 regel voldoet niet, 1 is niet te bepalen.",
            }
        ],
    },
    {
        "naam": "september 2023",
        "gebeurtenissen": [
            {
                "dag": date(2023, 9, 18),
                "teken": "persoon",
                "geld": False,
                "titel": "Aanvraag ontvangen",
                "zin": "Opleiding heftruckchauffeur, door de inwoner zelf.",
            },
            {
                "dag": date(2023, 9, 12),
                "teken": "euro",
                "geld": True,
                "titel": "€ 120,00 vrijgevallen",
                "zin": "Assessment was goedkoper dan vastgelegd.",
            },
            {
                "dag": date(2023, 9, 11),
                "teken": "gesprek",
                "geld": False,
                "titel": "Gesprek over het plan",
                "zin": "45 minuten, op kantoor.",
            },
        ],
    },
]
TAKEN: Final = {
    "Te laat": (
        "1, oudste eerst",
        [
            (
                date(2026, 11, 8),
                "8 dagen te laat",
                "Stuur herinnering aan inwoner met BAB-indicatie",
                "W-048",
                "brief van 8 mei",
                "7c19",
                date(2026, 9, 8),
                "Stuur herinnering",
                True,
            )
        ],
    ),
    "Vandaag": (
        "1",
        [
            (
                date(2026, 11, 16),
                "vandaag",
                "Bel over nazorg, eerste keer",
                "W-050",
                "werkt sinds 2 november",
                "b8d1",
                None,
                "Leg contact vast",
                False,
            )
        ],
    ),
    "Komende weken": (
        "2, venster is open",
        [
            (
                date(2026, 11, 20),
                "nog 4 dagen",
                "Meet trede op de ladder",
                "W-015",
                "laatste meting 20 november 2025",
                "19ce",
                date(2026, 10, 20),
                "Meet trede",
                False,
            ),
            (
                date(2026, 12, 31),
                "nog 45 dagen",
                "Bespreek caseload met de jobhunter",
                "W-054",
                "4e kwartaal",
                "2b90",
                date(2026, 10, 1),
                "Plan in",
                False,
            ),
        ],
    ),
}


def _basis(actief: str, rol: str = "Budgethouder") -> dict[str, Any]:
    return {"menu": MENU, "actief": actief, "gemeente": "Smallingerland", "rol": rol}


def _totaal() -> Stand:
    standen = [post["stand"] for post in POSTEN]
    return Stand(
        sum(s.begroot for s in standen),
        sum(s.gerealiseerd for s in standen),
        sum(s.verplicht for s in standen),
    )


@router.page("/")
async def landing(call: Reads) -> Response:
    aandacht = [post for post in POSTEN if set(post["chips"]) & {"tekort", "bijna op"}]
    values = {"dag": date(2023, 10, 2), "posten": aandacht, "totaal": _totaal()}
    return router.toon(call, "landing.html", **_basis("Vandaag"), **values)


@router.page("/budget")
async def budget(call: Reads, jaar: str = "2023", peildatum: str = "30-09-2023") -> Response:
    values = {"posten": POSTEN, "totaal": _totaal(), "plafonds": PLAFONDS, "jaar": jaar}
    return router.toon(call, "budget.html", **_basis("Budget"), **values, peildatum=peildatum)


@router.page("/post")
async def post(call: Reads, soort: str = "") -> Response:
    mutaties = [m for m in MUTATIES if soort in {"", m[1]}]
    values = {"punten": PUNTEN, "mutaties": mutaties, "soort": soort, "stand": POSTEN[4]["stand"]}
    return router.toon(call, "post.html", **_basis("Budget"), **values)


@router.page("/toekenning")
async def toekenning(call: Reads) -> Response:
    values = {"regels": REGELS, "bron": _PLAN, "stand": POSTEN[4]["stand"]}
    return router.toon(
        call, "toekenning.html", **_basis("Personen", "Consulent team Werk"), **values
    )


@router.page("/persoon")
async def persoon(call: Reads) -> Response:
    return router.toon(call, "persoon.html", **_basis("Personen", "Consulent"), tijdlijn=TIJDLIJN)


@router.page("/werklijst")
async def werklijst(call: Reads) -> Response:
    toon = (date(2026, 9, 8), date(2027, 1, 15))
    values = {"taken": TAKEN, "vandaag": date(2026, 11, 16), "toon": toon}
    return router.toon(call, "werklijst.html", **_basis("Werklijst", "Activeringscoach"), **values)


@router.page("/standen")
async def standen(call: Reads) -> Response:
    return router.toon(call, "standen.html", **_basis("Monitor"), leeg_bedrag=Stand(0, 0, 500))


@router.page("/weg")
async def weg(call: Reads) -> Response:
    raise NotFound("deze post bestaat niet")


def app() -> ASGIApp:
    """The gallery below /budget, as the suite in one process serves it."""
    nothing = cast(Any, None)
    clock = FakeClock(datetime(2023, 10, 2, 7, 14, tzinfo=UTC))
    runtime = Runtime("budget", nothing, nothing, clock, nothing, None, VasteDeur())
    service = Service(
        "budget", "Galerij", "Alle onderdelen", MetaData(), routers=[], pages=[router]
    )
    return Starlette(routes=[Mount("/budget", build_app(service, runtime))])
