"""The files of trajecten and toekenningen at go-live, and the report of what differs."""

from collections.abc import Mapping

from fastapi import Response

from services.trajecten.overname import handlers, queries
from services.trajecten.overname.domain import TOEKENNING, TRAJECT
from services.trajecten.overname.schemas import ToekenningRegel, TrajectRegel
from shared.conversie.api import Gevraagd, conversie_router, neem_over
from shared.conversie.runs import Plaats, Som
from shared.routing import Call, Router, Stores

CONVERTEREN = "trajecten.converteren"
router = Router(
    "trajecten",
    "overname",
    "Overnemen wat loopt bij de overgang naar Meedoen",
    verwerking="overgang",
)


@router.bulk(
    "/trajecten/_bulk",
    "Neem lopende trajecten over uit een ander systeem, een per regel",
    scope=CONVERTEREN,
)
async def trajecten(call: Stores, van: Gevraagd) -> Response:
    return await neem_over(call, van, TRAJECT, TrajectRegel, handlers.bereid_trajecten)


@router.bulk(
    "/toekenningen/_bulk",
    "Neem toekenningen over uit een ander systeem, een per regel",
    scope=CONVERTEREN,
)
async def toekenningen(call: Stores, van: Gevraagd) -> Response:
    return await neem_over(call, van, TOEKENNING, ToekenningRegel, handlers.bereid_toekenningen)


async def _trajecten(call: Call, gemeente: str) -> Mapping[Plaats, Som]:
    async with call.read() as session:
        return await queries.trajecten(session, gemeente)


async def _toekenningen(call: Call, gemeente: str) -> Mapping[Plaats, Som]:
    return await handlers.bij_budget(call.elders, gemeente)


verschillen = conversie_router("trajecten", {TRAJECT: _trajecten, TOEKENNING: _toekenningen})
