"""What the facts of a person end: which rights, on which day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.trajecten.persoon.domain import Persoonsfeiten, Uitkeringsduur
from services.trajecten.recht.policy import Einddag, RechtBeleid
from services.trajecten.toekenning.domain import Status, Zet
from shared.policy import Reeks


@dataclass(frozen=True, slots=True)
class Voorziening:
    """What of a toekenning decides how it ends."""

    product: str
    status: Status
    besluitdatum: date
    einddatum: date | None
    gestart_op: date | None


def laatste_rechtsdag(feiten: Persoonsfeiten, beleid: RechtBeleid) -> date | None:
    """The last day on which this gemeente can owe the person anything; None: no end is known (decision 47)."""
    dagen = (
        _laatste(beleid.verhuizing, feiten.vertrokken_op),
        _laatste(beleid.overlijden, feiten.overleden_op),
    )
    return min((dag for dag in dagen if dag), default=None)


def laatste_uitkeringsdag(duren: Iterable[Uitkeringsduur], soorten: Collection[str]) -> date | None:
    """The day on which the last benefit of these kinds ends; None: one goes on, or none is known."""
    einden = [duur.tot for duur in duren if duur.soort in soorten]
    bekend = [tot for tot in einden if tot]
    return max(bekend) if bekend and len(bekend) == len(einden) else None


def einde_van(
    voorziening: Voorziening, recht: date | None, uitkering: date | None, beleid: RechtBeleid
) -> date | None:
    """The last day of the right to this voorziening; None: it goes on.

    The end of a benefit counts only for a product that presupposes one (X-30).
    """
    dagen = [recht] if recht else []
    if uitkering and voorziening.product in beleid.uitkering_vereist.op(uitkering).waarde:
        dagen.append(uitkering)
    return min(dagen, default=None)


def stap_bij_einde(voorziening: Voorziening, dag: date, vandaag: date) -> Zet | None:
    """What happens to a voorziening when the right to it ends on `dag`; None: it is over by then, as agreed.

    What has begun ends on that day, however late we hear of it, but not before its own start. What has not begun is
    withdrawn, not before its decision.
    """
    if voorziening.einddatum is not None and voorziening.einddatum <= dag:
        return None
    if voorziening.gestart_op is not None:
        return Zet("beeindig", max(dag, voorziening.gestart_op), "recht-vervallen")
    return Zet("trek_in", max(min(dag, vandaag), voorziening.besluitdatum))


def _laatste(reeks: Reeks[Einddag], dag: date | None) -> date | None:
    if dag is None:
        return None
    return dag - timedelta(days=1) if reeks.op(dag).waarde == "dag-ervoor" else dag
