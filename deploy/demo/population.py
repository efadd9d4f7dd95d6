"""Who lives in the demo and what happens to them: made from a seed, the same every time. Pure."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, islice

from deploy.demo.verhaal import JAREN, Einde, Persoon, Voorstel, Voorziening, Werk, Werkgever
from deploy.demo.voorstellen import AAN_HET_WERK, ESF_TOT, JOBCOACHING, PAKKETTEN
from shared.periode import laatste_dag, plus_maanden

PERSONEN = 200
WERKGEVERS = 24
_LAATSTE_WEEK = 36
_DAGEN_TOT_PLAN = 21
_KANALEN = {
    "GM0090": ("uwv", "kernapplicatie", "zelf", "school", "gemeentelijk"),
    "GM0098": ("uwv", "kernapplicatie", "zelf", "vlechtwerker", "vso"),
}
_MAANDEN = {"kort": 8, "middel": 18, "lang": 36, "p1": 3, "p2": 9, "p3": 18, "p4": 30, "p5": 30}
_TREDEN = {
    "kort": (4, 4, 5),
    "middel": (3, 3, 4),
    "lang": (1, 2, 2),
    "p1": (4, 5),
    "p2": (4,),
    "p3": (3, 3, 4),
    "p4": (1, 2),
    "p5": (2, 3),
}
_ACHTERNAMEN = ("Adema", "Bos", "Dijkstra", "Hofstra", "Jansma", "Kuipers", "Postma", "Visser")
_NAMEN = ("Bakkerij", "Zorggroep", "Installatiebedrijf", "Hoveniers", "Logistiek", "Schoonmaak")
_SECTOREN = ("1071", "8720", "4321", "8130", "5210", "8121")


def bevolking(gemeente: str, aantal: int = PERSONEN) -> list[Persoon]:
    """The persons of a gemeente in the order in which they apply."""
    toeval = random.Random(f"{gemeente}-{JAREN[gemeente]}")  # noqa: S311 - it must be the same each time
    nummers = islice(bsns(list(JAREN).index(gemeente)), aantal)
    personen = [_persoon(toeval, gemeente, nummer, bsn) for nummer, bsn in enumerate(nummers)]
    return sorted(personen, key=lambda persoon: (persoon.aangemeld_op, persoon.nummer))


def bsns(reeks: int) -> Iterator[str]:
    """Numbers of the test range 99xxxxxxx that pass the elfproef; each reeks has others."""
    for begin in count(990_000_01 + 100_000 * reeks):
        rest = sum(int(cijfer) * (9 - at) for at, cijfer in enumerate(str(begin))) % 11
        if rest < 10:
            yield f"{begin}{rest}"


def werkgevers(gemeente: str) -> list[Werkgever]:
    """The employers of a gemeente; some were spoken to before, so that they are not new (W-057)."""
    toeval = random.Random(f"werkgevers-{gemeente}")  # noqa: S311 - it must be the same each time
    jaar = JAREN[gemeente]
    found = []
    for nummer in range(WERKGEVERS):
        gesprek = date(jaar, 1, 8) + timedelta(days=toeval.randrange(250))
        eerder = (date(jaar - toeval.randrange(1, 5), 6, 15),) if nummer % 3 else ()
        sector = nummer % len(_SECTOREN)
        found.append(
            Werkgever(
                nummer,
                gemeente,
                f"99{gemeente[-2:]}{nummer:04d}",
                f"{_NAMEN[sector]} {gemeente[-2:]}-{nummer:02d}",
                _SECTOREN[sector],
                (*eerder, gesprek),
                gesprek + timedelta(days=14) if nummer % 2 == 0 else None,
            )
        )
    return found


def _persoon(toeval: random.Random, gemeente: str, nummer: int, bsn: str) -> Persoon:
    jaar = JAREN[gemeente]
    klassen = list(PAKKETTEN[gemeente])
    klasse = klassen[nummer % len(klassen)]
    pakketten = PAKKETTEN[gemeente][klasse]
    (pakket,) = toeval.choices(pakketten, [p.kans for p in pakketten])
    weken = 6 if pakket.begin_van_het_jaar else _LAATSTE_WEEK
    begin = _maandag(jaar) + timedelta(weeks=toeval.randrange(weken))
    oudste = max((v.vanaf_leeftijd for v in pakket.voorstellen), default=0)
    geboren = date(jaar - toeval.randrange(max(28, oudste + 1), 62), toeval.randrange(1, 13), 15)
    voorzieningen = tuple(
        _voorziening(toeval, at, voorstel, begin + timedelta(days=_DAGEN_TOT_PLAN))
        for at, voorstel in enumerate(pakket.voorstellen)
    )
    persoon = Persoon(
        nummer=nummer,
        gemeente=gemeente,
        bsn=bsn,
        achternaam=_ACHTERNAMEN[nummer % len(_ACHTERNAMEN)],
        geboortedatum=geboren,
        uitkering_vanaf=begin - timedelta(days=toeval.randrange(200, 1500)),
        aangemeld_op=begin,
        kanaal=toeval.choice(_KANALEN[gemeente]),
        trede=toeval.choice(_TREDEN[klasse]),
        maanden_tot_werk=_MAANDEN[klasse],
        beschut=klasse == "p5",
        voorzieningen=voorzieningen,
    )
    return _vervolg(toeval, persoon, klasse)


def _voorziening(toeval: random.Random, nummer: int, voorstel: Voorstel, plan: date) -> Voorziening:
    besluit = plan + timedelta(days=voorstel.dagen)
    start = besluit + timedelta(days=7)
    bedrag = None
    if voorstel.van_centen is not None:
        bedrag = toeval.randrange(voorstel.van_centen, voorstel.tot_centen + 1, 100)
    return Voorziening(
        nummer,
        voorstel,
        bedrag,
        besluit,
        start,
        laatste_dag(start, voorstel.maanden) if voorstel.maanden else None,
        toeval.choice((850, 900, 1000, 1000, 1000)),
        trekt_zich_terug=toeval.random() < 0.05,
        stopt=toeval.random() < 0.06,
    )


def _maandag(jaar: int) -> date:
    """The first Monday of a year: aanmeldingen come in on Mondays, so that the steps of a week fall on few days."""
    eerste = date(jaar, 1, 1)
    return eerste + timedelta(days=(7 - eerste.weekday()) % 7)


def _vervolg(toeval: random.Random, persoon: Persoon, klasse: str) -> Persoon:
    """Work for some, a move or a death for a few, nothing more for the rest of the year for the others."""
    jaar = JAREN[persoon.gemeente]
    kans, met_lks = AAN_HET_WERK[klasse]
    if toeval.randrange(100) < 4:
        dag = persoon.aangemeld_op + timedelta(weeks=toeval.randrange(9, 22))
        einde: Einde = "overlijden" if toeval.randrange(4) == 0 else "verhuizing"
        return replace(persoon, einde=einde, einde_op=dag) if dag.year == jaar else persoon
    start = persoon.aangemeld_op + timedelta(weeks=toeval.randrange(10, 22))
    if toeval.randrange(100) >= kans or start > date(jaar, 12, 1):
        return persoon
    lks = toeval.randrange(100) < met_lks
    werk = Werk(
        toeval.randrange(WERKGEVERS),
        start,
        laatste_dag(start, toeval.choice((7, 12, 12))),
        toeval.choice((24, 28, 32, 36)),
        "lks" if lks else "regulier",
        toeval.choice((40, 50, 60, 70)) if lks else 100,
    )
    return replace(persoon, werk=werk, voorzieningen=_met_werk(toeval, persoon, werk))


def _met_werk(toeval: random.Random, persoon: Persoon, werk: Werk) -> tuple[Voorziening, ...]:
    """What goes with the job: jobcoaching beside LKS, in Weststellingwerf part of it from ESF (W-073)."""
    if werk.wijze != "lks":
        return persoon.voorzieningen
    voorstel = JOBCOACHING[persoon.gemeente]
    esf_tot = ESF_TOT.get(persoon.gemeente)
    if esf_tot and plus_maanden(werk.startdatum, 6) <= esf_tot and persoon.nummer % 2:
        voorstel = replace(voorstel, fonds="esf")
    nummer = next(n for n in count() if n >= len(persoon.voorzieningen))
    # decided a week before the first day at work
    coaching = _voorziening(toeval, nummer, voorstel, werk.startdatum - timedelta(days=14))
    return (*persoon.voorzieningen, replace(coaching, trekt_zich_terug=False))
