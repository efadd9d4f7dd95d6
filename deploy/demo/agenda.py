"""The year as a list of steps, day by day. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from deploy.demo.verhaal import JAREN, Persoon, Stap, Voorziening, Werkgever
from shared.periode import plus_maanden

RANGEN = (
    "team",
    "werkgever",
    "aanmelding",
    "werkverdeling",
    "intakegesprek",
    "diagnose",
    "plan",
    "plaatsing",
    "uitkering-eindigt",
    "vertrek",
    "besluit",
    "lks",
    "werkvoucher",
    "uitstroompremie",
    "budgethouder",
    "start",
    "einde",
    "contact",
    "vacature",
    "factuur",
    "betalen",
)
"""The order of the steps of one day."""


def agenda(gemeente: str, personen: list[Persoon], bedrijven: list[Werkgever]) -> list[Stap]:
    """Everything that will happen in a gemeente, in its order."""
    stappen = [
        *_van_het_jaar(gemeente),
        *(stap for bedrijf in bedrijven for stap in _van_werkgever(bedrijf)),
        *(stap for persoon in personen for stap in _van_persoon(persoon)),
    ]
    jaar = JAREN[gemeente]
    return sorted((s for s in stappen if s.dag.year == jaar), key=lambda stap: stap[:5])


def _stap(dag: date, naam: str, gemeente: str, nummer: int, wat: object) -> Stap:
    return Stap(dag, RANGEN.index(naam), naam, gemeente, nummer, wat)


def _van_het_jaar(gemeente: str) -> Iterator[Stap]:
    """What comes round: the team, every week the werkverdeling, every month the budgethouder and the payments."""
    eerste = date(JAREN[gemeente], 1, 1)
    yield _stap(eerste, "team", gemeente, 0, gemeente)
    for week in range(53):
        maandag = eerste + timedelta(days=7 * week + (7 - eerste.weekday()) % 7)
        yield _stap(maandag, "werkverdeling", gemeente, week, gemeente)
    for maand in range(12):
        yield _stap(
            plus_maanden(eerste.replace(day=28), maand), "budgethouder", gemeente, maand, gemeente
        )
        laatste = plus_maanden(eerste, maand + 1) - timedelta(days=1)
        yield _stap(laatste, "betalen", gemeente, maand, (gemeente, laatste))


def _van_werkgever(bedrijf: Werkgever) -> Iterator[Stap]:
    eerste = date(JAREN[bedrijf.gemeente], 1, 2)
    yield _stap(eerste, "werkgever", bedrijf.gemeente, bedrijf.nummer, bedrijf)
    for dag in bedrijf.gesprekken:
        # contact of earlier years is typed in at the start of this one
        yield _stap(max(dag, eerste), "contact", bedrijf.gemeente, bedrijf.nummer, (bedrijf, dag))
    if bedrijf.vacature_op:
        yield _stap(bedrijf.vacature_op, "vacature", bedrijf.gemeente, bedrijf.nummer, bedrijf)


def _van_persoon(persoon: Persoon) -> Iterator[Stap]:
    def stap(dag: date, naam: str, wat: object = persoon) -> Stap:
        return _stap(dag, naam, persoon.gemeente, persoon.nummer, wat)

    begin = persoon.aangemeld_op
    yield stap(begin, "aanmelding")
    yield stap(begin + timedelta(days=10), "intakegesprek")
    yield stap(begin + timedelta(days=14), "diagnose")
    yield stap(begin + timedelta(days=21), "plan")
    for voorziening in persoon.voorzieningen:
        for dag, naam in _van_voorziening(voorziening):
            yield stap(dag, naam, (persoon, voorziening))
    if persoon.werk:
        eerste = persoon.werk.startdatum
        yield stap(eerste, "plaatsing")
        if persoon.werk.wijze == "lks":
            yield stap(eerste, "lks")
        else:
            yield stap(eerste, "uitkering-eindigt")
            yield stap(eerste + timedelta(days=14), "uitstroompremie")
            yield stap(eerste + timedelta(days=21), "werkvoucher")
    if persoon.einde_op:
        yield stap(persoon.einde_op, "vertrek")


def _van_voorziening(voorziening: Voorziening) -> Iterator[tuple[date, str]]:
    yield voorziening.besluitdatum, "besluit"
    yield voorziening.startdatum, "start"
    einde = voorziening.einddatum or voorziening.startdatum
    if voorziening.stopt and voorziening.voorstel.maanden:
        yield voorziening.startdatum + (einde - voorziening.startdatum) / 2, "einde"
    if voorziening.voorstel.facturen:
        # on the twentieth: first of the month it began in, then every two months
        for maand in range(1, (voorziening.voorstel.maanden or 1) + 3, 2):
            yield plus_maanden(voorziening.startdatum.replace(day=20), maand), "factuur"
