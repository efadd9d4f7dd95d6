"""Speaks to the suite for the demo: sends, waits for what is still on its way, and remembers what was answered."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

import httpx

from deploy.demo.verhaal import Persoon, Voorziening

T = TypeVar("T")
Wijzer = Callable[[date], None]
"""Tells the suite what day it is."""
NOG_NIET: Final = frozenset({"nog-niet-verwerkt", "verzoek-nog-bezig"})
_GEDULD: Final = 60.0
"""Seconds that the demo waits for something that is on its way."""
_POLS: Final = 0.02


class GaatNiet(Exception):
    """The suite answered something the demo did not expect."""


@dataclass
class Verloop:
    """What happened per gemeente: how often each step, and what was refused and why; and the cents that were paid."""

    stappen: Counter[tuple[str, str]] = field(default_factory=Counter)
    geweigerd: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    betaald: Counter[tuple[str, int]] = field(default_factory=Counter)

    def tel(self, gemeente: str, stap: str, aantal: int = 1) -> None:
        """Count a step."""
        self.stappen[gemeente, stap] += aantal

    def weiger(self, gemeente: str, wat: str, waarom: str) -> None:
        """Count a refusal: what was asked and why not."""
        self.geweigerd[gemeente, wat, waarom] += 1


@dataclass
class Geheugen:
    """What the suite answered, by who it is about."""

    personen: dict[str, str] = field(default_factory=dict)
    aanmeldingen: dict[str, str] = field(default_factory=dict)
    medewerkers: dict[str, str] = field(default_factory=dict)
    trajecten: dict[str, str] = field(default_factory=dict)
    plaatsingen: dict[str, str] = field(default_factory=dict)
    toekenningen: dict[tuple[str, int | str], dict[str, Any]] = field(default_factory=dict)
    vertrokken: set[str] = field(default_factory=set)

    def toekenning(self, persoon: Persoon, voorziening: Voorziening) -> dict[str, Any] | None:
        """The toekenning as far as it is running."""
        return self.toekenningen.get((persoon.wie, voorziening.nummer))


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
        self._client = client
        self.wijs = wijs
        self.verloop = verloop
        self.weet = Geheugen()

    async def maak(self, service: str, path: str, body: Mapping[str, Any], key: str) -> Any:
        """POST that creates; gives what was made. Raises GaatNiet."""
        return expect(await self.post(service, path, body, key), 201)

    async def doe(self, service: str, path: str, body: Mapping[str, Any], key: str) -> Any:
        """POST of a step with something that exists; gives how it is now. Raises GaatNiet."""
        return expect(await self.post(service, path, body, key), 200)

    async def post(
        self,
        service: str,
        path: str,
        body: Mapping[str, Any],
        key: str,
        *,
        wait: int = 0,
    ) -> httpx.Response:
        """POST, and again as long as an event is still on its way."""
        headers = {"idempotency-key": key} | ({"prefer": f"wait={wait}"} if wait else {})

        async def send() -> httpx.Response | None:
            address = f"{self._addresses[service]}/{path}"
            answer = await self._client.post(address, json=body, headers=headers)
            nog_niet = answer.status_code == 409 and answer.json()["code"] in NOG_NIET
            return None if nog_niet else answer

        return await self.wacht(f"{path} bleef wachten", send)

    async def plaats(
        self, service: str, path: str, body: Mapping[str, Any], params: Mapping[str, str | int]
    ) -> None:
        """PUT of a document. Raises GaatNiet."""
        address = f"{self._addresses[service]}/{path}"
        answer = await self._client.put(address, json=body, params=params)
        if answer.status_code not in {200, 201}:
            raise GaatNiet(f"{path}: {answer.status_code} {answer.text}")

    async def vervang(self, service: str, path: str, body: Mapping[str, Any]) -> None:
        """PUT of what was read just before, on that version of it. Raises GaatNiet."""
        address = f"{self._addresses[service]}/{path}"
        read = await self._client.get(address)
        headers = {"if-match": read.headers["etag"]}
        expect(await self._client.put(address, json=body, headers=headers), 200)

    async def lees(self, service: str, path: str, **params: str | int) -> Any:
        """GET; raises GaatNiet."""
        address = f"{self._addresses[service]}/{path}"
        return expect(await self._client.get(address, params=params), 200)

    async def bij_budget(self, toekenning_id: str, standen: Collection[str]) -> None:
        """Wait until budget has booked that a toekenning is in one of these states."""

        async def booked() -> bool | None:
            held = await self.lees("budget", f"verplichtingen/{toekenning_id}")
            return held["status"] in standen or None

        await self.wacht(f"budget boekte toekenning {toekenning_id} niet", booked)

    async def wacht(self, wat: str, vraag: Callable[[], Awaitable[T | None]]) -> T:
        """Ask until there is an answer that is not None; raises GaatNiet when it takes too long."""
        loop = asyncio.get_running_loop()
        tot, rust = loop.time() + _GEDULD, _POLS
        while loop.time() < tot:
            if (found := await vraag()) is not None:
                return found
            await asyncio.sleep(rust)
            rust = min(rust * 2, 0.5)
        raise GaatNiet(wat)


def expect(answer: httpx.Response, status: int) -> Any:
    """The JSON of an answer with this status; raises GaatNiet."""
    if answer.status_code != status:
        raise GaatNiet(f"{answer.request.url.path}: {answer.status_code} {answer.text}")
    return answer.json()
