"""Beginning, renewing and ending a session."""

from hashlib import sha256
from secrets import compare_digest, token_urlsafe

from sqlalchemy.ext.asyncio import AsyncSession

from services.monitor.sessie import queries
from services.monitor.sessie.domain import (
    KOEKJE_SECONDEN,
    POGING_DUURT,
    SESSIE_DUURT,
    Persoon,
    PogingOnbekend,
)
from services.monitor.sessie.models import Aanmeldpoging, Sessie
from shared.db.uow import Tx
from shared.oidc import Poging
from shared.tokens import Ondertekenaar


async def begin_poging(tx: Tx, naar: str) -> Poging:
    """Begin to log in; `naar` is the page it is for."""
    await queries.ruim_op(tx.session, tx.moment)
    poging = Poging.nieuw()
    tx.add(
        Aanmeldpoging(
            state=poging.state,
            nonce=poging.nonce,
            verifier=poging.verifier,
            naar=naar[:2000],
            tot=tx.moment + POGING_DUURT,
        )
    )
    return poging


async def neem_poging(tx: Tx, state: str, in_browser: str) -> tuple[Poging, str]:
    """The attempt that the provider answers, and the page it was for.

    Raises PogingOnbekend, also when another browser began it: then somebody tries to log a person in as another.
    """
    found = await queries.neem_poging(tx.session, state, tx.moment)
    if found is None or not compare_digest(state.encode(), in_browser.encode()):
        raise PogingOnbekend
    return Poging(found.state, found.nonce, found.verifier), found.naar


async def begin(tx: Tx, persoon: Persoon) -> tuple[Sessie, str]:
    """Begin a session; gives it with what the browser must hold."""
    geheim = token_urlsafe(32)
    row = Sessie(
        sleutel=_sleutel(geheim),
        gebruiker=persoon.gebruiker,
        rollen=list(persoon.rollen),
        gemeenten=list(persoon.gemeenten),
        csrf=token_urlsafe(32),
        begonnen_op=tx.moment,
        tot=tx.moment + SESSIE_DUURT,
    )
    tx.add(row)
    return row, geheim


async def vind(tx: Tx, geheim: str) -> Sessie | None:
    """The running session of a browser."""
    return await queries.sessie(tx.session, _sleutel(geheim), tx.moment)


async def beeindig(session: AsyncSession, geheim: str) -> None:
    """End the session of a browser."""
    await queries.beeindig(session, _sleutel(geheim))


def koekje(row: Sessie, ondertekenaar: Ondertekenaar) -> str:
    """The token that other services believe for a quarter of an hour."""
    claims = {
        "sub": row.gebruiker,
        "client_id": row.gebruiker,
        "roles": row.rollen,
        "gemeenten": row.gemeenten,
    }
    return ondertekenaar.onderteken(claims, KOEKJE_SECONDEN)


def _sleutel(geheim: str) -> str:
    return sha256(geheim.encode()).hexdigest()
