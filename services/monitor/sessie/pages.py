"""Logging in and out. Monitor keeps the session; the other services believe the cookie it issues (decision 61)."""

from pathlib import Path
from secrets import compare_digest
from typing import Annotated, Final
from urllib.parse import parse_qs, urlencode

from fastapi import Query, Request, Response
from starlette.responses import JSONResponse, RedirectResponse

from services.monitor.sessie import handlers
from services.monitor.sessie.domain import KOEKJE_SECONDEN, PogingOnbekend, persoon, veilig_pad
from services.monitor.sessie.models import Sessie
from shared.auth import KOEKJE
from shared.errors import NotFound
from shared.oidc import Aanmelding
from shared.runtime import Runtime
from shared.tenancy import SYSTEEM
from shared.web.pages import PageRouter

SESSIE: Final = "meedoen-sessie"
POGING: Final = "meedoen-aanmelden"
_MEEST: Final = 2000

router = PageRouter("monitor", Path(__file__).with_name("templates"))

Naar = Annotated[str, Query(max_length=_MEEST)]


class GeenAanmelding(NotFound):
    """This installation lets nobody log in."""

    code = "geen-aanmelding"

    def __init__(self) -> None:
        super().__init__("deze installatie heeft geen aanmelddienst")


@router.page("/sleutels", openbaar=True)
async def sleutels(request: Request) -> Response:
    return JSONResponse(_aanmelding(request).ondertekenaar.jwks)


@router.page("/aanmelden", openbaar=True)
async def aanmelden(request: Request, naar: Naar = "/monitor/") -> Response:
    aanmelding = _aanmelding(request)
    async with _runtime(request).uow(SYSTEEM) as tx:
        poging = await handlers.begin_poging(tx, veilig_pad(naar))
    answer = _verder(await aanmelding.oidc.adres(poging, _terug(request)))
    _zet(answer, aanmelding, POGING, poging.state, 600)
    return answer


@router.page("/aanmelden/terug", openbaar=True)
async def terug(
    request: Request,
    code: Annotated[str, Query(max_length=_MEEST)] = "",
    state: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    aanmelding, runtime = _aanmelding(request), _runtime(request)
    async with runtime.uow(SYSTEEM) as tx:
        poging, naar = await handlers.neem_poging(tx, state, request.cookies.get(POGING, ""))
    wie = persoon(await aanmelding.oidc.wissel_in(code, poging, _terug(request)))
    async with runtime.uow(SYSTEEM) as tx:
        row, geheim = await handlers.begin(tx, wie)
    answer = _met_koekje(aanmelding, row, naar)
    _zet(answer, aanmelding, SESSIE, geheim, None)
    answer.delete_cookie(POGING)
    return answer


@router.page("/verlengen", openbaar=True)
async def verlengen(request: Request, naar: Naar = "/monitor/") -> Response:
    aanmelding = _aanmelding(request)
    row = await _sessie(request)
    if row is not None:
        return _met_koekje(aanmelding, row, veilig_pad(naar))
    root = request.scope.get("root_path", "")
    return _verder(f"{root}/aanmelden?{urlencode({'naar': veilig_pad(naar)})}")


@router.page("/afmelden", openbaar=True)
async def afmelden(request: Request) -> Response:
    row = await _sessie(request)
    csrf, gebruiker = (row.csrf, row.gebruiker) if row else ("", "")
    return router.render(request, "afmelden.html", actief="", csrf=csrf, gebruiker=gebruiker)


@router.form("/afmelden", openbaar=True)
async def meld_af(request: Request) -> Response:
    row = await _sessie(request)
    if row is not None:
        gestuurd = parse_qs((await request.body()).decode("ascii", "replace")).get("csrf", [""])
        if not compare_digest(gestuurd[0].encode(), row.csrf.encode()):
            raise PogingOnbekend
        async with _runtime(request).uow(SYSTEEM) as tx:
            await handlers.beeindig(tx.session, request.cookies[SESSIE])
    answer = _verder(f"{request.scope.get('root_path', '')}/afmelden")
    for naam in (KOEKJE, SESSIE):
        answer.delete_cookie(naam)
    return answer


async def _sessie(request: Request) -> Sessie | None:
    async with _runtime(request).uow(SYSTEEM) as tx:
        return await handlers.vind(tx, request.cookies.get(SESSIE, ""))


def _met_koekje(aanmelding: Aanmelding, row: Sessie, naar: str) -> Response:
    answer = _verder(naar)
    token = handlers.koekje(row, aanmelding.ondertekenaar)
    _zet(answer, aanmelding, KOEKJE, token, KOEKJE_SECONDEN)
    return answer


def _zet(
    answer: Response, aanmelding: Aanmelding, naam: str, waarde: str, seconden: int | None
) -> None:
    answer.set_cookie(
        naam, waarde, seconden, path="/", secure=aanmelding.veilig, httponly=True, samesite="lax"
    )


def _verder(naar: str) -> Response:
    return RedirectResponse(naar, 303)


def _terug(request: Request) -> str:
    adres = _aanmelding(request).adres or f"{request.url.scheme}://{request.url.netloc}"
    return f"{adres}/monitor/aanmelden/terug"


def _runtime(request: Request) -> Runtime:
    runtime: Runtime = request.app.state.runtime
    return runtime


def _aanmelding(request: Request) -> Aanmelding:
    aanmelding = _runtime(request).aanmelding
    if aanmelding is None:
        raise GeenAanmelding
    return aanmelding
