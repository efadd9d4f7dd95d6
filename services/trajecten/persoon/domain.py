"""What trajecten knows of a person: facts of intake, never a name or BSN (decision 10)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from shared.errors import Conflict
from shared.periode import laatste_dag


@dataclass(frozen=True, slots=True)
class Persoonsfeiten:
    """The facts that rules ask for; None = not known (yet).

    `uitkering_soort` is the newest benefit and `uitkering_tot` its last day, once that is known.
    """

    geboortedatum: date | None = None
    uitkering_soort: str | None = None
    uitkering_vanaf: date | None = None
    uitkering_tot: date | None = None
    trede: int | None = None
    afstand: str | None = None
    profiel: str | None = None
    vertrokken_op: date | None = None
    overleden_op: date | None = None


@dataclass(frozen=True, slots=True)
class Uitkeringsduur:
    """A benefit of one kind from `van` (None: the first day is not known) up to and including `tot` (None: it runs)."""

    soort: str
    van: date | None
    tot: date | None

    def loopt_op(self, dag: date) -> bool:
        """Whether it runs on this day."""
        return (self.van or date.min) <= dag <= (self.tot or date.max)


class NogNietVerwerkt(Conflict):
    """The person is not known here; when intake knows them, the event is still on its way (decision 15)."""

    code = "nog-niet-verwerkt"
    retry_after = 2

    def __init__(self) -> None:
        super().__init__("deze persoon is hier (nog) niet bekend; probeer het zo nog eens")


class PersoonGewist(Conflict):
    """The person was erased; the ref leads to nobody."""

    code = "persoon-gewist"

    def __init__(self) -> None:
        super().__init__("de gegevens van deze persoon zijn gewist")


def heeft_uitkering(duren: Iterable[Uitkeringsduur], soorten: Collection[str], dag: date) -> bool:
    """Whether a benefit of one of these kinds runs on this day."""
    return any(duur.soort in soorten and duur.loopt_op(dag) for duur in duren)


def binnen(tot: date, vanaf: date, dagen: int) -> bool:
    """Whether a benefit that ended on `tot` was back on `vanaf` with at most `dagen` days without one (D9)."""
    return (vanaf - tot).days - 1 <= dagen


def ononderbroken_sinds(
    duren: Iterable[Uitkeringsduur], soorten: Collection[str], dag: date, onderbreking: int
) -> date | None:
    """The first day of the uninterrupted benefit of these kinds that runs on `dag`; None: none does, or not known.

    `onderbreking`: the most days without a benefit that do not interrupt it (decision 45).
    """
    sinds: date | None = None
    duren = [duur for duur in duren if duur.soort in soorten and (duur.van or date.min) <= dag]
    for duur in sorted(duren, key=lambda duur: duur.tot or date.max, reverse=True):
        if not (duur.loopt_op(dag) if sinds is None else _sluit_aan(duur, sinds, onderbreking)):
            break
        if duur.van is None:
            return None
        sinds = min(duur.van, sinds or duur.van)
    return sinds


def _sluit_aan(eerder: Uitkeringsduur, sinds: date, onderbreking: int) -> bool:
    return eerder.tot is None or binnen(eerder.tot, sinds, onderbreking)


def volle_maanden(sinds: date, dag: date, maanden: int) -> bool:
    """Whether `sinds` up to and including `dag` makes at least this many months (D7)."""
    return laatste_dag(sinds, maanden) <= dag
