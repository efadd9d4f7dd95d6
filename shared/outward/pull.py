"""`GET /v1/gebeurtenissen`: what happened, for systems that come and fetch it."""

from typing import Annotated, Any

import msgspec
from fastapi import Query, Response
from pydantic import Field

from shared.formats import JSON
from shared.outward.log import Entry, Log
from shared.paging import WHOLE_NUMBER
from shared.routing import Reads, Router
from shared.schemas import Gemeentecode, Optioneel, Schema

MEEST = 500
"""The most events in one answer."""
LAATSTE_PLAATS = 2**53 - 1
"""The highest place a JSON number can name without loss."""
EVENT_TYPE = r"^nl\.participatie\.[a-z]+\.[a-z][a-z-]*\.v[0-9]+$"


class Gebeurtenis(Schema):
    """One event: a CloudEvent in structured mode (NL GOV profile 1.1)."""

    specversion: str = Field(examples=["1.0"])
    id: str = Field(description="Kenmerk; een gebeurtenis die u al kent is een herhaling")
    source: str = Field(examples=["urn:nld:oin:00000001999990090000:systeem:meedoen-trajecten"])
    type: str = Field(examples=["nl.participatie.trajecten.toekenning-verleend.v1"])
    subject: str = Field(description="Kenmerk van waar het over gaat")
    time: str = Field(
        description="Moment van vastleggen, in UTC", examples=["2026-03-02T09:30:00.000Z"]
    )
    sequence: str = Field(description="Volgnummer binnen `partitionkey`", examples=["1"])
    sequencetype: str = Field(examples=["Integer"])
    gemeente: Gemeentecode
    datacontenttype: str = Field(examples=["application/json"])
    partitionkey: str = Field(description="Binnen deze sleutel staat de volgorde vast")
    data: dict[str, Any] = Field(description="De inhoud; zie `/v1/asyncapi.json`")


class Gebeurtenissen(Schema):
    """Events in order, and where to go on."""

    gebeurtenissen: list[Gebeurtenis]
    volgende: int = Field(
        ge=0, description="Vraag de volgende keer met `na` = dit getal; zo mist u niets"
    )


def pull_router(service: str) -> Router:
    """The pull feed of one service."""
    router = Router(service, "gebeurtenissen")

    @router.reads("/gebeurtenissen", Gebeurtenissen, tekst="Haal gebeurtenissen op, in volgorde")
    async def gebeurtenissen(
        call: Reads,
        na: Annotated[
            int,
            Query(ge=0, le=LAATSTE_PLAATS, description="`volgende` uit het vorige antwoord"),
            WHOLE_NUMBER,
        ] = 0,
        type_: Annotated[
            Optioneel[str],
            Query(alias="type", max_length=120, pattern=EVENT_TYPE, description="Alleen dit type"),
        ] = None,
        aantal: Annotated[
            int, Query(ge=1, le=MEEST, description="Hoeveel hoogstens"), WHOLE_NUMBER
        ] = 100,
    ) -> Response:
        log = Log(call.runtime.database)
        async with call.read() as session:
            head = await log.head(session)
            entries = await log.read(
                session, na, head, call.caller.gemeenten or (), [type_] if type_ else [], aantal
            )
        return _answer(entries, entries[-1].position if len(entries) == aantal else max(na, head))

    return router


def _answer(entries: list[Entry], volgende: int) -> Response:
    events = [msgspec.Raw(entry.structured) for entry in entries]
    body = msgspec.json.encode({"gebeurtenissen": events, "volgende": volgende})
    return Response(body, 200, media_type=JSON)
