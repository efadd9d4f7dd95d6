"""The routes of vacatures. The sender counts the versions, in the query key `versie` (decision 22 of the design)."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Path, Query, Response
from starlette.convertors import StringConvertor, register_url_convertor

from services.werkgevers.vacature import handlers, queries
from services.werkgevers.vacature.domain import (
    PlaatsVacature,
    TrekVacatureIn,
    VersieHergebruikt,
    Zoekvraag,
    controleer_id,
)
from services.werkgevers.vacature.schemas import (
    GemeentenVraag,
    Vacature,
    VacatureOntvangen,
    VacatureRegel,
    Versie,
    Wie,
    command,
    lees_regel,
)
from services.werkgevers.vum.schemas import VumVacature
from services.werkgevers.werkgever.schemas import SbiCode
from shared.bulk import per_regel
from shared.clock import kalenderdag
from shared.contracts.werkgevers import SoortOvereenkomst
from shared.db.uow import Tx
from shared.errors import Forbidden, Invalid
from shared.formats import JSON
from shared.paging import AskedPage
from shared.routing import Reads, Router, Stores
from shared.schemas import Gemeentecode, InvalidParam, Optioneel, Vraagvlag

ID_VORM = r"^([a-zA-Z0-9-]|\.[a-zA-Z0-9_-]|\.\.[a-zA-Z0-9_.-])[a-zA-Z0-9_.-]*$"
"""The form of the address below for the document, where patterns cannot look around."""


class _IdVacature(StringConvertor):
    """What a sender may call a vacature; `_` begins an operation of ours."""

    regex = r"(?!_)(?!\.\.?(?:/|$))[a-zA-Z0-9_.-]{1,200}"


register_url_convertor("id_vacature", _IdVacature())

PAD = "/vacatures"
EEN = PAD + "/{id_vacature:id_vacature}"
Id = Annotated[
    str,
    Path(
        description="De eigen idVacature van de afzender; niet `.` of `..`",
        json_schema_extra={"pattern": ID_VORM, "maxLength": 200},
    ),
]

router = Router(
    "werkgevers",
    "vacature",
    "Vacatures volgens de gegevensstandaard van VUM",
    bewerken="vacatures.aanleveren",
)


async def _vraag(
    call: Reads,
    *,
    open_: Annotated[
        Optioneel[Vraagvlag],
        Query(alias="open", description="Of de sluitingsdatum nog niet voorbij is"),
    ] = None,
    sector: Annotated[
        Optioneel[SbiCode], Query(description="Alleen met een SBI-code die hiermee begint")
    ] = None,
    soort: Annotated[
        Optioneel[SoortOvereenkomst],
        Query(
            alias="soortOvereenkomst",
            description="01 regulier, 02 leerbaan, 03 vrijwilligerswerk, 04 werkervaringsplaats",
        ),
    ] = None,
    uren: Annotated[
        Optioneel[int], Query(ge=1, le=99, description="Passend bij dit aantal uren per week")
    ] = None,
    gemeente: Annotated[Optioneel[Gemeentecode], Query(description="Alleen hier open")] = None,
) -> Zoekvraag:
    vandaag = kalenderdag(call.runtime.clock.now())
    return Zoekvraag(
        open_op=vandaag if open_ is True else None,
        gesloten_op=vandaag if open_ is False else None,
        sector=sector,
        soort=soort,
        minuten=uren * 60 if uren else None,
        gemeente=call.caller.gemeente(gemeente) if gemeente else None,
    )


@router.lists(PAD, Vacature, "Toon de vacatures")
async def lijst(
    call: Reads, paging: AskedPage, vraag: Annotated[Zoekvraag, Depends(_vraag)]
) -> Response:
    wie = Wie(call.caller.client, kalenderdag(call.runtime.clock.now()))
    async with call.read() as session:
        total, rows = await paging.take(session, queries.alle(vraag))
        open_in = await queries.gemeenten(session, [row.id for row in rows])
        return call.page([Vacature.of(row, open_in[row.id], wie) for row in rows], total, paging)


@router.reads(EEN, VumVacature, "Toon een vacature zoals de afzender haar stuurde")
async def toon(id_vacature: Id, call: Reads) -> Response:
    async with call.read() as session:
        document = await queries.document(session, call.caller.client, id_vacature)
    return Response(document.encode(), 200, media_type=JSON)


@router.stores(EEN, VacatureOntvangen, "Plaats een versie van een vacature")
async def plaats(
    id_vacature: Id,
    body: VumVacature,
    call: Stores,
    versie: Versie,
    gemeenten: GemeentenVraag = None,
) -> Response:
    controleer_id(id_vacature, body.id_vacature)
    document = (await call.request.body()).decode()
    opdracht = command(call.caller, versie, gemeenten, document, body)
    async with call.tx() as tx:
        row, resultaat = await handlers.plaats(tx, opdracht)
        return call.stored(
            VacatureOntvangen.build(
                id=row.id,
                id_vacature=row.id_vacature,
                versie=row.versie,
                gemeenten=sorted(opdracht.gemeenten),
                resultaat=resultaat,
            ),
            new=resultaat == "geplaatst",
        )


@router.withdraws(EEN, "Trek een vacature in")
async def trek_in(id_vacature: Id, call: Stores, versie: Versie) -> Response:
    async with call.tx() as tx:
        await handlers.trek_in(tx, TrekVacatureIn(call.caller.client, id_vacature, versie))
    return call.gone()


@router.bulk(PAD + "/_bulk", "Plaats vele vacatures, een per regel")
async def bulk(call: Stores) -> Response:
    botst = VacatureRegel.build(resultaat="geweigerd", code=VersieHergebruikt.code)
    return await per_regel(call, _regels, botst)


async def _regels(tx: Tx, lines: Sequence[bytes]) -> list[VacatureRegel]:
    gelezen = [_gelezen(tx, line) for line in lines]
    opdrachten = [each for each in gelezen if isinstance(each, PlaatsVacature)]
    gedaan = iter(await handlers.plaats_vele(tx, opdrachten))
    return [
        VacatureRegel.of(each, next(gedaan)) if isinstance(each, PlaatsVacature) else each
        for each in gelezen
    ]


def _gelezen(tx: Tx, line: bytes) -> PlaatsVacature | VacatureRegel:
    """What a line asks, or the answer to one that stands for nothing."""
    try:
        return lees_regel(tx.caller, line)
    except Invalid as wrong:
        fouten = [InvalidParam(name=f.name, code=f.code, reason=f.reason) for f in wrong.fouten]
        return VacatureRegel.build(resultaat="ongeldig", fouten=fouten)
    except Forbidden as wrong:
        return VacatureRegel.build(resultaat="geweigerd", code=wrong.code)
