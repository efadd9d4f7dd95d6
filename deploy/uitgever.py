"""A small issuer of tokens to try the suite with: three clients, demo users, no passwords worth the name.

Embedded mode has it at `/uitgever`; `python -m deploy.uitgever` runs it beside a suite of separate processes that is
tried out. A gemeente brings its own.
"""

import asyncio
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import compare_digest, token_urlsafe
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import typer
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from deploy.keys import key_in
from deploy.serving import process_app, serve
from deploy.settings import Settings
from shared.auth import OVERGANG, SCOPES
from shared.gate import Gate
from shared.gemeenten import GEMEENTEN
from shared.logs import configure_logging
from shared.management import Manager
from shared.oidc import uitdaging
from shared.tokens import Ondertekenaar
from shared.web.pages import environment, render, static_files

PAGINAS: Final = "meedoen-paginas"
"""The client that logs people in: monitor."""
PAGINAS_GEHEIM: Final = "demo-meedoen-paginas"
_UUR: Final = 3600
_OPEN_CODES: Final = 100
_TERUG: Final = "/monitor/aanmelden/terug"


@dataclass(frozen=True, slots=True)
class Client:
    """A machine client; its secret is `demo-` and its name."""

    naam: str
    scopes: frozenset[str]

    @property
    def geheim(self) -> str:
        """What it proves itself with."""
        return f"demo-{self.naam}"


@dataclass(frozen=True, slots=True)
class Gebruiker:
    """A person of the demo."""

    naam: str
    rol: str
    gemeenten: tuple[str, ...]

    @property
    def plaatsen(self) -> str:
        """The names of the gemeenten."""
        return ", ".join(GEMEENTEN[code].naam for code in self.gemeenten)


_FINANCIEN = {"budget.lezen", "budget.bewerken", "budget.boeken", "monitor.lezen"}
_WSP = {"werkgevers.lezen", "werkgevers.bewerken", "vacatures.aanleveren"}
_CONVERTEREN = {f"{service}.converteren" for service in OVERGANG}
_CONVERSIE = _CONVERTEREN | {"intake.bewerken", *(f"{service}.lezen" for service in OVERGANG)}
CLIENTS: Final[Mapping[str, Client]] = {
    client.naam: client
    for client in (
        Client("kernapplicatie", SCOPES - _FINANCIEN - _WSP - _CONVERTEREN | {"budget.lezen"}),
        Client("wsp", frozenset(_WSP)),
        Client("financien", frozenset(_FINANCIEN)),
        Client("conversie", frozenset(_CONVERSIE)),
        Client("demo", SCOPES),
    )
}
"""The three kinds of client of docs/koppelen.md, that of docs/conversie.md, and the one that plays the demo."""
_ROLLEN: Final = ("consulent", "jobhunter", "budgethouder", "beleidsadviseur")
GEBRUIKERS: Final = tuple(
    Gebruiker(f"{rol}-{gemeente.naam.lower()}", rol, (gemeente.code,))
    for gemeente in GEMEENTEN.values()
    for rol in _ROLLEN
) + tuple(
    Gebruiker(f"{rol}-beide", rol, tuple(GEMEENTEN))
    for rol in ("consulent", "budgethouder", "privacymedewerker")
)


