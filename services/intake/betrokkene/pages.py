"""The page of an inzage (AVG art. 15): what an inwoner gets on paper."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import Response

from services.intake.betrokkene.schemas import Inzage
from shared.auth import INZAGE
from shared.clock import kalenderdag
from shared.gemeenten import GEMEENTEN
from shared.routing import Reads
from shared.web.opmaak import euros, tijdstip, voluit
from shared.web.pages import PageRouter

router = PageRouter(
    "intake", Path(__file__).with_name("templates"), verwerking="rechten-van-betrokkenen"
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?")
_HOOFDLETTER = re.compile(r"(?=[A-Z])")


@router.page("/inwoners/{persoon_ref:uuid}/inzage")
async def toon_inzage(persoon_ref: UUID, call: Reads) -> Response:
    call.caller.mag(INZAGE)
    call.raakt(persoon_ref)
    inzage = await Inzage.van(call, persoon_ref)
    alles = inzage.model_dump(by_alias=True, exclude_none=True)
    return router.toon(
        call,
        "inzage.html",
        actief="",
        gemeente=GEMEENTEN[inzage.inwoner.gemeente].naam,
        wie=list(regels({"bsn": inzage.bsn, **alles["inwoner"]})),
        gesprekken=[list(regels(gesprek)) for gesprek in alles["intakegesprekken"]],
        diensten=[(deel, [_onderdeel(o) for o in deel.onderdelen]) for deel in inzage.diensten],
        ontbreekt=inzage.ontbreekt,
        stand=voluit(kalenderdag(call.runtime.clock.now())),
    )


def _onderdeel(onderdeel: Any) -> tuple[str, list[list[tuple[str, str]]]]:
    return _woorden(onderdeel.naam), [list(regels(rij)) for rij in onderdeel.rijen]


def regels(waarde: Any, naam: str = "") -> Iterator[tuple[str, str]]:
    """What is kept, as names and texts to read; what holds more than one thing becomes a line for each."""
    if isinstance(waarde, dict):
        for sleutel, deel in waarde.items():
            yield from regels(deel, f"{naam} {sleutel}".strip())
    elif isinstance(waarde, list | tuple):
        for nr, deel in enumerate(waarde, 1):
            yield from regels(deel, f"{naam} {nr}" if len(waarde) > 1 else naam)
    elif waarde is not None:
        yield _woorden(naam).removesuffix(" centen"), _tekst(waarde, naam)


def _woorden(naam: str) -> str:
    """`bedragCenten` → Bedrag centen."""
    return _HOOFDLETTER.sub(" ", naam.replace("_", " ")).lower().strip().capitalize()


def _tekst(waarde: Any, naam: str) -> str:
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, int) and naam.lower().endswith("centen"):
        return euros(waarde)
    if isinstance(waarde, str) and _ISO.fullmatch(waarde):
        # what another service says came as JSON
        waarde = datetime.fromisoformat(waarde) if "T" in waarde else date.fromisoformat(waarde)
    if isinstance(waarde, datetime):
        return tijdstip(waarde)
    return voluit(waarde) if isinstance(waarde, date) else str(waarde)
