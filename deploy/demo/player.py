"""Plays the year through the public API, in the order of its days."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import httpx

from deploy.demo.population import Persoon

Wijzer = Callable[[date], None]
"""Tells the suite what day it is."""
_NOG_NIET = frozenset({"nog-niet-verwerkt", "verzoek-nog-bezig"})
_POGINGEN = 100


@dataclass
class Verloop:
    """What happened: how often each step, and what was refused and why."""

    stappen: Counter[str] = field(default_factory=Counter)
    geweigerd: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def weiger(self, gemeente: str, wat: str, waarom: str) -> None:
        """Count a refusal of a gemeente: what was asked and why not."""
        self.geweigerd[gemeente, wat, waarom] += 1


class GaatNiet(Exception):
    """The suite answered something the demo did not expect."""


class Player:
    """One player; `addresses` gives the base address of the API of each service.

    `client` sends the token of a client that may do everything the demo does.
    """

    def __init__(
        self,
        addresses: Mapping[str, str],
        client: httpx.AsyncClient,
        wijs: Wijzer,
        verloop: Verloop,
    ) -> None:
        self._addresses = addresses
        self._wijs = wijs
        self._verloop = verloop
        self._client = client
        self._refs: dict[str, str] = {}
        self._toekenningen: dict[str, dict[str, Any]] = {}

    async def speel(self, dag: date, stap: str, persoon: Persoon) -> None:
        """Play one step of one person on its day."""
        self._wijs(dag)
        steps = {
            "aanmelding": self._meld_aan,
            "besluit": self._besluit,
            "start": self._start,
            "factuur": self._factureer,
        }
        await steps[stap](persoon)

    async def _meld_aan(self, persoon: Persoon) -> None:
        inwoner = {
            "gemeente": persoon.gemeente,
            "geboortedatum": persoon.geboortedatum.isoformat(),
            "uitkeringSoort": "participatiewet",
            "uitkeringVanaf": persoon.uitkering_vanaf.isoformat(),
        }
        made = await self._maak("intake", "inwoners", inwoner, persoon.sleutel("inwoner"))
        self._refs[persoon.wie] = made["persoonRef"]
        diagnose = {
            "persoonRef": made["persoonRef"],
            "trede": persoon.trede,
            "maandenTotWerk": persoon.maanden_tot_werk,
            "zelfredzaam": True,
            "vastgesteldOp": persoon.aangemeld_op.isoformat(),
        }
        await self._maak("intake", "diagnoses", diagnose, persoon.sleutel("diagnose"))
        await self._traject(made["persoonRef"])
        self._verloop.stappen["inwoners met een traject"] += 1

    async def _traject(self, persoon_ref: str) -> None:
        """Wait until the diagnose has opened a traject, as a consulent would."""
        address = f"{self._addresses['trajecten']}/trajecten"
        for _ in range(_POGINGEN):
            answer = await self._client.get(address, params={"persoonRef": persoon_ref})
            if _expect(answer, 200)["count"]:
                return
            await asyncio.sleep(0.05)
        raise GaatNiet(f"voor {persoon_ref} ging geen traject open")

    async def _besluit(self, persoon: Persoon) -> None:
        assert persoon.voorstel
        aanvraag = {
            "gemeente": persoon.gemeente,
            "persoonRef": self._refs[persoon.wie],
            "product": persoon.voorstel.product,
            "bedragCenten": persoon.bedrag_centen,
            "besluitdatum": persoon.besluitdatum.isoformat(),
            "startdatum": persoon.startdatum.isoformat(),
            "einddatum": persoon.einddatum.isoformat(),
            "feiten": dict(persoon.voorstel.feiten),
        }
        self._verloop.stappen["voorzieningen gevraagd"] += 1
        answer = await self._post(
            "trajecten", "toekenningen", aanvraag, persoon.sleutel("toekenning"), wait=5
        )
        if answer.status_code == 409:
            self._verloop.weiger(persoon.gemeente, persoon.voorstel.product, _waarom(answer.json()))
            return
        toekenning = await self._uitkomst(_expect(answer, 201))
        self._verloop.stappen[f"voorzieningen {toekenning['status']}"] += 1
        if toekenning["status"] == "verleend":
            self._toekenningen[persoon.wie] = toekenning
        else:
            reden = toekenning["antwoordBudget"]
            tekst = f"{reden.get('regel', 'budget')}: {reden['reden']}, {reden['beschikbaar']} over"
            self._verloop.weiger(persoon.gemeente, persoon.voorstel.product, tekst)

    async def _uitkomst(self, toekenning: dict[str, Any]) -> dict[str, Any]:
        """The toekenning once budget has answered; a slow machine may need longer than one wait."""
        address = f"{self._addresses['trajecten']}/toekenningen/{UUID(toekenning['id'])}"
        for _ in range(_POGINGEN):
            if toekenning["status"] != "aangevraagd":
                return toekenning
            await asyncio.sleep(0.1)
            toekenning = _expect(await self._client.get(address), 200)
        raise GaatNiet(f"toekenning {toekenning['id']} kreeg geen antwoord van budget")

    async def _start(self, persoon: Persoon) -> None:
        toekenning = self._toekenningen.get(persoon.wie)
        if toekenning is None:
            return
        verb, dag = "_starten", persoon.startdatum
        if persoon.trekt_zich_terug:
            verb, dag = "_intrekken", persoon.besluitdatum
            del self._toekenningen[persoon.wie]
        path = f"toekenningen/{toekenning['id']}/{verb}"
        body = {"datum": dag.isoformat()}
        _expect(await self._post("trajecten", path, body, persoon.sleutel(verb)), 200)
        self._verloop.stappen["ingetrokken" if persoon.trekt_zich_terug else "gestart"] += 1

    async def _factureer(self, persoon: Persoon) -> None:
        toekenning = self._toekenningen.get(persoon.wie)
        if toekenning is None or not persoon.factuur_promille:
            return
        jaar, maand = persoon.startdatum.year, toekenning["kosten"][0]
        factuur = {
            "gemeente": persoon.gemeente,
            "factuurnummer": f"D{jaar}-{persoon.nummer:04d}",
            "toekenningId": toekenning["id"],
            "bedragCenten": max(1, maand["bedragCenten"] * persoon.factuur_promille // 1000),
            "factuurdatum": persoon.startdatum.isoformat(),
            "laatste": False,
        }
        await self._maak("budget", "facturen", factuur, persoon.sleutel("factuur"))
        self._verloop.stappen["facturen"] += 1

    async def _maak(
        self, service: str, path: str, body: dict[str, Any], key: str
    ) -> dict[str, Any]:
        return _expect(await self._post(service, path, body, key), 201)

    async def _post(
        self, service: str, path: str, body: dict[str, Any], key: str, *, wait: int = 0
    ) -> httpx.Response:
        """POST, and again as long as an event is still on its way."""
        headers = {"idempotency-key": key} | ({"prefer": f"wait={wait}"} if wait else {})
        address = f"{self._addresses[service]}/{path}"
        for _ in range(_POGINGEN):
            answer = await self._client.post(address, json=body, headers=headers)
            if not (answer.status_code == 409 and answer.json()["code"] in _NOG_NIET):
                return answer
            await asyncio.sleep(0.05)
        raise GaatNiet(f"{path}: {answer.text}")


def _expect(answer: httpx.Response, status: int) -> dict[str, Any]:
    if answer.status_code != status:
        raise GaatNiet(f"{answer.request.url.path}: {answer.status_code} {answer.text}")
    found: dict[str, Any] = answer.json()
    return found


def _waarom(problem: dict[str, Any]) -> str:
    regels = ", ".join(sorted({regel["id"] for regel in problem.get("regels", [])}))
    return f"{regels}: {problem['code']}" if regels else str(problem["code"])
