"""An aanmelding: someone is put forward for support, somebody takes it up, the first talk follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from services.intake.aanmelding.policy import AanmeldingBeleid, Kanaal
from services.intake.inwoner.domain import AlOverleden, AlVertrokken, Stand, controleer_gebeurd
from shared.errors import Conflict, NotFound, Regel
from shared.periode import plus_maanden
from shared.policy import Waarde

Afsluiting = Literal["verwezen-uwv", "verwezen-zorg", "ingetrokken"]
"""How an aanmelding ends without a talk; S-056 sends who cannot work to UWV or to care (Wlz, Wmo)."""
Uitkomst = Literal["intake", "verwezen-uwv", "verwezen-zorg", "ingetrokken", "vervallen"]
"""How it ended: `intake` by the first talk, `vervallen` because the person is registered no longer."""


class AanmeldingNietGevonden(NotFound):
    """No such aanmelding, or not in a gemeente of the caller."""

    code = "aanmelding-niet-gevonden"


class KanaalOnbekend(Conflict):
    """Not a channel of this gemeente on that day (W-003)."""

    code = "kanaal-onbekend"


class TeJong(Conflict):
    """Too young for support on the day of the aanmelding (S-056)."""

    code = "te-jong"


class AlAangemeld(Conflict):
    """The person has an aanmelding that is still open."""

    code = "al-aangemeld"


class AanmeldingAfgesloten(Conflict):
    """The aanmelding has ended."""

    code = "aanmelding-afgesloten"


class AlToegewezen(Conflict):
    """This medewerker has it already."""

    code = "al-toegewezen"


@dataclass(frozen=True, slots=True)
class MeldAan:
    """Put someone forward; `kanaal` is a code of the gemeente's own list."""

    persoon_ref: UUID
    kanaal: str
    aangemeld_op: date


def controleer_persoon(stand: Stand, dag: date, vandaag: date) -> None:
    """Raises AlOverleden, AlVertrokken and what `controleer_gebeurd` raises."""
    controleer_gebeurd("aangemeldOp", dag, stand.geboortedatum, vandaag)
    if stand.overleden_op is not None and dag > stand.overleden_op:
        raise AlOverleden(f"deze inwoner is overleden op {stand.overleden_op}")
    if stand.vertrokken_op is not None and dag >= stand.vertrokken_op:
        raise AlVertrokken(f"deze inwoner woont elders vanaf {stand.vertrokken_op}")


def controleer_kanaal(
    command: MeldAan, geboortedatum: date, kanalen: Waarde[tuple[Kanaal, ...]]
) -> None:
    """Raises KanaalOnbekend or TeJong."""
    kanaal = next((k for k in kanalen.waarde if k.code == command.kanaal), None)
    if kanaal is None:
        bekend = ", ".join(k.code for k in kanalen.waarde)
        regel = Regel(kanalen.regel, kanalen.bron, bekend, kanalen.geldig.van)
        raise KanaalOnbekend("dit kanaal kent de gemeente niet", regels=[regel])
    jaren = kanaal.minimumleeftijd
    if jaren is not None and command.aangemeld_op < plus_maanden(geboortedatum, 12 * jaren):
        regel = Regel(kanaal.regel, kanalen.bron, f"vanaf {jaren} jaar", kanalen.geldig.van)
        raise TeJong(f"ondersteuning is er vanaf {jaren} jaar", regels=[regel])


def grenzen(beleid: Mapping[str, AanmeldingBeleid], vandaag: date) -> dict[str, date]:
    """Per gemeente with a norm today: what came in before this day and has nobody is late (W-004)."""
    geldend = {
        gemeente: regels.werkverdeling.op(vandaag).waarde.binnen_dagen
        for gemeente, regels in beleid.items()
        if regels.werkverdeling.geldt_op(vandaag)
    }
    return {
        gemeente: vandaag - timedelta(days=dagen)
        for gemeente, dagen in geldend.items()
        if dagen is not None
    }


def wachtdagen(
    aangemeld_op: date, gesprek_op: date | None, afgesloten_op: date | None, vandaag: date
) -> int:
    """Days from aanmelding to the first talk, or until now or the end as long as there was none (S-066)."""
    return ((gesprek_op or afgesloten_op or vandaag) - aangemeld_op).days
