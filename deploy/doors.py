"""The door of a service: which issuers it believes, and how people log in."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from deploy.keys import key_in
from deploy.settings import Settings
from deploy.uitgever import PAGINAS, PAGINAS_GEHEIM, Uitgever
from shared.auth import TokenDeur
from shared.oidc import Aanmelding, Oidc
from shared.tokens import Haal, Ondertekenaar, Sleutelbos, Tokens

SESSIES: Final = "urn:meedoen:sessies"
"""The name under which monitor signs the sessions of people."""


def door(settings: Settings, http: httpx.AsyncClient) -> TokenDeur:
    """The door of a service in a process of its own; raises ValueError when no issuer is named."""
    if not settings.uitgevers:
        raise ValueError("zet MEEDOEN_UITGEVERS: zonder uitgever van tokens kan niemand binnen")
    plaatsen = dict(settings.uitgevers)
    if "monitor" in settings.urls:
        monitor = settings.urls["monitor"].removesuffix("/v1")
        plaatsen.setdefault(SESSIES, f"{monitor}/sleutels")
    return TokenDeur(Tokens(_bossen(plaatsen, http)))


def login(settings: Settings, http: httpx.AsyncClient) -> Aanmelding | None:
    """How people log in; None when no provider is named."""
    oidc = settings.oidc
    if oidc is None:
        return None
    if settings.sessiesleutel is None:
        raise ValueError("zet MEEDOEN_SESSIESLEUTEL: het bestand met de sleutel van de sessies")
    return Aanmelding(
        Oidc(oidc.uitgever, oidc.client_id, oidc.geheim(), http, oidc.intern),
        Ondertekenaar(SESSIES, key_in(settings.sessiesleutel)),
        veilig=settings.veilig,
        adres=settings.adres,
    )


@dataclass(frozen=True, slots=True)
class Sandbox:
    """An issuer of our own with its demo users, for a suite that is one process."""

    issuer: ASGIApp
    door: TokenDeur
    login: Aanmelding
    http: httpx.AsyncClient


def sandbox(address: str, data: Path) -> Sandbox:
    """The issuer at `address`/uitgever; its keys are kept in `data`."""
    issuing = Ondertekenaar(f"{address}/uitgever", key_in(data / "uitgever.pem"))
    sessions = Ondertekenaar(SESSIES, key_in(data / "sessies.pem"))
    issuer = Uitgever(issuing).app()
    inside = Starlette(routes=[Mount("/uitgever", issuer)])
    http = httpx.AsyncClient(transport=httpx.ASGITransport(inside))
    return Sandbox(
        issuer,
        TokenDeur(Tokens({each.uitgever: each.sleutelbos() for each in (issuing, sessions)})),
        Aanmelding(Oidc(issuing.uitgever, PAGINAS, PAGINAS_GEHEIM, http), sessions, veilig=False),
        http,
    )


def _bossen(plaatsen: Mapping[str, str], http: httpx.AsyncClient) -> dict[str, Sleutelbos]:
    return {
        uitgever: Sleutelbos(
            _van_adres(http, plaats) if "://" in plaats else _van_bestand(Path(plaats))
        )
        for uitgever, plaats in plaatsen.items()
    }


def _van_adres(http: httpx.AsyncClient, adres: str) -> Haal:
    async def haal() -> bytes:
        try:
            answer = await http.get(adres, timeout=5)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise OSError(type(error).__name__) from error
        return answer.content

    return haal


def _van_bestand(plaats: Path) -> Haal:
    async def haal() -> bytes:
        return await asyncio.to_thread(plaats.read_bytes)

    return haal
