"""Ending what the facts of a person end, and moving a file when two registrations prove to be one person.

What ends follows from the facts as they stand, not from the event that brought them, so it is the same told twice.
"""

from collections.abc import Sequence
from uuid import UUID

from services.trajecten.besluit import handlers as besluit
from services.trajecten.handhaving import handlers as handhaving
from services.trajecten.persoon import queries as personen
from services.trajecten.persoon.domain import Persoonsfeiten
from services.trajecten.plaatsing import handlers as plaatsing
from services.trajecten.plaatsing import queries as plaatsingen
from services.trajecten.plaatsing.domain import BeeindigPlaatsing
from services.trajecten.recht import queries
from services.trajecten.recht.domain import (
    einde_van,
    laatste_rechtsdag,
    laatste_uitkeringsdag,
    stap_bij_einde,
)
from services.trajecten.recht.policy import RechtBeleid
from services.trajecten.toekenning import handlers as toekenning
from services.trajecten.traject import handlers as traject
from services.trajecten.traject import queries as trajecten
from services.trajecten.uitstroom import handlers as uitstroom
from shared.consumer import Handler
from shared.contracts.intake import (
    InwonerOverleden,
    InwonerSamengevoegd,
    InwonerVertrokken,
    UitkeringBeeindigd,
)
from shared.db.reading import ask
from shared.db.uow import Tx
from shared.events import Event, Received

Feit = Received[InwonerOverleden | InwonerVertrokken | UitkeringBeeindigd | InwonerSamengevoegd]


async def verwerk(tx: Tx, events: Sequence[Feit]) -> None:
    """Move the files of who proves to be somebody else, then end what the facts of the others end."""
    for event in (received.event for received in events):
        if isinstance(event, InwonerSamengevoegd):
            await _voeg_samen(tx, event)
    for gemeente, ref, feiten in await betrokkenen(tx, events):
        await _beeindig(tx, gemeente, ref, feiten)


async def betrokkenen(tx: Tx, events: Sequence[Feit]) -> list[tuple[str, UUID, Persoonsfeiten]]:
    """Whom these facts are about, in which gemeente, and how they stand now; their rows are locked."""
    sleutels = {(_wie(received), received.event.gemeente) for received in events}
    rows = await personen.personen_op_slot(tx.session, {ref for ref, _ in sleutels})
    return [
        (gemeente, ref, row.feiten())
        for (ref, gemeente), row in rows.items()
        if (ref, gemeente) in sleutels
    ]


def _wie(received: Feit) -> UUID:
    event = received.event
    return UUID(event.blijft_ref if isinstance(event, InwonerSamengevoegd) else event.persoon_ref)


async def _beeindig(tx: Tx, gemeente: str, ref: UUID, feiten: Persoonsfeiten) -> None:
    beleid: RechtBeleid = tx.policy.recht
    wie = (gemeente, ref)
    recht = laatste_rechtsdag(feiten, beleid)
    soorten = tx.policy.uitstroom.uitkeringen.op(tx.vandaag).waarde
    uitkering = laatste_uitkeringsdag(await ask(tx.session, personen.uitkeringen(*wie)), soorten)
    for id_, voorziening in (await queries.voorzieningen(tx.session, *wie)).items():
        einde = einde_van(voorziening, recht, uitkering, beleid)
        stap = einde and stap_bij_einde(voorziening, einde, tx.vandaag)
        if stap:
            await toekenning.zet(tx, id_, stap)
    if feiten.overleden_op:
        for werk in await plaatsingen.lopende(tx.session, *wie, feiten.overleden_op):
            dag = max(feiten.overleden_op, werk.startdatum)
            plaatsing.eindig(tx, werk, BeeindigPlaatsing(dag, "overlijden"))
    open_ = await trajecten.open_traject(tx.session, *wie)
    if open_ and recht:
        traject.sluit(tx, open_, recht)


async def _voeg_samen(tx: Tx, event: InwonerSamengevoegd) -> None:
    """All of the file goes to the person who remains; nothing is granted, ended or paid by it."""
    wie = (event.gemeente, UUID(event.persoon_ref))
    blijft = UUID(event.blijft_ref)
    await traject.verleg(tx, *wie, blijft)
    for noun in (toekenning, besluit, plaatsing, uitstroom, handhaving):
        await noun.verleg(tx.session, *wie, blijft)


FEITEN: frozenset[type[Event]] = frozenset(
    {InwonerOverleden, InwonerVertrokken, UitkeringBeeindigd, InwonerSamengevoegd}
)
"""The facts that can end a right, or say whose it is."""
HANDLERS = Handler(FEITEN, verwerk)
