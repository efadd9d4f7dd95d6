"""The one place that decides: events in order and the state before them give postings, answers and the state after.

Pure: no clock, no database. Folding a list in pieces gives the same as folding it at once.
A request may be refused or held; a fact is always booked (decision 2).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from services.budget.bevinding.domain import Bevinding
from services.budget.grootboek.domain import (
    ALLEEN_POST,
    Antwoord,
    Begroot,
    Besluit,
    Bezwaar,
    Boekingsregel,
    Deel,
    Dossier,
    Gebeurtenis,
    Overname,
    Posten,
    Realisatie,
    Rekening,
    Sleutel,
    Stand,
    Uitkomst,
    Uitslag,
    Verzoek,
    Vrijval,
    Wijziging,
    bezwaren,
    boek_op,
    geldpost,
    inhoud,
    schakel,
)

_GEEN_BEGROTING = "geen begroting voor dit jaar; besluit van de raad nodig (BBV, budgetrecht)"
_ONBEKEND = "een feit over een toekenning die hier niet bekend is"
_HERHAALD = "een tweede verzoek voor een toekenning die al beantwoord is"
_GESLOTEN = "een wijziging van een toekenning waarvoor geen geld vastligt"
_NIET_GEBOEKT = "betaald voor een toekenning waarvoor geen geld vastligt; niet geboekt"
_GEEN_POST = "overgenomen op een post die hier niet bekend is; niet geboekt"
_GEEN_PLAFOND = "overgenomen op een plafond dat hier niet bekend is; geen plek bezet"
_FEITEN = {
    "boven-verplichting": "een realisatie boven wat voor deze toekenning in dat jaar openstond",
    "overschrijding": "een feit dat boven de begroting uitkomt; het is toch geboekt",
}


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
        stap = _Stap(posten, uit, boekdatum, gebeurtenis.gebeurtenis, _conversie(gebeurtenis))
        _STAPPEN[type(gebeurtenis)](stap, gebeurtenis)
    return uit


def _conversie(gebeurtenis: Gebeurtenis) -> UUID | None:
    return gebeurtenis.conversie if isinstance(gebeurtenis, Overname) else None


def _copy(dossier: Dossier) -> Dossier:
    return replace(dossier, delen={key: copy(deel) for key, deel in dossier.delen.items()})


@dataclass(slots=True)
class _Stap:
    """One event on the state of the fold."""

    posten: Posten
    uit: Uitkomst
    boekdatum: date
    gebeurtenis: UUID
    conversie: UUID | None = None
    regel: int = 0

    def begroot(self, nieuw: Begroot) -> None:
        """A begroting set or changed; below its use it is a fact all the same."""
        stand = self.uit.standen[nieuw.post, nieuw.jaar]
        erbij = nieuw.bedrag - (stand.begroot or 0)
        stand.begroot = stand.begroot or 0
        key = (nieuw.post, nieuw.jaar)
        self._boek(key, Rekening.BESCHIKBAAR, Rekening.BEGROTING, erbij, None)

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

    def overname(self, feit: Overname) -> None:
        """It was decided before go-live, so it is booked, above the begroting or the plafond too (decision 2)."""
        dossier = self.uit.dossiers.get(feit.toekenning)
        if dossier is not None and feit.versie != ALLEEN_POST:
            return
        if feit.post is None:
            self._meld("onbekende-post", feit, feit.besluitjaar, _GEEN_POST)
            return
        if dossier is None:
            wie = (feit.gemeente, feit.versie)
            dossier = Dossier(*wie, "vastgelegd", feit.besluitjaar, feit.post_code)
            self.uit.dossiers[feit.toekenning] = dossier
        self.uit.gewijzigd.add(feit.toekenning)
        for jaar in sorted(feit.jaren):
            delen = (feit.toegekend.get(jaar, 0), feit.gerealiseerd.get(jaar, 0))
            self._neem_over(feit.toekenning, dossier, (feit.post, jaar), *delen)
        if feit.plafond is not None:
            self._neem_over(feit.toekenning, dossier, (feit.plafond, feit.besluitjaar), 1, 0)
        elif feit.plafond_code:
            self._meld("onbekend-plafond", feit, feit.besluitjaar, _GEEN_PLAFOND)

    def _neem_over(
        self, id_: UUID, dossier: Dossier, key: Sleutel, toegekend: int, gerealiseerd: int
    ) -> None:
        """Commit it all and realise what was; an amount below zero takes back in the other direction."""
        deel = dossier.delen.setdefault(key, Deel(0, 0))
        deel.toegekend += toegekend
        deel.open += toegekend - gerealiseerd
        deel.gerealiseerd += gerealiseerd
        boven = self._boek(key, Rekening.VERPLICHT, Rekening.BESCHIKBAAR, toegekend, id_)
        self._boek(key, Rekening.GEREALISEERD, Rekening.VERPLICHT, gerealiseerd, id_)
        if self._is_geld(key):
            self._meld_boven(dossier, key, id_, boven)

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

    def wijziging(self, feit: Wijziging) -> None:
        """New costs are a fact, booked per year; of a held request the decision is still due, on the new amounts."""
        dossier = self.uit.dossiers.get(feit.toekenning)
        if dossier is None or dossier.gemeente != feit.gemeente:
            self._meld("onbekende-toekenning", feit, feit.jaar, _ONBEKEND)
            return
        post = geldpost(dossier, self.posten)
        if feit.versie <= dossier.versie:
            return
        if post is None or dossier.status not in ("vastgelegd", "aangehouden"):
            self._meld("wijziging-zonder-verplichting", feit, feit.jaar, _GESLOTEN)
            return
        dossier.versie = feit.versie
        self.uit.gewijzigd.add(feit.toekenning)
        keys = sorted(
            {key for key in dossier.delen if key[0] == post}
            | {(post, jaar) for jaar in feit.bedragen}
        )
        if dossier.status == "aangehouden":
            for key in keys:
                dossier.delen[key] = Deel(feit.bedragen.get(key[1], 0), 0)
            return
        boven = sum(self._wijzig(feit, dossier, key) for key in keys)
        geld = sum(feit.bedragen.values())
        self._antwoord(feit.toekenning, dossier, "vastgelegd", bedrag=geld, boven=boven)

    def realisatie(self, feit: Realisatie) -> None:
        """It takes what is open, then what is left; a finding where no money was ever committed."""
        dossier = self.uit.dossiers.get(feit.toekenning)
        post = self._betaalpost(feit, dossier)
        if dossier is None or post is None:
            self._meld_niet_geboekt(feit)
            return
        key, id_ = (post, feit.jaar), feit.toekenning
        deel = dossier.delen.setdefault(key, Deel(0, 0))
        uit_open = min(feit.bedrag, deel.open)
        boven_open = feit.bedrag - uit_open
        deel.open -= uit_open
        deel.gerealiseerd += feit.bedrag
        self._boek(key, Rekening.GEREALISEERD, Rekening.VERPLICHT, uit_open, id_)
        boven = self._boek(key, Rekening.GEREALISEERD, Rekening.BESCHIKBAAR, boven_open, id_)
        if boven_open:
            self._meld_feit("boven-verplichting", key, id_, uit_open, feit.bedrag)
        self._meld_boven(dossier, key, id_, boven)
        vrij = deel.open if feit.laatste else 0
        wie = (id_, dossier.gemeente, dossier.versie, feit.bedrag, boven, None)
        hoe = (boven_open, vrij, self.posten[post].code, feit)
        self.uit.gewijzigd.add(id_)
        self.uit.antwoorden.append(Antwoord("gerealiseerd", *wie, *hoe))
        if vrij:
            deel.open = 0
            self._boek(key, Rekening.BESCHIKBAAR, Rekening.VERPLICHT, vrij, id_)
            self._antwoord(id_, dossier, "vrijgevallen", bedrag=vrij)

    def _betaalpost(self, feit: Realisatie, dossier: Dossier | None) -> int | None:
        """Where it is booked; None where no money was committed. What is paid already counts after a withdrawal too."""
        if dossier is None or dossier.gemeente != feit.gemeente:
            return None
        ooit = {"vastgelegd", "beeindigd"} | ({"ingetrokken"} if feit.betaalopdracht else set())
        return geldpost(dossier, self.posten) if dossier.status in ooit else None

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
        if bedrag and self.uit.standen[key].begroot is None and post.begrensd:
            self._meld_budgetrecht("budgetrecht", dossier, post.code, key[1])
        return boven if self._is_geld(key) else 0

    def _wijzig(self, feit: Wijziging, dossier: Dossier, key: Sleutel) -> int:
        """Bring one year to its new amount; gives what it puts above the begroting.

        What a last invoice released stays released, and what was invoiced above the open part counts.
        """
        deel = dossier.delen.setdefault(key, Deel(0, 0))
        nieuw = feit.bedragen.get(key[1], 0)
        over = min(deel.open + nieuw - deel.toegekend, nieuw - deel.gerealiseerd)
        erbij = max(0, over) - deel.open
        deel.toegekend, deel.open = nieuw, deel.open + erbij
        if erbij < 0:
            self._boek(key, Rekening.BESCHIKBAAR, Rekening.VERPLICHT, -erbij, feit.toekenning)
            return 0
        boven = self._boek(key, Rekening.VERPLICHT, Rekening.BESCHIKBAAR, erbij, feit.toekenning)
        self._meld_boven(dossier, key, feit.toekenning, boven)
        return boven

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
        """Move it from credit to debet, below zero the other way; gives the change above the begroting."""
        if bedrag == 0:
            return 0
        if bedrag < 0:
            debet, credit, bedrag = credit, debet, -bedrag
        stand = self.uit.standen[key]
        boven = boek_op(stand, debet, credit, bedrag, self.posten[key[0]].modus)
        self.regel += 1
        stand.volgnummer += 1
        wat = (int(debet), int(credit), bedrag, boven, toekenning, self.boekdatum)
        vast = (*key, stand.volgnummer, self.gebeurtenis, self.regel, *wat)
        stand.keten = schakel(stand.keten, inhoud(vast, self.conversie))
        self.uit.boekingen.append(Boekingsregel(*vast, self.conversie, stand.keten))
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

    def _meld(
        self, code: str, over: Verzoek | Vrijval | Wijziging | Overname, jaar: int, bron: str
    ) -> None:
        wat = (over.gemeente, code, jaar, str(over.toekenning), bron, None, over.toekenning)
        self.uit.bevindingen.append(Bevinding(*wat))

    def _meld_niet_geboekt(self, feit: Realisatie) -> None:
        wat = (feit.gemeente, "betaald-zonder-verplichting", feit.jaar, str(feit.gebeurtenis))
        gevonden = Bevinding(*wat, _NIET_GEBOEKT, None, feit.toekenning, 0, feit.bedrag)
        self.uit.bevindingen.append(gevonden)

    def _meld_budgetrecht(self, code: str, dossier: Dossier, post: str, jaar: int) -> None:
        gevonden = Bevinding(dossier.gemeente, code, jaar, post, _GEEN_BEGROTING, post)
        self.uit.bevindingen.append(gevonden)

    def _meld_boven(self, dossier: Dossier, key: Sleutel, toekenning: UUID, boven: int) -> None:
        """A fact that puts money above the begroting, or in a year without one, is a finding (decisions 2 and 36)."""
        if boven <= 0:
            return
        stand = self.uit.standen[key]
        if stand.begroot is None:
            self._meld_budgetrecht("budgetrecht", dossier, self.posten[key[0]].code, key[1])
            return
        gebruikt = stand.verplicht + stand.gerealiseerd
        self._meld_feit("overschrijding", key, toekenning, stand.begroot, gebruikt)

    def _meld_feit(
        self, code: str, key: Sleutel, toekenning: UUID, hoort: int, werkelijk: int
    ) -> None:
        post = self.posten[key[0]]
        waar = (post.gemeente, code, key[1], str(self.gebeurtenis), _FEITEN[code], post.code)
        self.uit.bevindingen.append(Bevinding(*waar, toekenning, hoort, werkelijk))


_STAPPEN: Mapping[type[Gebeurtenis], Callable[[_Stap, Any], None]] = {
    Begroot: _Stap.begroot,
    Verzoek: _Stap.verzoek,
    Overname: _Stap.overname,
    Wijziging: _Stap.wijziging,
    Realisatie: _Stap.realisatie,
    Vrijval: _Stap.vrijval,
    Besluit: _Stap.besluit,
}
