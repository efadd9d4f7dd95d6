"""The words of the ledger: accounts, what may be booked, on what state, and what stands in the way. Plain Python.

Amounts are whole numbers in the unit of the post: cents, or places of a plafond.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from hashlib import sha256
from typing import Literal, NamedTuple
from uuid import UUID

from services.budget.begroting.domain import Budgetpost
from services.budget.begroting.policy import Modus
from services.budget.bevinding.domain import Bevinding

Sleutel = tuple[int, int]
"""A post id and a calendar year: where a balance lives."""
Status = Literal["vastgelegd", "aangehouden", "geweigerd", "ingetrokken", "beeindigd"]
Uitslag = Literal["vastgelegd", "aangehouden", "geweigerd", "vrijgevallen", "gerealiseerd"]
BEGIN_KETEN = bytes(32)
ALLEEN_POST = 0
"""The versie of a dossier that is of no toekenning: what a post had at go-live besides those of toekenningen."""


class Rekening(IntEnum):
    """The four accounts inside every (post, jaar)."""

    BEGROTING = 1
    BESCHIKBAAR = 2
    VERPLICHT = 3
    GEREALISEERD = 4


@dataclass(slots=True)
class Stand:
    """The balance of one post in one year; `begroot` is None when there is no begroting for that year.

    `overschrijding` is what lies above the begroting and was booked all the same; `keten` the last hash.
    """

    begroot: int | None = None
    verplicht: int = 0
    gerealiseerd: int = 0
    overschrijding: int = 0
    volgnummer: int = 0
    keten: bytes = BEGIN_KETEN

    @property
    def beschikbaar(self) -> int:
        """What is left: begroting − open verplichting − realisatie (D10)."""
        return (self.begroot or 0) - self.verplicht - self.gerealiseerd


@dataclass(slots=True)
class Deel:
    """The part of a toekenning on one post in one year; `open` is what is still committed of `toegekend`.

    `gerealiseerd` is what was invoiced, also above what was open.
    """

    toegekend: int
    open: int
    gerealiseerd: int = 0


@dataclass(slots=True)
class Dossier:
    """What the ledger knows of one toekenning: the last version it answered, and its parts."""

    gemeente: str
    versie: int
    status: Status
    besluitjaar: int
    post: str | None = None
    reden: str | None = None
    delen: dict[Sleutel, Deel] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Begroot:
    """The begroting, or the number of places, of a post in a year becomes `bedrag`."""

    gebeurtenis: UUID
    post: int
    jaar: int
    bedrag: int


@dataclass(frozen=True, slots=True)
class Verzoek:
    """A request to take money and a place; the codes are what was asked for, the ids what they mean here, if anything.

    `bedragen` is cents per calendar year; `laatste_maand` the first day of the last month of costs. `eigen_post` is the
    only post this product may stand on, when there is one (S-143).
    """

    gebeurtenis: UUID
    toekenning: UUID
    gemeente: str
    versie: int
    besluitjaar: int
    post_code: str
    post: int | None
    plafond_code: str | None
    plafond: int | None
    bedragen: Mapping[int, int]
    laatste_maand: date
    eigen_post: int | None = None


@dataclass(frozen=True, slots=True)
class Wijziging:
    """From now on a toekenning costs `bedragen`, cents per calendar year, in all."""

    gebeurtenis: UUID
    toekenning: UUID
    gemeente: str
    versie: int
    bedragen: Mapping[int, int]

    @property
    def jaar(self) -> int:
        """The first year it is about."""
        return min(self.bedragen)


@dataclass(frozen=True, slots=True)
class Realisatie:
    """`bedrag` cents were paid for a toekenning in a year: an invoice, or a betaalopdracht that was carried out.

    After the last invoice (`laatste`) nothing of that year stays open.
    """

    gebeurtenis: UUID
    toekenning: UUID
    gemeente: str
    jaar: int
    bedrag: int
    laatste: bool = False
    betaalopdracht: UUID | None = None


@dataclass(frozen=True, slots=True)
class Vrijval:
    """A toekenning was withdrawn before its start, or has ended: release what is open."""

    gebeurtenis: UUID
    toekenning: UUID
    gemeente: str
    versie: int
    soort: Literal["ingetrokken", "beeindigd"]
    jaar: int


@dataclass(frozen=True, slots=True)
class Overname:
    """What stood before go-live is taken over by the run `conversie`: a toekenning, or what a post has besides.

    `toegekend` and `gerealiseerd` are cents per calendar year; of what a post has besides they come on top of what was
    taken over before, and may take some of that back.
    """

    gebeurtenis: UUID
    toekenning: UUID
    gemeente: str
    versie: int
    conversie: UUID
    besluitjaar: int
    post_code: str
    post: int | None
    toegekend: Mapping[int, int]
    gerealiseerd: Mapping[int, int]
    plafond_code: str | None = None
    plafond: int | None = None

    @property
    def jaren(self) -> set[int]:
        """The years it is about."""
        return {*self.toegekend, *self.gerealiseerd}


@dataclass(frozen=True, slots=True)
class Besluit:
    """What the budgethouder decided about an aangehouden verplichting."""

    gebeurtenis: UUID
    toekenning: UUID
    vastleggen: bool


Gebeurtenis = Begroot | Verzoek | Overname | Wijziging | Realisatie | Vrijval | Besluit


class Boekingsregel(NamedTuple):
    """One posting: `bedrag` from credit to debet. Balanced by construction; `keten` seals all before it.

    `overschrijding` is how much it changed what lies above the begroting; `conversie` the run that brought it over at
    go-live, None for all that happened here.
    """

    post: int
    jaar: int
    volgnummer: int
    gebeurtenis: UUID
    regel: int
    debet: int
    credit: int
    bedrag: int
    overschrijding: int
    toekenning: UUID | None
    boekdatum: date
    conversie: UUID | None
    keten: bytes

    @property
    def inhoud(self) -> tuple[object, ...]:
        """What the hash seals."""
        return inhoud(self[:-2], self.conversie)


def inhoud(vast: tuple[object, ...], conversie: UUID | None) -> tuple[object, ...]:
    """What a hash seals: all but itself, and a run only where there is one, so that chains of before runs stand."""
    return vast if conversie is None else (*vast, conversie)


def schakel(vorige: bytes, inhoud: Sequence[object]) -> bytes:
    """The hash that seals a posting (all its fields but the hash) to the one before it on the same post and year."""
    return sha256(vorige + "|".join(map(str, inhoud)).encode()).digest()


def boek_op(stand: Stand, debet: Rekening, credit: Rekening, bedrag: int, modus: Modus) -> int:
    """Move `bedrag` from credit to debet on a balance; gives the change of what lies above the begroting."""
    for rekening, erbij in ((debet, bedrag), (credit, -bedrag)):
        if rekening is Rekening.BEGROTING:
            stand.begroot = (stand.begroot or 0) - erbij
        elif rekening is Rekening.VERPLICHT:
            stand.verplicht += erbij
        elif rekening is Rekening.GEREALISEERD:
            stand.gerealiseerd += erbij
    boven = 0 if modus == "registreren" else max(0, -stand.beschikbaar)
    verschil = boven - stand.overschrijding
    stand.overschrijding = boven
    return verschil


class Dagtotaal(NamedTuple):
    """What was moved from credit to debet on one day; `overgang`: it was taken over at go-live."""

    dag: date
    debet: Rekening
    credit: Rekening
    bedrag: int
    overgang: bool = False

    def op(self, rekening: Rekening) -> int:
        """How much an account rose by it."""
        return (self.debet is rekening) * self.bedrag - (self.credit is rekening) * self.bedrag


@dataclass(frozen=True, slots=True)
class Bezwaar:
    """Why a request cannot simply be booked: `weigeren` ends it, `signaleren` leaves it to the budgethouder.

    `beschikbaar` and `gevraagd` are in the unit of the post that was short.
    """

    modus: Modus
    reden: str
    post: str
    regel: str | None = None
    beschikbaar: int = 0
    gevraagd: int = 0


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What the ledger answers about one version of a toekenning, in cents; a refusal or a hold has a bezwaar.

    Of a realisatie `feit` is what was booked, `post` where, `boven_open` what it took above what was still open, and
    `vrijval` what of that year it released.
    """

    uitkomst: Uitslag
    toekenning: UUID
    gemeente: str
    versie: int
    bedrag: int = 0
    overschrijding: int = 0
    bezwaar: Bezwaar | None = None
    boven_open: int = 0
    vrijval: int = 0
    post: str = ""
    feit: Realisatie | None = None


