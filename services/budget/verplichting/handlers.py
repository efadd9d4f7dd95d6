"""What happens to verplichtingen: decisions of the budgethouder, and saying what the ledger answers.

The events of trajecten come in through `betaling`, which hears all that books.
"""

from collections.abc import Sequence
from uuid import UUID

from services.budget.grootboek import ledger
from services.budget.grootboek.domain import Antwoord, Besluit
from services.budget.verplichting import queries
from services.budget.verplichting.domain import (
    GEWIST,
    Beslis,
    NietAangehouden,
    PostVol,
    VerplichtingOnbekend,
    te_zeggen,
)
from services.budget.verplichting.models import BesluitRow
from shared.consumer import Handler
from shared.contracts.trajecten import ToekenningGewist
from shared.db.uow import Tx
from shared.events import Received
from shared.identifiers import nieuw_id


async def beslis(tx: Tx, command: Beslis) -> None:
    """Record the budgethouder's decision and book it.

    Raises VerplichtingOnbekend, NietAangehouden when it does not wait for a decision, or PostVol.
    """
    dossier = await queries.lock_dossier(tx.session, command.toekenning)
    if dossier is None:
        raise VerplichtingOnbekend("voor deze toekenning is geen verplichting bekend")
    if dossier.status != "aangehouden":
        raise NietAangehouden(f"deze verplichting is {dossier.status}, niet aangehouden")
    vastleggen = command.besluit == "vastleggen"
    besluit = Besluit(nieuw_id(tx.moment), command.toekenning, vastleggen)
    antwoorden = await ledger.boek(tx, [besluit])
    if not antwoorden:
        raise PostVol("een post die weigert heeft hiervoor geen ruimte meer")
    tx.add(
        BesluitRow(
            gemeente=dossier.gemeente,
            toekenning=command.toekenning,
            besluit=command.besluit,
            reden=command.reden,
            door=tx.caller.client,
            besloten_op=tx.moment,
            overschrijding=sum(antwoord.overschrijding for antwoord in antwoorden),
        )
    )
    zeg(tx, antwoorden)


async def wis(tx: Tx, events: Sequence[Received[ToekenningGewist]]) -> None:
    """Of a decision about who was erased everything stays but the words (AVG art. 17(3)(b))."""
    ids = {UUID(received.event.toekenning_id) for received in events}
    for row in await queries.besluiten_op_slot(tx.session, ids):
        row.reden = GEWIST
    tx.vergeet()


def zeg(tx: Tx, antwoorden: Sequence[Antwoord]) -> None:
    """Say each answer of the ledger as its event."""
    for antwoord in antwoorden:
        tx.emit(te_zeggen(antwoord))


HANDLERS = Handler(frozenset({ToekenningGewist}), wis)
