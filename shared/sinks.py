"""Where events may be sent: hosts that the operator listed, over TLS, on public addresses, without redirects.

The address is looked up once per request, judged, and then used: a name that answers differently a moment later (DNS
rebinding) cannot lead a request to another machine than the one that was judged.
"""

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

import httpx

from shared.errors import Conflict

_TIMEOUT = httpx.Timeout(10, connect=5)


class SinkNietToegestaan(Conflict):
    """Nothing may be sent to this address from here."""

    code = "sink-niet-toegestaan"


@dataclass(frozen=True, slots=True)
class Sinks:
    """The allow-list of an installation; without hosts nothing is sent.

    A host stands for its port 443, `host:port` for another. `private` is for one machine alone (embedded mode, tests):
    then plain http, any port of a listed host and private addresses are fine.
    """

    hosts: Sequence[str] = ()
    private: bool = False

    def check(self, sink: str) -> None:
        """Raises SinkNietToegestaan unless the address is on the list and in the right form."""
        try:
            url = urlsplit(sink)
            host, port = url.hostname or "", url.port
        except ValueError as wrong:
            raise SinkNietToegestaan("dit is geen adres") from wrong
        if url.username is not None or url.fragment:
            raise SinkNietToegestaan("een adres zonder gebruiker en zonder fragment")
        if url.scheme != "https" and not (self.private and url.scheme == "http"):
            raise SinkNietToegestaan("alleen https")
        wanted = host if port in (None, 443) or self.private else f"{host}:{port}"
        if wanted not in {listed.lower() for listed in self.hosts}:
            raise SinkNietToegestaan("dit adres staat niet op de lijst van de beheerder")

    def client(self) -> httpx.AsyncClient:
        """A client that keeps to these rules; it follows no redirect and heeds no proxy of the environment."""
        return httpx.AsyncClient(
            transport=_Pinned(self), follow_redirects=False, trust_env=False, timeout=_TIMEOUT
        )

    async def resolve(self, host: str, port: int) -> str:
        """The address to use for a host; raises SinkNietToegestaan when one of its addresses is not public."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not self.private and not all(map(_is_public, addresses)):
            raise SinkNietToegestaan("het adres is niet openbaar")
        return addresses[0]


class _Pinned(httpx.AsyncHTTPTransport):
    """Connects to the address that was judged; the certificate must still be that of the name."""

    def __init__(self, sinks: Sinks) -> None:
        super().__init__()
        self._sinks = sinks

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._sinks.check(str(request.url))
        host = request.url.host
        address = await self._sinks.resolve(host, request.url.port or 443)
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=address)
        return await super().handle_async_request(request)


def _is_public(address: str) -> bool:
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    return found.is_global and not found.is_multicast