@dataclass(slots=True)
class Uitkomst:
    """What a list of events leads to: postings, answers and findings, and the state after it."""

    standen: dict[Sleutel, Stand]
    dossiers: dict[UUID, Dossier]
    boekingen: list[Boekingsregel] = field(default_factory=list)
    antwoorden: list[Antwoord] = field(default_factory=list)
    bevindingen: list[Bevinding] = field(default_factory=list)
    gewijzigd: set[UUID] = field(default_factory=set)


Posten = Mapping[int, Budgetpost]
Standen = Mapping[Sleutel, Stand]


def geldpost(dossier: Dossier, posten: Posten) -> int | None:
    """The post a toekenning is paid from; None when it never got that far."""
    return next((post for post, _ in dossier.delen if posten[post].eenheid == "centen"), None)


def sleutels(
    gebeurtenissen: Iterable[Gebeurtenis], dossiers: Mapping[UUID, Dossier], posten: Posten
) -> set[Sleutel]:
    """Every balance the events can touch, given what is known of their toekenningen."""
    keys = {key for dossier in dossiers.values() for key in dossier.delen}
    betaalt = {id_: geldpost(dossier, posten) for id_, dossier in dossiers.items()}
    for gebeurtenis in gebeurtenissen:
        match gebeurtenis:
            case Begroot(post=begroot, jaar=jaar):
                keys.add((begroot, jaar))
            case Verzoek():
                betaalt.setdefault(gebeurtenis.toekenning, gebeurtenis.post)
                keys.update(_van_verzoek(gebeurtenis, gebeurtenis.bedragen))
            case Overname():
                betaalt.setdefault(gebeurtenis.toekenning, gebeurtenis.post)
                keys.update(_van_verzoek(gebeurtenis, gebeurtenis.jaren))
            case Wijziging() | Realisatie():
                post = betaalt.get(gebeurtenis.toekenning)
                keys.update((post, jaar) for jaar in _jaren(gebeurtenis) if post is not None)
    return keys


