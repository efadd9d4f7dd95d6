"""Reading from another service, at once and never inside a transaction (decision 5), with the rights of who asks."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from shared.tenancy import Caller

WACHT_SECONDEN = 1.0
WACHT_SECONDEN_VEEL = 10.0
"""For what gathers all of somebody, and is asked seldom."""


class Clients:
    """HTTP clients to read other services with, by service name."""

    def __init__(self, clients: Mapping[str, httpx.AsyncClient]) -> None:
        self._clients = dict(clients)

    def add(self, service: str, client: httpx.AsyncClient) -> None:
        """Make a service readable."""
        self._clients[service] = client

    def als(self, caller: Caller) -> "Lezer":
        """Reading with the rights of this caller."""
        return Lezer(self, caller)

    async def get(
        self, service: str, path: str, params: Mapping[str, str | int], token: str | None = None
    ) -> Any | None:
        """The JSON answer of `GET path`, or None when there is none within a second: then it cannot be determined."""
        return await self._gevraagd(
            service, "GET", path, token, WACHT_SECONDEN, params=dict(params)
        )

    async def post(
        self, service: str, path: str, body: Mapping[str, Any], token: str | None = None
    ) -> Any | None:
        """The JSON answer of a `POST path` that stores nothing, or None when there is none within ten seconds."""
        return await self._gevraagd(
            service, "POST", path, token, WACHT_SECONDEN_VEEL, json=dict(body)
        )

    async def _gevraagd(
        self, service: str, method: str, path: str, token: str | None, wacht: float, **vraag: Any
    ) -> Any | None:
        client = self._clients.get(service)
        if client is None:
            return None
        try:
            # around the whole call: httpx limits each step, and a service in this process not at all
            async with asyncio.timeout(wacht):
                answer = await client.request(
                    method,
                    path,
                    headers={"authorization": f"Bearer {token}"} if token else {},
                    timeout=wacht,
                    **vraag,
                )
            answer.raise_for_status()
            return answer.json()
        except (httpx.HTTPError, TimeoutError, ValueError):
            return None

    async def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            await client.aclose()


@dataclass(frozen=True, slots=True)
class Lezer:
    """What one caller may read elsewhere."""

    clients: Clients
    caller: Caller

    async def get(self, service: str, path: str, params: Mapping[str, str | int]) -> Any | None:
        """As `Clients.get`."""
        return await self.clients.get(service, path, params, self.caller.token)

    async def post(self, service: str, path: str, body: Mapping[str, Any]) -> Any | None:
        """As `Clients.post`."""
        return await self.clients.post(service, path, body, self.caller.token)
