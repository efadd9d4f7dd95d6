"""Storing the posts of the begroting."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.begroting.models import Post
from services.budget.begroting.policy import BegrotingRules, Postregel
from shared.db.dialect import upserting
from shared.db.uow import Tx


async def seed(tx: Tx, rules: Mapping[str, BegrotingRules]) -> None:
    """Store the posts that are not there yet; what people changed since stays as it is (decision 12)."""
    rows = {
        (gemeente, post.code): _row(gemeente, post)
        for gemeente, rule in rules.items()
        for waarde in rule.begroting.waarden
        for post in waarde.waarde.posten
    }
    await leg_posten_vast(tx.session, list(rows.values()))


async def leg_posten_vast(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the posts whose code is new in their gemeente."""
    if rows:
        await session.execute(
            upserting(session, Post).values(_equal(rows)).on_conflict_do_nothing()
        )


def _equal(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"deel_van": None, "einde": None, "voorbehouden": [], **row} for row in rows]


def _row(gemeente: str, post: Postregel) -> dict[str, Any]:
    return {
        "gemeente": gemeente,
        "code": post.code,
        "naam": post.naam,
        "eenheid": "centen",
        "fonds": post.fonds,
        "modus": post.modus.soort,
        "modus_regel": post.modus.regel,
        "modus_bron": post.modus.bron,
        "deel_van": post.deel_van,
        "einde": post.einde,
        "voorbehouden": list(post.voorbehouden),
        "regel": post.regel,
        "bron": post.bron,
        "status": post.status,
    }
