"""What happens to verplichtingen: events of trajecten in one batch, and decisions of the budgethouder."""

from collections.abc import Sequence
from typing import Any

from services.budget.begroting import queries as begroting
from services.budget.grootboek import ledger
from services.budget.grootboek.domain import Antwoord, Besluit
from services.budget.verplichting import queries
from services.budget.verplichting.domain import (
    FEITEN_EN_VERZOEKEN,
    Beslis,
    NietAangehouden,
    PostVol,
    VerplichtingOnbekend,
    te_boeken,
    te_zeggen,
)
from services.budget.verplichting.models import BesluitRow
from shared.consumer import Handler
from shared.db.uow import Tx
from shared.events import Received
from shared.identifiers import nieuw_id


async def verwerk(tx: Tx, events: Sequence[Received[Any]]) -> None:
    """Book requests and facts in their order and answer them; the whole batch at once (decision 19)."""
    posten = await begroting.posten(tx.session)
    te_doen = [te_boeken(received, posten.values()) for received in events]
    _zeg(tx, await ledger.boek(tx, te_doen, posten))


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
    tx.session.add(
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
    _zeg(tx, antwoorden)


def _zeg(tx: Tx, antwoorden: Sequence[Antwoord]) -> None:
    for antwoord in antwoorden:
        tx.emit(te_zeggen(antwoord))


HANDLER = Handler(FEITEN_EN_VERZOEKEN, verwerk)
