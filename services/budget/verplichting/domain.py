"""What can go wrong with a decision of the budgethouder, and how an event becomes something to book. Plain Python."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from services.budget.begroting.domain import Budgetpost, eigen_post, zoek_plafond, zoek_post
from services.budget.grootboek.domain import (
    Antwoord,
    Bezwaar,
    Overname,
    Realisatie,
    Status,
    Verzoek,
    Vrijval,
    Wijziging,
)
from shared.contracts.budget import (
    RealisatieGeboekt,
    VerplichtingAangehouden,
    VerplichtingEvent,
    VerplichtingGeweigerd,
    VerplichtingVastgelegd,
    VerplichtingVrijgevallen,
)
from shared.contracts.trajecten import (
    Maandbedrag,
    ToekenningAangevraagd,
    ToekenningBeeindigd,
    ToekenningGewijzigd,
    ToekenningIngetrokken,
    ToekenningOvergenomen,
)
from shared.errors import Conflict, LimitExceeded, NotFound
from shared.events import Event, Received

Keuze = Literal["vastleggen", "weigeren"]


class VerplichtingOnbekend(NotFound):
    """No verplichting is known for this toekenning."""

    code = "verplichting-onbekend"


class NietAangehouden(Conflict):
    """Only what is held waits for the budgethouder."""

    code = "niet-aangehouden"


class PostVol(LimitExceeded):
    """A post that refuses is full; the budgethouder cannot go over it either."""

    code = "post-vol"


@dataclass(frozen=True, slots=True)
class Beslis:
    """The budgethouder decides about a held verplichting, with a reason."""

    toekenning: UUID
    besluit: Keuze
    reden: str


GEWIST = "gewist"
"""What is left of a reason once the person of the toekenning was erased."""


@dataclass(frozen=True, slots=True)
class Besluitvastlegging:
    """A decision as it was recorded; `overschrijding` in cents is what it accepted above the begroting."""

    besluit: Keuze
    reden: str
    door: str
    besloten_op: datetime
    overschrijding: int


@dataclass(frozen=True, slots=True)
class Verplichting:
    """What is held for one toekenning, in cents."""

    toekenning: UUID
    gemeente: str
    versie: int
    status: Status
    post: str | None
    reden: str | None
    toegekend: int
    open: int
    gerealiseerd: int
    besluit: Besluitvastlegging | None


def te_boeken(
    ontvangen: Received[Any], posten: Iterable[Budgetpost]
) -> Verzoek | Overname | Wijziging | Vrijval:
    """What a received event of trajecten asks of the ledger."""
    event = ontvangen.event
    if isinstance(event, ToekenningAangevraagd):
        return _verzoek(ontvangen.event_id, event, posten)
    if isinstance(event, ToekenningOvergenomen):
        return _overname(ontvangen.event_id, event, posten)
    if isinstance(event, ToekenningGewijzigd):
        return Wijziging(
            gebeurtenis=ontvangen.event_id,
            toekenning=UUID(event.toekenning_id),
            gemeente=event.gemeente,
            versie=event.versie,
            bedragen=_per_jaar(event.kosten),
        )
    ingetrokken = isinstance(event, ToekenningIngetrokken)
    dag = event.ingetrokken_op if ingetrokken else event.beeindigd_op
    return Vrijval(
        gebeurtenis=ontvangen.event_id,
        toekenning=UUID(event.toekenning_id),
        gemeente=event.gemeente,
        versie=event.versie,
        soort="ingetrokken" if ingetrokken else "beeindigd",
        jaar=dag.year,
    )


def _verzoek(event_id: UUID, event: ToekenningAangevraagd, posten: Iterable[Budgetpost]) -> Verzoek:
    bekend = list(posten)
    post = zoek_post(bekend, event.gemeente, event.post, event.fonds)
    plafond = event.plafond and zoek_plafond(bekend, event.gemeente, event.plafond)
    eigen = eigen_post(bekend, event.gemeente, event.product)
    return Verzoek(
        gebeurtenis=event_id,
        toekenning=UUID(event.toekenning_id),
        gemeente=event.gemeente,
        versie=event.versie,
        besluitjaar=event.besluitdatum.year,
        post_code=event.post,
        post=post.id if post else None,
        plafond_code=event.plafond,
        plafond=plafond.id if plafond else None,
        bedragen=_per_jaar(event.kosten),
        laatste_maand=max(maand.maand for maand in event.kosten),
        eigen_post=eigen.id if eigen else None,
    )


def _overname(
    event_id: UUID, event: ToekenningOvergenomen, posten: Iterable[Budgetpost]
) -> Overname:
    bekend = list(posten)
    post = zoek_post(bekend, event.gemeente, event.post, event.fonds)
    plafond = event.plafond and zoek_plafond(bekend, event.gemeente, event.plafond)
    gerealiseerd: Counter[int] = Counter()
    for stand in event.kosten:
        gerealiseerd[stand.maand.year] += stand.gerealiseerd_centen
    return Overname(
        gebeurtenis=event_id,
        toekenning=UUID(event.toekenning_id),
        gemeente=event.gemeente,
        versie=event.versie,
        conversie=UUID(event.conversie_id),
        besluitjaar=event.besluitdatum.year,
        post_code=event.post,
        post=post.id if post else None,
        toegekend=_per_jaar(event.kosten),
        gerealiseerd=gerealiseerd,
        plafond_code=event.plafond,
        plafond=plafond.id if plafond else None,
    )


def _per_jaar(kosten: Iterable[Maandbedrag]) -> Counter[int]:
    bedragen: Counter[int] = Counter()
    for maand in kosten:
        bedragen[maand.maand.year] += maand.bedrag_centen
    return bedragen


def te_zeggen(antwoord: Antwoord) -> VerplichtingEvent:
    """The event that carries an answer of the ledger."""
    if antwoord.bezwaar is not None:
        return _nee(antwoord, antwoord.bezwaar)
    if antwoord.feit is not None:
        return _geboekt(antwoord, antwoord.feit)
    if antwoord.uitkomst == "vrijgevallen":
        return VerplichtingVrijgevallen(
            gemeente=antwoord.gemeente,
            toekenning_id=str(antwoord.toekenning),
            versie=antwoord.versie,
            bedrag_centen=antwoord.bedrag,
        )
    return VerplichtingVastgelegd(
        gemeente=antwoord.gemeente,
        toekenning_id=str(antwoord.toekenning),
        versie=antwoord.versie,
        bedrag_centen=antwoord.bedrag,
        overschrijding_centen=antwoord.overschrijding,
    )


def _nee(antwoord: Antwoord, bezwaar: Bezwaar) -> VerplichtingEvent:
    held = antwoord.uitkomst == "aangehouden"
    soort = VerplichtingAangehouden if held else VerplichtingGeweigerd
    return soort(
        gemeente=antwoord.gemeente,
        toekenning_id=str(antwoord.toekenning),
        versie=antwoord.versie,
        reden=bezwaar.reden,
        post=bezwaar.post,
        regel=bezwaar.regel,
        beschikbaar=bezwaar.beschikbaar,
        gevraagd=bezwaar.gevraagd,
    )


def _geboekt(antwoord: Antwoord, feit: Realisatie) -> VerplichtingEvent:
    opdracht = feit.betaalopdracht
    return RealisatieGeboekt(
        gemeente=antwoord.gemeente,
        toekenning_id=str(antwoord.toekenning),
        versie=antwoord.versie,
        factuur_id=None if opdracht else str(feit.gebeurtenis),
        betaalopdracht_id=str(opdracht) if opdracht else None,
        post=antwoord.post,
        boekjaar=feit.jaar,
        bedrag_centen=antwoord.bedrag,
        vrijval_centen=antwoord.vrijval,
        boven_open_centen=antwoord.boven_open,
        overschrijding_centen=antwoord.overschrijding,
    )


FEITEN_EN_VERZOEKEN: frozenset[type[Event]] = frozenset(
    {
        ToekenningAangevraagd,
        ToekenningOvergenomen,
        ToekenningGewijzigd,
        ToekenningIngetrokken,
        ToekenningBeeindigd,
    }
)
"""What budget hears of trajecten about verplichtingen (decision 13)."""
