"""A client of another gemeente, who asks everything that the first one can, and what of that must never be answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from deploy.services import SERVICES
from shared.inzage import PAD
from shared.service import build_api
from tests.contract.gemeenten.klant import UUID, Klant, Vraag

GEWEIGERD = (403, 404)
VAN_IEDEREEN = {
    ("trajecten", "POST", "/loonkostensubsidies/_bereken"): "a sum of what the asker says himself",
}
"""Writes that name nothing of a gemeente, with the reason: anybody gets an answer."""
PER_REGEL = {
    ("intake", "POST", "/inwoners/_bulk"): "every line is answered on its own, and refused there",
    (
        "werkgevers",
        "POST",
        "/vacatures/_bulk",
    ): "every line is answered on its own, and refused there",
}
"""Writes of lines: 200 with a refusal per line."""
NAAR_LICHAAM = (403, 404, 409)
"""For what names a person or toekenning in its body (decision 21)."""
VERPLICHT: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("/beschikbaar", "GM0090"): {"post": "werktrajecten-en-voorzieningen", "jaar": "2023"},
    ("/beschikbaar", "GM0098"): {"post": "inkoop-re-integratie", "jaar": "2025"},
    **{("/nieuwe-werkgevers", gemeente): {"jaar": "2026"} for gemeente in ("GM0090", "GM0098")},
}
"""What a GET cannot do without."""


def bewerkingen() -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    """Every operation in the documents of the services: service, method, route and what it says of itself."""
    for naam, service in SERVICES.items():
        for route, operaties in build_api(service).openapi()["paths"].items():
            for method, operatie in operaties.items():
                if method in ("get", "post", "put", "patch", "delete"):
                    yield naam, method.upper(), route, operatie


def soorten(operatie: Mapping[str, Any]) -> Sequence[str]:
    """The media types in which a GET answers."""
    return list(operatie["responses"]["200"]["content"])


def geheimen(vraag: Vraag, answer: httpx.Response) -> set[str]:
    """The ids and the gemeenten in an answer that the asker did not name himself."""
    gevonden = set(UUID.findall(answer.text)) | {
        code for code in ("GM0090", "GM0098") if code in answer.text
    }
    return {een for een in gevonden if een not in vraag.gezegd()}


@dataclass
class Indringer:
    """Asks as `klant`, a client of another gemeente; `lekken` says what it should not have got."""

    klant: Klant
    streng: bool = True
    lekken: list[str] = field(default_factory=list)

    async def schrijf(self, vraag: Vraag) -> None:
        """Try a write of somebody else, before he does it."""
        answer = await self.klant.stuur(vraag)
        open_ = vraag.waar in VAN_IEDEREEN or vraag.waar in PER_REGEL
        mag = (200,) if open_ else GEWEIGERD if vraag.ids else NAAR_LICHAAM
        leeg = vraag.route == PAD and answer.json().get("onderdelen") == []
        goed = leeg or answer.status_code in mag
        self._oordeel(vraag, answer, set(), goed=goed, open_=open_ or leeg)

    async def lees(self, vraag: Vraag, van_ander: set[str]) -> None:
        """Try a GET that shows somebody else these secrets."""
        answer = await self.klant.stuur(vraag)
        gericht = bool(vraag.ids.keys() - {"code"}) or "gemeente" in vraag.rest.get("params", {})
        mag = GEWEIGERD if gericht else (200,)
        self._oordeel(vraag, answer, van_ander, goed=answer.status_code in mag, open_=not gericht)

    def _oordeel(
        self, vraag: Vraag, answer: httpx.Response, van_ander: set[str], *, goed: bool, open_: bool
    ) -> None:
        gezien = geheimen(vraag, answer) & van_ander
        gelukt = answer.is_success and not open_
        if gezien or gelukt or (self.streng and not goed):
            waar = " ".join(vraag.waar)
            self.lekken.append(f"{waar} {vraag.rest}: {answer.status_code} {answer.text[:200]}")


def leesvragen(klant: Klant) -> Iterator[Vraag]:
    """Every GET of every service that can show something of the client, in every form that is offered."""
    for service, method, route, operatie in bewerkingen():
        if method != "GET":
            continue
        namen = [p["name"] for p in operatie.get("parameters", []) if p["in"] == "path"]
        ids = {naam: klant.ids.get((service, naam), "") for naam in namen}
        if all(ids.values()):
            yield from _vormen(klant, Vraag(service, "GET", route, ids), operatie)


def _vormen(klant: Klant, vraag: Vraag, operatie: Mapping[str, Any]) -> Iterator[Vraag]:
    kan = {p["name"] for p in operatie.get("parameters", []) if p["in"] == "query"}
    vast = VERPLICHT.get((vraag.route, klant.gemeente), {})
    gemeente = {"gemeente": klant.gemeente}
    zonder = [] if _moet(operatie, "gemeente") else [vast]
    for params in [*zonder, *([{**vast, **gemeente}] if "gemeente" in kan else [])]:
        for soort in soorten(operatie):
            rest = {"params": dict(params), "headers": {"Accept": soort}}
            yield Vraag(vraag.service, "GET", vraag.route, vraag.ids, rest)


def _moet(operatie: Mapping[str, Any], naam: str) -> bool:
    return any(p["name"] == naam and p.get("required") for p in operatie.get("parameters", []))
