"""The one place that decides: events in order and the state before them give postings, answers and the state after.

Pure: no clock, no database. Folding a list in pieces gives the same as folding it at once.
A request may be refused or held; a fact is always booked (decision 2).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from uuid import UUID

from services.budget.begroting.policy import Modus
from services.budget.bevinding.domain import Bevinding
from services.budget.grootboek.domain import (
    Antwoord,
    Begroot,
    Besluit,
    Bezwaar,
    Boekingsregel,
    Deel,
    Dossier,
    Gebeurtenis,
    Posten,
    Rekening,
    Sleutel,
    Stand,
    Uitkomst,
    Uitslag,
    Verzoek,
    Vrijval,
    bezwaren,
)

_GEEN_BEGROTING = "geen begroting voor dit jaar; besluit van de raad nodig (BBV, budgetrecht)"
_ONBEKEND = "een feit over een toekenning die hier niet bekend is"
_HERHAALD = "een tweede verzoek voor een toekenning die al beantwoord is"


def fold(
    gebeurtenissen: Iterable[Gebeurtenis],
    posten: Posten,
    dossiers: Mapping[UUID, Dossier],
    standen: Mapping[Sleutel, Stand],
    boekdatum: date,
) -> Uitkomst:
    """Book the events in order. `standen` holds every (post, jaar) they can touch; the arguments stay as they are."""
    uit = Uitkomst(
        {key: copy(stand) for key, stand in standen.items()},
        {id_: _copy(dossier) for id_, dossier in dossiers.items()},
    )
    for gebeurtenis in gebeurtenissen:
        stap = _Stap(posten, uit, boekdatum, gebeurtenis.gebeurtenis)
        match gebeurtenis:
            case Begroot():
                stap.begroot(gebeurtenis)
            case Verzoek():
                stap.verzoek(gebeurtenis)
            case Vrijval():
                stap.vrijval(gebeurtenis)
            case Besluit():
                stap.besluit(gebeurtenis)
    return uit


def _copy(dossier: Dossier) -> Dossier:
    return replace(dossier, delen={key: copy(deel) for key, deel in dossier.delen.items()})


def sleutels(gebeurtenis: Gebeurtenis, dossier: Dossier | None) -> Iterator[Sleutel]:
    """Every balance the event can touch, given what is known of its toekenning."""
    match gebeurtenis:
        case Begroot(post=begroot, jaar=jaar):
            yield begroot, jaar
        case Verzoek(post=post, plafond=plafond, besluitjaar=besluitjaar, bedragen=bedragen):
            if post is not None:
                yield from ((post, jaar) for jaar in {besluitjaar, *bedragen})
            if plafond is not None:
                yield plafond, besluitjaar
        case Vrijval() | Besluit():
            yield from dossier.delen if dossier else ()


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


@dataclass(slots=True)
class _Stap:
    """One event on the state of the fold."""

    posten: Posten
    uit: Uitkomst
    boekdatum: date
    gebeurtenis: UUID
    regel: int = 0

    def begroot(self, nieuw: Begroot) -> None:
        """A begroting set or changed; below its use it is a fact all the same."""
        stand = self.uit.standen[nieuw.post, nieuw.jaar]
        erbij = nieuw.bedrag - (stand.begroot or 0)
        stand.begroot = stand.begroot or 0
        van, naar = Rekening.BEGROTING, Rekening.BESCHIKBAAR
        if erbij < 0:
            van, naar = naar, van
        self._boek((nieuw.post, nieuw.jaar), naar, van, abs(erbij), None)

    def verzoek(self, verzoek: Verzoek) -> None:
        """Money and place together or not at all; a held request keeps its place (decision 39)."""
        if bekend := self.uit.dossiers.get(verzoek.toekenning):
            if verzoek.versie != bekend.versie:
                self._meld("herhaald-verzoek", verzoek, verzoek.besluitjaar, _HERHAALD)
            return
        gevonden = list(bezwaren(verzoek, self.posten, self.uit.standen))
        hard = [bezwaar for bezwaar in gevonden if bezwaar.modus == "weigeren"]
        dossier = self._open(verzoek)
        if not gevonden:
            self._leg_vast(verzoek.toekenning, dossier)
            return
        bezwaar = (hard or gevonden)[0]
        dossier.reden = bezwaar.reden
        if hard:
            dossier.status = "geweigerd"
            dossier.delen.clear()
        else:
            dossier.status = "aangehouden"
            self._houd_aan(verzoek.toekenning, dossier, gevonden)
        self._antwoord(verzoek.toekenning, dossier, dossier.status, bezwaar)

    def vrijval(self, feit: Vrijval) -> None:
        """Release what is open; the place only when it was withdrawn before the start (D5)."""
        dossier = self.uit.dossiers.get(feit.toekenning)
        if dossier is None or dossier.gemeente != feit.gemeente:
            self._meld("onbekende-toekenning", feit, feit.jaar, _ONBEKEND)
            if dossier is None:
                leeg = Dossier(feit.gemeente, feit.versie, feit.soort, feit.jaar)
                self.uit.dossiers[feit.toekenning] = leeg
                self.uit.gewijzigd.add(feit.toekenning)
        elif feit.versie > dossier.versie:
            dossier.versie = feit.versie
            vrij = self._laat_vrij(feit.toekenning, dossier, plaats=feit.soort == "ingetrokken")
            dossier.status = feit.soort
            self._antwoord(feit.toekenning, dossier, "vrijgevallen", bedrag=vrij)

    def besluit(self, besluit: Besluit) -> None:
        """The budgethouder's decision on a held request; without effect on any other, or on a post that refuses."""
        dossier = self.uit.dossiers.get(besluit.toekenning)
        if dossier is None or dossier.status != "aangehouden":
            return
        if besluit.vastleggen:
            if not any(self._is_vol(key, deel) for key, deel in dossier.delen.items()):
                self._leg_vast(besluit.toekenning, dossier, aanvaard=True)
            return
        self._laat_vrij(besluit.toekenning, dossier, plaats=True)
        dossier.status, dossier.reden = "geweigerd", "budgethouder"
        nee = Bezwaar("weigeren", "budgethouder", dossier.post or "")
        self._antwoord(besluit.toekenning, dossier, "geweigerd", nee)

    def _open(self, verzoek: Verzoek) -> Dossier:
        delen = {}
        if verzoek.post is not None:
            delen = {(verzoek.post, j): Deel(b, 0) for j, b in sorted(verzoek.bedragen.items())}
        if verzoek.plafond is not None:
            delen[verzoek.plafond, verzoek.besluitjaar] = Deel(1, 0)
        dossier = Dossier(
            verzoek.gemeente,
            verzoek.versie,
            "vastgelegd",
            verzoek.besluitjaar,
            verzoek.post_code,
            delen=delen,
        )
        self.uit.dossiers[verzoek.toekenning] = dossier
        return dossier

    def _leg_vast(self, toekenning: UUID, dossier: Dossier, *, aanvaard: bool = False) -> None:
        boven = sum(self._verplicht(toekenning, dossier, key) for key in sorted(dossier.delen))
        dossier.status = "vastgelegd"
        geld = sum(deel.open for key, deel in dossier.delen.items() if self._is_geld(key))
        self._antwoord(
            toekenning, dossier, "vastgelegd", bedrag=geld, boven=max(0, boven) if aanvaard else 0
        )

    def _houd_aan(self, toekenning: UUID, dossier: Dossier, gevonden: Sequence[Bezwaar]) -> None:
        if all(bezwaar.reden != "plafond" for bezwaar in gevonden):
            for key in filter(lambda key: not self._is_geld(key), dossier.delen):
                self._verplicht(toekenning, dossier, key)
        for bezwaar in gevonden:
            if bezwaar.reden == "geen-begroting":
                self._meld_budgetrecht("geen-begroting", dossier, bezwaar.post, dossier.besluitjaar)

    def _verplicht(self, toekenning: UUID, dossier: Dossier, key: Sleutel) -> int:
        """Commit what is not open yet; gives how much money it puts above the begroting."""
        deel, post = dossier.delen[key], self.posten[key[0]]
        bedrag, deel.open = deel.toegekend - deel.open, deel.toegekend
        boven = self._boek(key, Rekening.VERPLICHT, Rekening.BESCHIKBAAR, bedrag, toekenning)
        if self.uit.standen[key].begroot is None and post.modus != "registreren":
            self._meld_budgetrecht("budgetrecht", dossier, post.code, key[1])
        return boven if self._is_geld(key) else 0

    def _laat_vrij(self, toekenning: UUID, dossier: Dossier, *, plaats: bool) -> int:
        vrij = 0
        for key in sorted(dossier.delen):
            deel = dossier.delen[key]
            if self._is_geld(key):
                vrij += deel.open
            elif not plaats:
                continue
            self._boek(key, Rekening.BESCHIKBAAR, Rekening.VERPLICHT, deel.open, toekenning)
            deel.open = 0
        return vrij

    def _boek(
        self, key: Sleutel, debet: Rekening, credit: Rekening, bedrag: int, toekenning: UUID | None
    ) -> int:
        if bedrag == 0:
            return 0
        stand = self.uit.standen[key]
        boven = boek_op(stand, debet, credit, bedrag, self.posten[key[0]].modus)
        self.regel += 1
        stand.volgnummer += 1
        wat = (int(debet), int(credit), bedrag, boven, toekenning, self.boekdatum)
        inhoud = (*key, stand.volgnummer, self.gebeurtenis, self.regel, *wat)
        stand.keten = schakel(stand.keten, inhoud)
        self.uit.boekingen.append(Boekingsregel(*inhoud, stand.keten))
        return boven

    def _is_vol(self, key: Sleutel, deel: Deel) -> bool:
        stand = self.uit.standen[key]
        hard = self.posten[key[0]].modus == "weigeren" and stand.begroot is not None
        return hard and deel.toegekend - deel.open > stand.beschikbaar

    def _is_geld(self, key: Sleutel) -> bool:
        return self.posten[key[0]].eenheid == "centen"

    def _antwoord(
        self,
        toekenning: UUID,
        dossier: Dossier,
        uitkomst: Uitslag,
        bezwaar: Bezwaar | None = None,
        *,
        bedrag: int = 0,
        boven: int = 0,
    ) -> None:
        self.uit.gewijzigd.add(toekenning)
        wie = (toekenning, dossier.gemeente, dossier.versie)
        self.uit.antwoorden.append(Antwoord(uitkomst, *wie, bedrag, boven, bezwaar))

    def _meld(self, code: str, over: Verzoek | Vrijval, jaar: int, bron: str) -> None:
        self.uit.bevindingen.append(
            Bevinding(
                over.gemeente,
                code,
                jaar,
                str(over.toekenning),
                bron,
                toekenning=over.toekenning,
            )
        )

    def _meld_budgetrecht(self, code: str, dossier: Dossier, post: str, jaar: int) -> None:
        gevonden = Bevinding(dossier.gemeente, code, jaar, post, _GEEN_BEGROTING, post)
        self.uit.bevindingen.append(gevonden)
