"""Abonnementen: who has which events of a gemeente sent where."""

import base64
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts import CONTRACTS
from shared.crypto import Plaats, Sleutelring, Verpakt
from shared.db.tables import Abonnement, Opzijgezet
from shared.db.uow import Tx
from shared.errors import Conflict, Fout, LimitExceeded, NotFound
from shared.identifiers import nieuw_id
from shared.outward.log import Log
from shared.runtime import Runtime

ACTIEF, BEEINDIGD = "actief", "beeindigd"
MEEST = 20
"""The most running abonnementen of one client for one gemeente."""


@dataclass(frozen=True, slots=True)
class Abonneer:
    """Send the events of a gemeente, of these types (none = all), to a sink."""

    gemeente: str
    types: tuple[str, ...]
    sink: str


class AbonnementOnbekend(NotFound):
    """There is no such abonnement of this client."""

    code = "abonnement-onbekend"

    def __init__(self) -> None:
        super().__init__("dit abonnement bestaat niet")


class AbonnementBeeindigd(Conflict):
    """The sink has ended it; a new one is needed."""

    code = "abonnement-beeindigd"

    def __init__(self) -> None:
        super().__init__("de ontvanger heeft dit abonnement beëindigd (410); maak een nieuw")


class TypeOnbekend(Conflict):
    """This service never says these types; the document leaves them to asyncapi.json (decision 21)."""

    code = "type-onbekend"

    def __init__(self, fouten: Sequence[Fout]) -> None:
        super().__init__("onbekende types; zie asyncapi.json", fouten=fouten)


class TeVeelAbonnementen(LimitExceeded):
    """A client has enough of them."""

    code = "te-veel-abonnementen"

    def __init__(self) -> None:
        super().__init__(f"er lopen er al {MEEST} voor deze gemeente")


async def abonneer(
    tx: Tx, vraag: Abonneer, service: str, runtime: Runtime
) -> tuple[Abonnement, str]:
    """Begin an abonnement with what happens from now on; gives the secret too, which nobody sees again.

    Raises TypeOnbekend, SinkNietToegestaan or TeVeelAbonnementen.
    """
    _check_types(vraag.types, service)
    runtime.sinks.check(vraag.sink)
    lopend = van_client(tx.caller.client).where(
        Abonnement.gemeente == vraag.gemeente, Abonnement.status == ACTIEF
    )
    if len((await tx.session.scalars(lopend)).all()) >= MEEST:
        raise TeVeelAbonnementen
    id_ = nieuw_id(tx.moment)
    geheim = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    verpakt = runtime.sleutels.verpak(_plaats(vraag.gemeente, id_), geheim.encode())
    row = Abonnement(
        id=id_,
        client=tx.caller.client,
        gemeente=vraag.gemeente,
        types=sorted(set(vraag.types)),
        sink=vraag.sink,
        kid=verpakt.kid,
        geheim=verpakt.sleutel,
        status=ACTIEF,
        position=await Log(runtime.database).head(tx.session),
        attempts=0,
        created_at=tx.moment,
    )
    tx.add(row)
    return row, geheim


def geheim_van(row: Abonnement, ring: Sleutelring) -> str:
    """What the requests of an abonnement are signed with; raises Onleesbaar or SleutelsOnbruikbaar."""
    return ring.pak_uit(_plaats(row.gemeente, row.id), Verpakt(row.kid, row.geheim)).decode()


def _plaats(gemeente: str, abonnement_id: UUID) -> Plaats:
    return Plaats(gemeente, "abonnement", "geheim", abonnement_id)


async def herhaal(tx: Tx, abonnement_id: UUID, vanaf: datetime, log: Log) -> Abonnement:
    """Send everything from a moment on once more, what was set aside since then too.

    Raises AbonnementOnbekend or AbonnementBeeindigd.
    """
    row = await abonnement(tx.session, tx.caller.client, abonnement_id, lock=True)
    if row.status != ACTIEF:
        raise AbonnementBeeindigd
    row.position = min(row.position, await log.before(tx.session, vanaf))
    row.attempts, row.next_attempt_at = 0, None
    await tx.session.execute(
        delete(Opzijgezet).where(
            Opzijgezet.abonnement_id == row.id, Opzijgezet.position > row.position
        )
    )
    return row


async def zeg_op(tx: Tx, abonnement_id: UUID) -> None:
    """End an abonnement and forget it; raises AbonnementOnbekend."""
    row = await abonnement(tx.session, tx.caller.client, abonnement_id, lock=True)
    await tx.session.execute(delete(Opzijgezet).where(Opzijgezet.abonnement_id == row.id))
    await tx.session.delete(row)


async def abonnement(
    session: AsyncSession, client: str, abonnement_id: UUID, *, lock: bool = False
) -> Abonnement:
    """One abonnement of a client; raises AbonnementOnbekend."""
    query = van_client(client).where(Abonnement.id == abonnement_id)
    row = await session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise AbonnementOnbekend
    return row


def van_client(client: str) -> Select[Abonnement]:
    """The abonnementen of a client, the newest first."""
    return select(Abonnement).where(Abonnement.client == client).order_by(Abonnement.id.desc())


async def opzijgezet(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, int]:
    """How many events were set aside, per abonnement."""
    query = select(Opzijgezet.abonnement_id, func.count()).where(
        Opzijgezet.abonnement_id.in_(sorted(ids))
    )
    rows = await session.execute(query.group_by(Opzijgezet.abonnement_id))
    return {id_: int(aantal) for id_, aantal in rows}


def _check_types(types: Collection[str], service: str) -> None:
    bekend = {type_ for type_, contract in CONTRACTS.items() if service == contract.PUBLISHER}
    fouten = [
        Fout(f"types.{nr}", "onbekend-type", "deze service kent dit type niet")
        for nr, type_ in enumerate(types)
        if type_ not in bekend
    ]
    if fouten:
        raise TypeOnbekend(fouten)
