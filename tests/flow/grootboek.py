"""What must hold in the ledger of budget, and between it and trajecten for each toekenning (reliability I3).

Plain sums over the tables, on purpose apart from the ledger's own checker; deploy/controle.py has the other invariants.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.budget.begroting.models import Post
from services.budget.grootboek.domain import Rekening
from services.budget.grootboek.models import Boeking, DossierRow, Saldo, Verplichting
from services.budget.verplichting.models import BesluitRow
from tests.flow.suite import Suite

Rows = Sequence[Row[Any]]
Plaats = tuple[int, int]
"""A post and a year."""


@dataclass(frozen=True)
class Grootboek:
    """The tables of the ledger."""

    boekingen: Rows
    saldi: Rows
    delen: Rows
    dossiers: Mapping[UUID, Row[Any]]
    besluiten: frozenset[UUID]
    geldposten: frozenset[int]


def read(suite: Suite) -> Grootboek:
    """Read the ledger."""
    with suite.database("budget") as connection:
        geld = select(Post.id).where(Post.eenheid == "centen")
        dossiers = connection.execute(select(DossierRow.__table__))
        return Grootboek(
            boekingen=connection.execute(select(Boeking.__table__)).all(),
            saldi=connection.execute(select(Saldo.__table__)).all(),
            delen=connection.execute(select(Verplichting.__table__)).all(),
            dossiers={row.toekenning: row for row in dossiers},
            besluiten=frozenset(connection.scalars(select(BesluitRow.toekenning))),
            geldposten=frozenset(connection.scalars(geld)),
        )


def commitments_are_booked(boek: Grootboek) -> Iterator[str]:
    """I3 inside budget: granted = open + released, and the postings of a toekenning say the same, each once."""
    geboekt: Counter[tuple[UUID, int, int]] = Counter()
    vastgelegd: Counter[tuple[UUID, int, int]] = Counter()
    for boeking in boek.boekingen:
        if boeking.toekenning:
            deel = (boeking.toekenning, boeking.post_id, boeking.jaar)
            geboekt[deel] += boeking.bedrag * (
                (boeking.debet == Rekening.VERPLICHT) - (boeking.credit == Rekening.VERPLICHT)
            )
            vastgelegd[deel] += boeking.bedrag * _vastgelegd(boeking)
    for row in boek.delen:
        key = (row.toekenning, row.post_id, row.jaar)
        # what is held, or was and got a no, keeps the parts that were asked for without booking them
        asked_only = boek.dossiers[row.toekenning].status in {"aangehouden", "geweigerd"}
        booked = vastgelegd.pop(key, 0)
        granted = 0 if asked_only and not booked else row.toegekend
        if (booked, geboekt.pop(key, 0)) != (granted, row.open):
            yield f"verplichting {key}: {row.toegekend} granted, {row.open} open, booked otherwise"
    yield from (f"booked without a verplichting: {key}" for key in vastgelegd)


def _vastgelegd(boeking: Row[Any]) -> int:
    """Whether it commits (1), or at go-live takes back what a line before it committed (-1)."""
    beide = (boeking.debet, boeking.credit)
    terug = boeking.conversie and beide == (Rekening.BESCHIKBAAR, Rekening.VERPLICHT)
    return (beide == (Rekening.VERPLICHT, Rekening.BESCHIKBAAR)) - bool(terug)


def toegekend(boek: Grootboek, toekenning: UUID) -> tuple[int, int]:
    """What was committed in money for a toekenning, and what of it is still open, in cents."""
    delen = [
        deel
        for deel in boek.delen
        if deel.toekenning == toekenning and deel.post_id in boek.geldposten
    ]
    return sum(deel.toegekend for deel in delen), sum(deel.open for deel in delen)
