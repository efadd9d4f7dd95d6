"""Reading from another service, at once and never inside a transaction (decision 5), with the rights of who asks."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from shared.tenancy import Caller

WACHT_SECONDEN = 1.0


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
        client = self._clients.get(service)
        if client is None:
            return None
        try:
            # around the whole call: httpx limits each step, and a service in this process not at all
            async with asyncio.timeout(WACHT_SECONDEN):
                answer = await client.get(
                    path,
                    params=dict(params),
                    headers={"authorization": f"Bearer {token}"} if token else {},
                    timeout=WACHT_SECONDEN,
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
