"""`Idempotency-Key`: the answer to a POST is stored in the transaction of its effect (decision 22)."""

import asyncio
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Dialect, delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.db.dialect import upserting
from shared.db.direct import Opening, Statement, value
from shared.db.tables import idempotentie
from shared.db.uow import Tx, UnitOfWork
from shared.errors import Conflict, DomainError
from shared.logs import get_logger
from shared.tenancy import SYSTEEM

WACHT_MS: Final = 2000
BEWAARD: Final = timedelta(hours=72)
"""So long a repeat gets the stored answer."""

_log = get_logger(__name__)


class SleutelHergebruikt(DomainError):
    """The key was used before for another request."""

    code = "idempotency-key-hergebruikt"
    title = "Deze Idempotency-Key hoort bij een ander verzoek"


class NogBezig(Conflict):
    """The first request with this key is still running."""

    code = "verzoek-nog-bezig"
    retry_after = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was sent: status, JSON and where the new thing is."""

    status: int
    body: bytes
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A key of a client for one exact request."""

    client: str
    key: str
    fingerprint: str

    def opening(self, moment: datetime) -> Opening:
        """The begin of a transaction that takes the key."""
        row = {"client": self.client, "key": self.key, "fingerprint": self.fingerprint}
        busy = NogBezig("het eerste verzoek met deze sleutel loopt nog")
        return Opening([_CLAIM.with_(**row, created_at=moment)], WACHT_MS, busy)


class Replay(Exception):
    """This request was answered before; the same answer is due."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("eerder beantwoord")
        self.answer = answer


def fingerprint(method: str, path: str, body: bytes, stempel: bytes = b"") -> str:
    """What makes two requests the same: method, path and the raw bytes of the body.

    `stempel` is a secret of the service: a body with little more than a number could be guessed from a plain digest.
    """
    said = b"\n".join((method.encode(), path.encode(), body))
    return hmac.digest(stempel, said, "sha256").hex()


async def claimed(tx: Tx, wanted: Claim) -> None:
    """Go on with a transaction that began with `wanted.opening`, when the key is new.

    Raises Replay when the request was answered, SleutelHergebruikt for another body. The begin itself raises NogBezig,
    after two seconds behind a first request that is still running.
    """
    if not tx.begun.found[0]:
        await _replay(tx, wanted)


def keep(tx: Tx, taken: Claim, answer: Answer) -> None:
    """Store the answer beside its effect."""
    tx.last.append(
        _KEEP.with_(
            van=taken.client,
            sleutel=taken.key,
            status=answer.status,
            body=answer.body,
            location=answer.location,
        )
    )


def _insert_claim(dialect: Dialect) -> Any:
    names = ("client", "key", "fingerprint", "created_at")
    made = upserting(dialect, idempotentie).values({name: value(name) for name in names})
    return made.on_conflict_do_nothing().returning(idempotentie.c.key)


_CLAIM = Statement(_insert_claim)
_KEEP = Statement(
    lambda _: (
        update(idempotentie)
        .where(idempotentie.c.client == value("van"), idempotentie.c.key == value("sleutel"))
        .values(status=value("status"), body=value("body"), location=value("location"))
    )
)


async def _replay(tx: Tx, wanted: Claim) -> None:
    query = select(idempotentie).where(
        idempotentie.c.client == wanted.client, idempotentie.c.key == wanted.key
    )
    stored = (await tx.session.execute(query)).one()
    if stored.fingerprint != wanted.fingerprint:
        raise SleutelHergebruikt("gebruik een nieuwe sleutel voor een nieuw verzoek")
    raise Replay(Answer(stored.status, stored.body, stored.location))


async def forget(uow: UnitOfWork) -> None:
    """Delete the answers that were kept long enough; their keys are new again."""
    async with uow(SYSTEEM) as tx:
        old = idempotentie.c.created_at < tx.moment - BEWAARD
        await tx.session.execute(delete(idempotentie).where(old))


async def keep_forgetting(uow: UnitOfWork, seconds: float = 3600) -> None:
    """`forget`, every hour, for as long as the process runs."""
    while True:
        try:
            await forget(uow)
        except (DBAPIError, PoolTimeout, OSError) as error:
            _log.warning("oude antwoorden blijven staan", soort=type(error).__name__)
        await asyncio.sleep(seconds)
