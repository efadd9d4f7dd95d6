"""What must hold in the ledger of budget, and between it and trajecten (reliability I1-I3, I5).

Plain sums over the tables, on purpose apart from the ledger's own checker.
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


def balances_are_sums(boek: Grootboek) -> Iterator[str]:
    """I1: every posting is a debet and a credit of one amount, and each balance is the sum of its postings."""
    sommen: dict[Plaats, Counter[int]] = {}
    for boeking in boek.boekingen:
        if boeking.bedrag <= 0 or boeking.debet == boeking.credit:
            yield f"boeking {boeking.gebeurtenis}/{boeking.regel} is out of balance"
        som = sommen.setdefault((boeking.post_id, boeking.jaar), Counter())
        som[boeking.debet] += boeking.bedrag
        som[boeking.credit] -= boeking.bedrag
    for saldo in boek.saldi:
        som = sommen.pop((saldo.post_id, saldo.jaar), Counter())
        expected = (
            -som[Rekening.BEGROTING],
            som[Rekening.VERPLICHT],
            som[Rekening.GEREALISEERD],
        )
        if (saldo.begroot or 0, saldo.verplicht, saldo.gerealiseerd) != expected:
            yield f"saldo {saldo.post_id}/{saldo.jaar} is not the sum of its postings {expected}"
    yield from (f"postings without a saldo: {plaats}" for plaats in sommen)


def nothing_is_overspent(boek: Grootboek) -> Iterator[str]:
    """I2: what is left is not below zero unless an overschrijding covers it, which a refusing post never has."""
    for saldo in boek.saldi:
        if saldo.begroot is None:
            continue
        vrij = saldo.begroot - saldo.verplicht - saldo.gerealiseerd
        if vrij + saldo.overschrijding < 0 or (saldo.weigeren and saldo.overschrijding):
            yield f"saldo {saldo.post_id}/{saldo.jaar}: {vrij} left, {saldo.overschrijding} allowed"


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
            vastgelegd[deel] += boeking.bedrag * (boeking.debet == Rekening.VERPLICHT)
    for row in boek.delen:
        key = (row.toekenning, row.post_id, row.jaar)
        # what is held, or was and got a no, keeps the parts that were asked for without booking them
        asked_only = boek.dossiers[row.toekenning].status in {"aangehouden", "geweigerd"}
        booked = vastgelegd.pop(key, 0)
        granted = 0 if asked_only and not booked else row.toegekend
        if (booked, geboekt.pop(key, 0)) != (granted, row.open):
            yield f"verplichting {key}: {row.toegekend} granted, {row.open} open, booked otherwise"
    yield from (f"booked without a verplichting: {key}" for key in vastgelegd)


def bookings_have_an_origin(boek: Grootboek, events: frozenset[UUID]) -> Iterator[str]:
    """I5: what is booked on a toekenning comes from an event that was sent, or from a recorded decision."""
    for boeking in boek.boekingen:
        known = boeking.gebeurtenis in events or boeking.toekenning in boek.besluiten
        if boeking.toekenning and not known:
            yield f"boeking {boeking.gebeurtenis} comes from nowhere"


def toegekend(boek: Grootboek, toekenning: UUID) -> tuple[int, int]:
    """What was committed in money for a toekenning, and what of it is still open, in cents."""
    delen = [
        deel
        for deel in boek.delen
        if deel.toekenning == toekenning and deel.post_id in boek.geldposten
    ]
    return sum(deel.toegekend for deel in delen), sum(deel.open for deel in delen)
