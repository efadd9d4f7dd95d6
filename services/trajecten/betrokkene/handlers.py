"""Erasure over all nouns of trajecten (AVG art. 17): words and facts go, references and amounts stay."""

from uuid import UUID

from services.trajecten.handhaving import handlers as handhaving
from services.trajecten.maatregel import handlers as maatregel
from services.trajecten.plan import handlers as plan
from services.trajecten.toekenning import queries as toekenningen
from services.trajecten.traject import handlers as traject
from services.trajecten.traject import queries as trajecten
from services.trajecten.uitstroom import handlers as uitstroom
from shared.consumer import each
from shared.contracts.intake import InwonerGewist
from shared.db.uow import Tx
from shared.events import Received


async def wis(tx: Tx, received: Received[InwonerGewist]) -> None:
    """Forget a person; the read copy went before, in `persoon`. What costs money goes on by its own steps."""
    gemeente, ref = received.event.gemeente, UUID(received.event.persoon_ref)
    open_ = await trajecten.open_traject(tx.session, gemeente, ref)
    if open_:
        traject.sluit(tx, open_, tx.vandaag)
    await plan.wis(tx, gemeente, ref)
    await uitstroom.wis(tx, gemeente, ref)
    await maatregel.wis(tx, gemeente, ref)
    await handhaving.wis(tx, gemeente, ref)
    for row in await toekenningen.van_persoon(tx.session, gemeente, ref):
        tx.emit(row.wis())
    tx.vergeet()


HANDLERS = each({InwonerGewist: wis})
