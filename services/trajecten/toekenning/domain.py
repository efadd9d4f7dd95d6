"""The states of a toekenning, and what counts for a person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from services.trajecten.aanvraag.domain import Aanvraag, Situatie, Vertrek, Werk
from services.trajecten.persoon.domain import Persoonsfeiten, Uitkeringsduur
from services.trajecten.productenboek.policy import Product
from shared.contracts.budget import VerplichtingAangehouden, VerplichtingGeweigerd
from shared.contracts.trajecten import BeeindigReden, BesluitSoort, Maandstand
from shared.errors import Conflict, NotFound

Status = Literal[
    "concept",
    "ter_toetsing",
    "aangevraagd",
    "aangehouden",
    "verleend",
    "gestart",
    "beeindigd",
    "ingetrokken",
    "geweigerd",
]
Stap = Literal[
    "leg_voor", "vraag_aan", "houd_aan", "verleen", "weiger", "start", "beeindig", "trek_in"
]

OVERGANGEN: Mapping[tuple[Status, Stap], Status] = {
    ("concept", "leg_voor"): "ter_toetsing",
    ("concept", "vraag_aan"): "aangevraagd",
    ("concept", "trek_in"): "ingetrokken",
    ("ter_toetsing", "vraag_aan"): "aangevraagd",
    ("ter_toetsing", "weiger"): "geweigerd",
    ("ter_toetsing", "trek_in"): "ingetrokken",
    ("aangevraagd", "verleen"): "verleend",
    ("aangevraagd", "houd_aan"): "aangehouden",
    ("aangevraagd", "weiger"): "geweigerd",
    ("aangevraagd", "trek_in"): "ingetrokken",
    ("aangehouden", "verleen"): "verleend",
    ("aangehouden", "weiger"): "geweigerd",
    ("aangehouden", "trek_in"): "ingetrokken",
    ("verleend", "start"): "gestart",
    ("verleend", "trek_in"): "ingetrokken",
    ("gestart", "beeindig"): "beeindigd",
}
"""Every transition there is (decision 3); what is not here is refused."""

LOPEND: frozenset[Status] = frozenset({"aangevraagd", "aangehouden", "verleend", "gestart"})
"""States in which a re-integration product is a running trajectory (decisions 7 and 38)."""
VERBRUIKT: frozenset[Status] = LOPEND | {"beeindigd"}
"""States that use up a limit per person: withdrawn before the start and refused do not (D5, decision 38)."""
BIJ_BUDGET: frozenset[Status] = LOPEND | {"beeindigd", "geweigerd"}
"""States that budget has heard of; a withdrawal before that is none of its business."""

EINDBESLUIT: Mapping[Stap, BesluitSoort] = {"beeindig": "beeindiging", "trek_in": "intrekking"}
"""The steps that end a toekenning, as the kind of besluit they are."""
AFGEDAAN: frozenset[Status] = frozenset({"beeindigd", "ingetrokken", "geweigerd"})
"""States without a next one."""


@dataclass(frozen=True, slots=True)
class VraagAan:
    """Ask for a product for a person, on an open traject if one is named."""

    gemeente: str
    persoon_ref: UUID
    aanvraag: Aanvraag
    traject_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Zet:
    """Take a step with a toekenning on a day; only an end has a reason, only a start has facts."""

    stap: Stap
    datum: date
    reden: BeeindigReden | None = None
    feiten: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NeemOver:
    """Take over what was granted before go-live, as it stands: per month its costs and what of them was realised.

    Without `gestart_op` it has not begun; with `geeindigd_op` and `reden` it has ended.
    """

    vraag: VraagAan
    standen: tuple[Maandstand, ...]
    gestart_op: date | None = None
    geeindigd_op: date | None = None
    reden: BeeindigReden | None = None

    @property
    def persoon_ref(self) -> UUID:
        """Whom it is for."""
        return self.vraag.persoon_ref

    @property
    def open_centen(self) -> int:
        """What is committed still."""
        return sum(stand.bedrag_centen - stand.gerealiseerd_centen for stand in self.standen)

    def stappen(self) -> Iterator[Zet]:
        """The steps that were taken with it since it was granted."""
        if self.gestart_op:
            yield Zet("start", self.gestart_op)
        if self.geeindigd_op:
            yield Zet("beeindig", self.geeindigd_op, self.reden)


@dataclass(frozen=True, slots=True)
class Eerdere:
    """A toekenning that the person has or had in this gemeente."""

    product: str
    status: Status
    re_integratie: bool
    plaatsing_id: UUID | None


@dataclass(frozen=True, slots=True)
class Budgetantwoord:
    """Why budget did not commit: a code, the post or plafond that was short, its rule, what was left.

    `beschikbaar` and `gevraagd` are cents for a post and places for a plafond.
    """

    reden: str
    post: str
    beschikbaar: int
    gevraagd: int
    regel: str | None = None
    bron: str | None = None


def waarom(
    event: VerplichtingAangehouden | VerplichtingGeweigerd,
    plafond_regel: str | None,
    plafond_bron: str | None,
) -> Budgetantwoord:
    """What an answer of budget says; the source is known here when its rule is that of the plafond."""
    return Budgetantwoord(
        reden=event.reden,
        post=event.post,
        beschikbaar=event.beschikbaar,
        gevraagd=event.gevraagd,
        regel=event.regel,
        bron=plafond_bron if event.regel == plafond_regel else None,
    )


class ToekenningOnbekend(NotFound):
    """There is no such toekenning, or not for this client."""

    code = "toekenning-onbekend"

    def __init__(self) -> None:
        super().__init__("deze toekenning bestaat niet")


class PersoonOnbekend(NotFound):
    """There is no such person here, or not for this client."""

    code = "persoon-onbekend"

    def __init__(self) -> None:
        super().__init__("deze persoon is hier niet bekend")


class OvergangNietToegestaan(Conflict):
    """The toekenning is in a state in which this step does not exist."""

    code = "overgang-niet-toegestaan"

    def __init__(self, status: str, stap: str) -> None:
        super().__init__(f"een toekenning die {status} is kent de stap {stap} niet")


class DatumTeVroeg(Conflict):
    """The step is dated before the decision, or before the start that it ends."""

    code = "datum-te-vroeg"

    def __init__(self, vroegst: date) -> None:
        super().__init__(f"dit kan niet voor {vroegst}")


def volgende(status: Status, stap: Stap) -> Status:
    """The state after a step; raises OvergangNietToegestaan."""
    nieuw = OVERGANGEN.get((status, stap))
    if nieuw is None:
        raise OvergangNietToegestaan(status, stap)
    return nieuw


@dataclass(frozen=True, slots=True)
class Dossier:
    """What trajecten has on a person and on the plaatsing and uitstroom that a request names."""

    persoon: Persoonsfeiten
    uitkeringen: Sequence[Uitkeringsduur]
    eerdere: Sequence[Eerdere]
    werk: Werk | None = None
    vertrek: Vertrek | None = None


def situatie(dossier: Dossier, aanvraag: Aanvraag) -> Situatie:
    """What rules see of a person: what is known, what they have and what they had."""
    zelfde = [e for e in dossier.eerdere if e.product == aanvraag.product]
    op_plaatsing = [
        e
        for e in zelfde
        if e.plaatsing_id == aanvraag.plaatsing_id and e.status not in {"ingetrokken", "geweigerd"}
    ]
    lopend = [e for e in dossier.eerdere if e.status in LOPEND]
    return Situatie(
        persoon=dossier.persoon,
        aantal_eerder=sum(e.status in VERBRUIKT for e in zelfde),
        aantal_op_plaatsing=len(op_plaatsing) if aanvraag.plaatsing_id else None,
        lopend=[e.product for e in lopend],
        lopende_re_integratie=[e.product for e in lopend if e.re_integratie],
        uitkeringen=dossier.uitkeringen,
        werk=dossier.werk,
        vertrek=dossier.vertrek,
    )


def vier_ogen_nodig(product: Product, gevonden: Situatie) -> bool:
    """Whether a second person must agree first: it runs beside a product that asks for it (decision 44)."""
    naast = product.vier_ogen.naast if product.vier_ogen else ()
    return any(lopend in naast for lopend in gevonden.lopend or ())