def _van_verzoek(verzoek: Verzoek | Overname, jaren: Iterable[int]) -> Iterator[Sleutel]:
    if verzoek.post is not None:
        yield from ((verzoek.post, jaar) for jaar in {verzoek.besluitjaar, *jaren})
    if verzoek.plafond is not None:
        yield verzoek.plafond, verzoek.besluitjaar


def _jaren(feit: Wijziging | Realisatie) -> Iterable[int]:
    return (feit.jaar,) if isinstance(feit, Realisatie) else feit.bedragen


def bezwaren(verzoek: Verzoek, posten: Posten, standen: Standen) -> Iterator[Bezwaar]:
    """Everything that stands in the way of a request, the place before the money; nothing when it can be booked."""
    if verzoek.post is None:
        yield Bezwaar("weigeren", "onbekende-post", verzoek.post_code)
        return
    post = posten[verzoek.post]
    if verzoek.eigen_post not in (None, verzoek.post):
        eigen = posten[verzoek.eigen_post]
        yield Bezwaar("weigeren", "verkeerde-post", post.code, eigen.regel)
    if post.einde and verzoek.laatste_maand > post.einde:
        yield Bezwaar("weigeren", "na-einde-fonds", post.code, post.regel)
    if verzoek.plafond_code:
        yield from _plaatsbezwaar(verzoek, verzoek.plafond_code, posten, standen)
    if post.modus != "registreren":
        yield from _geldbezwaren(verzoek, post, standen)


def _plaatsbezwaar(
    verzoek: Verzoek, code: str, posten: Posten, standen: Standen
) -> Iterator[Bezwaar]:
    plafond = posten[verzoek.plafond] if verzoek.plafond is not None else None
    stand = standen[plafond.id, verzoek.besluitjaar] if plafond else None
    if plafond is None or stand is None or stand.begroot is None:
        yield Bezwaar("weigeren", "onbekend-plafond", code)
    elif stand.beschikbaar < 1:
        yield Bezwaar(plafond.modus, "plafond", code, plafond.regel, stand.beschikbaar, 1)


def _geldbezwaren(verzoek: Verzoek, post: Budgetpost, standen: Standen) -> Iterator[Bezwaar]:
    if standen[post.id, verzoek.besluitjaar].begroot is None:
        totaal = sum(verzoek.bedragen.values())
        yield Bezwaar("signaleren", "geen-begroting", post.code, post.regel, 0, totaal)
    for jaar, bedrag in sorted(verzoek.bedragen.items()):
        stand = standen[post.id, jaar]
        if stand.begroot is not None and bedrag > stand.beschikbaar:
            vrij = stand.beschikbaar
            yield Bezwaar(post.modus, "tekort", post.code, post.modus_regel, vrij, bedrag)
