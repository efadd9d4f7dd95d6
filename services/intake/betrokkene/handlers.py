"""Rectification and erasure, over all nouns of intake."""

from uuid import UUID

from services.intake.aanmelding import handlers as aanmelding
from services.intake.betrokkene.domain import CorrigeerBsn
from services.intake.identiteit import handlers as identiteit
from services.intake.identiteit.domain import BsnAlGeregistreerd
from services.intake.inwoner import handlers as inwoner
from services.intake.inwoner import queries as inwoners
from shared.crypto import Sleutelring
from shared.db.uow import Tx


async def corrigeer_bsn(tx: Tx, command: CorrigeerBsn, ring: Sleutelring) -> UUID:
    """Replace the BSN of an inwoner; gives the ref that goes on, which is the other one's after a merge into it.

    Raises InwonerNietGevonden, and BsnAlGeregistreerd when another one has it and they are not to be merged.
    """
    ref = command.persoon_ref
    gemeente = (await inwoners.inwoner(tx.session, ref)).gemeente
    ander = await identiteit.zoek(tx.session, ring, gemeente, command.bsn)
    if ander in (None, ref):
        await inwoner.vernieuw(tx, ref)
        await identiteit.vervang_bsn(tx, ring, gemeente, ref, command.bsn)
        return ref
    if not command.samenvoegen:
        raise BsnAlGeregistreerd(
            "een andere inwoner heeft dit BSN; is het dezelfde persoon, zet dan samenvoegen op true"
        )
    assert ander is not None
    blijft, vervalt = await inwoner.voeg_samen(tx, ref, ander)
    await identiteit.vervang_bsn(tx, ring, gemeente, vervalt, None)
    await identiteit.vervang_bsn(tx, ring, gemeente, blijft, command.bsn)
    await aanmelding.neem_over(tx, vervalt, blijft)
    return blijft


async def wis(tx: Tx, persoon_ref: UUID) -> None:
    """Erase a person: without the key nothing of what he said or who he is can be read, in no copy.

    Raises InwonerNietGevonden.
    """
    for ref in await inwoner.wis(tx, persoon_ref):
        await aanmelding.laat_vervallen(tx, ref)
    tx.vergeet()