class Uitgever:
    """The issuer: signs what its clients and users may have."""

    def __init__(self, ondertekenaar: Ondertekenaar) -> None:
        self._ondertekenaar = ondertekenaar
        self._adres = ondertekenaar.uitgever
        self._codes: OrderedDict[str, dict[str, str]] = OrderedDict()
        self._pagina = environment(Path(__file__).with_name("templates"))

    def app(self) -> ASGIApp:
        """Its endpoints."""
        routes = [
            Route("/.well-known/openid-configuration", self._gegevens),
            Route("/jwks", self._jwks),
            Route("/token", self._token, methods=["POST"]),
            Route("/aanmelden", self._aanmelden),
            static_files(),
        ]
        return Gate(Starlette(routes=routes))

    async def _gegevens(self, request: Request) -> Response:
        adres = self._adres
        return JSONResponse(
            {
                "issuer": adres,
                "authorization_endpoint": f"{adres}/aanmelden",
                "token_endpoint": f"{adres}/token",
                "jwks_uri": f"{adres}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def _jwks(self, request: Request) -> Response:
        return JSONResponse(self._ondertekenaar.jwks)

    async def _token(self, request: Request) -> Response:
        vorm = dict(parse_qsl((await request.body()).decode("ascii", "replace")))
        naam, geheim = _wie(request, vorm)
        soort = vorm.get("grant_type")
        if soort == "client_credentials":
            client = CLIENTS.get(naam)
            if client and compare_digest(client.geheim.encode(), geheim.encode()):
                return JSONResponse(self._voor_client(client, vorm.get("scope")))
        elif soort == "authorization_code":
            eigen = naam == PAGINAS and compare_digest(PAGINAS_GEHEIM.encode(), geheim.encode())
            vraag = self._codes.pop(vorm.get("code", ""), None)
            if eigen and vraag and _klopt(vraag, vorm):
                return JSONResponse(self._voor_mens(vraag))
        return JSONResponse({"error": "invalid_client"}, 401)

    def _voor_client(self, client: Client, gevraagd: str | None) -> dict[str, Any]:
        scopes = client.scopes & set(gevraagd.split()) if gevraagd else client.scopes
        claims = {
            "sub": client.naam,
            "client_id": client.naam,
            "scope": " ".join(sorted(scopes)),
            "gemeenten": list(GEMEENTEN),
        }
        token = self._ondertekenaar.onderteken(claims, _UUR)
        return {"access_token": token, "token_type": "Bearer", "expires_in": _UUR}

    def _voor_mens(self, vraag: Mapping[str, str]) -> dict[str, Any]:
        wie = next(g for g in GEBRUIKERS if g.naam == vraag["gebruiker"])
        claims = {
            "sub": wie.naam,
            "nonce": vraag.get("nonce", ""),
            "roles": [wie.rol],
            "gemeenten": list(wie.gemeenten),
        }
        token = self._ondertekenaar.onderteken(claims, _UUR, PAGINAS)
        return {"id_token": token, "access_token": token, "token_type": "Bearer"}

    async def _aanmelden(self, request: Request) -> Response:
        vraag = dict(request.query_params)
        terug = urlsplit(vraag.get("redirect_uri", ""))
        # only to a monitor on this machine: who may use demo users sits at it
        if terug.hostname not in {"127.0.0.1", "localhost"} or terug.path != _TERUG:
            return JSONResponse({"error": "invalid_request"}, 400)
        if vraag.get("gebruiker") in {g.naam for g in GEBRUIKERS}:
            code = token_urlsafe(32)
            self._codes[code] = vraag
            if len(self._codes) > _OPEN_CODES:
                self._codes.popitem(last=False)
            antwoord = urlencode({"code": code, "state": vraag.get("state", "")})
            return RedirectResponse(f"{vraag['redirect_uri']}?{antwoord}", 303)
        keuze = [(g, f"?{urlencode({**vraag, 'gebruiker': g.naam})}") for g in GEBRUIKERS]
        waarden = {"gebruikers": keuze, "actief": "", "gemeente": ""}
        return render(self._pagina, request, "gebruikers.html", waarden)


def _wie(request: Request, vorm: Mapping[str, str]) -> tuple[str, str]:
    soort, _, rest = request.headers.get("authorization", "").partition(" ")
    if soort.lower() != "basic":
        return vorm.get("client_id", ""), vorm.get("client_secret", "")
    try:
        naam, _, geheim = b64decode(rest, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return naam, geheim


def _klopt(vraag: Mapping[str, str], vorm: Mapping[str, str]) -> bool:
    verwacht = uitdaging(vorm.get("code_verifier", ""))
    return compare_digest(
        vraag.get("code_challenge", "").encode(), verwacht.encode()
    ) and vraag.get("redirect_uri") == vorm.get("redirect_uri")


def main(
    port: Annotated[int, typer.Option(help="Poort op 127.0.0.1")],
    data: Annotated[Path, typer.Option(help="Map voor de sleutel")],
    adres: Annotated[str, typer.Option(help="Hoe browsers en tokens deze uitgever noemen")] = "",
) -> None:
    """Run the issuer by itself, for a suite of separate processes that is tried out."""
    configure_logging()
    data.mkdir(parents=True, exist_ok=True)
    naam = adres or f"http://127.0.0.1:{port}/uitgever"
    uitgever = Uitgever(Ondertekenaar(naam, key_in(data / "uitgever.pem")))
    manager = Manager([])
    app = process_app({"uitgever": uitgever.app()}, manager)
    asyncio.run(serve(app, Settings(), port, [], manager))


if __name__ == "__main__":
    typer.run(main)
