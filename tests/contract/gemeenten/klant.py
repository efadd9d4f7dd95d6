"""A client of one gemeente, of which is kept what it asked, so that a client of another can ask the same."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.contract.gemeenten.suite import Suite

Json = Any
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Vraag:
    """One request: of a service, `route` as its document names it, `ids` what stands in the address."""

    service: str
    method: str
    route: str
    ids: dict[str, str] = field(default_factory=dict)
    rest: dict[str, Any] = field(default_factory=dict)

    @property
    def waar(self) -> tuple[str, str, str]:
        """Which operation it is."""
        return self.service, self.method, self.route

    def gezegd(self) -> str:
        """Everything that the asker says himself, which an answer may repeat."""
        return f"{self.ids} {self.rest}"


Vooraf = Callable[[Vraag], Awaitable[None]]


@dataclass
class Klant:
    """A client that fills the suite; before each of its writes `vooraf` may try the same."""

    suite: Suite
    naam: str
    gemeente: str
    vooraf: Vooraf | None = None
    gevraagd: list[Vraag] = field(default_factory=list)
    ids: dict[tuple[str, str], str] = field(default_factory=dict)

    async def stuur(self, vraag: Vraag) -> httpx.Response:
        """Ask, under a key of its own."""
        headers = {**self.suite.token(self.naam, self.gemeente), **vraag.rest.get("headers", {})}
        if vraag.method != "GET":
            headers.setdefault("Idempotency-Key", str(uuid4()))
        rest = {name: value for name, value in vraag.rest.items() if name != "headers"}
        client = self.suite.services[vraag.service].client
        path = vraag.route.format(**vraag.ids)
        return await client.request(vraag.method, path, headers=headers, **rest)

    async def doe(
        self,
        service: str,
        operatie: str,
        json: Json = None,
        ids: dict[str, str] | None = None,
        **rest: Any,
    ) -> Json:
        """A write that must succeed, such as `POST /inwoners`; gives the answer once everybody has heard of it."""
        method, route = operatie.split()
        body = {} if json is None else {"json": json}
        vraag = Vraag(service, method, route, ids or {}, {**body, **rest})
        if self.vooraf is not None:
            await self.vooraf(vraag)
        self.gevraagd.append(vraag)
        answer = await self.stuur(vraag)
        assert answer.is_success, (operatie, answer.text)
        await self.suite.bezorg()
        self.ids |= {(service, name): value for name, value in vraag.ids.items()}
        kind = answer.headers.get("content-type")
        return answer.json() if kind == "application/json" else None

    async def lees(self, service: str, route: str, **params: str) -> Json:
        """What a GET shows."""
        answer = await self.stuur(Vraag(service, "GET", route, rest={"params": params}))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def een(self, service: str, route: str, **params: str) -> Json:
        """The first of a list."""
        return (await self.lees(service, route, **params))["results"][0]
