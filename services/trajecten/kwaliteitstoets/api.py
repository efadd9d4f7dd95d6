"""The second pair of eyes in the API."""

from uuid import UUID

from fastapi import Response

from services.trajecten.kwaliteitstoets import handlers
from services.trajecten.kwaliteitstoets.schemas import BeoordelaarBody, KwaliteitstoetsAntwoord
from services.trajecten.toekenning import queries as toekenningen
from shared.routing import Router, Writes

router = Router("trajecten", "kwaliteitstoetsen", verwerking="voorzieningen")


@router.changes(
    "/toekenningen/{toekenning_id:uuid}/_voorleggen",
    KwaliteitstoetsAntwoord,
    tekst="Leg een toekenning voor aan een tweede persoon",
)
async def voorleggen(toekenning_id: UUID, body: BeoordelaarBody, call: Writes) -> Response:
    async with call.tx() as tx:
        toets = await handlers.leg_voor(tx, toekenning_id, body.medewerker)
        call.raakt(await toekenningen.toekenning(tx.session, toekenning_id))
        return call.ok(KwaliteitstoetsAntwoord.of(toets))


@router.changes(
    "/toekenningen/{toekenning_id:uuid}/_akkoord",
    KwaliteitstoetsAntwoord,
    tekst="Geef als tweede persoon akkoord",
)
async def akkoord(toekenning_id: UUID, body: BeoordelaarBody, call: Writes) -> Response:
    async with call.tx() as tx:
        toets = await handlers.beoordeel(tx, toekenning_id, body.medewerker, akkoord=True)
        call.raakt(await toekenningen.toekenning(tx.session, toekenning_id))
        return call.ok(KwaliteitstoetsAntwoord.of(toets))


@router.changes(
    "/toekenningen/{toekenning_id:uuid}/_afwijzen",
    KwaliteitstoetsAntwoord,
    tekst="Wijs als tweede persoon af",
)
async def afwijzen(toekenning_id: UUID, body: BeoordelaarBody, call: Writes) -> Response:
    async with call.tx() as tx:
        toets = await handlers.beoordeel(tx, toekenning_id, body.medewerker, akkoord=False)
        call.raakt(await toekenningen.toekenning(tx.session, toekenning_id))
        return call.ok(KwaliteitstoetsAntwoord.of(toets))
